//! What a sweep over written migrations found missing, or told in vain.

use super::postgres_tests::{NONE, said, said_in};
use super::{Options, lint};
use crate::Files;
use crate::sql::Dialect;

const BASE: &str =
    "create table users (id bigint primary key, email text, age int, status text not null default 'new');
create table orders (id bigint primary key, user_id bigint constraint fk references users (id), total int);";

#[test]
fn rows_that_another_statement_takes_out_are_deleted() {
    let rules = ["delete-without-where", "update-without-where"];
    let deleted = ["delete-without-where: every row of orders is deleted"];
    for sql in [
        "create table y as with d as (delete from orders returning *) select * from d;",
        "create table y with (fillfactor = 70) as (with d as (delete from orders returning *) select * from d);",
        "explain analyze create table y as with d as (delete from orders returning *) select * from d;",
        "copy (delete from orders returning *) to stdout;",
        "copy (with d as (delete from orders returning *) select * from d) to stdout;",
        "do $$ begin create table y as with d as (delete from orders returning *) select * from d; end $$;",
    ] {
        assert_eq!(said(BASE, sql, &rules), deleted, "{sql}");
    }
    let updated = said(BASE, "copy (update orders set total = 0 returning *) to stdout;", &rules);
    assert!(updated.len() == 1 && updated[0].starts_with("update-without-where"), "{updated:?}");
    for sql in [
        "create table y as with d as (delete from orders where id = 5 returning *) select * from d;",
        "copy (select * from orders) to stdout;",
        "copy orders to stdout;",
        "create table y as select id from orders;",
    ] {
        assert_eq!(said(BASE, sql, &rules), NONE, "{sql}");
    }
}

#[test]
fn a_way_back_that_takes_rows_out_is_told() {
    let rules = ["delete-without-where"];
    for sql in [
        "copy (delete from orders returning *) to stdout;",
        "create table y as with d as (delete from orders returning *) select * from d;",
    ] {
        let found = told(&[], &[("0002_b.up.sql", "select 1;"), ("0002_b.down.sql", sql)], &rules);
        assert_eq!(found, ["delete-without-where: every row of orders is deleted"], "{sql}");
    }
}

#[test]
fn a_comma_in_an_array_ends_nothing() {
    let rules = ["drop-column", "not-analysable", "unparseable-sql"];
    let dropped = ["drop-column: column users.age is dropped with its values"];
    for action in [
        "add column a int[] default array[1,2]",
        "add column a text[] default array['x','y']::text[] not null",
        "add column a int[][] default array[[1,2],[3,(4)]]",
        "alter column age set default (array[1,2])[1]",
        "alter column age set default array[1,2]",
    ] {
        assert_eq!(said(BASE, &format!("alter table users {action}, drop column age;"), &rules), dropped, "{action}");
    }
}

#[test]
fn a_new_column_must_not_be_required_of_old_writers() {
    let rules = ["add-required-column", "drop-default"];
    let add = "alter table users add column x text";
    for sql in [
        format!("{add} not null default 'a'; alter table users alter column x drop default;"),
        format!("{add} not null default 'a'; alter table users alter column x set default null;"),
        format!("{add}; alter table users add constraint xn check (x is not null) not valid;"),
    ] {
        let found = said(BASE, &sql, &rules);
        assert!(found.len() == 1 && found[0].contains("users.x is required and has no default"), "{sql}: {found:?}");
    }
    for sql in [
        format!("{add} default 'a'; alter table users alter column x drop default;"),
        format!("{add} not null default 'a'; alter table users alter column x set default 'b';"),
        format!("{add} default 'a'; alter table users add constraint xn check (x is not null) not valid;"),
        format!("{add}; alter table users add constraint xn check (x <> '') not valid;"),
        format!("{add}; alter table users add check (x is not null) not valid, alter x set default 'a';"),
        "create table t (id int, x text not null default 'a'); alter table t alter x drop default;".to_owned(),
    ] {
        assert_eq!(said(BASE, &sql, &rules), NONE, "{sql}");
    }
}

