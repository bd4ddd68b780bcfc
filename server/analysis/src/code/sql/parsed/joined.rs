//! Joined tables, and the names that only one of them may have.

use super::scope::{Name, Scope, Walk};
use super::{folded, idents};
use crate::code::facts::Access;
use crate::code::mapped::MARK;
use crate::code::sql::Joined;
use sqlparser::ast::{
    Expr, Join, JoinConstraint, JoinOperator, Query, Select, SelectItem, SetExpr, TableFactor, TableWithJoins,
};

impl Walk<'_> {
    pub(super) fn joins(&mut self, tables: &[TableWithJoins]) {
        for table in tables {
            for join in &table.joins {
                match constraint(join) {
                    Some(JoinConstraint::Using(columns)) => {
                        for ident in columns.iter().flat_map(idents) {
                            self.name(None, ident, Access::Read);
                            if let Some(scope) = self.scopes.last_mut() {
                                scope.merged.insert(folded(ident));
                            }
                        }
                    }
                    Some(JoinConstraint::Natural) => self.natural(join, tables.len() == 1 && table.joins.len() == 1),
                    _ => {}
                }
            }
        }
    }

    /// Which columns several natural joins compare depends on their order: only a single one is told.
    fn natural(&mut self, join: &Join, single: bool) {
        let place = match &join.relation {
            TableFactor::Table { name, .. } => idents(name).last().map(|ident| self.place(ident.span)),
            _ => None,
        };
        if let Some(scope) = self.scopes.last_mut() {
            scope.merges_all = true;
            scope.natural = place.filter(|_| single);
        }
    }

    /// What is sorted by sees the tables of the query, but the names of its results first.
    pub(super) fn sorted(&mut self, select: &Select, closed: Scope) {
        let Some(query) = self.scopes.last_mut() else { return };
        let shown = select.projection.iter().filter_map(|item| match item {
            SelectItem::UnnamedExpr(Expr::CompoundIdentifier(parts)) => parts.last().map(folded),
            _ => None,
        });
        query.merged.extend(shown.chain(closed.merged));
        query.merges_all |= closed.merges_all;
        let before = query.sources.len();
        query.given.extend(closed.given.into_iter().map(|(at, names)| (before + at, names)));
        query.sources.extend(closed.sources);
        query.outputs.extend(closed.outputs);
    }

    /// The result of `UNION` has columns of its own.
    pub(super) fn is_combined(query: &Query) -> bool {
        matches!(*query.body, SetExpr::SetOperation { .. })
    }

    /// Notes a name that would be ambiguous if a second table had it.
    pub(super) fn joined(&mut self, scope: &Scope, name: &Name) {
        let seen = if name.seen == 0 { scope.sources.len() } else { name.seen };
        if scope.merges_all || scope.merged.contains(&name.column) {
            return;
        }
        let given = scope.given.iter().any(|(at, names)| *at < seen && names.contains(&name.column));
        self.note(scope, seen, (Some(name.column.clone()), given), name.place);
    }

    pub(super) fn joined_all(&mut self, scope: &Scope) {
        if let Some(place) = scope.natural {
            self.note(scope, scope.sources.len(), (None, false), place);
        }
    }

    fn note(&mut self, scope: &Scope, seen: usize, named: (Option<String>, bool), (start, end): (usize, usize)) {
        let (column, given) = named;
        let tables = scope.sources.iter().take(seen).filter_map(|(_, table)| table.clone());
        let tables: Vec<String> = tables.filter(|table| !table.contains(MARK)).collect();
        if tables.len() > 1 || given && !tables.is_empty() {
            self.uses.joined.push(Joined { column, tables, given, start, end });
        }
    }
}

pub(super) fn constraint(join: &Join) -> Option<&JoinConstraint> {
    match &join.join_operator {
        JoinOperator::Join(constraint)
        | JoinOperator::Inner(constraint)
        | JoinOperator::Left(constraint)
        | JoinOperator::LeftOuter(constraint)
        | JoinOperator::Right(constraint)
        | JoinOperator::RightOuter(constraint)
        | JoinOperator::FullOuter(constraint) => Some(constraint),
        _ => None,
    }
}
