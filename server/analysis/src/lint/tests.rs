use super::{Options, lint};
use crate::Files;

const WORLD: &str = include_str!("../rules/tests/postgres.sql");

/// The rules that find something in a change, with their subjects.
pub(super) fn found(files: &[(&str, &str)], rules: &[&str]) -> Vec<String> {
    let (mut head, mut base) = (Files::default(), Files::default());
    for files in [&mut head, &mut base] {
        files.put("0001_base.up.sql", WORLD.as_bytes().to_vec());
        files.put("0001_base.down.sql", b"SELECT 1;".to_vec());
    }
    for (path, text) in files {
        head.put(*path, text.as_bytes().to_vec());
    }
    let report = lint(&head, &base, &Options::default());
    let of = report.findings.iter().filter(|finding| rules.contains(&finding.rule.as_str()));
    of.map(|finding| format!("{}: {}", finding.rule, finding.message)).collect()
}

pub(super) fn in_up(sql: &str, rules: &[&str]) -> Vec<String> {
    found(&[("0002_x.up.sql", sql), ("0002_x.down.sql", "SELECT 1;")], rules)
}

#[test]
fn a_change_does_not_choose_its_dialect() {
    let base = "CREATE TABLE users (id bigserial PRIMARY KEY, seen timestamptz);";
    let files = |more: &[(&str, &str)]| -> Files {
        std::iter::once(&("db/1_a.sql", base)).chain(more).map(|(path, sql)| (*path, sql.as_bytes().to_vec())).collect()
    };
    for trick in
        ["-- ENGINE=InnoDB AUTO_INCREMENT `x`", "-- AUTOINCREMENT PRAGMA x WITHOUT ROWID", "SELECT `x` AUTO_INCREMENT;"]
    {
        let change = format!("{trick}\nCREATE INDEX i ON users (seen);");
        let options = Options { folder: "db".to_owned(), ..Options::default() };
        let report = lint(&files(&[("db/2_b.sql", &change)]), &files(&[]), &options);
        assert_eq!(report.dialect, crate::sql::Dialect::Postgres, "{trick}");
        assert!(report.findings.iter().any(|finding| finding.rule == "add-index"), "{trick}");
    }
}

#[test]
fn a_constant_is_read_in_any_quotes() {
    let rules = ["delete-without-where", "not-analysable"];
    for execute in ["'DELETE FROM orders'", "$q$DELETE FROM orders$q$", "$q$DELETE FROM orders$q$ USING 1"] {
        assert_eq!(
            in_up(&format!("DO $$ BEGIN EXECUTE {execute}; END $$;"), &rules),
            ["delete-without-where: every row of orders is deleted"],
            "{execute}"
        );
    }
    assert_eq!(in_up("DO $$ BEGIN EXECUTE 'DELETE FROM orders WHERE a = ''x'''; END $$;", &rules).len(), 1);
}

