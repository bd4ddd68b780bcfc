//! A column gets a name that queries in the code use for a column of another table, and do not say of which.
//!
//! A query that joins both tables and names the column alone fails from then on: "column reference is ambiguous".
//! `NATURAL JOIN` compares the new column as well, and finds other rows.
//!
//! Instead: put the table or its alias before the name in every query that joins it, and deploy that before; or give the
//! column another name.
use super::prelude::*;
use crate::Place;
use crate::code::{JoinedFacts, fold, table_name};
use std::collections::BTreeSet;

/// The rule.
pub const RULE: Rule = Rule {
    severity: Error,
    effects: &[Breaking],
    dialects: ALL,
    bad: "--- base 1_base.sql
CREATE TABLE teams (id bigint PRIMARY KEY, title text);
CREATE TABLE users (id bigint PRIMARY KEY, team_id bigint);
--- base ../src/list.py
rows = db.query(\"SELECT u.id, title FROM users u JOIN teams t ON t.id = u.team_id\")
--- 2_change.sql
ALTER TABLE users ADD COLUMN title text;",
    good: "--- base 1_base.sql
CREATE TABLE teams (id bigint PRIMARY KEY, title text);
CREATE TABLE users (id bigint PRIMARY KEY, team_id bigint);
--- base ../src/list.py
rows = db.query(\"SELECT u.id, t.title FROM users u JOIN teams t ON t.id = u.team_id\")
--- 2_change.sql
ALTER TABLE users ADD COLUMN title text;",
    check: Check::Op(check),
    ..rule!("ambiguous-column", "ambiguous_column.rs")
};
fn check(cx: &mut Cx<'_>, op: &Op) {
    let (table, column) = match op {
        Op::AddColumn { table, column, .. } => (table, &column.name),
        Op::RenameColumn { table, to, .. } => (table, to),
        _ => return,
    };
    if !cx.existed(table) || cx.catalog.column(table, column).is_some() {
        return;
    }
    let own = table_name(&cx.catalog.resolve(table).to_string());
    let (mut alone, mut natural): (Found, Found) = Default::default();
    let mut found = Vec::new();
    for (name, text) in cx.bodies_reading(table) {
        let joined = cx.queries.in_body(text, &own).0;
        found.extend(joined.into_iter().map(|one| (one, Err(format!("routine {name}")))));
    }
    let in_code = cx.queries.joining(&own);
    found.extend(in_code.into_iter().map(|(one, place)| (one, Ok(place))));
    for (joined, place) in found {
        let found = match &joined.column {
            None => &mut natural,
            Some(name) if *name == fold(column) => &mut alone,
            Some(_) => continue,
        };
        let query = || joined.given.then(|| "a query".to_owned());
        if let Some(other) = other(cx, &joined, &own, column).or_else(query) {
            found.others.insert(other);
            match place {
                Ok(place) => found.places.push(place),
                Err(routine) => drop(found.routines.insert(routine)),
            }
        }
    }
    let subject = format!("new column {table}.{column}");
    if let Some(others) = alone.listed() {
        let message = format!(
            "{} name {column} without its table where {table} is joined with {others}, which has such a column: they \
             fail as soon as {table} has it, too",
            alone.who()
        );
        cx.report(&subject, message).read_at(alone.places);
    }
    if let Some(others) = natural.listed() {
        let who = natural.who();
        let message =
            format!("{who} use NATURAL JOIN of {table} with {others}: it compares {column} as well from now on");
        cx.report(subject, message).read_at(natural.places);
    }
}

/// Other tables, the places of the queries, and the routines that hold some.
#[derive(Default)]
struct Found {
    others: BTreeSet<String>,
    places: Vec<Place>,
    routines: BTreeSet<String>,
}

impl Found {
    fn listed(&self) -> Option<String> {
        let others: Vec<&str> = self.others.iter().map(String::as_str).collect();
        (!others.is_empty()).then(|| others.join(", "))
    }

    fn who(&self) -> String {
        holders(&self.places, &self.routines)
    }
}

/// Who holds the queries, as the beginning of a sentence.
pub(super) fn holders(places: &[Place], routines: &BTreeSet<String>) -> String {
    let routines: Vec<&str> = routines.iter().map(String::as_str).collect();
    let of_routines = if routines.is_empty() { String::new() } else { format!("queries of {}", routines.join(", ")) };
    match (places.is_empty(), routines.is_empty()) {
        (true, _) => of_routines,
        (false, true) => "queries in the code".to_owned(),
        (false, false) => format!("queries in the code and {of_routines}"),
    }
}

/// Another of the joined tables that has such a column, and keeps it.
fn other(cx: &Cx<'_>, joined: &JoinedFacts, own: &str, column: &str) -> Option<String> {
    let others = joined.tables.iter().filter(|table| *table != own);
    let known = || cx.catalog.tables.keys().chain(cx.catalog.views.keys());
    let mut names = others.filter_map(|table| known().find(|name| table_name(&name.to_string()) == *table));
    let goes = |name: &Name| {
        cx.ahead().any(|op| match op {
            Op::DropColumn { table, column: gone, .. } | Op::RenameColumn { table, from: gone, .. } => {
                gone == column && cx.catalog.resolve(table) == *name
            }
            _ => false,
        })
    };
    let view = |name: &Name| cx.catalog.views.get(name).and_then(|view| view.columns.as_ref());
    let has = |name: &Name| {
        let of_view = || view(name).is_some_and(|columns| columns.iter().any(|one| one == column));
        (cx.catalog.column(name, column).is_some() && cx.column_existed(name, column)) || of_view()
    };
    names.find(|name| has(name) && !goes(name)).map(|name| name.to_string())
}
