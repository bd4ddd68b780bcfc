//! What statements name beside tables and columns: routines, texts, and what an insert may meet.

use super::{CodeIndex, Named, Use};
use crate::code::facts::{Access, At, FileFacts, SqlFacts};
use crate::code::fold;
use crate::touched::Reach;
use std::collections::BTreeSet;
use std::sync::Arc;

impl CodeIndex {
    /// The places that use what is reached.
    pub fn reached(&self, reach: &Reach) -> Vec<&Use> {
        let mut all = self.reaching(reach);
        all.sort_by(|a, b| (&a.place, a.access, b.function).cmp(&(&b.place, b.access, a.function)));
        // A file of queries is read for itself and for each function that runs it.
        all.dedup_by(|a, b| a.place == b.place && a.access == b.access);
        all
    }

    fn reaching(&self, reach: &Reach) -> Vec<&Use> {
        match reach {
            Reach::Table(table) => self.of_table(table),
            Reach::Column(table, column) => self.of_column(table, column),
            Reach::Routine(name) => self.called.get(name).into_iter().flatten().collect(),
            Reach::Value(table, column, text) => {
                let column = &fold(column);
                let all = self.texts.get(text).into_iter().flatten();
                let of =
                    |used: &Named| used.get(table).is_some_and(|names| names.contains(column) || names.contains("*"));
                all.filter(|(used, _)| of(used)).map(|(_, one)| one).collect()
            }
            Reach::Conflict(table, columns, name) => {
                let wanted: BTreeSet<String> = columns.iter().map(|column| fold(column)).collect();
                let name = fold(name);
                let all = self.conflicts.get(table).into_iter().flatten();
                let meets = |of: &[String], named: &Option<String>| {
                    let listed = || of.iter().cloned().collect::<BTreeSet<_>>();
                    named.as_ref() == Some(&name) || !of.is_empty() && listed() == wanted
                };
                all.filter(|(of, named, _)| meets(of, named)).map(|(.., one)| one).collect()
            }
        }
    }

    /// Takes over what one statement names; `found` are the columns that it uses.
    pub(super) fn words(&mut self, file: &FileFacts, sql: &SqlFacts, function: Option<usize>, found: &Named) {
        let one = |at: At, access| Use { place: at.place(&file.path), access, function };
        for call in &sql.calls {
            self.called.entry(call.word.clone()).or_default().push(one(call.at, Access::Read));
        }
        if !sql.texts.is_empty() {
            let found = Arc::new(found.clone());
            for text in &sql.texts {
                let made = (Arc::clone(&found), one(text.at, Access::Read));
                self.texts.entry(text.word.clone()).or_default().push(made);
            }
        }
        for conflict in &sql.conflicts {
            let made = (conflict.columns.clone(), conflict.constraint.clone(), one(conflict.at, Access::Write));
            self.conflicts.entry(conflict.table.clone()).or_default().push(made);
        }
    }
}
