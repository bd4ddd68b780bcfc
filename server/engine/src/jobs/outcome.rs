//! What the workflow has to know of a validation.

use super::look::{Sight, word};
use super::reached::{Seen, reached};
use crate::proof::{self, Proof, Verdict};
use crate::validation::{MEASURED, Validation};
use analysis::{Effect, Finding, Place, Severity, completeness};
use chrono::{DateTime, Utc};
use domain::change::{Blocking, ChangeState, ValidationOutcome, declared};
use domain::words::Check;
use serde_json::{Map, Value, json};
use uuid::Uuid;

/// Most blocking findings without a waiver that the change itself keeps; the report has all.
const LISTED: usize = 200;
/// Text of a script that the report carries, bytes; and of all together.
const SCRIPT: usize = 256 * 1024;
const SCRIPTS: usize = 2 * 1024 * 1024;

/// The outcome of a run.
pub(super) fn outcome(
    run: Uuid,
    branch: &str,
    sight: &Sight,
    found: &Validation,
    state: &ChangeState,
    at: DateTime<Utc>,
) -> ValidationOutcome {
    let operations = &state.request.metadata.operations;
    let seen = Seen { run, commit: &sight.revisions.head, branch: Some(branch), at };
    let all = &found.report.findings;
    let errors: Vec<&Finding> = all.iter().filter(|finding| finding.severity == Severity::Error).collect();
    // One that is waived stays, so that it blocks again when the waiver ends; the others come after it in their turn.
    let asked = |finding: &Finding| state.workflow.waivers.iter().any(|w| w.fingerprint == finding.fingerprint);
    let mut others = 0;
    let listed: Vec<Blocking> = errors
        .iter()
        .filter(|finding| {
            asked(finding) || {
                others += 1;
                others <= LISTED
            }
        })
        .map(|finding| blocking(finding))
        .collect();
    let unlisted = errors.len() - listed.len() + found.report.unlisted;
    let breaks = all.iter().find(|finding| {
        finding.effects.contains(&Effect::Breaking)
            && finding.severity != Severity::Notice
            && finding.rule != "undeclared-breaking"
    });
    let actual = found.report.operations.iter().map(|found| &found.operation);
    ValidationOutcome {
        run,
        branch: branch.to_owned(),
        head: sight.revisions.head.clone(),
        base: sight.revisions.base.clone().unwrap_or_default(),
        onto: sight.onto.clone(),
        declared: declared(operations, sight.declared.breaking),
        at,
        blocking: listed,
        unlisted: u32::try_from(unlisted).unwrap_or(u32::MAX),
        warnings: u32::try_from(all.len() - errors.len()).unwrap_or(u32::MAX),
        breaks: breaks.map(|finding| {
            let place = finding.place.as_ref().map(|place| format!(" at {}", at_line(place))).unwrap_or_default();
            let readers = match finding.readers.first() {
                Some(reader) => format!(" It is read by {}.", at_line(reader)),
                None => String::new(),
            };
            let message = finding.message.trim_end_matches('.');
            plain(&format!("{}{place} breaks what runs today: {message}.{readers}", finding.rule))
        }),
        rollback: found.proof.as_ref().filter(|proof| decides(proof)).map(|proof| word(&proof.verdict)),
        operations: actual
            .filter_map(|operation| {
                serde_json::from_str(&serde_json::to_string(operation).ok()?.replace("\\u0000", "")).ok()
            })
            .take(LISTED)
            .collect(),
        impact: Some(reached(&seen, state, &found.impact)),
    }
}

/// A way back that is not proven, while nothing says that it has to be, is left to people.
fn decides(proof: &Proof) -> bool {
    proof.verdict == Verdict::Reversible || proof.findings.iter().any(|found| found.severity == Severity::Error)
}

fn blocking(finding: &Finding) -> Blocking {
    Blocking {
        fingerprint: finding.fingerprint.clone(),
        rule: finding.rule.clone(),
        check: check(finding),
        message: plain(&finding.message),
        place: finding.place.as_ref().map(|place| plain(&at_line(place))),
        readers: finding.readers.iter().take(10).map(|reader| plain(&at_line(reader))).collect(),
    }
}

/// The step that a finding holds up.
fn check(finding: &Finding) -> Check {
    if finding.rule == MEASURED {
        Check::BreakingChanges
    } else if proof::RULES.iter().any(|(name, ..)| *name == finding.rule) {
        Check::Rollback
    } else if completeness::RULES.iter().any(|(name, ..)| *name == finding.rule) {
        Check::Completeness
    } else if finding.effects.contains(&Effect::Breaking) {
        Check::BreakingChanges
    } else {
        Check::Completeness
    }
}

pub(super) fn at_line(place: &Place) -> String {
    format!("{}:{}", place.path, place.line)
}

/// Text from a repository as the database keeps it: without control characters, and not without end.
pub(super) fn plain(text: &str) -> String {
    let kept = text.chars().filter(|c| !c.is_control() || *c == '\n').take(1000);
    kept.collect()
}

/// The whole report: what the command line prints as JSON, and the text of the new scripts.
pub(super) fn report(sight: &Sight, found: &Validation) -> Value {
    let mut report = serde_json::to_value(found).unwrap_or_else(|_| json!({}));
    let mut left = SCRIPTS;
    let mut scripts = Map::new();
    let named = found.report.findings.iter().filter_map(|finding| finding.place.as_ref().map(|place| &place.path));
    let downs = found.report.scripts.iter().filter_map(|path| {
        let down = path.replace(".up.sql", ".down.sql");
        (down != *path).then_some(down)
    });
    let sql = named.filter(|path| path.ends_with(".sql")).cloned().chain(downs);
    for path in found.report.scripts.iter().cloned().chain(sql) {
        let Some(bytes) = sight.head.get(&path).filter(|bytes| bytes.len() <= SCRIPT.min(left)) else { continue };
        if !scripts.contains_key(&path) {
            left -= bytes.len();
            scripts.insert(path, Value::String(String::from_utf8_lossy(bytes).into_owned()));
        }
    }
    if let Value::Object(members) = &mut report {
        members.insert("scriptTexts".to_owned(), Value::Object(scripts));
        members.insert("notes".to_owned(), json!(sight.notes));
    }
    report
}