#[test]
fn what_no_migration_makes_is_unknown() {
    let unknown = |sql: &str| in_up(sql, &["unknown-object"]);
    for sql in [
        "ALTER TABLE nosuch ADD COLUMN a int;",
        "ALTER TABLE nosuch RENAME TO other;",
        "DROP TABLE nosuch;",
        "DROP VIEW nosuch;",
        "CREATE INDEX ON nosuch (a);",
        "CREATE VIEW v AS SELECT * FROM nosuch;",
        "CREATE VIEW v AS SELECT u.id FROM users u JOIN nosuch n ON n.id = u.id;",
        "CREATE TABLE t (id bigint REFERENCES nosuch);",
        "INSERT INTO nosuch VALUES (1);",
        "UPDATE nosuch SET a = 1 WHERE a = 2;",
        "ALTER TABLE billing.nosuch ADD COLUMN a int;",
    ] {
        assert_eq!(unknown(sql).len(), 1, "{sql}: {:?}", unknown(sql));
    }
    for sql in [
        "ALTER TABLE users DROP COLUMN nosuch;",
        "ALTER TABLE users RENAME COLUMN nosuch TO other;",
        "ALTER TABLE users ALTER COLUMN nosuch SET NOT NULL;",
        "ALTER TABLE users ALTER nosuch TYPE text;",
        "CREATE INDEX ON users (nosuch);",
        "ALTER TABLE loose ADD CONSTRAINT x FOREIGN KEY (a) REFERENCES users (nosuch);",
    ] {
        assert_eq!(unknown(sql), ["unknown-object: table users has no column nosuch at this point"], "{sql}");
    }
    for sql in [
        "ALTER TABLE users DROP CONSTRAINT nosuch;",
        "ALTER TABLE users VALIDATE CONSTRAINT nosuch;",
        "ALTER TABLE users RENAME CONSTRAINT nosuch TO other;",
    ] {
        assert_eq!(unknown(sql), ["unknown-object: table users has no constraint nosuch at this point"], "{sql}");
    }
    for sql in [
        "ALTER TABLE IF EXISTS nosuch ADD COLUMN a int;",
        "ALTER TABLE users DROP CONSTRAINT IF EXISTS nosuch;",
        "ALTER TABLE users DROP CONSTRAINT users_email_key1;",
        "ALTER TABLE users ADD CONSTRAINT adult CHECK (id > 1); ALTER TABLE users DROP CONSTRAINT adult;",
        "ALTER TABLE users ADD COLUMN b int CONSTRAINT c1 UNIQUE CONSTRAINT c2 CHECK (b > 0); ALTER TABLE users DROP CONSTRAINT c2;",
        "CREATE UNIQUE INDEX u ON users (email); ALTER TABLE users ADD CONSTRAINT uq UNIQUE USING INDEX u; ALTER TABLE users DROP CONSTRAINT uq;",
        "ALTER TABLE users ADD CONSTRAINT uq UNIQUE (email); ALTER INDEX uq RENAME TO uq2; ALTER TABLE users DROP CONSTRAINT uq2;",
        "CREATE INDEX \"Odd\" ON users (email); DROP INDEX \"Odd\";",
        "DROP INDEX CONCURRENTLY IF EXISTS nosuch;",
        "DROP TABLE IF EXISTS nosuch;",
        "ALTER TABLE elsewhere.nosuch ADD COLUMN a int;",
        "ALTER TABLE users DROP COLUMN IF EXISTS nosuch;",
        "CREATE VIEW v AS SELECT * FROM pg_class JOIN information_schema.tables ON true;",
        "CREATE VIEW v AS WITH w (a) AS (SELECT id FROM users), x AS (SELECT 1) SELECT * FROM w, x;",
        "CREATE VIEW v AS SELECT * FROM generate_series(1, 3) AS n, LATERAL (SELECT n) AS m;",
        "CREATE VIEW v AS SELECT extract(day FROM at), trim(both 'x' from body) FROM events WHERE body IS DISTINCT FROM 'a';",
        "CREATE TEMP TABLE t AS SELECT 1 AS a; ALTER TABLE t ADD COLUMN b int; CREATE INDEX ON t (a);",
        "SELECT id INTO kept FROM users; ALTER TABLE kept ADD COLUMN a int;",
        "CREATE SCHEMA app; CREATE TABLE app.kept (id int); ALTER TABLE kept ADD COLUMN a int;",
        "CREATE VIEW v AS SELECT * FROM ROWS FROM (generate_series(1, 2), generate_series(1, 3)) AS x;",
        "SET search_path TO other; ALTER TABLE nosuch ADD COLUMN a int;",
        "ALTER TABLE public.users_id_seq OWNER TO reporter;",
        "ALTER TABLE schema_migrations ADD COLUMN a int;",
        "DO $$ BEGIN IF to_regclass('nosuch') IS NOT NULL THEN ALTER TABLE nosuch ADD COLUMN a int; END IF; END $$;",
        "DO $$ BEGIN EXECUTE 'CREATE TABLE ' || 'nosuch (a int)'; END $$; ALTER TABLE nosuch ADD COLUMN b int;",
        "CREATE EXTENSION postgis; CREATE VIEW v AS SELECT * FROM spatial_ref_sys;",
        "ALTER TABLE events ADD COLUMN more text; CREATE INDEX ON events_2026 (more);",
        "CREATE TABLE self (id bigint PRIMARY KEY, up bigint REFERENCES self (id));",
        "CREATE INDEX ON users (lower(email), (age + 1)); CREATE INDEX ON users (email text_pattern_ops DESC);",
        "ALTER TABLE active_users RENAME TO living_users; CREATE VIEW w AS SELECT id FROM living_users;",
    ] {
        assert_eq!(unknown(sql), Vec::<String>::new(), "{sql}");
    }
}

