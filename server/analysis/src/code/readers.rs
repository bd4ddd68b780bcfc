//! Who reads what a finding is about.

use super::index::{CodeIndex, Columns, Use, table_name};
use super::sql::fold;
use crate::impact::ObjectKind;
use crate::touched::Touched;
use crate::{Finding, Place};
use std::collections::HashMap;

/// The most places that one finding lists.
pub(crate) const LISTED: usize = 200;

/// The most places that a message names.
const NAMED: usize = 3;

/// Rules on a column that becomes required. Whoever names it is concerned, too: it may write no value.
const REQUIRED: &[&str] = &["add-required-column", "modify-not-null", "set-not-null", "sqlite-not-null"];

/// Rules on a column that has to be given from now on, or is left empty: who gives it a value goes on as before.
const UNFILLED: &[&str] = &["drop-default", "drop-identity", "required-by-check"];

/// Rules on a column that only some of its uses break: they list those themselves.
const LISTING: &[&str] = &["add-identity", "alter-identity"];

/// What a finding is about: a table or view, or one column of it.
fn subject(finding: &Finding) -> Option<(String, Option<String>)> {
    if let Some(name) = finding.subject.strip_prefix("column ") {
        let (table, column) = name.rsplit_once('.')?;
        return Some((table_name(table), Some(fold(column.trim_matches('"')))));
    }
    let kinds = ["table ", "view ", "materialized view "];
    let name = kinds.iter().find_map(|kind| finding.subject.strip_prefix(kind))?;
    Some((table_name(name), None))
}

/// Inserts without the column fail, or write something else than they did.
fn requires(finding: &Finding) -> bool {
    REQUIRED.contains(&finding.rule.as_str()) || fills_no_longer(finding)
}

fn fills_no_longer(finding: &Finding) -> bool {
    UNFILLED.contains(&finding.rule.as_str())
}

/// In their order; of a table every column is a use, and one place for each line is enough to find it.
fn places(uses: Vec<&Use>) -> Vec<Place> {
    let mut places: Vec<Place> = uses.into_iter().map(|one| one.place.clone()).collect();
    places.sort();
    places.dedup_by(|a, b| a.path == b.path && a.line == b.line);
    places
}

/// Gives each finding about a table, a view or a column the places in the code that use it, and that leave it out
/// where it is required.
pub fn attach_readers(findings: &mut [Finding], index: &CodeIndex) {
    for finding in findings {
        let Some((table, column)) = subject(finding) else { continue };
        if !finding.readers.is_empty() && LISTING.contains(&finding.rule.as_str()) {
            continue;
        }
        let uses = match &column {
            None => index.of_table(&table),
            Some(column) if fills_no_longer(finding) => index.inserts_without(&table, column),
            Some(column) => {
                let mut uses = index.of_column(&table, column);
                if requires(finding) {
                    uses.extend(index.inserts_without(&table, column));
                }
                uses
            }
        };
        finding.readers = places(uses);
        finding.readers.truncate(LISTED);
    }
}

/// Gives each finding about something else than these, a routine, a type, a constraint, a schema, the places that use
/// what depends on it.
pub fn attach_touched_readers(findings: &mut [Finding], index: &CodeIndex, touched: &[Touched]) {
    // A trigger or a policy is used by nobody: code uses its table.
    let used = |kind| !matches!(kind, ObjectKind::Trigger | ObjectKind::Policy | ObjectKind::Rule);
    let mut by_subject: HashMap<&str, Vec<&Touched>> = HashMap::new();
    for one in touched.iter().filter(|one| used(one.kind)) {
        by_subject.entry(&one.subject).or_default().push(one);
    }
    for finding in findings.iter_mut().filter(|finding| finding.readers.is_empty()) {
        let all = by_subject.get(finding.subject.as_str()).into_iter().flatten();
        let uses = all.flat_map(|one| &one.reaches).flat_map(|reach| index.reached(reach));
        finding.readers = places(uses.collect());
        finding.readers.truncate(LISTED);
    }
}

/// Adds the places in the code of the branch that name what is gone `after` it, or leave out what it requires: they fail
/// as soon as both are deployed. The message says which they are.
pub fn attach_new_readers(findings: &mut [Finding], branch: &CodeIndex, before: &Columns, after: &Columns) {
    for finding in findings {
        let Some((table, column)) = subject(finding) else { continue };
        let gone = before.loses(after, &table, column.as_deref());
        let (uses, does) = match &column {
            None if gone => (branch.of_table(&table), "uses it"),
            Some(column) if gone => (branch.naming_column(&table, column), "uses it"),
            Some(column) if requires(finding) => (branch.inserts_without(&table, column), "leaves it out"),
            _ => continue,
        };
        let known = |place: &Place| finding.readers.iter().any(|old| old.path == place.path && old.line == place.line);
        let new: Vec<Place> = places(uses).into_iter().filter(|place| !known(place)).collect();
        if new.is_empty() {
            continue;
        }
        let named: Vec<String> = new.iter().take(NAMED).map(|place| format!("{}:{}", place.path, place.line)).collect();
        let more = match new.len().saturating_sub(NAMED) {
            0 => String::new(),
            count => format!(" and {count} more"),
        };
        finding.message.push_str(&format!("; the branch itself {does} at {}{more}", named.join(", ")));
        finding.readers.extend(new);
        finding.readers.truncate(LISTED);
    }
}
