//! A change is called reversible exactly when its down restores what was there.

use crate::proof::{plan_of, run, scratch};
use engine::proof::{Reason, Verdict};
use proptest::prelude::*;
use proptest::test_runner::{Config, TestRunner};
use store::scratch::Scratch;

const TYPES: &[&str] =
    &["int", "text", "boolean", "timestamptz", "numeric(8,2)", "uuid", "jsonb", "varchar(9)", "date[]"];

#[derive(Clone, Debug)]
struct Case {
    /// Types and whether a value is needed, for each table.
    tables: Vec<Vec<(usize, bool)>>,
    /// Which table the change is about.
    table: usize,
    what: What,
    down: Down,
}

#[derive(Clone, Copy, Debug, PartialEq)]
enum What {
    AddColumn,
    DropColumn,
    AddTable,
    DropTable,
    AddIndex,
}

#[derive(Clone, Copy, Debug, PartialEq)]
enum Down {
    Undoes,
    DoesNothing,
    Absent,
    Fails,
}

fn cases() -> impl Strategy<Value = Case> {
    let table = prop::collection::vec((0..TYPES.len(), any::<bool>()), 1..5);
    let what =
        prop::sample::select(vec![What::AddColumn, What::DropColumn, What::AddTable, What::DropTable, What::AddIndex]);
    let down = prop::sample::select(vec![Down::Undoes, Down::Undoes, Down::DoesNothing, Down::Absent, Down::Fails]);
    (prop::collection::vec(table, 1..4), any::<prop::sample::Index>(), what, down)
        .prop_map(|(tables, at, what, down)| Case { table: at.index(tables.len()), tables, what, down })
}

fn create(n: usize, columns: &[(usize, bool)]) -> String {
    let columns: Vec<String> = columns
        .iter()
        .enumerate()
        .map(|(at, (ty, needed))| format!("c{at} {}{}", TYPES[*ty], if *needed { " NOT NULL" } else { "" }))
        .collect();
    format!("CREATE TABLE t{n} (id int PRIMARY KEY, {});\n", columns.join(", "))
}

async fn holds(scratch: &Scratch, case: &Case) -> Result<(), TestCaseError> {
    let base: String = case.tables.iter().enumerate().map(|(n, columns)| create(n, columns)).collect();
    let n = case.table;
    let last = case.tables[n].len() - 1;
    let (ty, needed) = case.tables[n][last];
    let default = match TYPES[ty] {
        "int" | "numeric(8,2)" => "0",
        "boolean" => "false",
        "uuid" => "'00000000-0000-0000-0000-000000000000'",
        "timestamptz" => "now()",
        "jsonb" | "date[]" => "'{}'",
        _ => "''",
    };
    let (up, undo) = match case.what {
        What::AddColumn => {
            (format!("ALTER TABLE t{n} ADD COLUMN more text"), format!("ALTER TABLE t{n} DROP COLUMN more"))
        }
        What::DropColumn if needed => (
            format!("ALTER TABLE t{n} DROP COLUMN c{last}"),
            format!(
                "ALTER TABLE t{n} ADD COLUMN c{last} {} NOT NULL DEFAULT {default}; ALTER TABLE t{n} ALTER COLUMN c{last} DROP DEFAULT",
                TYPES[ty]
            ),
        ),
        What::DropColumn => (
            format!("ALTER TABLE t{n} DROP COLUMN c{last}"),
            format!("ALTER TABLE t{n} ADD COLUMN c{last} {}", TYPES[ty]),
        ),
        What::AddTable => (create(99, &case.tables[n]), "DROP TABLE t99".to_owned()),
        What::DropTable => (format!("DROP TABLE t{n}"), create(n, &case.tables[n])),
        What::AddIndex => (format!("CREATE INDEX i ON t{n} (id)"), "DROP INDEX i".to_owned()),
    };
    let down = match case.down {
        Down::Undoes => Some(undo),
        Down::DoesNothing => Some("SELECT 1".to_owned()),
        Down::Fails => Some(format!("{undo}; SELECT 1 / 0")),
        Down::Absent => None,
    };
    let mut change = vec![("2_c.up.sql", up.as_str())];
    change.extend(down.as_deref().map(|down| ("2_c.down.sql", down)));
    let proof = run(scratch, &plan_of(&[("1_b.up.sql", &base), ("1_b.down.sql", "SELECT 1")], &change)).await;
    let keeps = !matches!(case.what, What::DropColumn | What::DropTable);
    let expected = if case.down == Down::Undoes && keeps { Verdict::Reversible } else { Verdict::Irreversible };
    prop_assert_eq!(proof.verdict, expected, "{:?} {:?}", case, proof.reasons);
    let told = |test: fn(&Reason) -> bool| proof.reasons.iter().any(test);
    let said = match case.down {
        Down::Absent => told(|reason| matches!(reason, Reason::DownMissing { .. })),
        Down::Fails => told(|reason| matches!(reason, Reason::DownFails { .. })),
        Down::DoesNothing if keeps => told(|reason| matches!(reason, Reason::LeftBehind { .. })),
        Down::DoesNothing => told(|reason| matches!(reason, Reason::NotRestored { .. })),
        Down::Undoes if case.what == What::DropTable => told(|reason| matches!(reason, Reason::RowsLost { .. })),
        Down::Undoes if case.what == What::DropColumn => told(|reason| matches!(reason, Reason::RowsAltered { .. })),
        Down::Undoes => proof.reasons.is_empty(),
    };
    prop_assert!(said, "{:?} {:?}", case, proof.reasons);
    Ok(())
}

#[test]
fn property_reversible_exactly_when_down_restores() {
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build().unwrap();
    let scratch = runtime.block_on(scratch());
    let mut runner =
        TestRunner::new(Config { cases: 48, max_shrink_iters: 20, failure_persistence: None, ..Config::default() });
    runner.run(&cases(), |case| runtime.block_on(holds(&scratch, &case))).unwrap();
}
