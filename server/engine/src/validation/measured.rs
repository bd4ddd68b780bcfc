//! What breaks by statements that cannot be read, such as SQL put together while it runs: the proof has seen the schema
//! that they leave.

use super::{Rules, code};
use crate::proof::Proof;
use analysis::code::{Columns, attach_readers};
use analysis::schema::{Difference, Level};
use analysis::{Effect, Files, Finding, Report, Severity};

/// The name of the rule.
pub const MEASURED: &str = "proof-breaks";
/// More than these say nothing new.
const MOST: usize = 50;

/// Differences that break the code that runs today, and that no finding is about, where a statement could not be read;
/// each with its readers in `base`.
pub(super) fn unseen(report: &Report, proof: &Proof, rules: &Rules, base: &Files) -> Vec<Finding> {
    let Some(unread) = report.findings.iter().find(|found| found.rule == "not-analysable") else { return Vec::new() };
    let breaking = |one: &&Difference| one.old_code.level == Level::Breaking;
    let told = |one: &&Difference| {
        let object = bare(&one.object);
        let of_table = object.strip_prefix("column ").and_then(|name| name.rsplit_once('.')).map(|(table, _)| table);
        report.findings.iter().filter(|found| found.effects.contains(&Effect::Breaking)).any(|found| {
            let subject = bare(&found.subject);
            subject == object || of_table.is_some_and(|table| subject == format!("table {table}"))
        })
    };
    let mut all: Vec<Finding> = proof
        .differences
        .iter()
        .filter(breaking)
        .filter(|one| !told(one))
        .take(MOST)
        .map(|one| {
            let object = bare(&one.object);
            let message = format!("After up, {object} is not what it was: {}.", one.old_code.reason.trim_end_matches('.'));
            Finding {
                rule: MEASURED.to_owned(),
                severity: Severity::Error,
                effects: vec![Effect::Breaking],
                fingerprint: Finding::fingerprint(&[MEASURED, &one.object, &message]),
                place: unread.place.clone(),
                subject: object,
                message,
                why: "A statement that cannot be read from its text does it; a run on a scratch database has shown it."
                    .to_owned(),
                fix: "Write the statement out, so that it can be reviewed, and make the change in steps: add what is new, \
                      move the code over, remove what is old in a later change."
                    .to_owned(),
                readers: Vec::new(),
            }
        })
        .collect();
    if let (false, Some(schema)) = (all.is_empty(), &proof.schema) {
        let mut columns = Columns::default();
        for (table, held) in &schema.tables {
            columns.put(table, held.columns.iter().map(|column| column.name.clone()));
        }
        attach_readers(&mut all, &code::index(base, rules, &columns, &[]));
    }
    all
}

fn bare(object: &str) -> String {
    object.replacen(" public.", " ", 1)
}
