//! The walk through a parsed statement.

use super::given;
use super::scope::{Scope, Walk};
use super::{folded, idents};
use crate::code::facts::Access;
use crate::code::sql::Word;
use sqlparser::ast::{
    CopySource, Expr, Ident, MergeAction, MergeUpdateKind, Query, Select, Statement, TableFactor, Value, Visitor,
};
use std::ops::ControlFlow;

/// Longer texts are no values that a type could list: PostgreSQL takes names of 63 bytes.
pub(super) const LONGEST_TEXT: usize = 63;

impl Visitor for Walk<'_> {
    type Break = ();

    fn pre_visit_statement(&mut self, statement: &Statement) -> ControlFlow<()> {
        self.scopes.push(Scope::default());
        match statement {
            Statement::Query(_) | Statement::Explain { .. } => {}
            Statement::Insert(insert) => self.insert(insert),
            Statement::Update(update) => {
                if let Some(table) = self.target(&update.table.relation) {
                    update.assignments.iter().for_each(|assignment| self.assigned(&table, assignment));
                }
                self.select_items(update.returning.as_deref().unwrap_or_default());
            }
            Statement::Delete(delete) => self.delete(delete),
            Statement::Merge(merge) => {
                if let Some(table) = self.target(&merge.table) {
                    for clause in &merge.clauses {
                        match &clause.action {
                            MergeAction::Insert(insert) => {
                                let columns: Vec<&Ident> =
                                    insert.columns.iter().filter_map(|name| idents(name).last().copied()).collect();
                                self.writes(&table, &columns);
                                let place = columns.first().map_or((0, 0), |first| self.place(first.span));
                                self.inserts(&table, &columns, place);
                            }
                            MergeAction::Update(update) => {
                                if let MergeUpdateKind::Set(assignments) = &update.kind {
                                    assignments.iter().for_each(|one| self.assigned(&table, one));
                                }
                            }
                            _ => {}
                        }
                    }
                }
            }
            Statement::Truncate(truncate) => {
                for target in &truncate.table_names {
                    if let Some((table, place)) = self.table(&target.name) {
                        self.found(&table, None, Access::Write, place);
                    }
                }
            }
            Statement::Copy { source: CopySource::Table { table_name, columns }, to, .. } => {
                if let Some((table, place)) = self.table(table_name) {
                    let access = if *to { Access::Read } else { Access::Write };
                    self.found(&table, None, access, place);
                    if columns.is_empty() {
                        self.found(&table, Some("*"), access, place);
                    }
                    for column in columns {
                        let place = self.place(column.span);
                        self.found(&table, Some(&folded(column)), access, place);
                    }
                    if !*to {
                        self.inserts(&table, &columns.iter().collect::<Vec<_>>(), place);
                    }
                }
            }
            Statement::Call(function) => self.called(&function.name),
            _ => return ControlFlow::Break(()),
        }
        ControlFlow::Continue(())
    }

    fn post_visit_statement(&mut self, _: &Statement) -> ControlFlow<()> {
        self.close();
        ControlFlow::Continue(())
    }

    fn pre_visit_query(&mut self, query: &Query) -> ControlFlow<()> {
        let merges_all = Self::is_combined(query);
        if merges_all {
            self.combined(query);
        }
        self.scopes.push(Scope {
            ctes: super::named(query),
            cte_wholes: given::wholes(query),
            cte_columns: given::by_with(query),
            merges_all,
            ..Scope::default()
        });
        ControlFlow::Continue(())
    }

    fn post_visit_query(&mut self, _: &Query) -> ControlFlow<()> {
        self.close();
        ControlFlow::Continue(())
    }

    fn pre_visit_select(&mut self, select: &Select) -> ControlFlow<()> {
        self.scopes.push(Scope { ordered: true, ..Scope::default() });
        self.select_items(&select.projection);
        self.joins(&select.from);
        ControlFlow::Continue(())
    }

    fn post_visit_select(&mut self, select: &Select) -> ControlFlow<()> {
        // ORDER BY stands in the query around, but sees these tables.
        if let Some(closed) = self.close() {
            self.sorted(select, closed);
        }
        ControlFlow::Continue(())
    }

    fn pre_visit_table_factor(&mut self, factor: &TableFactor) -> ControlFlow<()> {
        match factor {
            TableFactor::Table { name, alias, args: None, .. } => {
                let table = self.table(name);
                let last = idents(name).last().map(|ident| folded(ident)).unwrap_or_default();
                let alias = alias.as_ref().map_or(last, |alias| folded(&alias.name));
                if let Some((table, place)) = &table {
                    let written = self.uses.found.last();
                    let twice = written.is_some_and(|found| found.table == *table && found.start == place.0);
                    if !twice && !self.uses.found.iter().any(|found| found.start == place.0 && found.column.is_none()) {
                        self.found(table, None, Access::Read, *place);
                    }
                }
                self.source(alias, table.map(|(table, _)| table));
                self.gives_named(name);
            }
            TableFactor::Table { name, alias, .. } => {
                self.called(name);
                let last = idents(name).last().map(|ident| folded(ident)).unwrap_or_default();
                self.source(alias.as_ref().map_or(last, |alias| folded(&alias.name)), None);
            }
            TableFactor::Function { name, alias, .. } => {
                self.called(name);
                if let Some(alias) = alias {
                    self.source(folded(&alias.name), None);
                }
            }
            TableFactor::Derived { subquery, alias: Some(alias), .. } => {
                self.source(folded(&alias.name), None);
                self.gives(given::names(subquery, alias));
            }
            TableFactor::TableFunction { alias: Some(alias), .. } | TableFactor::UNNEST { alias: Some(alias), .. } => {
                self.source(folded(&alias.name), None)
            }
            TableFactor::NestedJoin { table_with_joins, .. } => self.joins(std::slice::from_ref(table_with_joins)),
            _ => {}
        }
        ControlFlow::Continue(())
    }

    fn pre_visit_expr(&mut self, expr: &Expr) -> ControlFlow<()> {
        match expr {
            Expr::InSubquery { subquery: query, .. } | Expr::Subquery(query) => self.compared(query),
            Expr::Function(function) => self.called(&function.name),
            Expr::Value(value) => {
                if let Value::SingleQuotedString(text) = &value.value
                    && text.len() <= LONGEST_TEXT
                {
                    let (start, end) = self.place(value.span);
                    self.uses.texts.push(Word { word: text.clone(), start, end });
                }
            }
            Expr::Identifier(ident) => self.name(None, ident, Access::Read),
            Expr::CompoundIdentifier(parts) => {
                if let [.., qualifier, column] = parts.as_slice() {
                    let qualifier = folded(qualifier);
                    // The row that was refused has the columns of the table; they count where they are written.
                    if qualifier != "excluded" {
                        self.name(Some(qualifier), column, Access::Read);
                    }
                }
            }
            _ => {}
        }
        ControlFlow::Continue(())
    }
}
