//! Property 7, whole: from a request and the files of a repository (migrations, code in two languages, the project file)
//! to exactly what depends on it.

use analysis::Files;
use domain::change::Operation;
use engine::validation::{Declared, PROJECT_FILE, Rules, project, reach};
use proptest::prelude::*;
use std::collections::BTreeSet;
use std::fmt::Write as _;

const TABLES: usize = 4;
const COLUMNS: [&str; 4] = ["id", "c0", "c1", "c2"];

/// What a module reads or writes: a column of a table, or a view.
#[derive(Clone, Copy, Debug)]
enum Source {
    Column(usize, usize),
    View(usize),
}

#[derive(Clone, Debug)]
struct Module {
    source: Source,
    rust: bool,
    served: bool,
    called: bool,
}

#[derive(Clone, Debug)]
struct Shop {
    modules: Vec<Module>,
    views: Vec<Source>,
    /// From table, to table.
    keys: Vec<(usize, usize)>,
}

fn source(views: usize) -> impl Strategy<Value = Source> {
    (any::<bool>(), 0..TABLES, 0..COLUMNS.len(), 0..views.max(1)).prop_map(move |(view, table, column, at)| {
        if view && views > 0 { Source::View(at) } else { Source::Column(table, column) }
    })
}

fn shop() -> impl Strategy<Value = Shop> {
    (0usize..4, prop::collection::vec((0..TABLES, 0..TABLES), 0..4)).prop_flat_map(|(count, keys)| {
        // A view reads a table or an earlier view.
        let views: Vec<_> = (0..count).map(source).collect();
        let module = (source(count), any::<[bool; 3]>()).prop_map(|(source, [rust, served, called])| Module {
            source,
            rust,
            served,
            called,
        });
        (views, prop::collection::vec(module, 1..5)).prop_map(move |(views, modules)| Shop {
            modules,
            views,
            keys: keys.clone(),
        })
    })
}

fn operation() -> impl Strategy<Value = Operation> {
    (0..TABLES, 0..COLUMNS.len(), 0..4usize).prop_map(|(table, column, kind)| {
        // As people write them.
        let (table, name) =
            (format!("{}t{table}", if column == 0 { "public." } else { "" }), COLUMNS[column].to_owned());
        match kind {
            0 => Operation::DropTable { table },
            1 => Operation::RenameColumn { table, name, new_name: "z".to_owned() },
            2 => Operation::ModifyColumn {
                table,
                name,
                data_type: Some("numeric".to_owned()),
                nullable: None,
                default: None,
            },
            _ => Operation::DropColumn { table, name },
        }
    })
}

impl Shop {
    fn files(&self) -> Files {
        let mut sql = String::new();
        for table in 0..TABLES {
            let _ = writeln!(sql, "CREATE TABLE t{table} (id bigint PRIMARY KEY, c0 text, c1 text, c2 text);");
        }
        for (at, (from, to)) in self.keys.iter().enumerate() {
            let _ = writeln!(sql, "ALTER TABLE t{from} ADD COLUMN k{at} bigint;");
            let _ =
                writeln!(sql, "ALTER TABLE t{from} ADD CONSTRAINT key_{at} FOREIGN KEY (k{at}) REFERENCES t{to} (id);");
        }
        for (at, below) in self.views.iter().enumerate() {
            let query = match below {
                Source::Column(table, column) => format!("SELECT x.{} AS y FROM t{table} AS x", COLUMNS[*column]),
                Source::View(view) => format!("SELECT y FROM v{view}"),
            };
            let _ = writeln!(sql, "CREATE VIEW v{at} AS {query};");
        }
        let mut all = vec![("db/001_all.up.sql".to_owned(), sql)];
        let mut rules = "key = 'shop'\nname = 'Shop'\ndefaultTeam = 'data'\nteams = [{ name = 'data' }]\n[migrations]\nfolder = 'db'\n".to_owned();
        let mut part = |name: &str, layer: &str, glob: &str| {
            let _ = writeln!(
                rules,
                "[[components]]\nname = '{name}'\nlayer = '{layer}'\npaths = ['{glob}']\nteam = 'data'"
            );
        };
        part("schema", "database", "db/**");
        for (i, module) in self.modules.iter().enumerate() {
            let query = match module.source {
                Source::Column(table, column) => format!("SELECT x.{} FROM t{table} x", COLUMNS[column]),
                Source::View(view) => format!("SELECT y FROM v{view}"),
            };
            let served = |text: String| if module.served { text } else { String::new() };
            all.push(if module.rust {
                let route = served(format!(".route(\"/m{i}\", get(use_{i}))"));
                (
                    format!("m{i}/a.rs"),
                    format!(
                        "fn use_{i}() {{ sqlx::query(\"{query}\"); }}\nfn router() -> Router {{ Router::new(){route} }}"
                    ),
                )
            } else {
                let route = served(format!("app.get('/m{i}', use_{i});"));
                (format!("m{i}/a.ts"), format!("function use_{i}(q, r) {{ pool.query(`{query}`); }}\n{route}"))
            });
            part(&format!("m{i}"), "repository", &format!("m{i}/**"));
            if module.called {
                all.push((format!("w{i}/b.ts"), format!("export const call_{i} = () => fetch('/m{i}');")));
                part(&format!("w{i}"), "client", &format!("w{i}/*.ts"));
            }
        }
        all.push((PROJECT_FILE.to_owned(), rules));
        all.into_iter().map(|(path, text)| (path, text.into_bytes())).collect()
    }

