//! Everything that keeps a project file from being read, with its lines: a parser stops at the first.

use super::read::place;
use super::{Component, ProjectConfig, ProjectStep, RoutingRule, Team};
use serde::Deserialize;
use serde::de::DeserializeOwned;
use std::collections::BTreeMap;
use toml::{Spanned, Table, Value};

/// Most problems that are told.
const MOST: usize = 20;

/// Members that have to be there: of the file itself, and of each entry of its lists.
const REQUIRED: [(&str, &[&str]); 5] = [
    ("", &["key", "name", "defaultTeam"]),
    ("teams", &["name"]),
    ("components", &["name", "layer", "team"]),
    ("routing", &["team"]),
    ("workflow.steps", &["id", "title", "stage", "owner"]),
];

/// The file as far as it is TOML: its members with their places, whatever they hold.
type Members = BTreeMap<Spanned<String>, Spanned<Value>>;

/// The entries of the lists, each with its place.
#[derive(Default, Deserialize)]
#[serde(default)]
struct Entries {
    teams: Vec<Spanned<Value>>,
    components: Vec<Spanned<Value>>,
    routing: Vec<Spanned<Value>>,
    workflow: Steps,
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct Steps {
    steps: Vec<Spanned<Value>>,
}

/// What is wrong, in the order of the file, each with its line; empty where this cannot be told, as in what is no TOML.
pub(super) fn wrong(text: &str) -> Vec<String> {
    let Ok(members) = toml::from_str::<Members>(text) else { return Vec::new() };
    let entries = toml::from_str::<Entries>(text).unwrap_or_default();
    let mut found: Vec<(usize, String)> = Vec::new();
    let top: Table = members.iter().map(|(name, value)| (name.get_ref().clone(), value.get_ref().clone())).collect();
    found.extend(lacks("", &top).map(|what| (0, what)));
    let lists = [
        ("teams", &entries.teams, refused::<Team> as fn(&Value) -> Option<String>),
        ("components", &entries.components, refused::<Component>),
        ("routing", &entries.routing, refused::<RoutingRule>),
        ("workflow.steps", &entries.workflow.steps, refused::<ProjectStep>),
    ];
    for (list, entries, refused) in lists {
        for (i, entry) in entries.iter().enumerate() {
            let missing = entry.get_ref().as_table().and_then(|table| lacks(list, table));
            if let Some(what) = missing.or_else(|| refused(entry.get_ref())) {
                found.push((entry.span().start, format!("{list} no. {}: {what}", i + 1)));
            }
        }
    }
    // What is no entry of a list is wrong as a member of the file.
    let of = |what: &str, name: &str| what.strip_prefix(name).is_some_and(|rest| rest.starts_with([' ', '.']));
    let in_lists = |name: &str| found.iter().any(|(_, what)| of(what, name));
    let alone = |name: &Spanned<String>, value: &Spanned<Value>| {
        let mut file = Table::from_iter([(name.get_ref().clone(), value.get_ref().clone())]);
        for required in REQUIRED[0].1 {
            file.entry(*required).or_insert_with(|| Value::String(String::new()));
        }
        let said = refused::<ProjectConfig>(&Value::Table(file))?;
        let unknown = said.starts_with("unknown field");
        let at = if unknown { name.span().start } else { value.span().start };
        Some((at, if unknown { said } else { format!("{}: {said}", name.get_ref()) }))
    };
    let others: Vec<_> = members
        .iter()
        .filter(|(name, _)| !in_lists(name.get_ref()))
        .filter_map(|(name, value)| alone(name, value))
        .collect();
    found.extend(others);
    found.sort();
    let line = |(at, what): (usize, String)| match at {
        0 => what,
        at => {
            let (line, column) = place(text, at);
            format!("line {line}, column {column}: {what}")
        }
    };
    found.into_iter().take(MOST).map(line).collect()
}

/// The required members that a table does not have.
fn lacks(list: &str, table: &Table) -> Option<String> {
    let (_, required) = REQUIRED.iter().find(|(name, _)| *name == list)?;
    let missing: Vec<String> =
        required.iter().filter(|name| !table.contains_key(**name)).map(|name| format!("`{name}`")).collect();
    let (last, others) = missing.split_last()?;
    Some(match others {
        [] => format!("{last} is missing"),
        others => format!("{} and {last} are missing", others.join(", ")),
    })
}

/// Why a value is none of these.
fn refused<T: DeserializeOwned>(value: &Value) -> Option<String> {
    T::deserialize(value.clone()).err().map(|error| error.message().trim().to_owned())
}