#[test]
fn an_index_that_no_migration_makes_is_unknown() {
    let base = "CREATE TABLE t (a int, b int); CREATE INDEX by_a ON t (a);";
    for (sql, expected) in [
        ("DROP INDEX nosuch;", 1),
        ("DROP INDEX CONCURRENTLY nosuch;", 1),
        ("ALTER INDEX nosuch RENAME TO other;", 1),
        ("DROP INDEX by_a;", 0),
        ("ALTER INDEX by_a RENAME TO by_a2; DROP INDEX by_a2;", 0),
        ("DROP INDEX t_a_idx1;", 0),
        ("DROP INDEX other.nosuch;", 0),
        ("ALTER TABLE t DROP COLUMN a; DROP INDEX by_a;", 1),
    ] {
        let files = |more: Option<&str>| -> Files {
            let all = std::iter::once(("db/1_a.sql", base)).chain(more.map(|sql| ("db/2_b.sql", sql)));
            all.map(|(path, sql)| (path, sql.as_bytes().to_vec())).collect()
        };
        let options = Options { folder: "db".to_owned(), ..Options::default() };
        let report = lint(&files(Some(sql)), &files(None), &options);
        let unknown = report.findings.iter().filter(|finding| finding.rule == "unknown-object");
        assert_eq!(unknown.count(), expected, "{sql}");
    }
}

#[test]
fn nothing_is_unknown_where_the_history_is_a_part() {
    let begins_late = "ALTER TABLE customers ADD COLUMN a int; CREATE TABLE t (id bigint);";
    let (mut head, mut base) = (Files::default(), Files::default());
    for files in [&mut head, &mut base] {
        files.put("db/0001_a.sql", begins_late.as_bytes().to_vec());
    }
    let unknown = |head: &Files, base: &Files| {
        let report = lint(head, base, &Options { folder: "db".to_owned(), ..Options::default() });
        report.findings.iter().filter(|finding| finding.rule == "unknown-object").count()
    };
    head.put("db/0002_b.sql", b"ALTER TABLE nosuch ADD COLUMN a int;".to_vec());
    assert_eq!(unknown(&head, &base), 0);
    let whole = b"CREATE TABLE customers (id bigint);".to_vec();
    head.put("db/0001_a.sql", whole.clone());
    base.put("db/0001_a.sql", whole);
    assert_eq!(unknown(&head, &base), 1);
    head.put("other/service.sql", b"CREATE TABLE nosuch (id bigint);".to_vec());
    assert_eq!(unknown(&head, &base), 0);
    head.put("other/service.sql", b"SELECT * FROM nosuch;".to_vec());
    assert_eq!(unknown(&head, &base), 1);
    head.put("db/0000_seed.go", b"package db".to_vec());
    assert_eq!(unknown(&head, &base), 0);
}

