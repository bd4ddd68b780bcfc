//! Property 7: generated schemas, code and components.

use super::*;
use crate::code::{CodeIndex, Columns, FileFacts, scan};
use crate::completeness::{Component, Layer, Operation};
use proptest::prelude::*;
use std::collections::BTreeSet;

const TABLES: usize = 4;
const COLUMNS: usize = 3;

/// A module that uses one column of one table, in either language, behind an endpoint that another module calls.
#[derive(Clone, Debug)]
struct Module {
    table: usize,
    column: usize,
    rust: bool,
    write: bool,
    served: bool,
    called: bool,
}

#[derive(Clone, Debug)]
struct Project {
    modules: Vec<Module>,
    /// Views `(below, column)`: below `TABLES` a table, else an earlier or later view.
    views: Vec<(usize, usize)>,
    keys: Vec<(usize, usize)>,
}

fn project() -> impl Strategy<Value = Project> {
    let module =
        (0..TABLES, 0..COLUMNS, any::<[bool; 4]>()).prop_map(|(table, column, [rust, write, served, called])| Module {
            table,
            column,
            rust,
            write,
            served,
            called,
        });
    (
        proptest::collection::vec(module, 1..6),
        proptest::collection::vec((0..TABLES + 3, 0..COLUMNS), 0..4),
        proptest::collection::vec((0..TABLES, 0..TABLES), 0..4),
    )
        .prop_map(|(modules, views, keys)| Project { modules, views, keys })
}

fn operations() -> impl Strategy<Value = Vec<Operation>> {
    let one = (0..TABLES, 0..COLUMNS, 0..5usize).prop_map(|(table, column, kind)| {
        let (table, name) = (format!("t{table}"), format!("c{column}"));
        match kind {
            0 => Operation::DropTable { table },
            1 => Operation::DropColumn { table, name },
            2 => Operation::RenameColumn { table, name, new_name: "z".into() },
            3 => Operation::RenameTable { table, new_name: "z".into() },
            _ => Operation::ModifyColumn { table, name, data_type: None, nullable: Some(true), default: None },
        }
    });
    proptest::collection::vec(one, 1..4)
}

fn view_source(at: usize) -> String {
    if at < TABLES { format!("public.t{at}") } else { format!("public.v{}", at - TABLES) }
}

fn run(project: &Project, operations: &[Operation]) -> Impact {
    run_on(project, &Subject { operations, ..Subject::default() })
}

fn run_on(project: &Project, subject: &Subject<'_>) -> Impact {
    let mut files = Vec::new();
    let mut components =
        vec![Component { name: "schema".into(), layer: Layer::Database, paths: vec!["migrations".into()] }];
    for (i, module) in project.modules.iter().enumerate() {
        let (table, column) = (module.table, module.column);
        let sql = match module.write {
            true => format!("UPDATE t{table} SET c{column} = $1"),
            false => format!("SELECT x.c{column} FROM t{table} x"),
        };
        if module.rust {
            let route = if module.served {
                format!("Router::new().route(\"/m{i}\", get(use_{i}))")
            } else {
                "Router::new()".into()
            };
            files.push((
                format!("m{i}/a.rs"),
                format!("fn use_{i}() {{ sqlx::query(\"{sql}\"); }}\nfn router() -> Router {{ {route} }}"),
            ));
        } else {
            let route = if module.served { format!("app.get('/m{i}', use_{i});") } else { String::new() };
            files.push((format!("m{i}/a.ts"), format!("function use_{i}(q, r) {{ pool.query(`{sql}`); }}\n{route}")));
        }
        components.push(Component { name: format!("m{i}"), layer: Layer::Repository, paths: vec![format!("m{i}/**")] });
        if module.called {
            files.push((format!("w{i}/b.ts"), format!("export const call_{i} = () => fetch('/m{i}');")));
            components.push(Component { name: format!("w{i}"), layer: Layer::Client, paths: vec![format!("w{i}")] });
        }
    }
    let facts: Vec<FileFacts> = files.iter().map(|(path, text)| scan(path, text.as_bytes()).unwrap()).collect();
    let code = CodeIndex::build(&facts, &Columns::default(), []);
    let relations = Relations {
        views: project
            .views
            .iter()
            .enumerate()
            .map(|(i, (below, column))| View {
                name: format!("public.v{i}"),
                reads: vec![Reads {
                    table: view_source(*below),
                    columns: if *below < TABLES { vec![format!("c{column}")] } else { Vec::new() },
                }],
            })
            .collect(),
        foreign_keys: project
            .keys
            .iter()
            .enumerate()
            .map(|(i, (from, to))| ForeignKey {
                name: format!("k{i}"),
                from: Reads { table: format!("public.t{from}"), columns: vec!["c0".into()] },
                to: Reads { table: format!("public.t{to}"), columns: vec!["c1".into()] },
            })
            .collect(),
        ..Relations::default()
    };
    impact(subject, &relations, &code, &components)
}

