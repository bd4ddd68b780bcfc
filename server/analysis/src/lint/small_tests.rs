//! Smaller things that a message has to get right.

use super::postgres_tests::{NONE, said};

const BASE: &str = "create table users (id bigint primary key, email text, age int constraint old check (age > 0));
create table orders (id bigint primary key, user_id bigint constraint fk references users (id));
create function fixed() returns int language sql stable as 'select 1';
create function any_one() returns int language sql as 'select random()::int';
create procedure sweep() language plpgsql as $$ begin delete from users where age < 0; commit; end $$;
create index users_age_idx on users (age);";

#[test]
fn a_view_reads_columns_that_are_there() {
    let rules = ["unknown-object"];
    for (view, missing) in [
        ("select id, emial from users", "table users has no column emial"),
        ("select u.emial as mail from users u where u.age > 0", "table users has no column emial"),
        ("select u.id, total from users u join orders o on (o.user_id = u.id)", "none of the tables orders, users has"),
    ] {
        let found = said(BASE, &format!("create view v as {view};"), &rules);
        assert!(found.len() == 1 && found[0].contains(missing), "{view}: {found:?}");
    }
    for view in [
        "select id, email mail, u, current_date, null as x, age + 1 as next, ctid from users u",
        "select users from users",
        "with w as (select 1 as a) select a from w",
        "select a from (select 1 as a) t",
        "select n from users, generate_series(1, 3) n",
        "select x.total from other.sums x",
        "select case when age > 1 then 1 end, not age > 1 as young, date '2020-01-01', interval '1 day' from users",
        "select email from users order by email",
        "select distinct on (age) age, id from users u order by age",
    ] {
        assert_eq!(said(BASE, &format!("create view v as {view};"), &rules), NONE, "{view}");
    }
}

#[test]
fn an_index_that_stands_for_a_constraint_renames_it() {
    let rules = ["rename-constraint", "rename-table", "rename-object"];
    let said_of = |change: &str| said(BASE, change, &rules);
    let found = ["rename-constraint: constraint users_pkey of users is renamed to x, for its index is"];
    assert_eq!(said_of("alter index users_pkey rename to x;"), found);
    assert_eq!(said_of("alter table if exists users_pkey rename to x;"), found);
    let twice = said_of("alter table users rename constraint users_pkey to y; alter index y rename to z;");
    assert!(twice.len() == 2 && twice[1].contains("constraint y of users is renamed to z"), "{twice:?}");
    assert_eq!(said_of("alter index users_age_idx rename to x;"), NONE);
    assert_eq!(said_of("create table t (id int primary key); alter index t_pkey rename to x;"), NONE);
}

#[test]
fn a_routine_that_ends_a_transaction_is_refused_inside_one() {
    let rules = ["nested-transaction"];
    for sql in ["begin; call sweep(); commit;", "begin; do $$ begin perform 1; commit; end $$; commit;"] {
        let found = said(BASE, sql, &rules);
        assert!(found.iter().any(|one| one.contains("did not begin")), "{sql}: {found:?}");
    }
}

#[test]
fn a_default_that_is_declared_stable_rewrites_nothing() {
    let rules = ["add-column-volatile-default"];
    assert_eq!(said(BASE, "alter table users add column a int default fixed();", &rules), NONE);
    assert_eq!(said(BASE, "alter table users add column a int default any_one();", &rules).len(), 1);
    assert_eq!(said(BASE, "alter table users add column a int default unknown();", &rules).len(), 1);
}

#[test]
fn a_constraint_that_is_put_in_place_again_is_not_lost() {
    let rules = ["drop-check", "drop-foreign-key", "drop-primary-key", "drop-unique"];
    let check = "alter table users drop constraint old, add constraint old check (age > 1) not valid;";
    let found = said(BASE, check, &rules);
    assert!(found.len() == 1 && found[0].contains("is replaced"), "{found:?}");
    let key = "alter table orders drop constraint fk, add constraint fk2 foreign key (user_id) references users (id) \
               on delete set null not valid;";
    assert_eq!(said(BASE, key, &rules), NONE);
    let other = "alter table orders drop constraint orders_pkey, add primary key (user_id);";
    assert_eq!(said(BASE, other, &rules).len(), 1);
}

#[test]
fn numbers_that_are_taken_are_in_the_way_of_an_identity() {
    let rules = ["add-identity", "alter-identity"];
    let add = |what: &str| said(BASE, &format!("alter table orders alter id add generated {what};"), &rules);
    assert_eq!(add("always as identity").len(), 2);
    assert_eq!(add("by default as identity").len(), 1);
    assert_eq!(add("by default as identity (start with 1000000)"), NONE);
}

#[test]
fn a_lone_carriage_return_ends_a_comment() {
    for sql in ["select 1; -- tidy\rdrop table orders;\n", "-- tidy\rdrop table orders;\nselect 1;\n"] {
        let found = said(BASE, sql, &["drop-table", "unparseable-sql"]);
        assert!(found.len() == 1 && found[0].starts_with("drop-table"), "{sql:?}: {found:?}");
    }
    assert_eq!(said(BASE, "-- drop table orders;\r\nselect 1;\r\n", &["drop-table", "unparseable-sql"]), NONE);
}

#[test]
fn rights_of_everybody_and_of_the_whole_server_are_told() {
    let rules = ["wide-grant"];
    for sql in [
        "grant all on users to public;",
        "grant usage on schema public to public;",
        "create role evil superuser login password 'x';",
        "create user u with bypassrls;",
    ] {
        assert_eq!(said(BASE, sql, &rules).len(), 1, "{sql}");
    }
    for sql in ["grant select on users to app;", "create role app login nosuperuser nocreatedb;"] {
        assert_eq!(said(BASE, sql, &rules), NONE, "{sql}");
    }
}

#[test]
fn things_have_their_names() {
    let all = |sql: &str| said(BASE, sql, &[]).join("\n");
    assert_eq!(said(BASE, "drop index if exists by_name;", &["drop-index"]), NONE);
    assert!(all("create index on users (email);").contains("index on users (email) is built"));
    assert!(
        all("drop operator === (int, int);").contains("=== (int, int)"),
        "{}",
        all("drop operator === (int, int);")
    );
    let escaped = said(BASE, r#"alter table U&"us\0065rs" drop column U&"\+000061ge";"#, &["drop-column"]);
    assert!(escaped.len() == 1 && escaped[0].contains("users.age"), "{escaped:?}");
}
