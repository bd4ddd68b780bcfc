//! What a statement uses, from its parsed form: names are resolved in the scope they stand in.

use super::super::facts::Access;
use super::super::mapped::MARK;
use super::words::{Kind, Token, tokens};
use super::{Found, Loose, Uses, table_key};
use sqlparser::ast::{
    AssignmentTarget, ConflictTarget, CopySource, Delete, Expr, FromTable, Ident, Insert, JoinConstraint, JoinOperator,
    MergeAction, MergeUpdateKind, ObjectName, OnConflictAction, OnInsert, Query, Select, SelectItem,
    SelectItemQualifiedWildcardKind, Statement, TableFactor, TableObject, TableWithJoins, Visit, Visitor,
};
use sqlparser::dialect::PostgreSqlDialect;
use sqlparser::parser::Parser;
use sqlparser::tokenizer::{Location, Span};
use std::collections::BTreeSet;
use std::ops::ControlFlow;

/// The longest statement that is parsed; longer ones are data and their words tell enough.
const LONGEST: usize = 200_000;
/// The most operators of a statement that is parsed: a chain of them is a tree as deep as it is long, and letting go
/// of such a tree takes as much stack.
const OPERATORS: usize = 600;

/// Reads one statement; nothing when it does not parse.
pub(crate) fn read(statement: &str) -> Option<Uses> {
    if statement.len() > LONGEST || operators(statement) > OPERATORS {
        return None;
    }
    let mut parser = Parser::new(&PostgreSqlDialect {}).with_recursion_limit(60).try_with_sql(statement).ok()?;
    let statements = parser.parse_statements().ok()?;
    let mut walk = Walk { text: statement, lines: starts(statement), scopes: Vec::new(), uses: Uses::default() };
    for statement in &statements {
        let _ = statement.visit(&mut walk);
    }
    Some(walk.uses)
}

/// How many signs and words join two expressions; each nests the parsed form by one.
fn operators(statement: &str) -> usize {
    const WORDS: [&str; 11] =
        ["and", "or", "not", "is", "in", "like", "ilike", "between", "union", "except", "intersect"];
    let joins = |token: &Token| match &token.kind {
        Kind::Sign(sign) => !matches!(sign, ',' | '(' | ')' | '.'),
        Kind::Word { name, quoted: false } => WORDS.contains(&name.as_str()),
        _ => false,
    };
    tokens(statement).iter().filter(|token| joins(token)).count()
}

fn starts(text: &str) -> Vec<usize> {
    std::iter::once(0).chain(text.match_indices('\n').map(|(i, _)| i + 1)).collect()
}

/// A name that has to be resolved when its scope is known.
#[derive(Clone)]
struct Name {
    qualifier: Option<String>,
    column: String,
    access: Access,
    place: (usize, usize),
}

#[derive(Default)]
struct Scope {
    /// What can stand before a dot, and the table it stands for if it is one.
    sources: Vec<(String, Option<String>)>,
    ctes: BTreeSet<String>,
    names: Vec<Name>,
    /// Names that the scope itself gives to its results.
    outputs: BTreeSet<String>,
}

struct Walk<'a> {
    text: &'a str,
    lines: Vec<usize>,
    scopes: Vec<Scope>,
    uses: Uses,
}