/// The operation hits this column of this table.
fn hits(operation: &Operation, table: usize, column: usize) -> bool {
    let columns = operation.columns();
    operation.table() == Some(format!("public.t{table}"))
        && (columns.is_empty() || columns.contains(&format!("c{column}")))
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(256))]

    /// Property 7: exactly the components are affected whose code uses what changes, serves it or calls what serves it,
    /// and exactly the views and foreign keys are reached that depend on it.
    #[test]
    fn property_07_exactly_the_dependencies_are_found(project in project(), operations in operations()) {
        let report = run(&project, &operations);
        let mut expected = BTreeSet::from(["schema".to_owned()]);
        for (i, module) in project.modules.iter().enumerate() {
            if operations.iter().any(|operation| hits(operation, module.table, module.column)) {
                expected.insert(format!("m{i}"));
                expected.extend((module.served && module.called).then(|| format!("w{i}")));
            }
        }
        let found: BTreeSet<String> = report.components.iter().map(|component| component.name.clone()).collect();
        prop_assert_eq!(&found, &expected);
        prop_assert!(report.components.iter().all(|component| !component.reasons.is_empty()));

        let mut views: BTreeSet<usize> = BTreeSet::new();
        for _ in 0..=project.views.len() {
            for (i, (below, column)) in project.views.iter().enumerate() {
                let hit = match below.checked_sub(TABLES) {
                    None => operations.iter().any(|operation| hits(operation, *below, *column)),
                    Some(view) => views.contains(&view),
                };
                views.extend(hit.then_some(i));
            }
        }
        let of = |kind: ObjectKind| report.objects.iter().filter(|object| object.kind == kind).map(|object| object.name.clone()).collect::<BTreeSet<_>>();
        prop_assert_eq!(of(ObjectKind::View), views.into_iter().map(|i| format!("public.v{i}")).collect::<BTreeSet<_>>());
        let keys: BTreeSet<String> = project.keys.iter().enumerate().filter(|(_, (from, to))| {
            operations.iter().any(|operation| hits(operation, *from, 0) || hits(operation, *to, 1))
        }).map(|(i, _)| format!("k{i}")).collect();
        prop_assert_eq!(of(ObjectKind::ForeignKey), keys);
    }

    /// Property 7, of the metadata: a table, an endpoint or a component that the request lists is reached like one that an
    /// operation changes as a whole, once, and brings nothing else along.
    #[test]
    fn property_07_what_the_request_lists_is_reached(
        project in project(),
        tables in proptest::collection::btree_set(0..TABLES, 0..3),
        served in proptest::collection::btree_set(0..6usize, 0..3),
        listed in proptest::collection::btree_set(0..6usize, 0..3),
    ) {
        let names: Vec<String> = tables.iter().map(|t| format!("T{t}")).collect();
        let endpoints: Vec<String> = served.iter().map(|i| format!("get /m{i}")).collect();
        let parts: Vec<String> = listed.iter().map(|i| format!("m{i}")).collect();
        let subject =
            Subject { tables: &names, endpoints: &endpoints, components: &parts, ..Subject::default() };
        let report = run_on(&project, &subject);
        let mut expected = BTreeSet::new();
        for (i, module) in project.modules.iter().enumerate() {
            let reads = tables.contains(&module.table);
            if reads || listed.contains(&i) || (module.served && served.contains(&i)) {
                expected.insert(format!("m{i}"));
            }
            // Called, it is a request to an endpoint; only one that is served is known to the code.
            if module.called && module.served && (reads || served.contains(&i)) {
                expected.insert(format!("w{i}"));
            }
        }
        let found: BTreeSet<String> = report.components.iter().map(|component| component.name.clone()).collect();
        prop_assert_eq!(found, expected);
        let of_table = |table: &usize| report.objects.iter().filter(|o| o.kind == ObjectKind::Table && o.name == format!("public.t{table}")).count();
        prop_assert!(tables.iter().all(|table| of_table(table) == 1));
        // Said twice, by an operation and in the list, it is no more than the operation.
        let drop = [Operation::DropTable { table: "t0".into() }];
        let both = Subject { operations: &drop, tables: &["public.T0".to_owned()], ..Subject::default() };
        prop_assert_eq!(run_on(&project, &both), run(&project, &drop));
    }

    /// A report is the same each time, its graph hangs together, and one operation more never takes anything away.
    #[test]
    fn property_07_reports_are_stable_and_grow(project in project(), operations in operations()) {
        let whole = run(&project, &operations);
        prop_assert_eq!(&whole, &run(&project, &operations));
        let ids: BTreeSet<&str> = whole.graph.nodes.iter().map(|node| node.id.as_str()).collect();
        prop_assert_eq!(ids.len(), whole.graph.nodes.len());
        prop_assert!(whole.graph.edges.iter().all(|edge| ids.contains(edge.from.as_str()) && ids.contains(edge.to.as_str())));
        let part = run(&project, &operations[1..]);
        prop_assert!(part.code.iter().all(|one| whole.code.contains(one)));
        prop_assert!(part.graph.nodes.iter().all(|node| ids.contains(node.id.as_str())));
        prop_assert!(part.risk <= whole.risk && part.effort <= whole.effort);
        prop_assert!(!whole.risk_reasons.is_empty() && !whole.effort_reasons.is_empty());
    }
}

