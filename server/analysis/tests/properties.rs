//! The specification's properties, as far as they are about SQL.

use analysis::operations::Operation;
use analysis::rules::{Check, Level, RULES};
use analysis::sql::{self, Depth, Dialect, Limits, Name};
use analysis::state::{Catalog, Origin};
use analysis::{Effect, Files, Options, Severity, lint};
use proptest::prelude::*;
use std::collections::{BTreeMap, BTreeSet};

fn config() -> ProptestConfig {
    ProptestConfig { cases: 512, failure_persistence: None, ..ProptestConfig::default() }
}

/// A schema by construction: tables with columns, foreign keys to earlier tables, views on tables or earlier views.
#[derive(Clone, Debug)]
struct World {
    /// Columns of each table besides its key.
    tables: Vec<Vec<String>>,
    /// From table, to table.
    keys: BTreeSet<(usize, usize)>,
    /// What each view reads: a table and one of its columns, or an earlier view.
    views: Vec<(bool, usize, usize)>,
    quoted: bool,
}

fn world() -> impl Strategy<Value = World> {
    let columns = prop::collection::btree_set("[a-z]{3,8}_c", 1..5).prop_map(|set| set.into_iter().collect::<Vec<_>>());
    (prop::collection::vec(columns, 1..6), any::<bool>()).prop_flat_map(|(tables, quoted)| {
        let count = tables.len();
        let keys = prop::collection::btree_set((0..count, 0..count), 0..6);
        let views = prop::collection::vec((any::<bool>(), 0usize..100, 0usize..100), 0..6);
        (Just(tables), keys, views, Just(quoted)).prop_map(|(tables, keys, views, quoted)| {
            let keys = keys.into_iter().filter(|(from, to)| to < from).collect();
            World { tables, keys, views, quoted }
        })
    })
}

impl World {
    fn name(&self, table: usize) -> String {
        if self.quoted { format!("\"T {table}\"") } else { format!("Table_{table}") }
    }

    fn folded(&self, table: usize) -> String {
        if self.quoted { format!("T {table}") } else { format!("table_{table}") }
    }

    /// A view reads an earlier view where it asks for one and there is one.
    fn source(&self, view: usize) -> Result<(usize, &str), usize> {
        let (on_view, pick, column) = self.views[view];
        if on_view && view > 0 {
            return Err(pick % view);
        }
        let table = pick % self.tables.len();
        Ok((table, &self.tables[table][column % self.tables[table].len()]))
    }

    fn sql(&self) -> String {
        let mut sql = String::new();
        for (table, columns) in self.tables.iter().enumerate() {
            let columns: String = columns.iter().map(|column| format!(", {column} text")).collect();
            sql.push_str(&format!("CREATE TABLE {} (id bigint PRIMARY KEY{columns});\n", self.name(table)));
        }
        for (from, to) in &self.keys {
            let (from_name, to_name) = (self.name(*from), self.name(*to));
            sql.push_str(&format!("ALTER TABLE {from_name} ADD COLUMN to_{to} bigint REFERENCES {to_name} (id);\n"));
        }
        for view in 0..self.views.len() {
            match self.source(view) {
                Ok((table, column)) => {
                    let name = self.name(table);
                    sql.push_str(&format!(
                        "CREATE VIEW view_{view} AS SELECT x.{column} FROM {name} AS x WHERE x.id > 0;\n"
                    ));
                }
                Err(other) => sql.push_str(&format!("CREATE VIEW view_{view} AS SELECT count(*) FROM view_{other};\n")),
            }
        }
        sql
    }

    /// Views that hang on a table or a column, directly or through others.
    fn reached_views(&self, table: usize, column: Option<&str>) -> BTreeSet<String> {
        let mut reached = BTreeSet::new();
        for view in 0..self.views.len() {
            let hit = match self.source(view) {
                Ok((source, read)) => source == table && column.is_none_or(|column| column == read),
                Err(other) => reached.contains(&other),
            };
            if hit {
                reached.insert(view);
            }
        }
        reached.into_iter().map(|view| format!("view_{view}")).collect()
    }
}

fn catalog(text: &str) -> Catalog {
    let mut catalog = Catalog::default();
    let script = sql::read(text, 0, text.len(), Dialect::Postgres, &Limits::default(), Depth::Effects);
    for located in script.statements.iter().flat_map(|statement| &statement.ops) {
        catalog.apply(&located.op, Origin::Before, Dialect::Postgres);
    }
    catalog
}