impl Walk<'_> {
    fn offset(&self, at: Location) -> usize {
        let line = usize::try_from(at.line).unwrap_or(0).saturating_sub(1);
        let start = self.lines.get(line).copied().unwrap_or(0);
        let column = usize::try_from(at.column).unwrap_or(0).saturating_sub(1);
        let rest = self.text.get(start..).unwrap_or_default();
        start + rest.char_indices().nth(column).map_or(rest.len(), |(i, _)| i)
    }

    fn place(&self, span: Span) -> (usize, usize) {
        (self.offset(span.start), self.offset(span.end))
    }

    fn is_cte(&self, name: &str) -> bool {
        self.scopes.iter().any(|scope| scope.ctes.contains(name))
    }

    /// The table's key; nothing for a common table expression.
    fn table(&self, name: &ObjectName) -> Option<(String, (usize, usize))> {
        let idents = idents(name);
        let parts: Vec<String> = idents.iter().map(|ident| folded(ident)).collect();
        let last = *idents.last()?;
        if parts.len() == 1 && self.is_cte(&folded(last)) {
            return None;
        }
        Some((table_key(&parts), self.place(last.span)))
    }

    fn found(&mut self, table: &str, column: Option<&str>, access: Access, place: (usize, usize)) {
        let (table, column) = (table.to_owned(), column.map(str::to_owned));
        self.uses.found.push(Found { table, column, access, start: place.0, end: place.1 });
    }

    fn name(&mut self, qualifier: Option<String>, ident: &Ident, access: Access) {
        let place = self.place(ident.span);
        if let Some(scope) = self.scopes.last_mut() {
            scope.names.push(Name { qualifier, column: folded(ident), access, place });
        }
    }

    /// Ends the innermost scope: its names are resolved, or left to the scope around it.
    fn close(&mut self) -> Option<Scope> {
        let scope = self.scopes.pop()?;
        for name in &scope.names {
            self.resolve(&scope, name);
        }
        Some(scope)
    }

    fn resolve(&mut self, scope: &Scope, name: &Name) {
        let Name { qualifier, column, access, place } = name;
        if let Some(qualifier) = qualifier {
            match scope.sources.iter().find(|(alias, _)| alias == qualifier) {
                Some((_, Some(table))) => self.found(&table.clone(), Some(column), *access, *place),
                Some((_, None)) => {}
                None => self.leave(name),
            }
            return;
        }
        let tables: Vec<String> =
            scope.sources.iter().filter_map(|(_, table)| table.clone()).filter(|table| !table.contains(MARK)).collect();
        if scope.sources.is_empty() {
            self.leave(name);
        } else if column == "*" {
            tables.iter().for_each(|table| self.found(table, Some("*"), *access, *place));
        } else if !tables.is_empty() && !scope.outputs.contains(column) {
            let (column, access) = (column.clone(), *access);
            self.uses.loose.push(Loose { column, tables, access, start: place.0, end: place.1 });
        }
    }

    fn leave(&mut self, name: &Name) {
        if let Some(outer) = self.scopes.last_mut() {
            outer.names.push(name.clone());
        }
    }

    fn source(&mut self, alias: String, table: Option<String>) {
        if let Some(scope) = self.scopes.last_mut() {
            scope.sources.push((alias, table));
        }
    }

    fn select_items(&mut self, items: &[SelectItem]) {
        for item in items {
            match item {
                SelectItem::ExprWithAlias { expr, alias } => {
                    // `name AS name` is a column all the same.
                    let same = matches!(expr, Expr::Identifier(ident) if folded(ident) == folded(alias));
                    if let Some(scope) = self.scopes.last_mut().filter(|_| !same) {
                        scope.outputs.insert(folded(alias));
                    }
                }
                SelectItem::Wildcard(options) => {
                    let place = self.place(options.wildcard_token.0.span);
                    if let Some(scope) = self.scopes.last_mut() {
                        scope.names.push(Name { qualifier: None, column: "*".into(), access: Access::Read, place });
                    }
                }
                SelectItem::QualifiedWildcard(SelectItemQualifiedWildcardKind::ObjectName(name), _) => {
                    if let Some(ident) = idents(name).last() {
                        let place = self.place(ident.span);
                        let qualifier = Some(folded(ident));
                        if let Some(scope) = self.scopes.last_mut() {
                            scope.names.push(Name { qualifier, column: "*".into(), access: Access::Read, place });
                        }
                    }
                }
                _ => {}
            }
        }
    }

    fn joins(&mut self, tables: &[TableWithJoins]) {
        for join in tables.iter().flat_map(|table| &table.joins) {
            let (JoinOperator::Join(constraint)
            | JoinOperator::Inner(constraint)
            | JoinOperator::Left(constraint)
            | JoinOperator::LeftOuter(constraint)
            | JoinOperator::Right(constraint)
            | JoinOperator::RightOuter(constraint)
            | JoinOperator::FullOuter(constraint)) = &join.join_operator
            else {
                continue;
            };
            if let JoinConstraint::Using(columns) = constraint {
                for ident in columns.iter().flat_map(idents) {
                    self.name(None, ident, Access::Read);
                }
            }
        }
    }

    fn writes(&mut self, table: &str, columns: &[&Ident]) {
        for column in columns {
            let place = self.place(column.span);
            self.found(table, Some(&folded(column)), Access::Write, place);
        }
    }

    fn assigned(&mut self, table: &str, target: &AssignmentTarget) {
        let names = match target {
            AssignmentTarget::ColumnName(name) => std::slice::from_ref(name),
            AssignmentTarget::Tuple(names) => names,
        };
        let columns: Vec<&Ident> = names.iter().filter_map(|name| idents(name).last().copied()).collect();
        self.writes(table, &columns);
    }

    fn insert(&mut self, insert: &Insert) {
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
        for assignment in &insert.assignments {
            self.assigned(&table, &assignment.target);
        }
        match &insert.on {
            Some(OnInsert::DuplicateKeyUpdate(assignments)) => {
                assignments.iter().for_each(|assignment| self.assigned(&table, &assignment.target));
            }
            Some(OnInsert::OnConflict(conflict)) => {
                if let Some(ConflictTarget::Columns(columns)) = &conflict.conflict_target {
                    for column in columns {
                        let place = self.place(column.span);
                        self.found(&table, Some(&folded(column)), Access::Read, place);
                    }
                }
                if let OnConflictAction::DoUpdate(update) = &conflict.action {
                    update.assignments.iter().for_each(|assignment| self.assigned(&table, &assignment.target));
                }
            }
            _ => {}
        }
        self.select_items(insert.returning.as_deref().unwrap_or_default());
    }

    fn target(&mut self, factor: &TableFactor) -> Option<String> {
        let TableFactor::Table { name, .. } = factor else { return None };
        let (table, place) = self.table(name)?;
        self.found(&table, None, Access::Write, place);
        Some(table)
    }

    fn delete(&mut self, delete: &Delete) {
        let (FromTable::WithFromKeyword(tables) | FromTable::WithoutKeyword(tables)) = &delete.from;
        tables.iter().for_each(|table| {
            self.target(&table.relation);
        });
        self.select_items(delete.returning.as_deref().unwrap_or_default());
    }
}