#[test]
fn no_default_at_all_is_as_good_as_null() {
    let lost = ["drop-default: users.status loses its default; inserts that leave it out fail"];
    for sql in ["drop default", "set default null", "set default null::text"] {
        assert_eq!(said(BASE, &format!("alter table users alter status {sql};"), &["drop-default"]), lost, "{sql}");
    }
    assert_eq!(said(BASE, "alter table users alter age set default null;", &["drop-default", "change-default"]), NONE);
}

#[test]
fn what_is_back_before_the_transaction_ends_is_not_lost() {
    let rules = ["drop-default", "drop-check", "drop-foreign-key", "drop-unique", "drop-primary-key"];
    let replaced = "alter table users alter column status drop default;
        alter table users alter column status type s2 using status::text::s2;
        alter table users alter column status set default 'open';";
    assert_eq!(said(BASE, replaced, &rules), NONE);
    let ended = replaced.replace("status drop default;", "status drop default; commit; begin;");
    assert_eq!(said(BASE, &ended, &rules).len(), 1);
    let key = "alter table orders drop constraint fk;
        alter table orders add constraint fk foreign key (user_id) references users (id) not valid;";
    assert_eq!(said(BASE, key, &rules), NONE);
    let before = "alter table orders add constraint fk2 foreign key (user_id) references users (id) not valid;
        alter table orders drop constraint fk;";
    assert_eq!(said(BASE, before, &rules), NONE);
    let other = "alter table orders drop constraint fk;
        alter table orders add constraint fk foreign key (total) references users (id) not valid;";
    assert_eq!(said(BASE, other, &rules).len(), 1);
    assert_eq!(said(BASE, "alter table orders drop constraint if exists nope;", &rules), NONE);
    assert_eq!(said(BASE, "alter table orders drop constraint nope;", &rules).len(), 1);
}

#[test]
fn a_check_that_the_column_itself_holds_by_now_is_not_lost() {
    let base = format!(
        "{BASE} alter table users add constraint nn check (age is not null);
        alter table users add constraint more check (age is not null and age > 0);"
    );
    let filled = "alter table users alter column age set not null;";
    assert_eq!(said(&base, &format!("{filled} alter table users drop constraint nn;"), &["drop-check"]), NONE);
    assert_eq!(said(&base, &format!("{filled} alter table users drop constraint more;"), &["drop-check"]).len(), 1);
    assert_eq!(said(&base, "alter table users drop constraint nn;", &["drop-check"]).len(), 1);
}

/// What the rules say of one new file beside `base`, each by its path.
fn told(base: &[(&str, &str)], new: &[(&str, &str)], rules: &[&str]) -> Vec<String> {
    let files = |all: &[&[(&str, &str)]]| -> Files {
        all.concat().into_iter().map(|(path, sql)| (path, sql.as_bytes().to_vec())).collect()
    };
    let report = lint(&files(&[base, new]), &files(&[base]), &Options::default());
    let of = report.findings.iter().filter(|finding| rules.contains(&finding.rule.as_str()));
    of.map(|finding| format!("{}: {}", finding.rule, finding.message)).collect()
}

#[test]
fn a_transaction_of_the_script_itself_is_ended_by_nobody_else() {
    let rules = ["uncommitted-transaction"];
    let never = ["uncommitted-transaction: this transaction is never committed"];
    let begun = "begin; alter table users add n text;";
    let ended = "begin; alter table users add n text; commit;";
    for (path, before) in [
        ("0002_b.up.sql", ""),
        ("20260102000000_b/migration.sql", ""),
        ("20260102000000_b.sql", "-- no-transaction\n"),
        ("20260102000000_c.sql", "-- migrate:up transaction:false\n"),
        ("2_b.sql", ""),
    ] {
        assert_eq!(told(&[], &[(path, &format!("{before}{begun}"))], &rules), never, "{path}");
        assert_eq!(told(&[], &[(path, &format!("{before}{ended}"))], &rules), NONE, "{path}");
    }
}

