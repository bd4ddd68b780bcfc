//! What a routine does that is called.

use super::Catalog;
use crate::sql::{Located, Name, Op, calls_in};
use std::borrow::Cow;
use std::collections::BTreeSet;

/// More effects than these are not looked at in one call: routines may call each other without end.
const MOST: usize = 500;

/// Few routines call others, and these yet others.
const ROUTINES: usize = 20;

impl Catalog {
    /// The effects of the routines that this effect calls, and of those that these call, at the place of the call.
    pub fn called(&self, located: &Located) -> Vec<Located> {
        let mut found = Vec::new();
        if !self.routines.is_empty() {
            let mut seen = BTreeSet::new();
            self.follow(&calls(&located.op), located, &mut seen, &mut found);
            self.follow(&self.by_default(&located.op), located, &mut seen, &mut found);
        }
        found
    }

    fn follow(&self, calls_of: &[Name], at: &Located, seen: &mut BTreeSet<Name>, found: &mut Vec<Located>) {
        for name in calls_of {
            let Some(routine) = self.routines.get(name) else { continue };
            let Some(effects) = routine.effects.as_ref().filter(|_| seen.insert(name.clone())) else { continue };
            let deeper = seen.len() < ROUTINES;
            for inner in effects.iter() {
                if found.len() >= MOST {
                    return;
                }
                let (start, end) = (at.start, at.end);
                found.push(Located { start, end, conditional: true, if_exists: inner.if_exists, op: inner.op.clone() });
                if deeper {
                    self.follow(&calls(&inner.op), at, seen, found);
                }
            }
            // What is called within an expression, or by a statement without an effect of its own.
            if deeper {
                self.follow(&routine.query.calls, at, seen, found);
            }
        }
    }

    /// Routines that give the values which the effect leaves to a default.
    fn by_default(&self, op: &Op) -> Vec<Name> {
        let named = |text: &str| self.routines.keys().any(|name| text.contains(&name.name));
        let called = |text: &str| if named(text) { calls_in(text) } else { Vec::new() };
        match op {
            Op::AddColumn { column, .. } => column.default.as_deref().map(called).unwrap_or_default(),
            Op::Insert { table, columns, .. } if !columns.is_empty() => {
                let all = self.table(table).into_iter().flat_map(|table| &table.columns);
                let left_out = all.filter(|(column, _)| !columns.contains(&column.name));
                left_out.filter_map(|(column, _)| column.default.as_deref()).flat_map(called).collect()
            }
            _ => Vec::new(),
        }
    }
}

/// The routines that the effect calls itself.
pub fn calls(op: &Op) -> Cow<'_, [Name]> {
    match op {
        Op::Select { query } | Op::Insert { query: Some(query), .. } => Cow::Borrowed(&query.calls),
        Op::CreateView { query, materialized: true, with_data: true, .. } => Cow::Borrowed(&query.calls),
        Op::CreateTable(create) => create.from_query.as_ref().map_or_else(Cow::default, |query| (&query.calls).into()),
        Op::Insert { calls, .. } | Op::Update { calls, .. } | Op::Delete { calls, .. } => Cow::Borrowed(calls),
        Op::Dynamic { calls: Some(name), .. } => Cow::Borrowed(std::slice::from_ref(name)),
        _ => Cow::default(),
    }
}
