//! What hangs on a table or a column (SPEC R3.1, R3.2).

use super::Catalog;
use crate::sql::{ConstraintKind, Name, Query};
use serde::Serialize;
use std::collections::{BTreeSet, VecDeque};

/// An object that is affected by a change to a table or a column, and through which way.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Reached {
    /// `table`, `view`, `index`, `constraint`, `trigger` or `function`.
    pub kind: &'static str,
    /// Its name.
    pub name: String,
    /// What it is reached through.
    pub through: String,
}

impl Catalog {
    /// Tables that point at this one by a foreign key.
    pub fn pointing_at(&self, table: &Name) -> &[Name] {
        self.pointed.get(&self.resolve(table)).map_or(&[], Vec::as_slice)
    }

    /// Everything that hangs on the table, or on one column of it: foreign keys, views, views of views, indexes,
    /// triggers, functions. Ends on circles.
    pub fn reach(&self, table: &Name, column: Option<&str>) -> Vec<Reached> {
        let table = self.resolve(table);
        let mut found = BTreeSet::new();
        let used = |columns: &[String]| column.is_none_or(|column| columns.iter().any(|known| known == column));
        for (name, index) in self.indexes.iter().filter(|(_, index)| index.table == table && used(&index.columns)) {
            let _ = index;
            found.insert(Reached { kind: "index", name: name.to_string(), through: table.to_string() });
        }
        for held in self.table(&table).iter().flat_map(|table| &table.constraints) {
            if column.is_some() && used(&held.constraint.columns) {
                found.insert(Reached { kind: "constraint", name: held.name.clone(), through: table.to_string() });
            }
        }
        for pointing in self.pointing_at(&table) {
            let held = self.table(pointing).into_iter().flat_map(|table| &table.constraints);
            for held in held.filter(|held| held.constraint.kind == ConstraintKind::Foreign) {
                let to = held.constraint.references.as_ref().filter(|reference| reference.table == table);
                // Without columns a foreign key points at the primary key.
                if to.is_some_and(|to| used(&to.columns) || (to.columns.is_empty() && self.is_primary(&table, column)))
                {
                    found.insert(Reached { kind: "table", name: pointing.to_string(), through: held.name.clone() });
                }
            }
        }
        if column.is_none() {
            for ((_, name), (calls, _)) in
                self.triggers.range((table.clone(), String::new())..).take_while(|((on, _), _)| *on == table)
            {
                found.insert(Reached { kind: "trigger", name: name.clone(), through: table.to_string() });
                if let Some(calls) = calls {
                    found.insert(Reached { kind: "function", name: calls.to_string(), through: name.clone() });
                }
            }
        }
        if let Some(column) = column {
            self.row_triggers(&table, column, &mut found);
        }
        self.queries(&table, column, &mut found);
        found.into_iter().collect()
    }

    /// The columns of `table` that the function of a trigger on it names: those of the row it is called for.
    pub fn row_columns(&self, table: &Name, query: &Query) -> Vec<String> {
        if !(query.mentions("new") || query.mentions("old")) {
            return Vec::new();
        }
        let columns = self.table(table).into_iter().flat_map(|table| &table.columns).map(|(column, _)| &column.name);
        columns.filter(|column| query.mentions(column)).cloned().collect()
    }

    /// A trigger on `table` names the column, and may fill it where an insert leaves it out.
    pub fn is_named_by_trigger(&self, table: &Name, column: &str) -> bool {
        let mut found = BTreeSet::new();
        self.row_triggers(&self.resolve(table), column, &mut found);
        !found.is_empty()
    }

    fn row_triggers(&self, table: &Name, column: &str, found: &mut BTreeSet<Reached>) {
        let own = self.triggers.range((table.clone(), String::new())..).take_while(|((on, _), _)| on == table);
        for calls in own.filter_map(|(_, (calls, _))| calls.as_ref()) {
            let columns = self.routines.get(calls).map(|routine| self.row_columns(table, &routine.query));
            if columns.unwrap_or_default().iter().any(|named| named == column) {
                found.insert(Reached { kind: "function", name: calls.to_string(), through: table.to_string() });
            }
        }
    }

    fn is_primary(&self, table: &Name, column: Option<&str>) -> bool {
        let Some(column) = column else { return true };
        let held = self.table(table).into_iter().flat_map(|table| &table.constraints);
        held.filter(|held| held.constraint.kind == ConstraintKind::Primary)
            .any(|held| held.constraint.columns.iter().any(|known| known == column))
    }

    fn queries(&self, table: &Name, column: Option<&str>, found: &mut BTreeSet<Reached>) {
        let reads = |tables: &[Name], of: &Name| tables.iter().any(|name| name == of || self.resolve(name) == *of);
        for (name, routine) in &self.routines {
            if reads(&routine.query.tables, table) && column.is_none_or(|column| routine.query.mentions(column)) {
                found.insert(Reached { kind: "function", name: name.to_string(), through: table.to_string() });
            }
        }
        let mut seen = BTreeSet::from([table.clone()]);
        let mut next = VecDeque::from([table.clone()]);
        while let Some(source) = next.pop_front() {
            for (name, view) in self.views.iter().filter(|(_, view)| reads(&view.query.tables, &source)) {
                // A column is named in the first view; what a view above it calls it is not known.
                let direct = source == *table;
                if direct && column.is_some_and(|column| !view.query.mentions(column)) {
                    continue;
                }
                found.insert(Reached { kind: "view", name: name.to_string(), through: source.to_string() });
                if seen.insert(name.clone()) {
                    next.push_back(name.clone());
                }
            }
        }
    }

    /// The reached objects in a few words, for a message; nothing where there are none.
    pub fn reach_words(&self, table: &Name, column: Option<&str>) -> Option<String> {
        let mut all: Vec<_> =
            self.reach(table, column).into_iter().filter(|one| !matches!(one.kind, "index" | "constraint")).collect();
        // They are in the order of their names; one may be reached through several.
        all.dedup_by(|one, other| (one.kind, &one.name) == (other.kind, &other.name));
        let shown: Vec<_> = all.iter().take(5).map(|one| format!("{} {}", one.kind, one.name)).collect();
        let rest = all.len().saturating_sub(shown.len());
        match (shown.is_empty(), rest) {
            (true, _) => None,
            (_, 0) => Some(shown.join(", ")),
            _ => Some(format!("{} and {rest} more", shown.join(", "))),
        }
    }
}