proptest! {
    #![proptest_config(config())]

    /// Property 7: all dependencies of a change are found, and none that is not there.
    #[test]
    fn property_07_dependencies_are_found_through_keys_and_views(world in world(), pick in any::<prop::sample::Index>()) {
        let catalog = catalog(&world.sql());
        let table = pick.index(world.tables.len());
        let name = Name::bare(world.folded(table));
        let of = |kind: &str, column: Option<&str>| -> BTreeSet<String> {
            catalog.reach(&name, column).into_iter().filter(|one| one.kind == kind).map(|one| one.name).collect()
        };
        let pointing: BTreeSet<_> = world.keys.iter().filter(|(_, to)| *to == table).map(|(from, _)| world.folded(*from)).collect();
        prop_assert_eq!(of("table", None), pointing.clone());
        prop_assert_eq!(of("table", Some("id")), pointing);
        prop_assert_eq!(of("view", None), world.reached_views(table, None));
        let column = pick.get(&world.tables[table]);
        prop_assert_eq!(of("view", Some(column)), world.reached_views(table, Some(column)));
        prop_assert_eq!(of("table", Some(column)), BTreeSet::new());
    }

    /// Property 13, its premise: whatever breaks is seen to break, at its place, and is not let through.
    #[test]
    fn property_13_breaking_sql_is_found_and_blocks(world in world(), pick in any::<prop::sample::Index>(), kind in 0usize..8, upper in any::<bool>(), gap in "[ \t\r\n]{1,3}") {
        let table = pick.index(world.tables.len());
        let (name, column) = (world.name(table), pick.get(&world.tables[table]).clone());
        let (statement, rule) = match kind {
            0 => (format!("drop table {name} cascade"), "drop-table"),
            1 => (format!("alter table {name} drop column {column} cascade"), "drop-column"),
            2 => (format!("alter table {name} rename column {column} to other_c"), "rename-column"),
            3 => (format!("alter table {name} rename to others"), "rename-table"),
            4 => (format!("alter table {name} alter column {column} type integer using 1"), "narrow-column-type"),
            5 => (format!("alter table {name} alter {column} set not null"), "set-not-null"),
            6 => (format!("alter table only {name} add required integer not null"), "add-required-column"),
            _ => (format!("alter table {name} set schema elsewhere"), "set-schema"),
        };
        let words = statement.split(' ').map(|word| {
            let keyword = word.chars().all(|c| c.is_ascii_lowercase()) && upper;
            if keyword { word.to_uppercase() } else { word.to_owned() }
        });
        // A quoted name keeps its blank.
        let statement = if world.quoted { words.collect::<Vec<_>>().join(" ") } else { words.collect::<Vec<_>>().join(&gap) };
        let change = format!("-- breaks\nSELECT 1;\n{statement};\n");
        let base: Files = [("1_base.sql", world.sql().into_bytes())].into_iter().collect();
        let mut head = base.clone();
        head.put("2_change.sql", change.clone().into_bytes());
        let report = lint(&head, &base, &Options::default());
        let found = report.findings.iter().find(|finding| finding.rule == rule);
        prop_assert!(found.is_some(), "{} in {:?}", rule, report.findings);
        let found = found.unwrap();
        prop_assert_eq!(found.severity, Severity::Error);
        prop_assert!(found.effects.contains(&Effect::Breaking));
        prop_assert_eq!(found.place.as_ref().map(|place| (place.path.as_str(), place.line)), Some(("2_change.sql", 3)));
        prop_assert!(report.blocks() && report.breaks());
        prop_assert_eq!(report.operations.len(), 1);

        // The same statement on a table that this same change makes breaks nobody.
        let fresh: Files = [("1_all.sql", format!("{}{change}", world.sql()).into_bytes())].into_iter().collect();
        let report = lint(&fresh, &Files::default(), &Options::default());
        prop_assert!(!report.breaks(), "{:?}", report.findings);
    }

    /// Property 13, the other side: what breaks nothing raises no alarm, or every change would need an architect.
    #[test]
    fn property_13_compatible_sql_does_not_block(world in world(), pick in any::<prop::sample::Index>(), kinds in prop::collection::vec(0usize..7, 1..5)) {
        let table = pick.index(world.tables.len());
        let (name, column) = (world.name(table), pick.get(&world.tables[table]).clone());
        let mut change = String::from("SET lock_timeout = '1s';\n");
        let mut expected = 0;
        for (at, kind) in kinds.into_iter().enumerate() {
            change.push_str(&match kind {
                0 => format!("ALTER TABLE {name} ADD COLUMN extra_{at} text;"),
                1 => format!("ALTER TABLE {name} ADD COLUMN extra_{at} text DEFAULT 'x' NOT NULL;"),
                2 => format!("CREATE INDEX CONCURRENTLY extra_{at}_idx ON {name} ({column});"),
                3 => format!("CREATE TABLE extra_{at} (id bigint PRIMARY KEY);"),
                4 => format!("ALTER TABLE {name} ADD CONSTRAINT extra_{at} CHECK ({column} <> '') NOT VALID;"),
                5 => format!("CREATE VIEW extra_{at} AS SELECT {column} FROM {name};"),
                _ => format!("COMMENT ON TABLE {name} IS 'drop table x; alter table y';"),
            });
            expected += usize::from(kind < 5);
            change.push('\n');
        }
        let base: Files = [("1_base.sql", world.sql().into_bytes())].into_iter().collect();
        let mut head = base.clone();
        head.put("2_change.sql", change.into_bytes());
        let report = lint(&head, &base, &Options::default());
        prop_assert!(!report.blocks() && !report.breaks(), "{:?}", report.findings);
        prop_assert_eq!(report.operations.len(), expected);
    }

    /// The history is read the same whether it stands in one file or in many.
    #[test]
    fn a_history_in_pieces_leaves_the_same_tables(world in world()) {
        let whole = catalog(&world.sql());
        let mut pieces = Catalog::default();
        for statement in world.sql().split_inclusive(";\n") {
            let script = sql::read(statement, 0, statement.len(), Dialect::Postgres, &Limits::default(), Depth::Effects);
            for located in script.statements.iter().flat_map(|statement| &statement.ops) {
                pieces.apply(&located.op, Origin::Before, Dialect::Postgres);
            }
        }
        let shape = |catalog: &Catalog| -> BTreeMap<String, Vec<String>> {
            catalog.tables.iter().map(|(name, table)| (name.to_string(), table.columns.iter().map(|(c, _)| c.name.clone()).collect())).collect()
        };
        prop_assert_eq!(shape(&whole), shape(&pieces));
        prop_assert_eq!(whole.tables.len(), world.tables.len());
    }
}

