//! Which tables a change may touch.

use super::Plan;
use std::collections::{BTreeMap, BTreeSet};
use store::scratch::catalog::{Catalog, Column};

/// Beyond so many, rows are put only into tables that are named.
const ALL: usize = 25;
/// Beyond so many, the rest is left without rows.
const MOST: usize = 400;

/// Tables that may be touched, parents before their children. Every table that is named counts, also in bodies of
/// functions and in strings; every table with a column of a type that is named; what these point at, and what points
/// at them. Where there are few tables, or SQL is put together at run time, it is all of them.
pub(super) fn tables(plan: &Plan, catalog: &Catalog) -> Vec<String> {
    let words = words(plan);
    let relations = || catalog.relations.iter().filter(|relation| matches!(relation.kind.as_str(), "r" | "p"));
    let everything = relations().count() <= ALL || is_dynamic(&words);
    let mut found: BTreeSet<String> = relations()
        .filter(|relation| everything || words.contains(&relation.name.to_lowercase()))
        .map(|relation| relation.full_name())
        .collect();
    found.extend(typed(&words, catalog));
    // A row goes in through the table as a whole, not through its parts.
    for relation in relations() {
        if let Some(parent) = &relation.parent
            && found.remove(&relation.full_name())
        {
            found.insert(parent.clone());
        }
    }
    let keys: Vec<(&str, &str)> = catalog
        .constraints
        .iter()
        .filter_map(|constraint| Some((constraint.relation.as_str(), constraint.target.as_deref()?)))
        .collect();
    let children: Vec<_> =
        keys.iter().filter(|(_, target)| found.contains(*target)).map(|(table, _)| (*table).to_owned()).collect();
    found.extend(children);
    loop {
        let parents: Vec<_> = keys
            .iter()
            .filter(|(table, target)| found.contains(*table) && !found.contains(*target))
            .map(|(_, target)| (*target).to_owned())
            .collect();
        if parents.is_empty() {
            break;
        }
        found.extend(parents);
    }
    let known: BTreeSet<String> = relations().filter(|one| one.parent.is_none()).map(|one| one.full_name()).collect();
    let found: BTreeSet<String> = found.intersection(&known).cloned().collect();
    ordered(&found, &keys).into_iter().take(MOST).collect()
}

/// Relations with a column of a type that is named, or of a composite type that has such an attribute.
fn typed(words: &BTreeSet<String>, catalog: &Catalog) -> BTreeSet<String> {
    let last = |name: &str| name.rsplit('.').next().unwrap_or(name).to_lowercase();
    let mut types = BTreeSet::new();
    let uses = |column: &Column, types: &BTreeSet<String>| {
        let of = [Some(&column.base_name), column.element_name.as_ref(), column.domain.as_ref()];
        let own = |name: &&String| !name.starts_with("pg_catalog.");
        of.into_iter().flatten().filter(own).any(|name| types.contains(name) || words.contains(&last(name)))
    };
    loop {
        let found = catalog.attributes.iter().filter(|one| !types.contains(&one.relation) && uses(one, &types));
        let found: Vec<String> = found.map(|one| one.relation.clone()).collect();
        if found.is_empty() {
            break;
        }
        types.extend(found);
    }
    catalog.columns.iter().filter(|one| uses(one, &types)).map(|one| one.relation.clone()).collect()
}

/// Tables that the change names, itself or by a type of theirs; all, where SQL is put together at run time.
pub(super) fn named(plan: &Plan, catalog: &Catalog) -> BTreeSet<String> {
    let words = words(plan);
    let everything = is_dynamic(&words);
    let relations = catalog.relations.iter().filter(|one| everything || words.contains(&one.name.to_lowercase()));
    relations.map(|relation| relation.full_name()).chain(typed(&words, catalog)).collect()
}

fn is_dynamic(words: &BTreeSet<String>) -> bool {
    ["execute", "call", "format", "perform"].iter().any(|word| words.contains(*word))
}

/// Parents first; in a circle, by name.
fn ordered(tables: &BTreeSet<String>, keys: &[(&str, &str)]) -> Vec<String> {
    let mut waiting: BTreeMap<&str, BTreeSet<&str>> =
        tables.iter().map(|table| (table.as_str(), BTreeSet::new())).collect();
    for (table, target) in keys.iter().filter(|(table, target)| table != target && tables.contains(*target)) {
        if let Some(parents) = waiting.get_mut(table) {
            parents.insert(target);
        }
    }
    let mut order = Vec::new();
    while !waiting.is_empty() {
        let free = waiting.iter().find(|(_, parents)| parents.is_empty()).or_else(|| waiting.iter().next());
        let Some(next) = free.map(|(table, _)| *table) else { break };
        waiting.remove(next);
        for parents in waiting.values_mut() {
            parents.remove(next);
        }
        order.push(next.to_owned());
    }
    order
}

/// All words of the change's scripts, in lower case.
fn words(plan: &Plan) -> BTreeSet<String> {
    let mut words = BTreeSet::new();
    let scripts = plan.change.iter().flat_map(|migration| std::iter::once(&migration.up).chain(&migration.down));
    for script in scripts {
        let all = script.sql().split(|c: char| !(c.is_alphanumeric() || c == '_' || c == '$'));
        words.extend(all.filter(|word| !word.is_empty()).map(str::to_lowercase));
    }
    words
}
