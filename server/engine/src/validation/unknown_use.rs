//! Columns and tables that the branch's code has begun to use, and that no migration makes.

use analysis::code::{CodeIndex, Columns, Use};
use analysis::state::Catalog;
use analysis::{Effect, Finding, Place, Severity};
use std::collections::BTreeSet;

/// The rule.
const UNKNOWN_USE: &str = "unknown-use";

/// More findings than these say nothing new.
const LISTED: usize = 20;

const GONE: &str = "the migrations have dropped or renamed";
const UNMADE: &str = "no migration makes";

/// Columns that PostgreSQL gives every table.
const SYSTEM: &[&str] = &["*", "ctid", "xmin", "xmax", "cmin", "cmax", "tableoid", "oid", "rowid"];

/// One finding for each column or table that the new code uses, today's does not, and neither schema has. A name that the
/// code of today uses as well is left alone: what is known of the schema may not be all of it. What `after`, the branch's
/// schema, has lost is gone for sure: the main line has dropped it, or given it another name.
pub(super) fn unknown_use(
    (head, base): (&CodeIndex, &CodeIndex),
    (old, new): (&Columns, &Columns),
    after: &Catalog,
) -> Vec<Finding> {
    if new.is_empty() {
        return Vec::new();
    }
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
    let lost = Columns::lost(after);
    let gone = |table: &str, column: Option<&str>| lost.contains(&(table.to_owned(), column.map(str::to_owned)));
    let short = |table: &str| table.strip_prefix("public.").unwrap_or(table).to_owned();
    let mut all = Vec::new();
    let today: BTreeSet<(&str, Option<&str>)> = base.all().map(|(table, column, _)| (table, column)).collect();
    for (table, column, uses) in head.all().filter(|(table, ..)| !own(table)) {
        let Some(first) = first(uses).filter(|_| !today.contains(&(table, column))) else { continue };
        if column.is_some_and(|name| SYSTEM.contains(&name)) || is_known(table, column) {
            continue;
        }
        all.push(match column {
            Some(column) => of_column(first, &[short(table)], column, gone(table, Some(column))),
            None => of_table(first, &short(table), gone(table, None)),
        });
    }
    let today: BTreeSet<(&str, &[String])> = base.adrift().map(|(column, tables, _)| (column, tables)).collect();
    for (column, tables, uses) in head.adrift().filter(|(column, ..)| !SYSTEM.contains(column)) {
        let Some(first) = first(uses).filter(|_| !today.contains(&(column, tables))) else { continue };
        if tables.iter().all(|table| Columns::lack(after, table, column)) {
            let is_gone = tables.iter().any(|table| gone(table, Some(column)));
            let tables: Vec<String> = tables.iter().map(|table| short(table)).collect();
            all.push(of_column(first, &tables, column, is_gone));
        }
    }
    all.sort_by(|a, b| (b.severity, &a.place).cmp(&(a.severity, &b.place)));
    all.truncate(LISTED);
    all
}

fn first(uses: &[Use]) -> Option<&Place> {
    uses.iter().map(|one| &one.place).find(|place| !is_test(&place.path))
}

fn of_column(place: &Place, tables: &[String], column: &str, gone: bool) -> Finding {
    let subject = match tables {
        [one] => format!("column {one}.{column}"),
        _ => format!("column {column}"),
    };
    let (severity, why) = if gone { (Severity::Error, GONE) } else { (Severity::Warning, UNMADE) };
    let message = format!("new code uses the column {column} of {}, which {why}", tables.join(" or "));
    finding(place.clone(), subject, message, severity)
}

fn of_table(place: &Place, table: &str, gone: bool) -> Finding {
    let (severity, why) = if gone { (Severity::Error, GONE) } else { (Severity::Notice, UNMADE) };
    finding(place.clone(), format!("table {table}"), format!("new code uses {table}, which {why}"), severity)
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