    /// The views that go along with what the operations change, directly or through others.
    fn views_hit(&self, operations: &[Operation]) -> BTreeSet<usize> {
        let mut hit = BTreeSet::new();
        for (at, below) in self.views.iter().enumerate() {
            if self.is_hit(*below, operations, &hit) {
                hit.insert(at);
            }
        }
        hit
    }

    fn is_hit(&self, source: Source, operations: &[Operation], views: &BTreeSet<usize>) -> bool {
        match source {
            Source::Column(table, column) => operations.iter().any(|o| hits(o, table, Some(COLUMNS[column]))),
            Source::View(view) => views.contains(&view),
        }
    }
}

/// The operation changes the table as a whole, or this column of it.
fn hits(operation: &Operation, table: usize, column: Option<&str>) -> bool {
    let own = operation.table().is_some_and(|name| name.trim_start_matches("public.") == format!("t{table}"));
    let columns = operation.columns();
    own && (columns.is_empty() || column.is_some_and(|column| columns.contains(&column)))
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 256, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn property_07_dependency_detection(
        shop in shop(),
        operations in prop::collection::vec(operation(), 1..4),
        listed in prop::collection::btree_set(0..5usize, 0..2),
    ) {
        let files = shop.files();
        let rules = Rules::of(project(&files).unwrap().as_ref(), &files).unwrap();
        let declared = Declared {
            operations: serde_json::from_value(serde_json::to_value(&operations).unwrap()).unwrap(),
            breaking: true,
            components: listed.iter().map(|i| format!("m{i}")).collect(),
            ..Declared::default()
        };
        let found = reach(&files, &rules, &declared, &mut |_| ());

        let views = shop.views_hit(&operations);
        let mut expected = BTreeSet::from(["schema".to_owned()]);
        for (i, module) in shop.modules.iter().enumerate() {
            let hit = shop.is_hit(module.source, &operations, &views);
            expected.extend((hit || listed.contains(&i)).then(|| format!("m{i}")));
            expected.extend((hit && module.served && module.called).then(|| format!("w{i}")));
        }
        let names: BTreeSet<String> = found.components.iter().map(|component| component.name.clone()).collect();
        prop_assert_eq!(names, expected);
        prop_assert!(found.components.iter().all(|component| !component.reasons.is_empty()));

        let of = |kind: &str| -> BTreeSet<String> {
            let all = found.objects.iter().filter(|object| serde_json::to_value(object.kind).unwrap() == kind);
            all.map(|object| object.name.clone()).collect()
        };
        prop_assert_eq!(of("view"), views.iter().map(|view| format!("public.v{view}")).collect::<BTreeSet<_>>());
        let keys = shop.keys.iter().enumerate().filter(|(_, (from, to))| {
            operations.iter().any(|o| hits(o, *from, None) || hits(o, *to, Some("id")))
        });
        prop_assert_eq!(of("foreign-key"), keys.map(|(at, _)| format!("key_{at}")).collect::<BTreeSet<_>>());

        // Each reader is named where it stands.
        for (i, module) in shop.modules.iter().enumerate() {
            let file = if module.rust { format!("m{i}/a.rs") } else { format!("m{i}/a.ts") };
            let named = found.code.iter().any(|one| one.place.path == file && one.place.line == 1);
            prop_assert_eq!(named, shop.is_hit(module.source, &operations, &views), "{}", file);
        }
    }
}
