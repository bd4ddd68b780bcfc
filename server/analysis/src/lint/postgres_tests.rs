//! What PostgreSQL does with a schema of its own.

use super::{Options, lint};
use crate::Files;

/// What these rules say of a change to a schema that the first migration makes.
pub(super) fn said(base: &str, change: &str, rules: &[&str]) -> Vec<String> {
    let (mut head, mut deployed) = (Files::default(), Files::default());
    for files in [&mut head, &mut deployed] {
        files.put("V1__base.sql", base.as_bytes().to_vec());
    }
    head.put("V2__change.sql", change.as_bytes().to_vec());
    let report = lint(&head, &deployed, &Options::default());
    let of = report.findings.iter().filter(|finding| rules.is_empty() || rules.contains(&finding.rule.as_str()));
    of.map(|finding| format!("{}: {}", finding.rule, finding.message)).collect()
}

pub(super) const NONE: [&str; 0] = [];

#[test]
fn only_what_holds_for_every_row_proves_a_column_filled() {
    let table = |check: &str| format!("create table t (id bigint primary key, a int, b int, check ({check}));");
    let rules = ["set-not-null", "primary-key-on-nullable"];
    for check in ["a is not null or b is not null", "case when b > 0 then a is not null else true end", "not (a is not null)"] {
        let found = said(&table(check), "alter table t alter a set not null;", &rules);
        assert_eq!(found.len(), 1, "{check}: {found:?}");
        let found = said(&table(check), "alter table t drop constraint t_pkey, add primary key (a);", &rules);
        assert_eq!(found.len(), 1, "{check}: {found:?}");
    }
    for check in ["a is not null", "(b > 0) and (\"a\" is not null)"] {
        assert_eq!(said(&table(check), "alter table t alter a set not null;", &rules), NONE, "{check}");
        let key = "alter table t drop constraint t_pkey, add primary key (a);";
        assert_eq!(said(&table(check), key, &rules), NONE, "{check}");
    }
    let renamed = "alter table t rename a to c; alter table t alter c set not null;";
    assert_eq!(said(&table("a is not null"), renamed, &rules), NONE);
    let other = "alter table t rename a to c; alter table t rename b to a; alter table t alter a set not null;";
    assert_eq!(said(&table("a is not null"), other, &rules).len(), 1);
}

#[test]
fn a_name_is_looked_up_along_the_search_path() {
    let base = "create schema app; create table public.users (id bigint primary key, email text);
        create table app.users (id bigint primary key, z int);";
    let rules = ["unknown-object", "drop-column"];
    let app = ["drop-column: column app.users.z is dropped with its values"];
    for set in [
        "set search_path = app, public;",
        "set search_path to app;",
        "set search_path to 'app';",
        "select set_config('search_path', 'app, public', false);",
        "select pg_catalog.set_config('search_path', 'app', true);",
        "set search_path to other, \"app\";",
    ] {
        assert_eq!(said(base, &format!("{set} alter table users drop column z;"), &rules), app, "{set}");
        let public = format!("{set} alter table public.users drop column email;");
        assert_eq!(said(base, &public, &rules), ["drop-column: column users.email is dropped with its values"], "{set}");
    }
    let default = ["drop-column: column users.email is dropped with its values"];
    for set in [
        "set search_path = public, app;",
        "set search_path = app; reset search_path;",
        "set search_path = app; set search_path to default;",
        "begin; set local search_path = app; commit;",
    ] {
        assert_eq!(said(base, &format!("{set} alter table users drop column email;"), &rules), default, "{set}");
    }
    // What is made goes into the first schema, and hides what has its name in the next one.
    let hidden = "set search_path = app, public; create table notes (id int); alter table notes add column b int;
        alter table notes drop column b; drop table app.notes;";
    assert_eq!(said(&format!("{base} create table notes (a int);"), hidden, &["unknown-object", "drop-table"]), NONE);
}

#[test]
fn a_time_out_that_is_none_does_not_protect() {
    let base = "create table t (id bigint primary key);";
    let found = |set: &str| said(base, &format!("{set} alter table t add column b int;"), &["missing-lock-timeout"]);
    for (set, why) in [
        ("set lock_timeout = 0;", "lock_timeout is switched off before"),
        ("set lock_timeout = '2s'; reset lock_timeout;", "no lock_timeout is set before"),
        ("set lock_timeout = '2s'; reset all;", "no lock_timeout is set before"),
        ("set lock_timeout = '1h';", "with a lock_timeout of 1h all others may wait that long behind it"),
        ("begin; set local lock_timeout = '2s'; commit;", "no lock_timeout is set before"),
    ] {
        assert_eq!(found(set), [format!("missing-lock-timeout: t is locked, and {why}")], "{set}");
    }
    for set in ["set lock_timeout = 500;", "set lock_timeout = '1min';", "select set_config('lock_timeout', '2s', false);"] {
        assert_eq!(found(set), NONE, "{set}");
    }
}
