//! Which columns the statements of all files use, and the fields their rows are read into.

use super::{CodeIndex, Columns, Use};
use crate::code::facts::{Access, At, FileFacts, RecordFacts, SqlFacts, TableUse};
use crate::code::fold;
use std::collections::{BTreeMap, BTreeSet, HashMap};

/// What names without a table can mean.
#[derive(Clone, Copy)]
pub(super) struct Schemas<'a> {
    /// In whatever schema.
    pub(super) all: &'a Columns,
    /// In the one that the code runs on.
    pub(super) own: &'a Columns,
}

impl Schemas<'_> {
    /// The one table that a column belongs to.
    fn owner<'t>(&self, column: &str, tables: &[&'t str]) -> Option<&'t str> {
        let only = |columns: &Columns| {
            let has = |table: &&str| columns.of(table).is_some_and(|names| names.contains(column));
            let having: BTreeSet<&str> = tables.iter().copied().filter(has).collect();
            (having.len() == 1).then(|| having.first().copied()).flatten()
        };
        only(self.all).or_else(|| only(self.own))
    }
}

impl CodeIndex {
    pub(super) fn uses(&mut self, files: &[&FileFacts], firsts: &[usize], schemas: Schemas<'_>) {
        let columns = schemas.all;
        let mut records: HashMap<&str, Vec<(&str, &RecordFacts)>> = HashMap::new();
        for file in files {
            for record in &file.records {
                records.entry(&record.name).or_default().push((&file.path, record));
            }
        }
        let mut by_name: HashMap<&str, Vec<usize>> = HashMap::new();
        for (i, file) in files.iter().enumerate().filter(|(_, file)| file.path.ends_with(".sql")) {
            by_name.entry(file.path.rsplit('/').next().unwrap_or_default()).or_default().push(i);
        }
        let mut seen = BTreeSet::new();
        for (file, first) in files.iter().zip(firsts) {
            let function = |of: Option<u32>| of.map(|i| first + i as usize);
            let mut tables: HashMap<Option<u32>, BTreeSet<&str>> = HashMap::new();
            let meant = |sql: &&SqlFacts| !sql.perhaps || is_statement(sql, columns);
            for sql in file.sql.iter().filter(meant) {
                tables.entry(sql.function).or_default().extend(sql.uses.iter().map(|one| one.table.as_str()));
            }
            for sql in file.sql.iter().filter(meant) {
                let around = tables.get(&sql.function).filter(|_| sql.fragment);
                let found = self.statement(file, sql, function(sql.function), around, schemas);
                let Some(record) = &sql.record else { continue };
                let candidates = records.get(record.as_str()).map_or(&[][..], Vec::as_slice);
                let here = candidates.iter().find(|(path, _)| *path == file.path);
                let one = here.or(match candidates {
                    [one] => Some(one),
                    _ => None,
                });
                if let Some((path, record)) = one {
                    self.record(path, record, &found, columns, &mut seen);
                }
            }
            for (name, of) in &file.sql_files {
                let wanted = name.trim_start_matches("./").trim_start_matches("../");
                let last = wanted.rsplit('/').next().unwrap_or_default();
                let targets = by_name.get(last).map_or(&[][..], Vec::as_slice);
                for target in targets.iter().filter_map(|i| files.get(*i)) {
                    if target.path == wanted || target.path.ends_with(&format!("/{wanted}")) {
                        for sql in &target.sql {
                            self.statement(target, sql, function(*of), None, schemas);
                        }
                    }
                }
            }
        }
        for uses in self.uses.values_mut().flat_map(BTreeMap::values_mut) {
            uses.sort_by(|a, b| (&a.place, a.access, b.function).cmp(&(&b.place, b.access, a.function)));
            // A file of queries is read for itself and for each function that runs it.
            uses.dedup_by(|a, b| a.place == b.place && a.access == b.access);
        }
    }

