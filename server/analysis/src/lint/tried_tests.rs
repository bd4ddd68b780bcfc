//! What people who tried it on histories of their own were told in vain, or not told.

use super::postgres_tests::{NONE, said};
use super::{Options, lint};
use crate::{Files, Severity};

const BASE: &str = "create table users (id bigint primary key, email text);
create policy own on users using (email = current_user);
create function f(a int) returns int language sql as 'select 1';
create trigger touch before update on users for each row execute function f();
create materialized view totals as select id from users;";

#[test]
fn what_no_migration_has_made_is_new_even_where_it_may_be_there() {
    for sql in [
        "create table if not exists t (id bigint primary key, v text); create index if not exists ti on t (v);",
        "create table if not exists t (id bigint primary key); alter table t add column v text not null; drop table t;",
        "create table if not exists t (id bigint primary key); alter table t enable row level security;",
        "create materialized view if not exists m as select id from users; refresh materialized view m;
         create unique index mi on m (id);",
        "create sequence if not exists s; alter sequence s rename to s2;",
        "alter table users add column if not exists n text; alter table users drop column n;",
    ] {
        let rules = [
            "add-index",
            "add-required-column",
            "drop-table",
            "enable-row-security",
            "refresh-blocking",
            "rename-object",
            "drop-column",
        ];
        assert_eq!(said(BASE, sql, &rules), NONE, "{sql}");
    }
    // A history with gaps does not tell.
    let gap = format!("{BASE} do $$ begin execute 'create table ' || current_user; end $$;");
    let sql = "create table if not exists t (id bigint primary key, v text); create index ti on t (v);";
    assert_eq!(said(&gap, sql, &["add-index"]).len(), 1);
}

fn down(up: &str, down: &str, rule: &str) -> usize {
    let mut base = Files::default();
    base.put("0001_a.up.sql", BASE.as_bytes().to_vec());
    base.put("0001_a.down.sql", b"drop table users;".to_vec());
    let mut head = base.clone();
    head.put("0002_b.up.sql", up.as_bytes().to_vec());
    head.put("0002_b.down.sql", down.as_bytes().to_vec());
    lint(&head, &base, &Options::default()).findings.iter().filter(|finding| finding.rule == rule).count()
}

#[test]
fn a_way_back_may_switch_off_what_its_change_switched_on() {
    let (on, off) = ("alter table users enable row level security;", "alter table users disable row level security;");
    assert_eq!(down(on, off, "disable-row-security"), 0);
    assert_eq!(down("select 1;", off, "disable-row-security"), 1);
    assert_eq!(down(&on.replace("enable", "force"), &off.replace("disable", "no force"), "disable-row-security"), 0);
}

#[test]
fn what_is_made_again_at_once_is_no_loss() {
    let errors = |sql: &str, rule: &str| {
        let mut base = Files::default();
        base.put("V1__a.sql", BASE.as_bytes().to_vec());
        let mut head = base.clone();
        head.put("V2__b.sql", sql.as_bytes().to_vec());
        let report = lint(&head, &base, &Options::default());
        report.findings.iter().filter(|found| found.rule == rule && found.severity == Severity::Error).count()
    };
    let policy = "drop policy if exists own on users;";
    assert_eq!(errors(policy, "drop-policy"), 1);
    assert_eq!(errors(&format!("{policy} create policy own on users using (true);"), "drop-policy"), 0);
    let routine = "drop function if exists f(int);";
    assert_eq!(errors(routine, "drop-routine"), 1);
    let again = "create function f(b int) returns int language sql as 'select 1';";
    assert_eq!(errors(&format!("{routine} {again}"), "drop-routine"), 0);
    assert_eq!(errors(&format!("begin; {routine} commit; {again}"), "drop-routine"), 1);
    assert_eq!(errors("alter role app superuser;", "wide-grant"), 1);
    assert_eq!(errors("grant pg_execute_server_program to app;", "wide-grant"), 1);
    assert_eq!(errors("refresh materialized view totals with no data;", "unfilled-view"), 1);
}

#[test]
fn a_trigger_for_replication_alone_is_off() {
    for sql in ["enable replica trigger touch", "disable trigger touch"] {
        assert_eq!(said(BASE, &format!("alter table users {sql};"), &["disable-trigger"]).len(), 1, "{sql}");
    }
    assert_eq!(said(BASE, "alter table users enable always trigger touch;", &["disable-trigger"]), NONE);
}

#[test]
fn a_placeholder_before_a_name_is_the_schema_that_the_code_uses() {
    let base = "create table ${schema}.users (id bigint primary key, email text);";
    let found = said(base, "alter table ${schema}.users drop column email;", &[]);
    assert!(found.contains(&"drop-column: column users.email is dropped with its values".to_owned()), "{found:?}");
    assert!(!found.iter().any(|one| one.starts_with("not-analysable")), "{found:?}");
}
