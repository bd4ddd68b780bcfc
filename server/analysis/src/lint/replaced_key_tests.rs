//! A primary key that another one replaces at once.

use super::postgres_tests::{NONE, said, said_in};
use super::{Options, lint};
use crate::sql::Dialect;
use crate::{Files, Severity};

const BASE: &str = "create table audit (id bigint primary key, other bigint not null);
    create unique index audit_pk2 on audit (id); create unique index audit_pk3 on audit (other);";

fn swapped(index: &str) -> String {
    format!("alter table audit drop constraint audit_pkey, add constraint audit_pkey primary key using index {index};")
}

#[test]
fn a_key_on_the_same_columns_takes_the_place_of_the_old_one() {
    let rules = ["drop-primary-key", "drop-unique"];
    assert_eq!(said(BASE, &swapped("audit_pk2"), &rules), NONE);
    // What was taken over is known by its columns from then on.
    let base = format!("{BASE} {} create unique index audit_pk4 on audit (id);", swapped("audit_pk2"));
    assert_eq!(said(&base, &swapped("audit_pk4"), &rules), NONE);
    let base = "create table t (id bigint not null, primary key (id)) engine=innodb;";
    assert_eq!(said_in(Dialect::Mysql, base, "alter table t drop primary key, add primary key (id);", &rules), NONE);
}

#[test]
fn a_key_on_other_columns_is_a_warning_unless_code_needs_the_old_one() {
    let severity = |change: &str, dialect: Dialect, base: &str, code: &str| -> Vec<(Severity, usize)> {
        let files = |more: &[(&str, &str)]| -> Files {
            let all = [("db/1_a.sql", base), ("src/a.py", code)];
            all.iter().chain(more).map(|(path, text)| ((*path).to_owned(), text.as_bytes().to_vec())).collect()
        };
        let options = Options { folder: "db".to_owned(), dialect: Some(dialect), ..Options::default() };
        let report = lint(&files(&[("db/2_b.sql", change)]), &files(&[]), &options);
        let found = report.findings.iter().filter(|one| one.rule == "drop-primary-key");
        found.map(|one| (one.severity, one.readers.len())).collect()
    };
    let other = swapped("audit_pk3");
    assert_eq!(severity(&other, Dialect::Postgres, BASE, ""), [(Severity::Warning, 0)]);
    let insert = "q('INSERT INTO audit (id) VALUES (1) ON CONFLICT (id) DO NOTHING')";
    // Another index keeps the column unique.
    assert_eq!(severity(&other, Dialect::Postgres, BASE, insert), [(Severity::Warning, 0)]);
    let alone = BASE.replace("create unique index audit_pk2 on audit (id);", "");
    assert_eq!(severity(&other, Dialect::Postgres, &alone, insert), [(Severity::Error, 1)]);
    let gone = "alter table audit drop constraint audit_pkey;";
    assert_eq!(severity(gone, Dialect::Postgres, BASE, ""), [(Severity::Error, 0)]);
    let base = "create table t (id bigint not null, a bigint not null, primary key (id)) engine=innodb;";
    let change = "alter table t drop primary key, add primary key (a);";
    assert_eq!(severity(change, Dialect::Mysql, base, ""), [(Severity::Warning, 0)]);
}