    /// Adds the uses of one statement; returns the columns that it reads, by table.
    fn statement(
        &mut self,
        file: &FileFacts,
        sql: &SqlFacts,
        function: Option<usize>,
        around: Option<&BTreeSet<&str>>,
        schemas: Schemas<'_>,
    ) -> BTreeMap<String, BTreeSet<String>> {
        let mut found: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
        let mut add = |index: &mut Self, table: &str, column: Option<&str>, access, at: At| {
            let names = found.entry(table.to_owned()).or_default();
            names.extend(column.map(str::to_owned));
            index.add(table, column, access, at.place(&file.path), function);
        };
        for one in &sql.inserts {
            let insert = Use { place: one.at.place(&file.path), access: Access::Write, function };
            self.inserts.entry(one.table.clone()).or_default().push((one.columns.clone(), insert));
        }
        for one in &sql.uses {
            add(self, &one.table, one.column.as_deref(), one.access, one.at);
        }
        for loose in &sql.loose {
            let tables: Vec<&str> = match around {
                Some(around) => around.iter().copied().collect(),
                None => loose.tables.iter().map(String::as_str).collect(),
            };
            let one = schemas.owner(&loose.column, &tables).or(match tables.as_slice() {
                // Without a schema the only table must be it; a part of a statement is no proof of that.
                [only] if schemas.all.of(only).is_none() && !sql.fragment => Some(*only),
                _ => None,
            });
            let lacks = |table: &&str| schemas.all.of(table).is_some_and(|names| !names.contains(&loose.column));
            if let Some(table) = one {
                add(self, table, Some(&loose.column), loose.access, loose.at);
            } else if loose.sure && !sql.fragment && !tables.is_empty() && tables.iter().all(lacks) {
                let told = Use { place: loose.at.place(&file.path), access: loose.access, function };
                let key = (loose.column.clone(), tables.iter().map(|table| (*table).to_owned()).collect());
                self.adrift.entry(key).or_default().push(told);
            }
        }
        self.words(file, sql, function, &found);
        found
    }

    /// The fields of a type that a statement's rows are read into.
    fn record<'a>(
        &mut self,
        path: &'a str,
        record: &'a RecordFacts,
        found: &BTreeMap<String, BTreeSet<String>>,
        columns: &Columns,
        seen: &mut BTreeSet<(&'a str, At, String)>,
    ) {
        for (name, at) in &record.fields {
            let (apart, together) = (snake(name), fold(name));
            for (table, names) in found {
                let all = names.contains("*");
                let has = |field: &String| columns.of(table).map(|known| known.contains(field));
                // A column may be quoted, and have the field's very name.
                let same = has(&together) == Some(true) || names.contains(&together);
                let field = if same { &together } else { &apart };
                let known = has(field);
                let hit = names.contains(field) || (all && known.unwrap_or(found.len() == 1));
                if hit && known != Some(false) && seen.insert((path, *at, table.clone())) {
                    self.add(table, Some(field), Access::Read, at.place(path), None);
                }
            }
        }
    }
}

/// A text that may be a sentence is a statement where the schema has all that it names, and a column at least: who
/// deletes "from basket" need not mean the table.
fn is_statement(sql: &SqlFacts, columns: &Columns) -> bool {
    let has = |table: &str, column: &str| {
        columns.knows(table) && columns.of(table).is_none_or(|names| names.contains(column))
    };
    let is_known = |one: &TableUse| match one.column.as_deref() {
        None | Some("*") => columns.knows(&one.table),
        Some(column) => has(&one.table, column),
    };
    let names = sql.uses.iter().any(|one| one.column.is_some()) || !sql.loose.is_empty();
    names
        && sql.uses.iter().all(is_known)
        && sql.loose.iter().all(|loose| loose.tables.iter().any(|table| has(table, &loose.column)))
}

/// `createdAt` as a column: `created_at`.
fn snake(name: &str) -> String {
    let mut out = String::with_capacity(name.len() + 4);
    for (i, c) in name.chars().enumerate() {
        if c.is_uppercase() && i > 0 && !out.ends_with('_') {
            out.push('_');
        }
        out.extend(c.to_lowercase());
    }
    out
}
