//! Tables under another name, and what read them under the old one.

use super::postgres_tests::{NONE, said};
use super::{Options, lint};
use crate::{Files, Severity};

const BASE: &str = "create table orders (id bigint constraint orders_key primary key, total int);
create view big_orders as select id from orders where total > 9;";

/// The severity of `rename-table` for this change, with this code.
fn renamed(change: &str, code: &str) -> Option<Severity> {
    let files = |more: &[(&str, &str)]| -> Files {
        let all = [("db/1_a.sql", BASE), ("src/a.py", code)];
        all.iter().chain(more).map(|(path, text)| ((*path).to_owned(), text.as_bytes().to_vec())).collect()
    };
    let options = Options { folder: "db".to_owned(), ..Options::default() };
    let report = lint(&files(&[("db/2_b.sql", change)]), &files(&[]), &options);
    report.findings.iter().find(|one| one.rule == "rename-table").map(|one| one.severity)
}

#[test]
fn a_view_of_the_old_name_stands_in_for_a_table() {
    let rename = "alter table orders rename to lines;";
    let at_once = |view: &str| format!("begin; {rename} {view} commit;");
    for view in
        ["create view orders as select * from lines;", "create view orders as select id, total from public.lines;"]
    {
        assert_eq!(renamed(&at_once(view), ""), Some(Severity::Notice), "{view}");
    }
    let by_name = "q('INSERT INTO orders (id) VALUES (1) ON CONFLICT ON CONSTRAINT orders_key DO NOTHING')";
    let whole = "create view orders as select * from lines;";
    assert_eq!(renamed(&at_once(whole), by_name), Some(Severity::Error));
    for view in [
        "create view orders as select id from lines;",
        "create view orders as select * from lines, big_orders;",
        "create materialized view orders as select * from lines;",
        "create view others as select * from lines;",
        "create view orders as select * from other;",
    ] {
        assert_eq!(renamed(&at_once(view), ""), Some(Severity::Error), "{view}");
    }
    assert_eq!(renamed(&format!("begin; {rename} commit; {whole}"), ""), Some(Severity::Error));
}

#[test]
fn views_read_a_table_under_its_new_name() {
    let rules = ["drop-blocked"];
    let there = "alter table orders rename to orders_v2; create view orders as select * from orders_v2;";
    let back = "drop view orders; alter table orders_v2 rename to orders;";
    assert_eq!(said(BASE, &format!("{there} {back}"), &rules), NONE);
    for (change, subject) in [
        ("alter table orders rename to orders_v2; drop table orders_v2;", "table orders_v2"),
        ("alter table orders rename to orders_v2; alter table orders_v2 drop column id;", "column orders_v2.id"),
        ("alter table orders rename to x; alter table x rename to orders; drop table orders;", "table orders"),
        ("create schema s; alter table orders set schema s; drop table s.orders;", "table s.orders"),
    ] {
        let blocked = format!("drop-blocked: {subject} cannot be dropped while view big_orders reads it");
        assert_eq!(said(BASE, change, &rules), [blocked], "{change}");
    }
    let view =
        "create view all_big as select id from big_orders; alter view big_orders rename to large; drop view large;";
    let blocked = "drop-blocked: view large cannot be dropped while view all_big reads it";
    assert_eq!(said(BASE, view, &rules), [blocked]);
}
