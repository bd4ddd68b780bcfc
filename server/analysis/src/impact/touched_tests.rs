//! Changes that are no operations, and who is reached by them.

use super::{Impact, Relations, Risk, Subject, impact_with};
use crate::code::{CodeIndex, Columns, attach_readers, attach_touched_readers, scan};
use crate::{Files, Finding, Looked, Options, look};

const BASE: &str = "CREATE TYPE order_state AS ENUM ('open', 'paid');
CREATE DOMAIN mail AS text;
CREATE SEQUENCE numbers;
CREATE TABLE users (id bigint CONSTRAINT users_pkey PRIMARY KEY, email mail NOT NULL CONSTRAINT users_email_key UNIQUE);
CREATE TABLE orders (id bigint PRIMARY KEY DEFAULT nextval('numbers'), state order_state);
CREATE POLICY own ON users USING (true);
CREATE SCHEMA shop;
CREATE TABLE shop.carts (id bigint PRIMARY KEY);
CREATE VIEW active_users AS SELECT email FROM users;
CREATE MATERIALIZED VIEW mail_count AS SELECT count(*) AS n FROM users;
CREATE FUNCTION user_count() RETURNS bigint LANGUAGE sql AS $$ SELECT count(*) FROM users $$;";

const CODE: &str = r#"
fn active() { sqlx::query("SELECT email FROM active_users"); }
fn count() { sqlx::query("SELECT n FROM mail_count"); }
fn called() { sqlx::query("SELECT user_count()"); }
fn paid() { sqlx::query("SELECT id FROM orders WHERE state = 'paid'"); }
fn open() { sqlx::query("SELECT id FROM orders WHERE state = 'open'"); }
fn by_columns() { sqlx::query("INSERT INTO users (id, email) VALUES ($1, $2) ON CONFLICT (email) DO NOTHING"); }
fn by_name() { sqlx::query("INSERT INTO users (id, email) VALUES ($1, $2) ON CONFLICT ON CONSTRAINT users_pkey DO NOTHING"); }
fn carts() { sqlx::query("SELECT id FROM shop.carts"); }
"#;

fn looked(sql: &str) -> (Impact, Vec<Finding>) {
    let files = |more: &[(&str, &str)]| -> Files {
        [("db/001_a.sql", BASE)].iter().chain(more).map(|(path, text)| (*path, text.as_bytes().to_vec())).collect()
    };
    let options = Options { folder: "db".to_owned(), ..Options::default() };
    let Looked { mut report, before, touched, .. } = look(&files(&[("db/002_b.sql", sql)]), &files(&[]), &options);
    let facts: Vec<_> = scan("src/a.rs", CODE.as_bytes()).into_iter().collect();
    let code = CodeIndex::build(&facts, &Columns::of_catalog(&before), []);
    attach_readers(&mut report.findings, &code);
    attach_touched_readers(&mut report.findings, &code, &touched);
    let operations: Vec<_> = report.operations.iter().map(|found| found.operation.clone()).collect();
    let subject =
        Subject { operations: &operations, touched: &touched, findings: &report.findings, ..Subject::default() };
    (impact_with(&subject, &Relations::of(&before), &code, None, &[]), report.findings)
}

/// Functions of the code that are reached.
fn reached(impact: &Impact) -> Vec<&str> {
    let mut all: Vec<&str> = impact.code.iter().filter_map(|one| one.function.as_deref()).collect();
    all.sort_unstable();
    all.dedup();
    all
}

