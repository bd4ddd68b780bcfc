//! What an `INSERT`, `UPDATE`, `DELETE` or `MERGE` writes.

use super::scope::Walk;
use super::visit::LONGEST_TEXT;
use super::{folded, idents};
use crate::code::facts::Access;
use crate::code::mapped::MARK;
use crate::code::sql::{Conflict, Inserted, Word, Written};
use sqlparser::ast::{
    Assignment, AssignmentTarget, ConflictTarget, Delete, Expr, FromTable, Ident, Insert, OnConflictAction, OnInsert,
    Query, SetExpr, TableFactor, TableObject, Value,
};

impl Walk<'_> {
    pub(super) fn writes(&mut self, table: &str, columns: &[&Ident]) {
        for column in columns {
            let place = self.place(column.span);
            let name = if column.value.contains(MARK) { "*".to_owned() } else { folded(column) };
            self.found(table, Some(&name), Access::Write, place);
        }
    }

    pub(super) fn inserts(&mut self, table: &str, columns: &[&Ident], place: (usize, usize)) {
        let columns = columns.iter().map(|column| folded(column)).collect();
        self.uses.inserts.extend(Inserted::of(table, columns, place));
    }

    pub(super) fn assigned(&mut self, table: &str, assignment: &Assignment) {
        let names = match &assignment.target {
            AssignmentTarget::ColumnName(name) => std::slice::from_ref(name),
            AssignmentTarget::Tuple(names) => names,
        };
        let columns: Vec<&Ident> = names.iter().filter_map(|name| idents(name).last().copied()).collect();
        self.writes(table, &columns);
        if let [column] = columns.as_slice() {
            self.given(table, column, &assignment.value);
        }
    }

    /// What a column is given, where that is a text.
    fn given(&mut self, table: &str, column: &Ident, value: &Expr) {
        if let Expr::Value(value) = value
            && let Value::SingleQuotedString(text) = &value.value
            && text.len() <= LONGEST_TEXT
        {
            let (start, end) = self.place(value.span);
            let (table, column, text) = (table.to_owned(), folded(column), text.clone());
            self.uses.written.push(Written { table, column, text, start, end });
        }
    }

    /// The rows that are written out behind the columns.
    fn rows(&mut self, table: &str, columns: &[&Ident], source: &Query) {
        let SetExpr::Values(values) = source.body.as_ref() else { return };
        for row in &values.rows {
            for (column, value) in columns.iter().zip(&row.content) {
                self.given(table, column, value);
            }
        }
    }

    pub(super) fn insert(&mut self, insert: &Insert) {
        let TableObject::TableName(name) = &insert.table else { return };
        let Some((table, place)) = self.table(name) else { return };
        self.found(&table, None, Access::Write, place);
        let alias = insert.table_alias.as_ref().map(|alias| folded(&alias.alias));
        let last = table.rsplit('.').next().unwrap_or_default().to_owned();
        self.source(alias.unwrap_or(last), Some(table.clone()));
        let columns: Vec<&Ident> = insert.columns.iter().filter_map(|name| idents(name).last().copied()).collect();
        if columns.is_empty() && insert.assignments.is_empty() {
            self.found(&table, Some("*"), Access::Write, place);
        }
        self.writes(&table, &columns);
        self.inserts(&table, &columns, place);
        if let Some(source) = &insert.source {
            self.inserted(&table, !columns.is_empty(), source);
            self.rows(&table, &columns, source);
        }
        for assignment in &insert.assignments {
            self.assigned(&table, assignment);
        }
        match &insert.on {
            Some(OnInsert::DuplicateKeyUpdate(assignments)) => {
                assignments.iter().for_each(|assignment| self.assigned(&table, assignment));
            }
            Some(OnInsert::OnConflict(conflict)) => {
                if let Some(target) = &conflict.conflict_target {
                    self.conflict(&table, target);
                }
                if let Some(ConflictTarget::Columns(columns)) = &conflict.conflict_target {
                    for column in columns {
                        let place = self.place(column.span);
                        self.found(&table, Some(&folded(column)), Access::Read, place);
                    }
                }
                if let OnConflictAction::DoUpdate(update) = &conflict.action {
                    update.assignments.iter().for_each(|assignment| self.assigned(&table, assignment));
                }
            }
            _ => {}
        }
        self.select_items(insert.returning.as_deref().unwrap_or_default());
    }

    fn conflict(&mut self, table: &str, target: &ConflictTarget) {
        let (names, by_name) = match target {
            ConflictTarget::Columns(columns) => (columns.iter().collect::<Vec<_>>(), false),
            ConflictTarget::OnConstraint(name) => (idents(name).last().copied().into_iter().collect(), true),
        };
        let Some(first) = names.first() else { return };
        let (start, end) = self.place(first.span);
        let constraint = by_name.then(|| folded(first));
        let columns = if by_name { Vec::new() } else { names.iter().map(|name| folded(name)).collect() };
        self.uses.conflicts.push(Conflict { table: table.to_owned(), columns, constraint, start, end });
    }

    pub(super) fn target(&mut self, factor: &TableFactor) -> Option<String> {
        let TableFactor::Table { name, .. } = factor else { return None };
        let (table, place) = self.table(name)?;
        self.found(&table, None, Access::Write, place);
        Some(table)
    }

    pub(super) fn delete(&mut self, delete: &Delete) {
        let (FromTable::WithFromKeyword(tables) | FromTable::WithoutKeyword(tables)) = &delete.from;
        tables.iter().for_each(|table| {
            if let (Some(word), TableFactor::Table { name, .. }) = (self.target(&table.relation), &table.relation)
                && let Some(last) = idents(name).last()
            {
                let (start, end) = self.place(last.span);
                self.uses.deletes.push(Word { word, start, end });
            }
        });
        self.select_items(delete.returning.as_deref().unwrap_or_default());
    }
}
