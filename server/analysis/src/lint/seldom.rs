//! Statements that are seldom written.

use super::tests::{found, in_up};

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
