use super::*;
use crate::sql::{self, Depth, Dialect, Limits, Name};

fn catalog(sql: &str) -> Catalog {
    let mut catalog = Catalog::default();
    for statement in sql::read(sql, 0, sql.len(), Dialect::Postgres, &Limits::default(), Depth::Effects).statements {
        for located in statement.ops {
            catalog.apply(&located.op, Origin::Before, Dialect::Postgres);
        }
    }
    catalog
}

fn reached(catalog: &Catalog, table: &str, column: Option<&str>) -> Vec<String> {
    catalog.reach(&Name::bare(table), column).iter().map(|one| format!("{} {}", one.kind, one.name)).collect()
}

#[test]
fn a_history_leaves_its_schema() {
    let catalog = catalog(
        "create table a (id int primary key, b text default 'x', c varchar(10) not null check (c <> ''));
         alter table a rename column b to d; alter table a add column e int references a (id), drop column c;
         alter table a alter column d type varchar(20), alter d set not null;
         alter table public.a rename to z; create index on z (d);
         alter table z add constraint pos check (id > 0) not valid; alter table z validate constraint pos;",
    );
    let table = catalog.table(&Name::bare("z")).unwrap();
    let columns: Vec<_> = table.columns.iter().map(|(c, _)| format!("{} {} {}", c.name, c.ty, c.not_null)).collect();
    assert_eq!(columns, ["id int true", "d varchar(20) true", "e int false"]);
    assert!(catalog.constraint(&Name::bare("z"), "pos").unwrap().valid);
    assert_eq!(catalog.pointing_at(&Name::bare("z")), [Name::bare("z")]);
    assert!(catalog.indexes.values().any(|index| index.columns == ["d"]));
}

#[test]
fn a_constraint_and_its_index_have_one_name() {
    let base = "create table a (id int primary key, b text constraint b_key unique, c int4range,
        constraint c_ex exclude using gist (c with &&));";
    let cases = [
        ("alter index b_key rename to x;", "b_key"),
        ("alter table b_key rename to x;", "b_key"),
        ("alter table a rename constraint b_key to x;", "b_key"),
        ("alter index c_ex rename to x;", "c_ex"),
        ("set search_path = public; alter index if exists public.b_key rename to x;", "b_key"),
        ("create unique index i on a (b); alter table a add constraint x unique using index i;", "i"),
    ];
    for (sql, old) in cases {
        let catalog = catalog(&format!("{base} {sql}"));
        let a = Name::bare("a");
        assert!(catalog.constraint(&a, "x").is_some() && catalog.constraint(&a, old).is_none(), "{sql}");
        assert!(old == "c_ex" || catalog.indexes.contains_key(&Name::bare("x")), "{sql}");
        assert!(!catalog.indexes.contains_key(&Name::bare(old)), "{sql}");
        assert!(catalog.constraint_of_index(&Name::bare("x")).is_some(), "{sql}");
    }
    let catalog = catalog(&format!("{base} create index i on a (b); alter index i rename to x;"));
    assert!(catalog.constraint_of_index(&Name::bare("x")).is_none());
}

#[test]
fn reach_goes_through_keys_and_views_and_ends_on_circles() {
    let catalog = catalog(
        "create table users (id bigint primary key, email text, name text);
         create table orders (id bigint primary key, user_id bigint references users);
         create view v as select email from users; create view w as select * from v;
         create view x as select 1 from y; create view y as select 1 from x;
         create function f() returns trigger language plpgsql as $$ begin update users set name = 'x'; return new; end $$;
         create trigger t before insert on users for each row execute function f();",
    );
    assert_eq!(
        reached(&catalog, "users", None),
        ["function f", "function f", "index users_pkey", "table orders", "trigger t", "view v", "view w"]
    );
    assert_eq!(reached(&catalog, "users", Some("email")), ["view v", "view w"]);
    assert_eq!(reached(&catalog, "users", Some("name")), ["function f"]);
    assert_eq!(reached(&catalog, "x", None), ["view x", "view y"]);
}

#[test]
fn a_circle_of_views_is_found_and_a_recursive_view_is_none() {
    let catalog = catalog(
        "create table t (id int); create view a as select id from t; create view b as select id from a;
         create view c as select id from b; create recursive view r (n) as select 1 union all select n + 1 from r;",
    );
    let between = |sql: &str| {
        let read = sql::read(sql, 0, sql.len(), Dialect::Postgres, &Limits::default(), Depth::Effects);
        let sql::Op::CreateView { name, query, .. } = &read.statements[0].ops[0].op else { panic!("{sql}") };
        catalog.views_between(query, name)
    };
    assert_eq!(between("create or replace view a as select id from c"), Some(vec![Name::bare("c"), Name::bare("b")]));
    assert_eq!(between("create or replace view public.a as select * from a"), Some(vec![]));
    assert_eq!(between("create or replace view c as select id from b"), None);
    assert_eq!(between("create or replace recursive view r (n) as select 2 union all select n from r"), None);
    assert_eq!(
        between("create or replace view r as with recursive r(n) as (select 1 union select n from r) select n from r"),
        None
    );
}

#[test]
fn cascade_takes_the_views_along() {
    let catalog = catalog(
        "create table t (id int); create view a as select id from t; create view b as select id from a;
         create view c as select 1 as one; drop view a cascade;",
    );
    assert_eq!(catalog.views.keys().map(ToString::to_string).collect::<Vec<_>>(), ["c"]);
}