impl Visitor for Walk<'_> {
    type Break = ();

    fn pre_visit_statement(&mut self, statement: &Statement) -> ControlFlow<()> {
        self.scopes.push(Scope::default());
        match statement {
            Statement::Query(_) | Statement::Explain { .. } => {}
            Statement::Insert(insert) => self.insert(insert),
            Statement::Update(update) => {
                if let Some(table) = self.target(&update.table.relation) {
                    update.assignments.iter().for_each(|assignment| self.assigned(&table, &assignment.target));
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
                            }
                            MergeAction::Update(update) => {
                                if let MergeUpdateKind::Set(assignments) = &update.kind {
                                    assignments.iter().for_each(|one| self.assigned(&table, &one.target));
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
                }
            }
            _ => return ControlFlow::Break(()),
        }
        ControlFlow::Continue(())
    }

    fn post_visit_statement(&mut self, _: &Statement) -> ControlFlow<()> {
        self.close();
        ControlFlow::Continue(())
    }

    fn pre_visit_query(&mut self, query: &Query) -> ControlFlow<()> {
        let ctes = query.with.iter().flat_map(|with| &with.cte_tables).map(|cte| folded(&cte.alias.name)).collect();
        self.scopes.push(Scope { ctes, ..Scope::default() });
        ControlFlow::Continue(())
    }

    fn post_visit_query(&mut self, _: &Query) -> ControlFlow<()> {
        self.close();
        ControlFlow::Continue(())
    }

    fn pre_visit_select(&mut self, select: &Select) -> ControlFlow<()> {
        self.scopes.push(Scope::default());
        self.select_items(&select.projection);
        self.joins(&select.from);
        ControlFlow::Continue(())
    }

    fn post_visit_select(&mut self, _: &Select) -> ControlFlow<()> {
        // ORDER BY stands in the query around, but sees these tables.
        let closed = self.close();
        if let (Some(closed), Some(query)) = (closed, self.scopes.last_mut()) {
            query.sources.extend(closed.sources);
            query.outputs.extend(closed.outputs);
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
            }
            TableFactor::Table { name, alias, .. } => {
                let last = idents(name).last().map(|ident| folded(ident)).unwrap_or_default();
                self.source(alias.as_ref().map_or(last, |alias| folded(&alias.name)), None);
            }
            TableFactor::Derived { alias: Some(alias), .. }
            | TableFactor::TableFunction { alias: Some(alias), .. }
            | TableFactor::Function { alias: Some(alias), .. }
            | TableFactor::UNNEST { alias: Some(alias), .. } => self.source(folded(&alias.name), None),
            TableFactor::NestedJoin { table_with_joins, .. } => self.joins(std::slice::from_ref(table_with_joins)),
            _ => {}
        }
        ControlFlow::Continue(())
    }

    fn pre_visit_expr(&mut self, expr: &Expr) -> ControlFlow<()> {
        match expr {
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

fn idents(name: &ObjectName) -> Vec<&Ident> {
    name.0.iter().filter_map(|part| part.as_ident()).collect()
}

/// A name as the database reads it: lower case unless quoted.
fn folded(ident: &Ident) -> String {
    if ident.quote_style.is_some() { ident.value.clone() } else { ident.value.to_lowercase() }
}
