//! What differs between two schemas.

use super::judge::{Grant, Judged, Level, Order, RowSecurity, Verdict};
use super::model::{Schema, Table};
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};

/// How something differs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[allow(missing_docs)]
pub enum Kind {
    Added,
    Removed,
    Changed,
}

/// One difference.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Difference {
    /// How it differs.
    pub kind: Kind,
    /// What: `column public.users.email`.
    pub object: String,
    /// As it was, as JSON; nothing where it was not there.
    pub before: Option<serde_json::Value>,
    /// As it is; nothing where it is not there.
    pub after: Option<serde_json::Value>,
    /// What meets code that is deployed when the schema is migrated before it.
    pub old_code: Verdict,
    /// What meets new code that is deployed before the schema is migrated.
    pub new_code: Verdict,
}

impl Difference {
    /// The graver of both verdicts.
    pub fn worst(&self) -> Level {
        self.old_code.level.max(self.new_code.level)
    }
}

/// All differences, in the order of the objects' kinds and names.
pub fn diff(old: &Schema, new: &Schema) -> Vec<Difference> {
    let mut all = Vec::new();
    maps(&mut all, "enum", "", &old.enums, &new.enums);
    maps(&mut all, "domain", "", &old.domains, &new.domains);
    for (name, (before, after)) in pairs(&old.tables, &new.tables) {
        match (before, after) {
            (Some(before), Some(after)) => tables(&mut all, name, before, after),
            (before, after) => push(&mut all, format!("table {name}"), before, after, json(before), json(after)),
        }
    }
    maps(&mut all, "view", "", &old.views, &new.views);
    maps(&mut all, "function", "", &old.functions, &new.functions);
    all
}

type Pair<'a, T> = (&'a str, (Option<&'a T>, Option<&'a T>));

fn pairs<'a, T>(old: &'a BTreeMap<String, T>, new: &'a BTreeMap<String, T>) -> Vec<Pair<'a, T>> {
    let names: BTreeSet<&str> = old.keys().chain(new.keys()).map(String::as_str).collect();
    names.into_iter().map(|name| (name, (old.get(name), new.get(name)))).collect()
}

fn json<T: Serialize>(value: Option<&T>) -> Option<serde_json::Value> {
    value.and_then(|value| serde_json::to_value(value).ok())
}

fn push<T: Judged>(
    all: &mut Vec<Difference>,
    object: String,
    old: Option<&T>,
    new: Option<&T>,
    before: Option<serde_json::Value>,
    after: Option<serde_json::Value>,
) {
    let kind = match (old, new) {
        (None, _) => Kind::Added,
        (_, None) => Kind::Removed,
        _ => Kind::Changed,
    };
    // Old code was written for the old schema and meets the new one; for new code it is the other way round.
    let (old_code, new_code) = (T::judge(old, new), T::judge(new, old));
    all.push(Difference { kind, object, before, after, old_code, new_code });
}

fn maps<T: Judged + Serialize + PartialEq>(
    all: &mut Vec<Difference>,
    word: &str,
    within: &str,
    old: &BTreeMap<String, T>,
    new: &BTreeMap<String, T>,
) {
    for (name, (before, after)) in pairs(old, new).into_iter().filter(|(_, (before, after))| before != after) {
        push(all, format!("{word} {within}{name}"), before, after, json(before), json(after));
    }
}

fn tables(all: &mut Vec<Difference>, name: &str, old: &Table, new: &Table) {
    let within = format!("{name}.");
    if (&old.partition_by, &old.partition_of) != (&new.partition_by, &new.partition_of) {
        let shown = |table: &Table| json(Some(&(&table.partition_by, &table.partition_of)));
        push(all, format!("table {name}"), Some(old), Some(new), shown(old), shown(new));
    }
    let by_name = |table: &Table| {
        table.columns.iter().map(|column| (column.name.clone(), column.clone())).collect::<BTreeMap<_, _>>()
    };
    let (before, after) = (by_name(old), by_name(new));
    maps(all, "column", &within, &before, &after);
    let order = |table: &Table, other: &BTreeMap<_, _>| {
        table
            .columns
            .iter()
            .filter(|column| other.contains_key(&column.name))
            .map(|column| column.name.clone())
            .collect::<Vec<_>>()
    };
    let (was, is) = (order(old, &after), order(new, &before));
    if was != is {
        push(all, format!("columns of {name}"), Some(&Order), Some(&Order), json(Some(&was)), json(Some(&is)));
    }
    maps(all, "constraint", &within, &old.constraints, &new.constraints);
    maps(all, "index", &within, &old.indexes, &new.indexes);
    maps(all, "trigger", &within, &old.triggers, &new.triggers);
    maps(all, "policy", &within, &old.policies, &new.policies);
    if old.row_security != new.row_security {
        let on = |table: &Table| table.row_security.then_some(&RowSecurity);
        push(
            all,
            format!("row-level security of {name}"),
            on(old),
            on(new),
            json(Some(&old.row_security)),
            json(Some(&new.row_security)),
        );
    }
    for grant in old.grants.symmetric_difference(&new.grants) {
        let has = |table: &Table| table.grants.contains(grant);
        let (before, after) = (has(old).then_some(&Grant), has(new).then_some(&Grant));
        push(
            all,
            format!("grant {grant} on {name}"),
            before,
            after,
            before.map(|_| grant.clone().into()),
            after.map(|_| grant.clone().into()),
        );
    }
}