#[test]
fn what_every_role_may_do_is_taken_away() {
    let base = format!("{BASE} create function f(a int) returns int language sql as 'select 1'; create schema app;");
    let revoked = |sql: &str| said(&base, sql, &["revoke"]);
    for sql in
        ["execute on function f(int)", "execute on function public.f(int)", "usage on schema app", "all on users"]
    {
        assert_eq!(revoked(&format!("revoke {sql} from public;")).len(), 1, "{sql}");
    }
    for sql in [
        "create function g() returns int language sql as 'select 1'; revoke execute on function g() from public;",
        "create schema s; revoke all on schema s from public;",
        "create table t (id int); revoke all on table t from public;",
    ] {
        assert_eq!(revoked(sql), NONE, "{sql}");
    }
}

#[test]
fn rows_are_read_under_a_lock_that_was_taken_before() {
    let base = format!("{BASE} alter table users add constraint ck check (age > 0) not valid;");
    let rules = ["validate-in-same-transaction", "add-check"];
    let held = "alter table users add column q int; alter table users validate constraint ck;";
    assert_eq!(said(&base, held, &rules).len(), 1);
    let at_once = "alter table users validate constraint ck, add column q int;";
    assert_eq!(said(&base, at_once, &rules).len(), 1);
    let other = "alter table orders add column q int; alter table users validate constraint ck;";
    assert_eq!(said(&base, other, &rules), NONE);
    assert_eq!(said(&base, "alter table users validate constraint ck;", &rules), NONE);
    let checked = "alter table users add column q int not null default 0;
        alter table users add constraint qc check (q >= 0);";
    assert_eq!(said(&base, checked, &rules).len(), 1);
    assert_eq!(said(&base, &checked.replace(">= 0)", ">= 0) not valid"), &rules), NONE);
    assert_eq!(said_in(Dialect::Mysql, BASE, checked, &["add-check"]), NONE);
}

#[test]
fn a_table_that_is_replaced_is_dropped() {
    let rules = ["create-table-force"];
    let base = "create table users (id int primary key);";
    let in_mysql = |sql: &str| said_in(Dialect::Mysql, base, sql, &rules);
    assert_eq!(in_mysql("create or replace table users (id int);").len(), 1);
    assert_eq!(in_mysql("create or replace table others (id int);"), NONE);
    assert_eq!(in_mysql("create or replace temporary table users (id int);"), NONE);
}

#[test]
fn moments_are_rounded() {
    let base = "create table t (id int primary key, a timestamptz, b timestamp(3), c time);";
    let rules = ["narrow-column-type"];
    for (sql, count) in [
        ("a type timestamptz(0)", 1),
        ("b type timestamp(2)", 1),
        ("b type timestamptz(0)", 1),
        ("c type time(3)", 1),
        ("a type timestamptz(6)", 0),
        ("b type timestamp", 0),
        ("b type timestamptz", 0),
    ] {
        assert_eq!(said(base, &format!("alter table t alter {sql};"), &rules).len(), count, "{sql}");
    }
    let base = "create table t (id int primary key, a timestamp, b datetime(6));";
    assert_eq!(said_in(Dialect::Mysql, base, "alter table t modify a timestamp(3);", &rules), NONE);
    assert_eq!(said_in(Dialect::Mysql, base, "alter table t modify b datetime;", &rules).len(), 1);
}

#[test]
fn what_is_so_already_costs_nothing() {
    let base = format!("{BASE} create index there on users (age); create unlogged table loose (id int primary key);");
    let rules = ["add-index", "rewrite-table"];
    assert_eq!(said(&base, "create index if not exists there on users (age);", &rules), NONE);
    assert_eq!(said(&base, "create index if not exists other on users (age);", &rules).len(), 1);
    assert_eq!(said(&base, "alter table users set logged;", &rules), NONE);
    assert_eq!(said(&base, "alter table users set unlogged; alter table users set logged;", &rules).len(), 2);
    assert_eq!(said(&base, "alter table loose set logged;", &rules).len(), 1);
}

#[test]
fn the_owner_alone_is_held_or_let_go() {
    let rules = ["disable-row-security", "enable-row-security"];
    for (sql, what) in [("force", "sees and writes only what"), ("no force", "sees and writes all of its rows")] {
        let found = said(BASE, &format!("alter table users {sql} row level security;"), &rules);
        assert!(found.len() == 1 && found[0].contains(&format!("the owner of users {what}")), "{sql}: {found:?}");
    }
}

