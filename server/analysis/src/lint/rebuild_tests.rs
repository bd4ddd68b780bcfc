//! Tables and columns that are written anew, in each product.

use super::postgres_tests::{NONE, said, said_in};
use crate::sql::Dialect;

const RULES: [&str; 1] = ["drop-table"];

#[test]
fn a_table_that_is_made_anew_is_not_dropped() {
    let base = "CREATE TABLE users (id INTEGER PRIMARY KEY, email TEXT, age INTEGER);";
    let made = "CREATE TABLE \"new_users\" (\"id\" INTEGER PRIMARY KEY, \"email\" TEXT NOT NULL, \"age\" INTEGER);";
    let sqlite = |copy: &str| {
        let swap = "DROP TABLE \"users\"; ALTER TABLE \"new_users\" RENAME TO \"users\";";
        said_in(Dialect::Sqlite, base, &format!("PRAGMA foreign_keys=OFF; {made} {copy} {swap}"), &RULES)
    };
    let into = "INSERT INTO \"new_users\"";
    for whole in [
        "(\"id\", \"email\", \"age\") SELECT \"id\", \"email\", \"age\" FROM \"users\";",
        "SELECT * FROM users;",
        "(id, email, age) SELECT id, coalesce(email, ''), age FROM users AS u ORDER BY id;",
    ] {
        assert_eq!(sqlite(&format!("{into} {whole}")), NONE, "{whole}");
    }
    for (part, loss) in [
        ("INSERT INTO new_users (id, email) SELECT id, email FROM users;", "column age is not copied"),
        ("INSERT INTO new_users SELECT * FROM users WHERE age > 1;", "not every row is copied"),
        ("INSERT INTO new_users SELECT * FROM users LIMIT 5;", "not every row is copied"),
        ("INSERT OR IGNORE INTO new_users SELECT * FROM users;", "not every row is copied"),
        ("", "no row is copied into the new one"),
        ("INSERT INTO new_users SELECT * FROM others;", "no row is copied into the new one"),
    ] {
        let found = sqlite(part);
        let expected = format!("drop-table: table users is made anew and dropped with its rows: {loss}");
        assert_eq!(found, [expected], "{part}");
    }
    let kept = format!("{made} {into} SELECT * FROM users; DROP TABLE users;");
    assert_eq!(said_in(Dialect::Sqlite, base, &kept, &RULES), ["drop-table: table users is dropped with its rows"]);
}

#[test]
fn two_tables_may_change_their_names() {
    let base = "create table users (id bigint primary key, email text);";
    let copy = "create table users_new (id bigint primary key, email text); insert into users_new select * from users;";
    let postgres = format!(
        "{copy} alter table users rename to users_old; alter table users_new rename to users; drop table users_old;"
    );
    assert_eq!(said(base, &postgres, &RULES), NONE);
    let as_query = "create table users_new as select id from users; drop table users;
        alter table users_new rename to users;";
    assert_eq!(
        said(base, as_query, &RULES),
        ["drop-table: table users is made anew and dropped with its rows: column email is not copied"]
    );
    let mysql = format!("{copy} rename table users to users_old, users_new to users; drop table users_old;");
    assert_eq!(said_in(Dialect::Mysql, base, &mysql, &RULES), NONE);
    let other = format!("{copy} rename table users to users_old, users_new to people; drop table users_old;");
    assert_eq!(said_in(Dialect::Mysql, base, &other, &RULES).len(), 1);
}

#[test]
fn what_a_new_definition_leaves_out_is_lost() {
    let base = "CREATE TABLE users (id INT NOT NULL AUTO_INCREMENT PRIMARY KEY, email VARCHAR(100) NOT NULL DEFAULT '',
        age INT, ts TIMESTAMP NOT NULL DEFAULT CURRENT_TIMESTAMP ON UPDATE CURRENT_TIMESTAMP);";
    let found = |sql: &str| {
        said_in(Dialect::Mysql, base, &format!("ALTER TABLE users {sql};"), &["modify-loses-attribute", "add-check"])
    };
    let leaves_out = "which the new definition leaves out";
    for (sql, column, lost) in [
        ("MODIFY email VARCHAR(100) NOT NULL", "email", "DEFAULT ''"),
        ("MODIFY email VARCHAR(100) DEFAULT ''", "email", "NOT NULL"),
        ("CHANGE email mail VARCHAR(100)", "email", "DEFAULT '', NOT NULL"),
        ("MODIFY id INT NOT NULL", "id", "AUTO_INCREMENT"),
        ("MODIFY ts TIMESTAMP NOT NULL DEFAULT CURRENT_TIMESTAMP", "ts", "ON UPDATE"),
    ] {
        let expected = format!("modify-loses-attribute: users.{column} loses {lost}, {leaves_out}");
        assert_eq!(found(sql), [expected], "{sql}");
    }
    for sql in [
        "MODIFY email VARCHAR(120) NOT NULL DEFAULT 'x'",
        "MODIFY id INT AUTO_INCREMENT",
        "MODIFY age BIGINT",
        "MODIFY ts TIMESTAMP NOT NULL DEFAULT CURRENT_TIMESTAMP ON UPDATE CURRENT_TIMESTAMP",
        "ADD CONSTRAINT c CHECK (age > 0) NOT ENFORCED",
    ] {
        assert_eq!(found(sql), NONE, "{sql}");
    }
    let checked = ["add-check: users is copied to check all of its rows for c, while writers wait (size unknown)"];
    assert_eq!(found("ADD CONSTRAINT c CHECK (age > 0)"), checked);
    let converted = "ALTER TABLE users CONVERT TO CHARACTER SET utf8mb4;";
    assert_eq!(
        said_in(Dialect::Mysql, base, converted, &["mysql-table-copy"]),
        ["mysql-table-copy: users is copied for another character set (size unknown)"]
    );
}
