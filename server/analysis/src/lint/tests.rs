use super::{Options, lint};
use crate::Files;

const WORLD: &str = include_str!("../rules/tests/postgres.sql");

/// The rules that find something in a change, with their subjects.
fn found(files: &[(&str, &str)], rules: &[&str]) -> Vec<String> {
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

fn in_up(sql: &str, rules: &[&str]) -> Vec<String> {
    found(&[("0002_x.up.sql", sql), ("0002_x.down.sql", "SELECT 1;")], rules)
}

#[test]
fn a_routine_that_is_called_does_it_here() {
    let rules = ["delete-without-where", "drop-table", "not-analysable"];
    let wipe = "CREATE FUNCTION wipe() RETURNS void LANGUAGE plpgsql AS $$ BEGIN DELETE FROM orders; END $$;\n";
    let deleted = ["delete-without-where: every row of orders is deleted"];
    assert_eq!(in_up(wipe, &rules), Vec::<String>::new());
    assert_eq!(in_up(&format!("{wipe}SELECT wipe();"), &rules), deleted);
    assert_eq!(in_up(&format!("{wipe}DO $$ BEGIN PERFORM wipe(); END $$;"), &rules), deleted);
    let nested =
        "CREATE PROCEDURE all_of_it() LANGUAGE plpgsql AS $x$ BEGIN PERFORM wipe(); END $x$;\nCALL all_of_it();";
    assert_eq!(in_up(&format!("{wipe}{nested}"), &rules), deleted);
    let quoted = "CREATE FUNCTION gone() RETURNS void LANGUAGE sql AS 'DROP TABLE loose';\nSELECT gone();";
    assert_eq!(in_up(quoted, &rules), ["drop-table: table loose is dropped with its rows"]);
    let circle = "CREATE FUNCTION a() RETURNS void LANGUAGE plpgsql AS $$ BEGIN PERFORM b(); END $$;
        CREATE FUNCTION b() RETURNS void LANGUAGE plpgsql AS $$ BEGIN PERFORM a(); DELETE FROM orders; END $$;
        SELECT a();";
    assert_eq!(in_up(circle, &rules), deleted);
    let glued =
        "CREATE FUNCTION g(t text) RETURNS void LANGUAGE plpgsql AS $$ BEGIN EXECUTE 'DELETE FROM ' || t; END $$;
        SELECT g('orders');";
    assert_eq!(
        in_up(glued, &rules),
        ["not-analysable: what this does is not known before it runs: SQL put together at run time"]
    );
    assert_eq!(in_up("CALL elsewhere();", &rules).len(), 1);
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
        "ALTER TABLE IF EXISTS nosuch ADD COLUMN a int;",
        "DROP TABLE IF EXISTS nosuch;",
        "ALTER TABLE elsewhere.nosuch ADD COLUMN a int;",
        "ALTER TABLE users DROP COLUMN IF EXISTS nosuch;",
        "CREATE VIEW v AS SELECT * FROM pg_class JOIN information_schema.tables ON true;",
        "CREATE VIEW v AS WITH w (a) AS (SELECT id FROM users), x AS (SELECT 1) SELECT * FROM w, x;",
        "CREATE VIEW v AS SELECT * FROM generate_series(1, 3) AS n, LATERAL (SELECT n) AS m;",
        "CREATE VIEW v AS SELECT extract(day FROM at), trim(both 'x' from body) FROM events WHERE body IS DISTINCT FROM 'a';",
        "CREATE TEMP TABLE t AS SELECT 1 AS a; ALTER TABLE t ADD COLUMN b int; CREATE INDEX ON t (a);",
        "SELECT id INTO kept FROM users; ALTER TABLE kept ADD COLUMN a int;",
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
