//! Statements that are seldom written.

use super::tests::{found, in_up};
use super::{Options, lint};
use crate::Files;

#[test]
fn a_rule_on_a_table_is_found() {
    let rules = ["create-rule", "drop-object", "down-destroys-more"];
    assert_eq!(
        in_up("CREATE RULE r AS ON INSERT TO users DO INSTEAD NOTHING;", &rules),
        ["create-rule: rule r takes the place of every INSERT on users"]
    );
    assert_eq!(
        in_up("CREATE OR REPLACE RULE r AS ON UPDATE TO users DO ALSO DELETE FROM orders;", &rules),
        ["create-rule: every UPDATE on users does what rule r says as well"]
    );
    let down = |up: &str, down: &str| found(&[("0002_x.up.sql", up), ("0002_x.down.sql", down)], &rules[1..]);
    let none: [&str; 0] = [];
    let make = "CREATE RULE r AS ON INSERT TO users DO INSTEAD NOTHING;";
    assert_eq!(down(make, "DROP RULE r ON users;"), none);
    assert_eq!(in_up("DROP RULE old ON users;", &rules).len(), 1);
    let both = format!("{make} DROP RULE r ON users;");
    assert_eq!(in_up(&both, &rules[1..]), none);
    let files = [("0002_a.up.sql", make), ("0002_a.down.sql", "DROP RULE r ON users;")];
    let twice = [files[0], files[1], ("0003_b.up.sql", "SELECT 1;"), ("0003_b.down.sql", "DROP RULE r ON users;")];
    assert_eq!(found(&twice, &rules[2..]), ["down-destroys-more: rule r goes, and the migration did not make it"]);
}

#[test]
fn every_row_is_said_in_many_ways() {
    let rules = ["delete-without-where", "update-without-where"];
    for sql in [
        "EXPLAIN ANALYZE DELETE FROM users;",
        "EXPLAIN (ANALYZE, BUFFERS) DELETE FROM users;",
        "EXPLAIN ANALYZE VERBOSE UPDATE users SET age = 1;",
        "DELETE FROM users WHERE id IS NOT NULL;",
        "DELETE FROM users WHERE email IS NOT NULL AND users.id IS NOT NULL;",
        "UPDATE users SET age = 1 WHERE balance IS NOT NULL;",
        "DELETE FROM users WHERE EXISTS (SELECT 1);",
    ] {
        assert_eq!(in_up(sql, &rules).len(), 1, "{sql}");
    }
    for sql in [
        "EXPLAIN DELETE FROM users;",
        "EXPLAIN (ANALYZE false) DELETE FROM users;",
        "DELETE FROM users WHERE name IS NOT NULL;",
        "DELETE FROM users WHERE name IS NOT NULL AND id IS NOT NULL;",
    ] {
        assert_eq!(in_up(sql, &rules), Vec::<String>::new(), "{sql}");
    }
}

#[test]
fn what_works_for_others_today_is_kept_in_sight() {
    let rules = [
        "change-owner",
        "alter-role-options",
        "alter-database-options",
        "alter-function-options",
        "restrictive-policy",
        "alter-replication",
        "drop-object",
        "server-command",
        "disable-trigger",
    ];
    for (sql, rule) in [
        ("ALTER TABLE users OWNER TO reporter;", "change-owner"),
        ("ALTER VIEW active_users OWNER TO reporter;", "change-owner"),
        ("ALTER FUNCTION touch() OWNER TO reporter;", "change-owner"),
        ("REASSIGN OWNED BY reporter TO postgres;", "change-owner"),
        ("ALTER ROLE reporter NOLOGIN;", "alter-role-options"),
        ("ALTER USER reporter WITH CONNECTION LIMIT 0;", "alter-role-options"),
        ("ALTER ROLE reporter PASSWORD 'x';", "alter-role-options"),
        ("ALTER DATABASE shop SET default_transaction_read_only = on;", "alter-database-options"),
        ("CREATE POLICY p ON orders AS RESTRICTIVE USING (false);", "restrictive-policy"),
        ("ALTER PUBLICATION changes DROP TABLE orders;", "alter-replication"),
        ("ALTER SUBSCRIPTION changes DISABLE;", "alter-replication"),
        ("DROP PUBLICATION changes;", "drop-object"),
        ("DROP SUBSCRIPTION changes;", "drop-object"),
        ("DROP CAST (int AS text);", "drop-object"),
        ("DROP OPERATOR === (int, int);", "drop-object"),
        ("DROP COLLATION german;", "drop-object"),
        ("DROP STATISTICS s;", "drop-object"),
        ("DROP OWNED BY reporter;", "drop-object"),
        ("DROP EVENT TRIGGER e;", "drop-object"),
        ("CREATE EVENT TRIGGER e ON ddl_command_start EXECUTE FUNCTION touch();", "server-command"),
        ("ALTER FUNCTION touch() STRICT;", "alter-function-options"),
        ("ALTER FUNCTION touch() SECURITY DEFINER;", "alter-function-options"),
        ("LOAD 'auto_explain';", "server-command"),
        ("SELECT pg_terminate_backend(pid) FROM pg_stat_activity;", "server-command"),
        ("SET session_replication_role = replica;", "disable-trigger"),
        ("SET LOCAL session_replication_role TO 'replica';", "disable-trigger"),
    ] {
        let found = in_up(sql, &rules);
        assert!(found.len() == 1 && found[0].starts_with(&format!("{rule}: ")), "{sql}: {found:?}");
    }
    for sql in [
        "CREATE TABLE t (id bigserial PRIMARY KEY); ALTER TABLE t OWNER TO reporter; ALTER TABLE t_id_seq OWNER TO reporter;",
        "CREATE SEQUENCE s; ALTER TABLE s OWNER TO reporter; ALTER SEQUENCE s OWNER TO reporter;",
        "CREATE VIEW w AS SELECT 1 AS a; ALTER TABLE w OWNER TO reporter;",
        "CREATE FUNCTION f() RETURNS int LANGUAGE sql AS 'SELECT 1'; ALTER FUNCTION f() OWNER TO reporter;",
        "CREATE TYPE shade AS ENUM ('a'); ALTER TYPE shade OWNER TO reporter;",
        "CREATE ROLE r; ALTER ROLE r NOLOGIN;",
        "ALTER ROLE reporter LOGIN;",
        "CREATE POLICY p ON orders USING (true);",
        "ALTER PUBLICATION changes ADD TABLE orders;",
        "SET session_replication_role = DEFAULT;",
        "SET session_replication_role = origin;",
        "SELECT now();",
    ] {
        assert_eq!(in_up(sql, &rules), Vec::<String>::new(), "{sql}");
    }
}

