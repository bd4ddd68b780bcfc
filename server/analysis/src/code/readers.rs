//! Who reads what a finding is about.

use super::index::{CodeIndex, table_name};
use crate::{Finding, Place};

/// The most places that one finding lists.
const LISTED: usize = 200;

/// Gives each finding about `table x` or `column t.c` the places in the code that use it.
pub fn attach_readers(findings: &mut [Finding], index: &CodeIndex) {
    for finding in findings {
        let (table, column) = match finding.subject.split_once(' ') {
            Some(("table", table)) => (table, None),
            Some(("column", name)) => match name.rsplit_once('.') {
                Some((table, column)) => (table, Some(column)),
                None => continue,
            },
            _ => continue,
        };
        let table = table_name(table);
        let uses = match column {
            None => index.of_table(&table),
            Some(column) => index.of_column(&table, &column.trim_matches('"').to_lowercase()),
        };
        let mut places: Vec<Place> = uses.into_iter().map(|one| one.place.clone()).collect();
        places.sort();
        // Of a table every column is a use; one place for each line is enough to find it.
        places.dedup_by(|a, b| a.path == b.path && a.line == b.line);
        places.truncate(LISTED);
        finding.readers = places;
    }
}
