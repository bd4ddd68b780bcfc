//! The names that a query gives to its results.

use super::scope::Walk;
use super::{folded, idents, table_key};
use sqlparser::ast::{
    Expr, FromTable, ObjectName, Query, SelectItem, SetExpr, Statement, TableAlias, TableFactor, TableWithJoins,
};
use std::collections::{BTreeMap, BTreeSet};

/// Of those that `WITH` names.
pub(super) fn by_with(query: &Query) -> BTreeMap<String, BTreeSet<String>> {
    let all = query.with.iter().flat_map(|with| &with.cte_tables);
    all.map(|cte| (folded(&cte.alias.name), names(&cte.query, &cte.alias))).collect()
}

/// The tables of which those that `WITH` names give all columns and no others.
pub(super) fn wholes(query: &Query) -> BTreeMap<String, String> {
    let named = super::named(query);
    let all = query.with.iter().flat_map(|with| &with.cte_tables).filter(|cte| cte.alias.columns.is_empty());
    let whole = all.filter_map(|cte| {
        let parts: Vec<String> = idents(whole(&cte.query)?).into_iter().map(folded).collect();
        let other = parts.len() == 1 && parts.first().is_some_and(|name| named.contains(name));
        (!other).then(|| (folded(&cte.alias.name), table_key(&parts)))
    });
    whole.collect()
}

/// The one table whose columns are all that the query gives.
fn whole(query: &Query) -> Option<&ObjectName> {
    let (items, from) = match &*query.body {
        SetExpr::Select(select) => (select.projection.as_slice(), select.from.as_slice()),
        SetExpr::Delete(Statement::Delete(delete)) if delete.using.is_none() => {
            let (FromTable::WithFromKeyword(from) | FromTable::WithoutKeyword(from)) = &delete.from;
            (delete.returning.as_deref()?, from.as_slice())
        }
        SetExpr::Update(Statement::Update(update)) if update.from.is_none() => {
            (update.returning.as_deref()?, std::slice::from_ref(&update.table))
        }
        _ => return None,
    };
    match (items, from) {
        (
            [SelectItem::Wildcard(_)],
            [TableWithJoins { relation: TableFactor::Table { name, args: None, .. }, joins }],
        ) if joins.is_empty() => Some(name),
        _ => None,
    }
}

/// As the alias or the query itself says; what `*` stands for is not among them.
pub(super) fn names(query: &Query, alias: &TableAlias) -> BTreeSet<String> {
    let mut first = &*query.body;
    loop {
        first = match first {
            SetExpr::SetOperation { left, .. } => left,
            SetExpr::Query(inner) => &inner.body,
            _ => break,
        };
    }
    let items = match first {
        SetExpr::Select(select) => select.projection.as_slice(),
        _ => &[],
    };
    let mut listed = alias.columns.iter().map(|column| folded(&column.name));
    let mut found = BTreeSet::new();
    for item in items {
        let own = match item {
            SelectItem::ExprWithAlias { alias, .. } => Some(folded(alias)),
            SelectItem::UnnamedExpr(Expr::Identifier(name)) => Some(folded(name)),
            SelectItem::UnnamedExpr(Expr::CompoundIdentifier(parts)) => parts.last().map(folded),
            _ => None,
        };
        found.extend(listed.next().or(own));
    }
    found.extend(listed);
    found
}

impl Walk<'_> {
    /// The source that was seen last gives these.
    pub(super) fn gives(&mut self, names: BTreeSet<String>) {
        if let Some(scope) = self.scopes.last_mut()
            && let Some(last) = scope.sources.len().checked_sub(1)
        {
            scope.given.push((last, names));
        }
    }

    /// It is a query of this name, if one has it.
    pub(super) fn gives_named(&mut self, name: &ObjectName) {
        let [ident] = idents(name)[..] else { return };
        let name = folded(ident);
        let near = self.scopes.iter().rev().find_map(|scope| scope.cte_columns.get(&name));
        if let Some(names) = near.cloned() {
            self.gives(names);
        }
    }
}