#[test]
fn a_way_back_takes_away_what_was_made_and_nothing_else() {
    let rules = ["down-destroys-more", "delete-without-where", "update-without-where", "truncate", "unknown-object"];
    let down = |up: &str, down: &str| found(&[("0002_x.up.sql", up), ("0002_x.down.sql", down)], &rules);
    let up = "ALTER TABLE users ADD COLUMN nick text; CREATE INDEX ON users (nick); CREATE VIEW w AS SELECT 1 AS a;
        CREATE OR REPLACE VIEW active_users AS SELECT id, email, nick FROM users; CREATE TABLE t (a int);
        ALTER TABLE t RENAME TO t2; ALTER TABLE users RENAME COLUMN code TO sign; ALTER TYPE mood RENAME TO spirit;
        CREATE FUNCTION f() RETURNS int LANGUAGE sql AS 'SELECT 1'; CREATE SCHEMA s;
        CREATE TRIGGER tr BEFORE INSERT ON users FOR EACH ROW EXECUTE FUNCTION touch();
        ALTER TABLE orders DROP CONSTRAINT orders_total_check, ADD CONSTRAINT more CHECK (total > 5);";
    for fine in [
        "DROP INDEX users_nick_idx; DROP VIEW active_users; CREATE VIEW active_users AS SELECT id, email FROM users;
         ALTER TABLE users DROP COLUMN nick; DROP TABLE t2;",
        "DROP VIEW w; DROP FUNCTION f(); DROP SCHEMA s; DROP TRIGGER tr ON users; ALTER TYPE spirit RENAME TO mood;",
        "ALTER TABLE orders DROP CONSTRAINT more, ADD CONSTRAINT orders_total_check CHECK (total >= 0);",
        "DELETE FROM t2; UPDATE users SET nick = 'x' WHERE id = 1; DROP TABLE IF EXISTS nosuch;",
        "ALTER TABLE users ADD COLUMN code text; UPDATE users SET code = sign WHERE id > 0; ALTER TABLE users DROP sign;",
        "CREATE TABLE o2 (LIKE orders); DROP TABLE orders; ALTER TABLE o2 RENAME TO orders;",
        "CREATE TABLE gone (a int); DROP TABLE gone;",
    ] {
        assert_eq!(down(up, fine), Vec::<String>::new(), "{fine}");
    }
    for more in [
        "DROP TABLE orders;",
        "ALTER TABLE users DROP COLUMN email;",
        "ALTER TABLE users DROP COLUMN sign;",
        "DROP VIEW active_users; DROP VIEW active_users; DROP FUNCTION touch();",
        "DROP INDEX users_name_idx;",
        "ALTER TABLE orders DROP CONSTRAINT orders_user_fk;",
        "DROP TRIGGER users_touch ON users;",
        "DELETE FROM orders;",
        "UPDATE users SET age = 0;",
        "TRUNCATE orders;",
        "DROP SEQUENCE tickets;",
        "DROP TABLE nosuch;",
    ] {
        let found = down(up, more);
        let count = if more.contains("touch()") { 2 } else { 1 };
        assert_eq!(found.len(), count, "{more}: {found:?}");
    }
    // Who knows what such an up has made?
    assert_eq!(down("DO $$ BEGIN EXECUTE 'CREATE ' || 'x'; END $$;", "DROP TABLE orders;"), Vec::<String>::new());
}

#[test]
fn ways_back_are_gone_one_after_the_other() {
    let files = [
        ("0002_a.up.sql", "CREATE TABLE t (a int);"),
        ("0002_a.down.sql", "DROP TABLE t;"),
        ("0003_b.up.sql", "ALTER TABLE t ADD COLUMN b int; ALTER TABLE t RENAME TO u;"),
        ("0003_b.down.sql", "ALTER TABLE u RENAME TO t; ALTER TABLE t DROP COLUMN b;"),
    ];
    assert_eq!(found(&files, &["down-destroys-more", "unknown-object"]), Vec::<String>::new());
    let swapped = [files[0], files[1], files[2], ("0003_b.down.sql", "DROP TABLE u;")];
    assert_eq!(
        found(&swapped, &["down-destroys-more"]),
        ["down-destroys-more: table u goes with its rows, and the migration did not make it"]
    );
}

#[test]
fn a_column_is_held_by_the_views_that_read_it_themselves() {
    let blocked = |sql: &str| in_up(sql, &["drop-blocked"]).len();
    let views = "CREATE VIEW all_of_it AS SELECT * FROM users; CREATE VIEW above AS SELECT id FROM all_of_it;
        CREATE VIEW both AS SELECT o.id, o.total, u.name FROM users u JOIN orders o ON o.user_id = u.id;\n";
    assert_eq!(blocked(&format!("{views}ALTER TABLE users DROP COLUMN code;")), 0);
    assert_eq!(blocked(&format!("{views}ALTER TABLE users DROP COLUMN name;")), 1);
    assert_eq!(
        blocked(&format!(
            "{views}DROP VIEW active_users; ALTER TABLE orders DROP CONSTRAINT orders_user_fk; ALTER TABLE users DROP COLUMN id;"
        )),
        0
    );
}

#[test]
fn a_broken_statement_is_one_finding() {
    let broken = |sql: &str| in_up(sql, &["unparseable-sql"]).len();
    assert_eq!(broken("ALTER TABLE user ADD COLUMN nick text;"), 1);
    assert_eq!(
        broken("SELEC a FRM b WHERE c;\nALTER TABLE users ADD COLUMN nick text;\nCREAT TABEL x (a int, b int);"),
        2
    );
}

#[test]
fn cascade_names_the_constraints_that_go() {
    assert_eq!(
        in_up("DROP TABLE users CASCADE;", &["drop-cascade"]),
        [
            "drop-cascade: table users is dropped with all that hangs on it: constraint orders_user_fk of orders, trigger users_touch, view active_users"
        ]
    );
}
