//! Rows before and after.

use super::model::TableRows;
use std::collections::{BTreeMap, BTreeSet};
use store::scratch::catalog::Catalog;
use store::scratch::{Row, Session};

/// Tables with more rows than this are not compared.
const MOST: u32 = 5_000;

/// Rows of one table; nothing where they cannot be told apart from others (too many, or not readable).
#[derive(Clone, Debug)]
pub(super) struct Snapshot {
    rows: Vec<Row>,
    columns: BTreeSet<String>,
    key: Vec<String>,
}

/// By `schema.name`.
pub(super) type Snapshots = BTreeMap<String, Option<Snapshot>>;

/// The rows of these tables, where they are there.
pub(super) async fn take(session: &mut Session, catalog: &Catalog, tables: &BTreeSet<String>) -> Snapshots {
    let mut all = Snapshots::new();
    for relation in &catalog.relations {
        let name = relation.full_name();
        if !tables.contains(&name) || !matches!(relation.kind.as_str(), "r" | "p") {
            continue;
        }
        let read = session.rows(&relation.schema, &relation.name, relation.kind == "p", MOST + 1).await;
        let few = read.ok().filter(|rows| rows.len() <= MOST as usize);
        let columns = catalog.columns.iter().filter(|column| column.relation == name);
        let columns: BTreeSet<String> = columns.map(|column| column.name.clone()).collect();
        let key = catalog.constraints.iter().find(|one| one.relation == name && one.kind == "p");
        let key = key.map(|one| one.columns.clone()).unwrap_or_default();
        all.insert(name, few.map(|rows| Snapshot { rows, columns, key }));
    }
    all
}

/// What happened to the rows; `renamed` gives tables and columns their new names.
pub(super) fn compare(before: &Snapshots, after: &Snapshots, renamed: &Renamed) -> Vec<TableRows> {
    let mut all = Vec::new();
    for (table, was) in before {
        let Some(was) = was else { continue };
        let now = match after.get(renamed.table(table)) {
            Some(Some(now)) => now.clone(),
            Some(None) => continue,
            None => Snapshot { rows: Vec::new(), columns: was.columns.clone(), key: was.key.clone() },
        };
        let found = rows(table, was, &now, renamed);
        if found.lost + found.altered + found.added > 0 {
            all.push(found);
        }
    }
    all
}

fn rows(table: &str, was: &Snapshot, now: &Snapshot, renamed: &Renamed) -> TableRows {
    // By the old names.
    let common: Vec<(&String, &str)> = was
        .columns
        .iter()
        .map(|column| (column, renamed.column(table, column)))
        .filter(|(_, new)| now.columns.contains(*new))
        .collect();
    let old_row = |row: &Row| -> Row {
        common.iter().map(|(old, _)| ((*old).clone(), row.get(*old).cloned().flatten())).collect()
    };
    let new_row = |row: &Row| -> Row {
        common.iter().map(|(old, new)| ((*old).clone(), row.get(*new).cloned().flatten())).collect()
    };
    let mut found = TableRows {
        table: table.to_owned(),
        before: was.rows.len(),
        after: now.rows.len(),
        lost: 0,
        altered: 0,
        columns: Vec::new(),
        added: 0,
    };
    let mut left: Vec<Row> = now.rows.iter().map(new_row).collect();
    // First what is the same, so that what remains is really another.
    let mut unmatched = Vec::new();
    for row in was.rows.iter().map(old_row) {
        match left.iter().position(|other| *other == row) {
            Some(at) => {
                left.swap_remove(at);
            }
            None => unmatched.push(row),
        }
    }
    let keyed = !was.key.is_empty() && was.key.iter().all(|column| common.iter().any(|(old, _)| *old == column));
    let mut columns = BTreeSet::new();
    for row in unmatched {
        let same_key = |other: &Row| keyed && was.key.iter().all(|column| other.get(column) == row.get(column));
        match left.iter().position(same_key) {
            Some(at) => {
                let other = left.swap_remove(at);
                found.altered += 1;
                columns
                    .extend(row.iter().filter(|(name, value)| other.get(*name) != Some(value)).map(|(n, _)| n.clone()));
            }
            None => found.lost += 1,
        }
    }
    found.added = left.len();
    found.columns = columns.into_iter().collect();
    found
}

/// Tables and columns that a pass gives other names.
#[derive(Clone, Debug, Default)]
pub(super) struct Renamed {
    /// `schema.name` to the same.
    pub(super) tables: BTreeMap<String, String>,
    /// Table (by its old name) and column to the new name.
    pub(super) columns: BTreeMap<(String, String), String>,
}

impl Renamed {
    fn table<'a>(&'a self, name: &'a str) -> &'a str {
        self.tables.get(name).map_or(name, String::as_str)
    }

    fn column<'a>(&'a self, table: &str, name: &'a str) -> &'a str {
        self.columns.get(&(table.to_owned(), name.to_owned())).map_or(name, String::as_str)
    }
}