#[test]
fn a_new_foreign_key_reaches_the_table_it_refers_to() {
    let project = Project { modules: Vec::new(), views: Vec::new(), keys: Vec::new() };
    let key = Operation::AddForeignKey { table: "t0".into(), column: "c0".into(), references: "T1 (id)".into() };
    let report = run(&project, &[key]);
    let other = report.objects.iter().find(|object| object.name == "public.t1").unwrap();
    assert_eq!((other.kind, other.why.as_str()), (ObjectKind::Table, "add foreign key t0.c0 to T1 (id) refers to it"));
}

#[test]
fn risk_and_effort_follow_what_is_reached() {
    let module = Module { table: 0, column: 0, rust: true, write: false, served: true, called: true };
    let project = Project { modules: vec![module], views: Vec::new(), keys: Vec::new() };
    let add = Operation::AddTable { table: "new".into() };
    let low = run(&project, &[add]);
    assert_eq!((low.risk, low.effort), (Risk::Low, Effort::Xs));
    let rename = Operation::RenameColumn { table: "t0".into(), name: "c0".into(), new_name: "d".into() };
    let high = run(&project, &[rename]);
    assert_eq!(high.risk, Risk::Critical, "a client call is reached");
    assert!(high.effort >= Effort::M);
    assert_eq!(high.endpoints[0].endpoint, "GET /m0");
    assert_eq!(high.clients[0].function.as_deref(), Some("call_0"));
    assert_eq!(high.code[0].function.as_deref(), Some("use_0"));
}
