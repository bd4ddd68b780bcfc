//! Names and the scopes that they are resolved in.

use super::{Found, Loose, Uses, folded, idents, table_key};
use crate::code::facts::Access;
use crate::code::mapped::MARK;
use crate::code::sql::Word;
use sqlparser::ast::{Expr, Ident, ObjectName, Query, SelectItem, SelectItemQualifiedWildcardKind, Visit, Visitor};
use sqlparser::tokenizer::{Location, Span};
use std::collections::{BTreeMap, BTreeSet};
use std::ops::ControlFlow;

/// Words without brackets that stand for a value, and MySQL's units of time.
const VALUES: &[&str] = &[
    "_rowid_",
    "current_catalog",
    "current_role",
    "current_schema",
    "current_user",
    "day",
    "default",
    "hour",
    "localtime",
    "localtimestamp",
    "microsecond",
    "minute",
    "month",
    "quarter",
    "rownum",
    "second",
    "session_user",
    "sysdate",
    "system_user",
    "user",
    "utc_date",
    "utc_time",
    "utc_timestamp",
    "week",
    "year",
];

/// A name that has to be resolved when its scope is known.
#[derive(Clone)]
pub(super) struct Name {
    pub(super) qualifier: Option<String>,
    pub(super) column: String,
    pub(super) access: Access,
    pub(super) place: (usize, usize),
    /// So many of the scope's sources are before it: `ON` sees no later one. None of them: it sees all.
    pub(super) seen: usize,
}

#[derive(Default)]
pub(super) struct Scope {
    /// What can stand before a dot, and the table it stands for if it is one.
    pub(super) sources: Vec<(String, Option<String>)>,
    pub(super) ctes: BTreeSet<String>,
    /// The tables of which these give all columns.
    pub(super) cte_wholes: BTreeMap<String, String>,
    /// The names that the results of these have, where they are written out.
    pub(super) cte_columns: BTreeMap<String, BTreeSet<String>>,
    /// The same of the sources that are queries, by their number.
    pub(super) given: Vec<(usize, BTreeSet<String>)>,
    pub(super) names: Vec<Name>,
    /// Names that the scope itself gives to its results.
    pub(super) outputs: BTreeSet<String>,
    /// Its sources stand in the order in which they are seen.
    pub(super) ordered: bool,
    /// Columns that several sources have and that are one: those of `USING`, and of results that are sorted.
    pub(super) merged: BTreeSet<String>,
    /// No name in it is ambiguous, whatever its sources have.
    pub(super) merges_all: bool,
    /// Where `NATURAL JOIN` names its table.
    pub(super) natural: Option<(usize, usize)>,
}

impl Scope {
    fn star(&mut self, qualifier: Option<String>, place: (usize, usize)) {
        self.names.push(Name { qualifier, column: "*".to_owned(), access: Access::Read, place, seen: 0 });
    }
}

pub(super) struct Walk<'a> {
    pub(super) text: &'a str,
    pub(super) lines: Vec<usize>,
    pub(super) scopes: Vec<Scope>,
    pub(super) uses: Uses,
}

