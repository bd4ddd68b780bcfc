//! `*` where the number of columns has to fit: in what is inserted, combined by `UNION`, or compared.

use super::scope::{Scope, Walk};
use super::{folded, given, idents};
use crate::code::mapped::MARK;
use crate::code::sql::Counted;
use sqlparser::ast::{
    Query, Select, SelectItem, SelectItemQualifiedWildcardKind, SetExpr, TableFactor, TableWithJoins,
};
use std::collections::BTreeSet;

/// The tables of which one list holds all columns.
#[derive(Default)]
struct Stars {
    tables: Vec<(String, (usize, usize))>,
    /// All columns of something else are in it, too.
    unsure: bool,
}

impl Stars {
    fn count(&self, table: &str) -> usize {
        self.tables.iter().filter(|(one, _)| one == table).count()
    }

    fn add(&mut self, table: Option<String>, place: (usize, usize)) {
        match table.filter(|table| !table.contains(MARK)) {
            Some(table) => self.tables.push((table, place)),
            None => self.unsure = true,
        }
    }
}

impl Walk<'_> {
    /// What is inserted has as many columns as are listed or, where none is, no more than the table.
    pub(super) fn inserted(&mut self, target: &str, listed: bool, source: &Query) {
        let lists = self.lists(source);
        let beside = if listed { Vec::new() } else { vec![target.to_owned()] };
        if let [one] = lists.as_slice() {
            one.tables.iter().for_each(|(table, place)| self.counted(table, &beside, *place));
        }
    }

    /// A list that is compared with has as many columns as what is compared.
    pub(super) fn compared(&mut self, query: &Query) {
        if let [one] = self.lists(query).as_slice() {
            one.tables.iter().for_each(|(table, place)| self.counted(table, &[], *place));
        }
    }

    /// All lists that are combined have as many columns.
    pub(super) fn combined(&mut self, query: &Query) {
        let lists = self.lists(query);
        if lists.iter().any(|one| one.unsure) {
            return;
        }
        let all: BTreeSet<&str> = lists.iter().flat_map(|one| &one.tables).map(|(table, _)| table.as_str()).collect();
        for table in all {
            let most = lists.iter().map(|one| one.count(table)).max().unwrap_or_default();
            let fewer = || lists.iter().filter(|one| one.count(table) < most);
            let beside: BTreeSet<&String> = fewer().flat_map(|one| &one.tables).map(|(other, _)| other).collect();
            let beside: Vec<String> = beside.into_iter().cloned().collect();
            let place = lists.iter().flat_map(|one| &one.tables).find(|(one, _)| one == table).map(|(_, at)| *at);
            if let Some(place) = place.filter(|_| fewer().next().is_some()) {
                self.counted(table, &beside, place);
            }
        }
    }

    fn counted(&mut self, table: &str, beside: &[String], (start, end): (usize, usize)) {
        let one = Counted { table: table.to_owned(), beside: beside.to_vec(), start, end };
        // A query in brackets is looked at for itself, too.
        if !beside.iter().any(|other| other == table) && !self.uses.counted.contains(&one) {
            self.uses.counted.push(one);
        }
    }

    /// One for each list that the query combines.
    fn lists(&mut self, query: &Query) -> Vec<Stars> {
        self.scopes.push(Scope { ctes: super::named(query), cte_wholes: given::wholes(query), ..Scope::default() });
        let (mut lists, mut todo) = (Vec::new(), vec![&*query.body]);
        while let Some(body) = todo.pop() {
            match body {
                SetExpr::Select(select) => lists.push(self.stars(select)),
                SetExpr::SetOperation { left, right, .. } => todo.extend([&**left, &**right]),
                SetExpr::Query(inner) => lists.extend(self.lists(inner)),
                SetExpr::Table(_) => lists.push(Stars { unsure: true, ..Stars::default() }),
                _ => lists.push(Stars::default()),
            }
        }
        self.scopes.pop();
        lists
    }

    fn stars(&self, select: &Select) -> Stars {
        let mut sources = Vec::new();
        self.sources(&select.from, &mut sources);
        let mut stars = Stars::default();
        for item in &select.projection {
            match item {
                SelectItem::Wildcard(options) => {
                    let place = self.place(options.wildcard_token.0.span);
                    sources.iter().for_each(|(_, table)| stars.add(table.clone(), place));
                }
                SelectItem::QualifiedWildcard(SelectItemQualifiedWildcardKind::ObjectName(name), _) => {
                    let Some(ident) = idents(name).last().copied() else { continue };
                    let table = sources.iter().find(|(alias, _)| *alias == folded(ident));
                    stars.add(table.and_then(|(_, table)| table.clone()), self.place(ident.span));
                }
                SelectItem::QualifiedWildcard(..) => stars.unsure = true,
                _ => {}
            }
        }
        stars
    }

    fn sources(&self, from: &[TableWithJoins], into: &mut Vec<(String, Option<String>)>) {
        let factors =
            from.iter().flat_map(|one| std::iter::once(&one.relation).chain(one.joins.iter().map(|j| &j.relation)));
        for factor in factors {
            match factor {
                TableFactor::Table { name, alias, args, .. } => {
                    let last = idents(name).last().map(|ident| folded(ident)).unwrap_or_default();
                    let near = self.scopes.iter().rev().find(|scope| scope.ctes.contains(&last));
                    let given = || near.and_then(|scope| scope.cte_wholes.get(&last)).cloned();
                    let table = self.table(name).map(|(table, _)| table).or_else(given).filter(|_| args.is_none());
                    into.push((alias.as_ref().map_or(last, |alias| folded(&alias.name)), table));
                }
                TableFactor::NestedJoin { table_with_joins, .. } => {
                    self.sources(std::slice::from_ref(table_with_joins), into);
                }
                TableFactor::Derived { alias: Some(alias), .. } => into.push((folded(&alias.name), None)),
                _ => into.push((String::new(), None)),
            }
        }
    }
}