#[test]
fn a_transaction_of_the_scripts_own_is_none_inside_of_another() {
    let nested = |sql: &str| in_up(sql, &["nested-transaction"]);
    let none: [&str; 0] = [];
    assert_eq!(nested("BEGIN; ALTER TABLE users ADD COLUMN a int; ALTER TABLE users ADD COLUMN b int; COMMIT;"), none);
    assert_eq!(nested("SET lock_timeout = '1s'; BEGIN; ALTER TABLE users ADD COLUMN a int; COMMIT;"), none);
    assert_eq!(nested("BEGIN; SELECT 1; BEGIN; COMMIT;").len(), 1);
    assert_eq!(nested("SELECT 1; SELECT 2; COMMIT;"), ["nested-transaction: there is no transaction to end"]);
}

#[test]
fn dropping_what_was_never_made_costs_nothing() {
    let rules =
        ["drop-table", "create-table-force", "drop-view", "drop-type", "drop-policy", "drop-routine", "drop-trigger"];
    let none: [&str; 0] = [];
    for sql in [
        "DROP TABLE IF EXISTS fresh; CREATE TABLE fresh (id bigint PRIMARY KEY);",
        "DROP VIEW IF EXISTS fresh; CREATE VIEW fresh AS SELECT id FROM users;",
        "DROP MATERIALIZED VIEW IF EXISTS fresh; CREATE MATERIALIZED VIEW fresh AS SELECT id FROM users;",
        "DROP TYPE IF EXISTS fresh; CREATE TYPE fresh AS ENUM ('a');",
        "DROP POLICY IF EXISTS fresh ON orders; CREATE POLICY fresh ON orders USING (true);",
        "DROP FUNCTION IF EXISTS fresh(); CREATE FUNCTION fresh() RETURNS int LANGUAGE sql AS 'SELECT 1';",
        "DROP TRIGGER IF EXISTS fresh ON users; CREATE TRIGGER fresh BEFORE INSERT ON users FOR EACH ROW EXECUTE FUNCTION touch();",
    ] {
        assert_eq!(in_up(sql, &rules), none, "{sql}");
    }
    for (sql, count) in [
        ("DROP TABLE IF EXISTS orders; CREATE TABLE orders (id bigint PRIMARY KEY);", 2),
        ("DROP TABLE IF EXISTS elsewhere.fresh;", 1),
        ("DROP TYPE IF EXISTS mood;", 1),
        ("DROP POLICY IF EXISTS own_orders ON orders;", 1),
        ("DROP FUNCTION IF EXISTS touch();", 1),
        ("DROP TRIGGER IF EXISTS users_touch ON users;", 1),
        ("DO $$ BEGIN EXECUTE 'CREATE ' || 'x'; END $$; DROP TABLE IF EXISTS fresh;", 1),
    ] {
        assert_eq!(in_up(sql, &rules).len(), count, "{sql}");
    }
    // Another script of the repository makes it.
    let mut base = Files::default();
    base.put("db/0001_a.sql", b"CREATE TABLE customers (id bigint);".to_vec());
    let mut head = base.clone();
    head.put("db/0002_b.sql", b"DROP TABLE IF EXISTS fresh;".to_vec());
    let options = Options { folder: "db".to_owned(), ..Options::default() };
    assert!(!lint(&head, &base, &options).blocks());
    head.put("other/seed.sql", b"CREATE TABLE fresh (id bigint);".to_vec());
    assert!(lint(&head, &base, &options).blocks());
}