impl Walk<'_> {
    fn offset(&self, at: Location) -> usize {
        let line = usize::try_from(at.line).unwrap_or(0).saturating_sub(1);
        let start = self.lines.get(line).copied().unwrap_or(0);
        let column = usize::try_from(at.column).unwrap_or(0).saturating_sub(1);
        let rest = self.text.get(start..).unwrap_or_default();
        start + rest.char_indices().nth(column).map_or(rest.len(), |(i, _)| i)
    }

    pub(super) fn place(&self, span: Span) -> (usize, usize) {
        (self.offset(span.start), self.offset(span.end))
    }

    fn is_cte(&self, name: &str) -> bool {
        self.scopes.iter().any(|scope| scope.ctes.contains(name))
    }

    /// The table's key; nothing for a common table expression.
    pub(super) fn table(&self, name: &ObjectName) -> Option<(String, (usize, usize))> {
        let idents = idents(name);
        let parts: Vec<String> = idents.iter().map(|ident| folded(ident)).collect();
        let last = *idents.last()?;
        if parts.len() == 1 && self.is_cte(&folded(last)) {
            return None;
        }
        Some((table_key(&parts), self.place(last.span)))
    }

    /// A routine that is called.
    pub(super) fn called(&mut self, name: &ObjectName) {
        let idents = idents(name);
        let parts: Vec<String> = idents.iter().map(|ident| folded(ident)).collect();
        if let Some(last) = idents.last() {
            let (start, end) = self.place(last.span);
            self.uses.calls.push(Word { word: table_key(&parts), start, end });
        }
    }

    pub(super) fn found(&mut self, table: &str, column: Option<&str>, access: Access, place: (usize, usize)) {
        let (table, column) = (table.to_owned(), column.map(str::to_owned));
        self.uses.found.push(Found { table, column, access, start: place.0, end: place.1 });
    }

    pub(super) fn name(&mut self, qualifier: Option<String>, ident: &Ident, access: Access) {
        let place = self.place(ident.span);
        if let Some(scope) = self.scopes.last_mut() {
            let seen = if scope.ordered { scope.sources.len() } else { 0 };
            scope.names.push(Name { qualifier, column: folded(ident), access, place, seen });
        }
    }

    /// Ends the innermost scope: its names are resolved, or left to the scope around it.
    pub(super) fn close(&mut self) -> Option<Scope> {
        let scope = self.scopes.pop()?;
        for name in &scope.names {
            self.resolve(&scope, name);
        }
        self.joined_all(&scope);
        Some(scope)
    }

    fn resolve(&mut self, scope: &Scope, name: &Name) {
        let Name { qualifier, column, access, place, .. } = name;
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
            self.joined(scope, name);
            let sure = self.is_column(scope, name);
            let (column, access) = (column.clone(), *access);
            self.uses.loose.push(Loose { column, tables, sure, access, start: place.0, end: place.1 });
        }
    }

    /// It can be nothing but a column of the scope's tables: no name of a query around it or beside it, no whole row, no
    /// word that stands for a value.
    fn is_column(&self, scope: &Scope, name: &Name) -> bool {
        let outer = self.scopes.iter().map(|scope| scope.sources.len()).sum::<usize>();
        let queries = self.scopes.iter().filter(|scope| scope.ordered).count();
        let plain = name.column.starts_with(|c: char| c.is_ascii_lowercase() || c == '_');
        let quoted = self.text.get(name.place.0..).is_some_and(|text| text.starts_with(['"', '`', '[']));
        let tables = |(alias, table): &(String, Option<String>)| {
            *alias != name.column && table.as_deref().is_some_and(|table| !table.contains(MARK))
        };
        outer == 0
            && queries == 0
            && plain
            && !quoted
            && !self.is_argument(name.place.0)
            && !VALUES.contains(&name.column.as_str())
            && scope.sources.iter().all(tables)
    }

    /// sqlc names the arguments of a query by `sqlc.arg(name)`.
    fn is_argument(&self, start: usize) -> bool {
        let before = self.text.get(..start).and_then(|text| text.trim_end().strip_suffix('('));
        let called = before.and_then(|text| text.rsplit(|c: char| c.is_whitespace() || c == '(').next());
        called.is_some_and(|called| called.to_ascii_lowercase().starts_with("sqlc."))
    }

    fn leave(&mut self, name: &Name) {
        if let Some(outer) = self.scopes.last_mut() {
            outer.names.push(Name { seen: 0, ..name.clone() });
        }
    }

    pub(super) fn source(&mut self, alias: String, table: Option<String>) {
        if let Some(scope) = self.scopes.last_mut() {
            scope.sources.push((alias, table));
        }
    }

    pub(super) fn select_items(&mut self, items: &[SelectItem]) {
        for item in items {
            // What is filled in may be any column, or several.
            if let SelectItem::UnnamedExpr(expr) | SelectItem::ExprWithAlias { expr, .. } = item
                && let Some((qualifier, span)) = filled_in(expr)
            {
                let place = self.place(span);
                if let Some(scope) = self.scopes.last_mut() {
                    scope.star(qualifier, place);
                }
            }
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
                        scope.star(None, place);
                    }
                }
                SelectItem::QualifiedWildcard(SelectItemQualifiedWildcardKind::ObjectName(name), _) => {
                    if let Some(ident) = idents(name).last() {
                        let place = self.place(ident.span);
                        let qualifier = Some(folded(ident));
                        if let Some(scope) = self.scopes.last_mut() {
                            scope.star(qualifier, place);
                        }
                    }
                }
                _ => {}
            }
        }
    }
}

/// The first name in an expression that a program fills in, with its qualifier; subqueries read their own tables.
fn filled_in(expr: &Expr) -> Option<(Option<String>, Span)> {
    #[derive(Default)]
    struct Search {
        queries: usize,
    }
    impl Visitor for Search {
        type Break = (Option<String>, Span);

        fn pre_visit_query(&mut self, _: &Query) -> ControlFlow<Self::Break> {
            self.queries += 1;
            ControlFlow::Continue(())
        }

        fn post_visit_query(&mut self, _: &Query) -> ControlFlow<Self::Break> {
            self.queries -= 1;
            ControlFlow::Continue(())
        }

        fn pre_visit_expr(&mut self, expr: &Expr) -> ControlFlow<Self::Break> {
            let (qualifier, name) = match expr {
                _ if self.queries > 0 => return ControlFlow::Continue(()),
                Expr::Identifier(name) => (None, name),
                Expr::CompoundIdentifier(parts) => match parts.as_slice() {
                    [.., qualifier, name] if !qualifier.value.contains(MARK) => (Some(folded(qualifier)), name),
                    [.., name] => (None, name),
                    [] => return ControlFlow::Continue(()),
                },
                _ => return ControlFlow::Continue(()),
            };
            match name.value.contains(MARK) {
                true => ControlFlow::Break((qualifier, name.span)),
                false => ControlFlow::Continue(()),
            }
        }
    }
    match expr.visit(&mut Search::default()) {
        ControlFlow::Break(found) => Some(found),
        ControlFlow::Continue(()) => None,
    }
}
