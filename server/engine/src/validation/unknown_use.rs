//! Columns and tables that the branch's code has begun to use, and that no migration makes.

use analysis::code::{CodeIndex, Columns};
use analysis::{Effect, Finding, Place, Severity};
use std::collections::BTreeSet;

/// The rule.
const UNKNOWN_USE: &str = "unknown-use";

/// More findings than these say nothing new.
const LISTED: usize = 20;

/// Columns that PostgreSQL gives every table.
const SYSTEM: &[&str] = &["*", "ctid", "xmin", "xmax", "cmin", "cmax", "tableoid", "oid", "rowid"];

/// One finding for each column or table that `head` uses, `base` does not, and neither schema has. A name that the code of
/// today uses as well is left alone: what is known of the schema may not be all of it.
pub(super) fn unknown_use(head: &CodeIndex, base: &CodeIndex, old: &Columns, new: &Columns) -> Vec<Finding> {
    let today: BTreeSet<(&str, Option<&str>)> = base.all().map(|(table, column, _)| (table, column)).collect();
    let is_known = |table: &str, column: Option<&str>| {
        let has = |columns: &Columns| match column {
            None => columns.knows(table),
            Some(name) => !columns.knows(table) || columns.of(table).is_none_or(|names| names.contains(name)),
        };
        has(old) || has(new)
    };
    let own = |table: &str| {
        let schema = table.split('.').next().unwrap_or_default();
        let name = table.rsplit('.').next().unwrap_or_default();
        matches!(schema, "pg_catalog" | "information_schema") || name.starts_with("pg_") || name.starts_with("sqlite_")
    };
    let mut all = Vec::new();
    for (table, column, uses) in head.all().filter(|(table, ..)| !own(table)) {
        let (Some(first), false) =
            (uses.iter().find(|one| !is_test(&one.place.path)), today.contains(&(table, column)))
        else {
            continue;
        };
        if column.is_some_and(|name| SYSTEM.contains(&name)) || is_known(table, column) || new.is_empty() {
            continue;
        }
        let name = table.strip_prefix("public.").unwrap_or(table);
        let (subject, message, severity) = match column {
            Some(column) => (
                format!("column {name}.{column}"),
                format!("new code uses the column {column} of {name}, which no migration makes"),
                Severity::Warning,
            ),
            None => {
                (format!("table {name}"), format!("new code uses {name}, which no migration makes"), Severity::Notice)
            }
        };
        all.push(finding(first.place.clone(), subject, message, severity));
        if all.len() == LISTED {
            break;
        }
    }
    all
}

/// Tests make tables of their own.
fn is_test(path: &str) -> bool {
    let stem = path.rsplit('/').next().and_then(|name| name.split_once('.')).map_or("", |(stem, _)| stem);
    path.split('/').any(|part| matches!(part, "test" | "tests" | "__tests__" | "spec" | "fixtures" | "testdata"))
        || ["test", "tests"].iter().any(|word| stem == *word || stem.ends_with(&format!("_{word}")))
        || [".test.", ".spec."].iter().any(|word| path.contains(word))
}

fn finding(place: Place, subject: String, message: String, severity: Severity) -> Finding {
    Finding {
        rule: UNKNOWN_USE.to_owned(),
        severity,
        effects: vec![Effect::Incomplete],
        fingerprint: Finding::fingerprint(&[UNKNOWN_USE, &place.path, &subject]),
        place: Some(place),
        subject,
        message,
        why: "The statement fails when it is run, unless something else than the migrations makes it.".to_owned(),
        fix: "Mend the name, or add the migration.".to_owned(),
        readers: Vec::new(),
    }
}