#[test]
fn a_view_that_is_made_anew_in_one_transaction_is_a_notice() {
    let view = |sql: &str| in_up(sql, &["drop-view"]);
    let anew = "view active_users is made anew; rights on it have to be granted again";
    let sql = "DROP VIEW active_users; CREATE VIEW active_users AS SELECT id, email, name FROM users;";
    assert_eq!(view(&format!("BEGIN; {sql} COMMIT;")), [format!("drop-view: {anew}")]);
    let gone = ["drop-view: view active_users is dropped"];
    assert_eq!(view("BEGIN; DROP VIEW active_users; COMMIT;"), gone);
    assert_eq!(view("BEGIN; DROP VIEW active_users; CREATE VIEW active_users AS SELECT id FROM users; COMMIT;"), gone);
    assert_eq!(
        view("BEGIN; DROP VIEW active_users; COMMIT; CREATE VIEW active_users AS SELECT id, email FROM users;"),
        gone
    );
}

#[test]
fn one_thing_is_said_once() {
    let column = in_up("ALTER TABLE users DROP COLUMN nope;", &["drop-column", "unknown-object"]);
    assert_eq!(column, ["unknown-object: table users has no column nope at this point"]);
    assert_eq!(in_up("ALTER TABLE users DROP COLUMN IF EXISTS nope;", &["drop-column"]), Vec::<String>::new());
    let twice =
        "CREATE TABLE pairs (a bigint REFERENCES users (id), b bigint REFERENCES users (id)); DROP TABLE users;";
    let words = in_up(twice, &["drop-table"]).concat();
    assert_eq!(words.matches("table pairs").count(), 1, "{words}");
    let temporary = "CREATE TEMP TABLE t (a int); ALTER TABLE t ADD COLUMN b int; DROP TABLE t;";
    assert_eq!(in_up(temporary, &["missing-lock-timeout"]), Vec::<String>::new());
    let named =
        in_up("CREATE OR REPLACE VIEW active_users AS SELECT id::text, id FROM users;", &["duplicate-assignment"]);
    let words = "duplicate-assignment: One statement sets a column twice, or gives two columns one name.";
    assert!(!named.is_empty() && named.iter().all(|said| said == words), "{named:?}");
}

#[test]
fn attributes_of_composite_types_are_columns_within_columns() {
    let world = "CREATE TYPE addr AS (street text, zip text); CREATE TYPE loose AS (a int); CREATE SCHEMA s;
        CREATE TYPE s.addr AS (x int); CREATE TABLE homes (id bigint PRIMARY KEY, a addr, many public.addr[]);";
    let said = |sql: &str| {
        let files = |more: &[(&str, &str)]| -> Files {
            let all = std::iter::once(("1_a.sql", world)).chain(more.iter().copied());
            all.map(|(path, sql)| (path, sql.as_bytes().to_vec())).collect()
        };
        let report = lint(&files(&[("2_b.sql", sql)]), &files(&[]), &Options::default());
        let of = report.findings.into_iter().filter(|finding| finding.rule.ends_with("-composite-attribute"));
        of.map(|finding| format!("{}: {}", finding.rule, finding.message)).collect::<Vec<_>>()
    };
    let lost = "drop-composite-attribute: attribute zip of type addr is dropped with its values in homes.a, homes.many";
    assert_eq!(said("ALTER TYPE addr DROP ATTRIBUTE zip CASCADE;"), [lost]);
    assert_eq!(said("ALTER TYPE addr ADD ATTRIBUTE n numeric(10, 2), DROP ATTRIBUTE IF EXISTS zip;"), [lost]);
    for (sql, expected) in [
        ("ALTER TYPE loose DROP ATTRIBUTE a;", "attribute a of type loose is dropped"),
        ("ALTER TYPE addr RENAME ATTRIBUTE zip TO \"Code\" CASCADE;", "attribute zip of type addr is renamed to Code"),
        (
            "ALTER TYPE s.addr ALTER ATTRIBUTE x SET DATA TYPE bigint;",
            "attribute x of type s.addr gets the type bigint",
        ),
        (
            "ALTER TYPE addr ALTER ATTRIBUTE zip TYPE varchar(9) CASCADE;",
            "attribute zip of type addr gets the type varchar(9), which is refused while homes.a has the type addr",
        ),
    ] {
        assert_eq!(said(sql), [format!("change-composite-attribute: {expected}")], "{sql}");
    }
    // Nobody says what has a type that no script makes.
    assert_eq!(
        said("ALTER TYPE strange DROP ATTRIBUTE x;"),
        ["drop-composite-attribute: attribute x of type strange is dropped with its values"]
    );
    for sql in ["ALTER TYPE addr OWNER TO app;", "ALTER TYPE addr ADD ATTRIBUTE n int;", "ALTER TYPE addr RENAME TO b;"]
    {
        assert_eq!(said(sql), Vec::<String>::new(), "{sql}");
    }
}
