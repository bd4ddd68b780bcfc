//! Views that read views.

use super::Catalog;
use crate::sql::{Name, Op, Query};
use std::collections::{BTreeMap, VecDeque};

impl Catalog {
    /// The views by which a query comes back to the view of this name; nothing where it does not.
    pub fn views_between(&self, query: &Query, name: &Name) -> Option<Vec<Name>> {
        let target = self.resolve(name);
        let mut from = BTreeMap::<Name, Option<Name>>::new();
        let mut next = VecDeque::new();
        for table in query.tables.iter().map(|table| self.resolve(table)) {
            if from.insert(table.clone(), None).is_none() {
                next.push_back(table);
            }
        }
        while let Some(source) = next.pop_front() {
            if source == target {
                let before = |one: &Name| from.get(one).cloned().flatten();
                let mut way: Vec<Name> = std::iter::successors(before(&source), before).collect();
                way.reverse();
                return Some(way);
            }
            let Some(view) = self.views.get(&source) else { continue };
            for table in view.query.tables.iter().map(|table| self.resolve(table)) {
                if !from.contains_key(&table) {
                    from.insert(table.clone(), Some(source.clone()));
                    next.push_back(table);
                }
            }
        }
        None
    }

    /// What was bound to a table or a view when it was made reads it under its new name, too: views, the conditions of
    /// policies, partitions. The bodies of routines are text, and go on asking for the old name.
    pub(super) fn readers_follow(&mut self, from: &Name, to: &Name) {
        let queries = self.views.values_mut().map(|view| &mut view.query).chain(self.policies.values_mut());
        let read = queries.flat_map(|query| &mut query.tables);
        let parents = self.tables.values_mut().filter_map(|table| table.partition_of.as_mut());
        read.chain(parents).filter(|name| *name == from).for_each(|name| name.clone_from(to));
    }

    /// Why a view that is there cannot be replaced by this one: it keeps its columns, and gets new ones at its end.
    pub fn refuses_columns(&self, op: &Op) -> Option<String> {
        let Op::CreateView { name, or_replace: true, columns: Some(new), .. } = op else { return None };
        let view = self.views.get(&self.resolve(name)).or_else(|| self.views.get(name))?;
        let old = view.columns.as_ref()?;
        let (at, column) = old.iter().enumerate().find(|(at, column)| new.get(*at) != Some(column))?;
        let place = at + 1;
        Some(match new.get(at) {
            _ if !new.contains(column) => format!("its column {column} is gone or has another name"),
            Some(other) => format!("its column {place} is {column}, and would be {other}"),
            None => format!("its column {column} would stand elsewhere"),
        })
    }
}