#[test]
fn a_copy_that_takes_a_tables_place_lacks_some_of_it() {
    let base = format!(
        "{BASE} create table mem (id bigint primary key, user_id bigint not null constraint mem_fk references users (id),
            n int default 1);
        create index mem_n on mem (n); create function f() returns trigger language plpgsql as 'begin return new; end';
        create trigger mem_t before insert on mem for each row execute function f();"
    );
    let swap = "drop table mem; alter table mem2 rename to mem;";
    let lost = |sql: &str| {
        let found = said(&base, sql, &["drop-table"]);
        assert!(found.len() <= 1, "{sql}: {found:?}");
        let parts = found.first().and_then(|one| one.split_once("without ")?.1.split_once(';'));
        parts.map(|(parts, _)| parts.to_owned()).unwrap_or_default()
    };
    let all = "the primary key, foreign key mem_fk, NOT NULL of user_id, the default of n, index mem_n, trigger mem_t";
    assert_eq!(lost(&format!("create table mem2 as select * from mem; {swap}")), all);
    let like = |options: &str| format!("create table mem2 (like mem {options}); insert into mem2 select * from mem;");
    assert_eq!(lost(&format!("{} {swap}", like("including all"))), "foreign key mem_fk, trigger mem_t");
    let few = "the primary key, foreign key mem_fk, the default of n, index mem_n, trigger mem_t";
    assert_eq!(lost(&format!("{} {swap}", like(""))), few);
    let keyless = "the primary key, foreign key mem_fk, index mem_n, trigger mem_t";
    assert_eq!(lost(&format!("{} {swap}", like("including all excluding indexes"))), keyless);
    let back = "alter table mem add constraint mem_fk foreign key (user_id) references users (id) not valid;
        create trigger mem_t before insert on mem for each row execute function f();";
    assert_eq!(lost(&format!("{} {swap} {back}", like("including all"))), "");
    let early = back.replace(" on mem ", " on mem2 ").replace("table mem ", "table mem2 ");
    assert_eq!(lost(&format!("{} {early} {swap}", like("including all"))), "");
    let kept = "alter table mem rename to mem_old; alter table mem2 rename to mem; drop table mem_old;";
    assert_eq!(lost(&format!("{} {kept}", like("including all"))), "foreign key mem_fk, trigger mem_t");
}

#[test]
fn a_copy_counts_from_one() {
    let base = "create table ids (id bigint generated always as identity primary key, n int);";
    let copy = "create table ids2 (like ids including all); insert into ids2 select * from ids;";
    let swap = "drop table ids; alter table ids2 rename to ids;";
    let found = said(base, &format!("{copy} {swap}"), &["drop-table"]);
    assert!(found.len() == 1 && found[0].contains("made anew without the last number of id;"), "{found:?}");
    for more in ["select setval('ids_id_seq', 100);", "alter table ids alter id restart with 100;"] {
        assert_eq!(said(base, &format!("{copy} {swap} {more}"), &["drop-table"]), NONE, "{more}");
    }
}

#[test]
fn a_trigger_may_fill_a_new_column() {
    let fill = "create function fill() returns trigger language plpgsql as $$ begin new.x := 'a'; return new; end $$;
        create trigger fill before insert on users for each row execute function fill();";
    let sql = "alter table users add constraint xn check (x is not null) not valid;";
    let whole = format!("alter table users add column x text; {fill} {sql}");
    assert_eq!(said(BASE, &whole, &["add-required-column"]), NONE);
}

#[test]
fn a_baseline_makes_nothing_anew() {
    let rules = ["existing-object", "duplicate-version", "out-of-order", "not-in-plan", "drop-column"];
    let baseline = format!("{BASE} alter table users add column n int;");
    let base = [("V1__a.sql", BASE), ("V2__b.sql", "alter table users add column n int;")];
    assert_eq!(told(&base, &[("B2__base.sql", &baseline)], &rules), NONE);
    let new = ("V3__c.sql", "alter table users drop column n;");
    assert_eq!(told(&[base[0], base[1], ("B2__base.sql", &baseline)], &[new], &rules).len(), 1);
    assert_eq!(told(&[("B2__base.sql", &baseline)], &[new], &rules).len(), 1);
}
