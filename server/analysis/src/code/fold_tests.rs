//! Names in quotes are the same names, whatever the case of their letters.

use super::{CodeIndex, Columns, attach_new_readers, attach_readers, attach_touched_readers, scan};
use crate::{Files, Finding, Looked, Options, look};

const BASE: &str = "CREATE TABLE \"Customer\" (
    id bigint PRIMARY KEY, \"firstName\" text, nick text, CONSTRAINT \"Customer_nick_key\" UNIQUE (nick)
);
CREATE TABLE plain (id bigint PRIMARY KEY, \"firstName\" text);
CREATE VIEW \"Named\" AS SELECT \"firstName\" FROM plain;";

/// What is found in `change` with this code before it.
fn found(change: &str, path: &str, text: &str) -> Vec<Finding> {
    let files = |sql: &[(&str, &str)]| -> Files {
        sql.iter().chain(&[("db/001_a.sql", BASE), (path, text)]).map(|(path, text)| (*path, text.as_bytes())).collect()
    };
    let options = Options { folder: "db".to_owned(), ..Options::default() };
    let Looked { mut report, before, after, touched } =
        look(&files(&[("db/002_b.sql", change)]), &files(&[]), &options);
    let (before, after) = (Columns::of_catalog(&before), Columns::of_catalog(&after));
    let code = CodeIndex::build(&scan(path, text.as_bytes()), &before.clone().with(after.clone()), []);
    attach_readers(&mut report.findings, &code);
    attach_touched_readers(&mut report.findings, &code, &touched);
    attach_new_readers(&mut report.findings, &code, &before, &after);
    report.findings
}

fn lines(all: &[Finding], rule: &str) -> Vec<u32> {
    let of = all.iter().filter(|one| one.rule == rule).flat_map(|one| &one.readers);
    of.map(|place| place.line).collect()
}

#[test]
fn quoted_names_find_their_readers() {
    let queries =
        ["SELECT \"firstName\" FROM \"Customer\"", "SELECT nick FROM \"Customer\"", "SELECT \"firstName\" FROM plain"];
    let rust: String =
        queries.iter().enumerate().map(|(i, query)| format!("fn f{i}() {{ query(r#\"{query}\"#); }}\n")).collect();
    let script: String =
        queries.iter().enumerate().map(|(i, query)| format!("const f{i} = () => pool.query('{query}');\n")).collect();
    for (path, text) in [("src/a.rs", rust), ("src/a.ts", script)] {
        for (change, rule, named) in [
            ("ALTER TABLE \"Customer\" DROP COLUMN \"firstName\";", "drop-column", &[1][..]),
            ("ALTER TABLE \"Customer\" DROP COLUMN nick;", "drop-column", &[2]),
            ("ALTER TABLE plain DROP COLUMN \"firstName\";", "drop-column", &[3]),
            ("ALTER TABLE \"Customer\" RENAME COLUMN \"firstName\" TO first_name;", "rename-column", &[1]),
            ("ALTER TABLE plain RENAME COLUMN \"firstName\" TO first_name;", "rename-column", &[3]),
            ("ALTER TABLE \"Customer\" RENAME TO customers;", "rename-table", &[1, 2]),
            ("DROP TABLE \"Customer\";", "drop-table", &[1, 2]),
        ] {
            assert_eq!(lines(&found(change, path, &text), rule), named, "{path}: {change}");
        }
    }
}

#[test]
fn quoted_names_are_left_out_met_and_joined() {
    let text = "fn f() { query(r#\"INSERT INTO \"Customer\" (id, nick) VALUES ($1, $2) ON CONFLICT ON CONSTRAINT \"Customer_nick_key\" DO NOTHING\"#); }
fn g() { query(r#\"SELECT \"Customer\".id, \"firstName\" FROM \"Customer\" JOIN plain ON true\"#); }
fn h() { query(r#\"INSERT INTO plain SELECT * FROM \"Customer\"\"#); }
fn i() { query_as!(Row, r#\"SELECT * FROM \"Named\"\"#); }
struct Row { firstName: String }
";
    let change = "ALTER TABLE \"Customer\" ALTER COLUMN \"firstName\" SET NOT NULL;";
    assert!(lines(&found(change, "src/a.rs", text), "set-not-null").contains(&1));
    let change = "ALTER TABLE \"Customer\" DROP CONSTRAINT \"Customer_nick_key\";";
    assert_eq!(lines(&found(change, "src/a.rs", text), "drop-unique"), [1]);
    let change = "ALTER TABLE \"Customer\" DROP COLUMN \"firstName\"; ALTER TABLE \"Customer\" ADD COLUMN note text;";
    assert_eq!(lines(&found(change, "src/a.rs", text), "star-width"), [3]);
    let change = "ALTER TABLE plain ADD COLUMN \"nickName\" text; ALTER TABLE plain RENAME COLUMN id TO key;";
    assert_eq!(lines(&found(change, "src/a.rs", text), "ambiguous-column"), [0; 0]);
    let join = "\nfn g() { query(r#\"SELECT plain.id, \"NICK\" FROM \"Customer\" JOIN plain ON true\"#); }";
    let change = "ALTER TABLE plain ADD COLUMN nick text;";
    assert_eq!(lines(&found(change, "src/a.rs", join), "ambiguous-column"), [2]);
    assert_eq!(lines(&found("DROP VIEW \"Named\";", "src/a.rs", text), "drop-view"), [4, 5]);
}
