//! Functions of the server, wherever a statement calls them.

use super::tests::in_up;

#[test]
fn a_function_of_the_server_is_seen_wherever_it_is_called() {
    let rules = ["server-file", "server-command", "sleep"];
    for (sql, rule) in [
        ("INSERT INTO users (email) SELECT pg_read_file('/etc/passwd');", "server-file"),
        ("INSERT INTO users (email) VALUES (pg_read_file('/etc/passwd'));", "server-file"),
        ("VALUES (pg_read_file('/etc/passwd'));", "server-file"),
        ("UPDATE users SET email = pg_sleep(9)::text WHERE id = 1;", "sleep"),
        ("DELETE FROM users WHERE pg_sleep(9) IS NULL;", "sleep"),
        ("CREATE TABLE x AS SELECT pg_terminate_backend(pid) FROM pg_stat_activity;", "server-command"),
        ("CREATE MATERIALIZED VIEW x AS SELECT pg_terminate_backend(pid) FROM pg_stat_activity;", "server-command"),
        ("SELECT pg_terminate_backend(1);", "server-command"),
        ("DO $$ BEGIN UPDATE users SET email = pg_sleep(9)::text WHERE id = 1; END $$;", "sleep"),
    ] {
        let found = in_up(sql, &rules);
        assert!(found.len() == 1 && found[0].starts_with(rule), "{sql}: {found:?}");
    }
    for sql in [
        "INSERT INTO users (email) VALUES ('pg_sleep(9)');",
        "CREATE VIEW x AS SELECT pg_sleep(9);",
        "CREATE FUNCTION f() RETURNS void LANGUAGE sql AS 'SELECT pg_sleep(9)';",
    ] {
        assert_eq!(in_up(sql, &rules), Vec::<String>::new(), "{sql}");
    }
}