#[test]
fn what_is_dropped_renamed_or_replaced_reaches_its_readers_and_is_no_low_risk() {
    let users = ["active", "by_columns", "by_name", "count"];
    let all = ["active", "by_columns", "by_name", "called", "count", "open", "paid"];
    let cases: &[(&str, &[&str], Risk, &str)] = &[
        ("DROP VIEW active_users;", &["active"], Risk::High, "public.active_users"),
        ("ALTER VIEW active_users RENAME TO live_users;", &["active"], Risk::High, "public.active_users"),
        ("DROP MATERIALIZED VIEW mail_count;", &["count"], Risk::High, "public.mail_count"),
        (
            "CREATE OR REPLACE VIEW active_users AS SELECT email FROM users WHERE id > 0;",
            &["active"],
            Risk::Medium,
            "public.active_users",
        ),
        ("DROP FUNCTION user_count();", &["called"], Risk::High, "public.user_count"),
        ("ALTER TYPE order_state RENAME VALUE 'paid' TO 'x';", &["paid"], Risk::High, "order_state"),
        ("ALTER TYPE order_state RENAME TO order_status;", &["open", "paid"], Risk::High, "order_state"),
        ("DROP SCHEMA shop CASCADE;", &["carts"], Risk::Critical, "public.shop"),
        ("DROP SCHEMA public CASCADE;", &all, Risk::Critical, "public.users"),
        ("ALTER SCHEMA shop RENAME TO store;", &["carts"], Risk::High, "shop.carts"),
        ("DROP POLICY own ON users;", &users, Risk::High, "own"),
        ("ALTER TABLE users ENABLE ROW LEVEL SECURITY;", &users, Risk::Medium, "public.users"),
        ("REVOKE SELECT ON users FROM reporter;", &users, Risk::Medium, "public.users"),
        ("CREATE RULE keep AS ON DELETE TO users DO INSTEAD NOTHING;", &users, Risk::High, "keep"),
        ("CREATE TRIGGER t BEFORE INSERT ON users FOR EACH ROW EXECUTE FUNCTION f();", &users, Risk::Medium, "t"),
        ("DROP SEQUENCE numbers;", &["open", "paid"], Risk::High, "numbers"),
        (
            "ALTER DOMAIN mail ADD CONSTRAINT short CHECK (length(VALUE) < 9);",
            &["active", "by_columns", "by_name"],
            Risk::Medium,
            "mail",
        ),
        ("ALTER TABLE users RENAME CONSTRAINT users_pkey TO pk_users;", &["by_name"], Risk::Medium, "users_pkey"),
    ];
    for (sql, code, risk, object) in cases {
        let (impact, _) = looked(sql);
        assert!(impact.risk >= *risk, "{sql}: {:?} {:?}", impact.risk, impact.risk_reasons);
        for one in *code {
            assert!(reached(&impact).contains(one), "{sql}: {one} not in {:?}", reached(&impact));
        }
        let object = if *object == "public.shop" { "shop" } else { object };
        assert!(impact.objects.iter().any(|one| one.name == object), "{sql}: {:?}", impact.objects);
    }
    assert_eq!(reached(&looked("DROP VIEW active_users;").0), ["active"]);
    assert_eq!(reached(&looked("ALTER TYPE order_state RENAME VALUE 'paid' TO 'x';").0), ["paid"]);
    assert_eq!(reached(&looked("DROP FUNCTION user_count();").0), ["called"]);
}

#[test]
fn what_is_new_stays_low() {
    for sql in [
        "CREATE TABLE notes (id bigint PRIMARY KEY);",
        "CREATE VIEW v AS SELECT email FROM users;",
        "CREATE OR REPLACE VIEW v AS SELECT email FROM users;",
        "CREATE TYPE mood AS ENUM ('sad'); ALTER TYPE mood RENAME VALUE 'sad' TO 'unhappy';",
        "CREATE FUNCTION f() RETURNS int LANGUAGE sql AS 'SELECT 1'; DROP FUNCTION f();",
        "CREATE SEQUENCE more;",
        "CREATE POLICY other ON users USING (true);",
        "CREATE SCHEMA later; DROP SCHEMA later;",
    ] {
        let (impact, _) = looked(sql);
        assert_eq!(impact.risk, Risk::Low, "{sql}: {:?}", impact.risk_reasons);
    }
}

#[test]
fn findings_name_who_calls_holds_or_meets_it() {
    let cases: &[(&str, &str, &[u32])] = &[
        ("ALTER TYPE order_state RENAME VALUE 'paid' TO 'x';", "rename-enum-value", &[5]),
        ("DROP FUNCTION user_count();", "drop-routine", &[4]),
        ("ALTER TABLE users DROP CONSTRAINT users_email_key;", "drop-unique", &[7]),
        ("ALTER TABLE users RENAME CONSTRAINT users_pkey TO x;", "rename-constraint", &[8]),
        ("ALTER INDEX users_pkey RENAME TO x;", "rename-constraint", &[8]),
        ("ALTER TABLE users_pkey RENAME TO x;", "rename-constraint", &[8]),
        ("ALTER INDEX users_email_key RENAME TO users_pkey_2;", "rename-constraint", &[]),
        ("DROP SCHEMA shop CASCADE;", "drop-schema", &[9]),
        ("DROP SCHEMA public CASCADE;", "drop-schema", &[2, 3, 4, 5, 6, 7, 8]),
        ("DROP SCHEMA public CASCADE;", "drop-cascade", &[2, 3, 4, 5, 6, 7, 8]),
    ];
    for (sql, rule, lines) in cases {
        let (_, findings) = looked(sql);
        let found = findings.iter().find(|one| one.rule == *rule);
        let named: Option<Vec<u32>> = found.map(|one| one.readers.iter().map(|place| place.line).collect());
        assert_eq!(named.as_deref(), Some(*lines), "{sql}");
    }
    let (_, findings) = looked("DROP SCHEMA shop CASCADE;");
    let said: Vec<&str> = findings.iter().map(|one| one.message.as_str()).collect();
    assert!(said.contains(&"schema shop is dropped with everything in it: table shop.carts"), "{said:?}");
    assert!(said.contains(&"schema shop is dropped with all that hangs on it: table shop.carts"), "{said:?}");
}