#[test]
fn operations_have_the_shape_of_declared_ones() {
    let sql = "ALTER TABLE users ADD COLUMN nick varchar(20) DEFAULT 'x' NOT NULL, RENAME TO people;";
    let head: Files = [("1_a.sql", sql.as_bytes().to_vec())].into_iter().collect();
    let report = lint(&head, &Files::default(), &Options::default());
    let found: Vec<_> = report.operations.iter().map(|found| serde_json::to_value(&found.operation).unwrap()).collect();
    assert_eq!(
        found,
        [
            serde_json::json!({
                "kind": "add-column", "table": "users", "name": "nick", "type": "varchar(20)", "nullable": false, "default": "'x'",
            }),
            serde_json::json!({ "kind": "rename-table", "table": "users", "newName": "people" }),
        ]
    );
    assert!(matches!(report.operations[0].operation, Operation::AddColumn { .. }));
}

/// The speed of linting, printed: `cargo test --release -p analysis --test properties -- --ignored --nocapture`.
#[test]
#[ignore = "a measurement"]
fn a_thousand_files() {
    let mut head = Files::default();
    for at in 0..1_000 {
        let sql = format!(
            "SET lock_timeout = '2s';\nCREATE TABLE t{at} (id bigint PRIMARY KEY, a text NOT NULL, b integer DEFAULT 0, c jsonb);\n\
             CREATE INDEX t{at}_a_idx ON t{at} (a);\nALTER TABLE t{at} ADD COLUMN d text, ADD CONSTRAINT t{at}_b_check CHECK (b > 0);\n\
             INSERT INTO t{at} (id, a) VALUES (1, 'x'), (2, 'y');\nCREATE VIEW v{at} AS SELECT id, a FROM t{at} WHERE b > 1;\n\
             ALTER TABLE t{} ADD COLUMN e bigint REFERENCES t{at} (id);\n",
            at / 2
        );
        head.put(format!("{at:04}_change.sql"), sql.into_bytes());
    }
    let began = std::time::Instant::now();
    let report = lint(&head, &Files::default(), &Options::default());
    println!("new: {:?}, {} findings, {} operations", began.elapsed(), report.findings.len(), report.operations.len());
    let own = RULES
        .iter()
        .filter(|rule| matches!(rule.check, Check::Squawk(_)))
        .map(|rule| (rule.name.to_owned(), Level::Off));
    let own = Options { rules: own.collect(), ..Options::default() };
    let began = std::time::Instant::now();
    let report_without = lint(&head, &Files::default(), &own);
    println!("without Squawk's rules: {:?}, {} findings", began.elapsed(), report_without.findings.len());
    let began = std::time::Instant::now();
    let report = lint(&head, &head, &Options::default());
    println!("deployed: {:?}, {} findings", began.elapsed(), report.findings.len());
}
