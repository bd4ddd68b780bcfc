//! What PostgreSQL does with a schema of its own.

use super::{Options, lint};
use crate::Files;
use crate::sql::Dialect;

/// What these rules say of a change to a schema that the first migration makes.
pub(super) fn said(base: &str, change: &str, rules: &[&str]) -> Vec<String> {
    said_in(Dialect::Postgres, base, change, rules)
}

/// The same, of another product.
pub(super) fn said_in(dialect: Dialect, base: &str, change: &str, rules: &[&str]) -> Vec<String> {
    let (mut head, mut deployed) = (Files::default(), Files::default());
    for files in [&mut head, &mut deployed] {
        files.put("V1__base.sql", base.as_bytes().to_vec());
    }
    head.put("V2__change.sql", change.as_bytes().to_vec());
    let report = lint(&head, &deployed, &Options { dialect: Some(dialect), ..Options::default() });
    let of = report.findings.iter().filter(|finding| rules.is_empty() || rules.contains(&finding.rule.as_str()));
    of.map(|finding| format!("{}: {}", finding.rule, finding.message)).collect()
}

pub(super) const NONE: [&str; 0] = [];

#[test]
fn only_what_holds_for_every_row_proves_a_column_filled() {
    let table = |check: &str| format!("create table t (id bigint primary key, a int, b int, check ({check}));");
    let rules = ["set-not-null", "primary-key-on-nullable"];
    for check in
        ["a is not null or b is not null", "case when b > 0 then a is not null else true end", "not (a is not null)"]
    {
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
        assert_eq!(
            said(base, &public, &rules),
            ["drop-column: column users.email is dropped with its values"],
            "{set}"
        );
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
    for set in
        ["set lock_timeout = 500;", "set lock_timeout = '1min';", "select set_config('lock_timeout', '2s', false);"]
    {
        assert_eq!(found(set), NONE, "{set}");
    }
}

#[test]
fn cascade_says_what_goes_with_a_type_a_function_or_a_key() {
    let base = "create type st as enum ('a'); create domain em as text; create domain more as em;
        create function f() returns int language sql as 'select 1'; create sequence numbers;
        create function stamp() returns trigger language plpgsql as $$ begin return new; end $$;
        create table t (id bigint default f() primary key, s st, all_s st[], e em, m more, n int default nextval('numbers'),
            g int generated always as (n * 2) stored, check (n > 0));
        create trigger on_n before update of n on t for each row execute function stamp();
        create policy mine on t using (e <> '');
        create table a (id bigint primary key); create table b (a_id bigint references a, unique (a_id));
        create view v as select id from a; create view w as select id from v;";
    let rules = ["drop-cascade", "drop-blocked"];
    for (sql, hanging) in [
        ("drop type st", "column t.all_s with its values"),
        ("drop domain em", "column t.e with its values, domain more, column t.m with its values"),
        ("drop function f()", "the default of t.id"),
        ("drop function stamp", "trigger on_n on t"),
        ("drop sequence numbers", "the default of t.n"),
        ("alter table a drop constraint a_pkey", "constraint b_a_id_fkey of b"),
        ("alter table t drop column n", "column t.g with its values, trigger on_n on t"),
        ("alter table t drop column e", "policy mine of t"),
        ("alter table a drop column id", "constraint b_a_id_fkey of b"),
        ("drop table a", "constraint b_a_id_fkey of b"),
    ] {
        let found = said(base, &format!("{sql} cascade;"), &rules);
        assert!(found.len() == 1 && found[0].contains(hanging), "{sql}: {found:?}");
        let found = said(base, &format!("{sql};"), &rules);
        assert!(found.len() == 1 && found[0].starts_with("drop-blocked"), "{sql}: {found:?}");
    }
    let retyped = "alter table t alter n type bigint;";
    assert_eq!(
        said(base, retyped, &rules),
        ["drop-blocked: column t.n cannot be retyped while column t.g hangs on it"]
    );
    assert_eq!(said(base, "drop view v;", &rules), ["drop-blocked: view v cannot be dropped while view w reads it"]);
    for sql in [
        "alter table t drop column s; alter table t drop column all_s; drop type st;",
        "alter table t alter id drop default; drop function f();",
        "drop trigger on_n on t; drop function stamp();",
        "alter table b drop constraint b_a_id_fkey; drop view w, v; drop table a;",
        "drop view w; drop view v; drop table a, b;",
        "alter table t drop column g; drop trigger on_n on t; alter table t drop column n;",
        "drop policy mine on t; alter table t drop column e;",
        "drop table b; alter table a drop constraint a_pkey;",
        "alter table b drop constraint b_a_id_key;",
    ] {
        assert_eq!(said(base, sql, &rules), NONE, "{sql}");
    }
    // A second key over the same columns may be the one that holds it.
    let twice = format!("{base} alter table a add unique (id);");
    assert_eq!(said(&twice, "alter table a drop constraint a_pkey;", &rules), NONE);
}

#[test]
fn routines_of_one_name_are_told_apart() {
    let base = "create table t (id bigint primary key);
        create function price(a bigint) returns bigint language sql as 'select a';";
    let rules = ["replace-object", "replace-routine", "ambiguous-routine", "drop-routine", "drop-blocked"];
    let with = |sql: &str| said(base, sql, &rules);
    let body = "language sql as 'select a'";
    assert_eq!(
        with(&format!("create or replace function price(a bigint, b int default 1) returns bigint {body};")),
        ["ambiguous-routine: calls of price may mean this one or price(bigint), and are refused as not unique"]
    );
    assert_eq!(
        with(&format!("create or replace function price(a bigint) returns text {body};")),
        ["replace-routine: function price is not replaced: what it returns cannot be changed from bigint to text"]
    );
    assert_eq!(
        with(&format!("create or replace function price(b int8) returns bigint {body};")),
        ["replace-routine: function price is not replaced: the name of its argument a cannot be changed"]
    );
    assert_eq!(
        with(&format!("create function price(a bigint) returns bigint {body};")),
        ["replace-routine: function price is not replaced: it is there already"]
    );
    assert_eq!(
        with(&format!("create or replace function price(a text) returns bigint {body};")),
        ["replace-object: function price is not replaced: its arguments differ, so that it stands beside the old one"]
    );
    assert_eq!(
        with(&format!("create or replace function price(a int8 default 2) returns bigint {body};")),
        ["replace-object: function price is replaced"]
    );
    let second = format!("create function price(a text, b text) returns bigint {body};");
    assert_eq!(with(&format!("{second} drop function price(text, text);")), NONE);
    assert_eq!(with(&format!("{second} drop function price(bigint);")), ["drop-routine: function price is dropped"]);
    let after = with(&format!("{second} drop function price(text, text); drop function price;"));
    assert_eq!(after, ["drop-routine: function price is dropped"]);
    assert_eq!(with(&format!("{second} drop function price;")).len(), 2);
    assert_eq!(
        with(&format!("drop function price(bigint); create function price(a text) returns text {body};")).len(),
        1
    );
}

#[test]
fn an_enum_that_is_made_anew_loses_values() {
    let base = "create type st as enum ('a', 'b', 'c'); create table t (id bigint primary key, s st);";
    let anew = |values: &str| {
        format!(
            "alter type st rename to st_old; create type st as enum ({values});
            alter table t alter column s type st using s::text::st; drop type st_old;"
        )
    };
    let rules = ["remove-enum-value", "change-column-type", "drop-blocked"];
    assert_eq!(
        said(base, &anew("'a', 'b'"), &rules),
        [
            "change-column-type: t is rewritten to change s from st_old to st (size unknown)",
            "remove-enum-value: t.s can no longer hold 'c'"
        ]
    );
    assert_eq!(said(base, &anew("'a', 'b', 'c', 'd'"), &rules[1..]).len(), 1);
    assert_eq!(said(base, &anew("'a', 'b', 'c', 'd'"), &rules[..1]), NONE);
}

#[test]
fn a_type_that_is_only_noted_down_rewrites_nothing() {
    let base = "create domain em as text; create domain pos as int check (value > 0);
        create table t (id bigint primary key, note varchar(50), e em, n int, p pos, c text);
        create index t_c_idx on t (c);";
    let found = |sql: &str| said(base, &format!("alter table t alter column {sql};"), &["change-column-type"]);
    for sql in [
        "note type text using note::text",
        "note type text using (cast(note as text))",
        "note type text using note",
        "e type text",
        "note type em",
        "note type citext",
        "p type int",
        "n type int4",
        "note type text collate \"C\"",
    ] {
        assert_eq!(found(sql), NONE, "{sql}");
    }
    for sql in ["note type text using upper(note)", "note type text using c::text", "n type pos", "p type bigint"] {
        assert!(found(sql).len() == 1 && found(sql)[0].contains("is rewritten"), "{sql}: {:?}", found(sql));
    }
    for sql in ["c type text collate \"C\"", "c type citext"] {
        assert!(found(sql).len() == 1 && found(sql)[0].contains("t_c_idx is built anew"), "{sql}: {:?}", found(sql));
    }
}

#[test]
fn flyway_runs_an_index_outside_of_a_transaction_by_itself() {
    let base = "create table t (id bigint primary key, a int);";
    let found = |sql: &str| said(base, sql, &["concurrently-in-transaction"]);
    let index = "create index concurrently t_a_idx on t (a);";
    assert_eq!(found(index), NONE);
    assert_eq!(
        found(&format!("set lock_timeout = '1s'; {index}")),
        [
            "concurrently-in-transaction: CREATE INDEX CONCURRENTLY fails in the transaction that the migration tool opens"
        ]
    );
}

#[test]
fn a_domain_changes_the_tables_that_have_it() {
    let base = "create domain em as text; create domain pos as int check (value > 0); create domain idle as int;
        create table t (id bigint primary key, e em, all_e em[]);";
    let rules = ["alter-domain-constraint", "add-column-domain"];
    for (sql, what) in [
        ("alter domain em set not null;", "to require a value"),
        ("alter domain em add constraint c check (value <> '');", "for its new constraint"),
        ("alter domain em validate constraint c;", "to validate its constraint"),
    ] {
        let rows = "alter-domain-constraint: all rows of t are read";
        let expected = format!("{rows} {what}: t.e is of domain em (size unknown)");
        assert_eq!(said(base, sql, &rules), [expected], "{sql}");
    }
    for sql in ["alter domain em drop not null;", "alter domain em add constraint c check (value <> '') not valid;"] {
        assert_eq!(said(base, sql, &rules), NONE, "{sql}");
    }
    assert_eq!(said(base, "create domain d as int; alter domain d set not null;", &rules), NONE);
    assert_eq!(said(base, "alter domain idle set not null;", &rules).len(), 1);
    assert_eq!(
        said(base, "alter table t add column lvl pos default 1;", &rules),
        ["add-column-domain: t is rewritten to add lvl: domain pos has constraints (size unknown)"]
    );
    assert_eq!(said(base, "alter table t add column lvl idle default 1;", &rules), NONE);
    assert_eq!(
        said(base, "alter domain idle add check (value > 0) not valid; alter table t add lvl idle;", &rules).len(),
        1
    );
}

#[test]
fn a_partition_may_have_to_be_looked_for_elsewhere() {
    let parent = "create table p (id bigint not null, at date not null) partition by range (at);";
    let base = format!(
        "{parent} create table rest partition of p default; create table old (id bigint not null, at date not null);"
    );
    let bounds = "for values from ('2025-01-01') to ('2026-01-01')";
    let rules = ["create-partition", "attach-partition", "partitioned-refusal"];
    assert_eq!(
        said(&base, &format!("create table p25 partition of p {bounds};"), &rules),
        ["create-partition: all rows of rest are read while nobody can use p, to make room for p25 (size unknown)"]
    );
    let new = format!(
        "create table p25 (id bigint not null, at date not null); alter table p attach partition p25 {bounds};"
    );
    assert_eq!(
        said(&base, &new, &rules),
        ["create-partition: all rows of rest are read while nobody can use rest, to make room for p25 (size unknown)"]
    );
    let without = format!("{parent} create table old (id bigint not null, at date not null);");
    let attach = |check: &str| {
        let checked = format!("{without} alter table old add constraint c check ({check});");
        said(&checked, &format!("alter table p attach partition old {bounds};"), &rules)
    };
    assert_eq!(attach("at >= '2025-01-01' and at < '2026-01-01'"), NONE);
    assert_eq!(attach("id > 0"), ["attach-partition: all rows of old are read to attach it to p (size unknown)"]);
    let perhaps = attach("at >= 'January 1, 2025' and at < 'January 1, 2026'");
    assert!(perhaps.len() == 1 && perhaps[0].contains("unless its check says the same"), "{perhaps:?}");
    let locked = format!("set lock_timeout = '1s'; create table p25 partition of p {bounds};");
    assert_eq!(said(&without, &locked, &rules), NONE);
    assert_eq!(said(&without, &format!("create table p25 partition of p {bounds};"), &rules).len(), 1);
    // A parent that is new as well holds nothing.
    let all_new =
        format!("{parent} create table rest partition of p default; create table p25 partition of p {bounds};");
    assert_eq!(said("create table z (id bigint primary key);", &all_new, &rules), NONE);
}

#[test]
fn a_partitioned_table_refuses_some_things() {
    let base = "create table r (id bigint primary key);
        create table p (id bigint not null, at date not null, r bigint) partition by range (at);";
    for (sql, refused) in [
        ("create index concurrently i on p (id);", "cannot be built concurrently"),
        ("create unique index i on p (id);", "without at"),
        ("alter table p add primary key (id);", "without at"),
        ("alter table p add constraint u unique (id, r);", "without at"),
        ("alter table p add constraint f foreign key (r) references r not valid;", "NOT VALID before PostgreSQL 18"),
        ("create table q (id int primary key, at date) partition by list (at);", "without at"),
    ] {
        let found = said(base, sql, &["partitioned-refusal"]);
        assert!(found.len() == 1 && found[0].contains(refused), "{sql}: {found:?}");
    }
    for sql in [
        "create index on only p (id);",
        "create index i on p (id);",
        "create unique index i on p (id, at);",
        "alter table p add primary key (at, id);",
        "alter table p add constraint f foreign key (r) references r;",
        "create table q (id int, at date, primary key (id, at)) partition by list (at);",
        "create index concurrently i on r (id);",
    ] {
        assert_eq!(said(base, sql, &["partitioned-refusal"]), NONE, "{sql}");
    }
}

#[test]
fn a_check_of_a_new_column_reads_all_rows() {
    let base = "create table t (id bigint primary key);";
    let found = said(base, "alter table t add column z int check (z > 0);", &["add-check"]);
    assert_eq!(found, ["add-check: all rows of t are read while nobody can use it, for the check of z (size unknown)"]);
    let later = "alter table t add column z int; alter table t add constraint c check (z > 0) not valid;";
    assert_eq!(said(base, later, &["add-check"]), NONE);
    assert_eq!(said(base, "create table n (z int check (z > 0));", &["add-check"]), NONE);
}

#[test]
fn what_cannot_be_done_is_found() {
    let base = "create table users (id bigint primary key, email text, at date, n numeric unique);
        create index users_email_idx on users (email); create table notes (user_id varchar, who int, day timestamp);";
    let rules = ["unknown-object", "existing-object", "foreign-key-refused"];
    for (sql, what) in [
        ("insert into users (email, nope) values ('a', 1);", "unknown-object: table users has no column nope"),
        ("update users set nope = 1 where id = 1;", "unknown-object: table users has no column nope"),
        ("create table users (id int);", "existing-object: table users is there already"),
        ("alter table users add column email text;", "existing-object: column users.email is there already"),
        ("create index users_email_idx on users (at);", "existing-object: index users_email_idx is there already"),
        (
            "alter table notes add foreign key (user_id) references users;",
            "foreign-key-refused: a foreign key to users.id is refused: varchar is not comparable with bigint",
        ),
        ("create table c (e text references users (email));", "these columns are not unique"),
        ("create table c (e text, foreign key (e) references notes);", "it has no primary key"),
    ] {
        let found = said(base, sql, &rules);
        assert!(found.len() == 1 && found[0].contains(what), "{sql}: {found:?}");
    }
    for sql in [
        "insert into users as u (email, at) values ('a', now());",
        "update users set email = 'a', (at, n) = (now(), 1) where id = 1;",
        "create table if not exists users (id int);",
        "create temp table users (id int);",
        "drop table users; create table users (id int primary key);",
        "drop index users_email_idx; create index users_email_idx on users (at);",
        "alter table users drop column email; create index users_email_idx on users (at);",
        "alter table users drop constraint users_n_key; create index users_n_key on users (n);",
        "alter table notes add foreign key (who) references users;",
        "alter table notes add foreign key (who) references users (n);",
        "create unique index u on users (email); create table c (e varchar(9) references users (email));",
        "create table tree (id int primary key, parent int references tree);",
    ] {
        assert_eq!(said(base, sql, &rules), NONE, "{sql}");
    }
    let composite = "create type place as (street text); create table homes (id int primary key, at place);";
    assert_eq!(said(composite, "update homes set at.street = 'x' where id = 1;", &rules), NONE);
}
