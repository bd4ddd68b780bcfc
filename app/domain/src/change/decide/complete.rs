//! Completing a step with its evidence (SPEC R2.3, R2.5).

use super::Context;
use super::text::{TEXT_MAX, next_id, optional_text};
use crate::change::{ChangeState, DocumentRef, Event, Evidence, NewEvidence, Step, StepCompletion};
use crate::error::{AppError, AppResult, Problem};
use crate::words::EvidenceKind;

pub(super) fn completion(
    state: &ChangeState,
    step: &Step,
    given: &[NewEvidence],
    notes: Option<&str>,
    cx: &Context<'_>,
) -> AppResult<Event> {
    let mut problems = Vec::new();
    let mut id = next_id(state.workflow.evidence.iter().map(|e| e.id));
    let mut evidence = Vec::new();
    if given.len() > 20 {
        return Err(AppError::invalid(
            "/evidence",
            "evidence.too-many",
            "Give at most 20 pieces of evidence with a step.",
        ));
    }
    for (i, g) in given.iter().enumerate() {
        match accept(g, cx.documents) {
            Ok((value, document)) => {
                evidence.push(Evidence {
                    id,
                    kind: g.kind,
                    value,
                    document,
                    step_id: step.id.clone(),
                    added_by: cx.actor.name.clone(),
                    added_at: cx.now,
                });
                id += 1;
            }
            Err((code, message)) => problems.push(Problem::new(format!("/evidence/{i}/value"), code, message)),
        }
    }
    for kind in &step.evidence {
        if !given.iter().any(|g| g.kind == *kind) {
            problems.push(Problem::new(
                "/evidence",
                "evidence.missing",
                format!("“{}” needs evidence of kind {}: {}.", step.title, kind, ask(*kind)),
            ));
        }
    }
    let notes = match optional_text("/notes", "note", notes) {
        Ok(n) => n,
        Err(AppError::Invalid(p)) => {
            problems.extend(p);
            None
        }
        Err(e) => return Err(e),
    };
    if !problems.is_empty() {
        return Err(AppError::Invalid(problems));
    }
    let completion = StepCompletion {
        step_id: step.id.clone(),
        completed_at: cx.now,
        completed_by: cx.actor.name.clone(),
        evidence: evidence.iter().map(|e| e.id).collect(),
        notes,
    };
    Ok(Event::StepCompleted { completion, evidence })
}

fn ask(kind: EvidenceKind) -> &'static str {
    match kind {
        EvidenceKind::Link => "an http or https address",
        EvidenceKind::Commit => "a commit hash of 7 to 64 hexadecimal digits",
        EvidenceKind::PullRequest => "the address of the pull request",
        EvidenceKind::TestRun => "the address or id of the test run",
        EvidenceKind::Approval => "an approval",
        EvidenceKind::Document => "an uploaded file",
        EvidenceKind::Note => "a sentence or more",
    }
}

type Refusal = (&'static str, String);

fn accept(given: &NewEvidence, documents: &[DocumentRef]) -> Result<(String, Option<DocumentRef>), Refusal> {
    let v = given.value.trim();
    let wrong = |code: &'static str| Err((code, format!("Give {}.", ask(given.kind))));
    let address = || {
        (v.starts_with("https://") || v.starts_with("http://"))
            && v.len() <= 2000
            && v.len() > 10
            && !v.contains(char::is_whitespace)
    };
    if v.contains('\0') {
        return Err(("evidence.control-characters", "Remove the control characters.".to_owned()));
    }
    match given.kind {
        EvidenceKind::Link | EvidenceKind::PullRequest if !address() => wrong("evidence.address"),
        EvidenceKind::Commit if !((7..=64).contains(&v.len()) && v.bytes().all(|b| b.is_ascii_hexdigit())) => {
            wrong("evidence.commit")
        }
        EvidenceKind::TestRun if v.is_empty() || v.len() > 2000 => wrong("evidence.test-run"),
        EvidenceKind::Note if v.is_empty() || v.chars().count() > TEXT_MAX => wrong("evidence.note"),
        EvidenceKind::Approval => {
            Err(("evidence.approval", "Approvals are given with Approve, not as evidence.".to_owned()))
        }
        EvidenceKind::Document => match documents.iter().find(|d| Some(d.id) == given.document) {
            Some(d) => Ok((d.name.clone(), Some(d.clone()))),
            None => Err(("evidence.document", "Upload the file to this change first, then name its id.".to_owned())),
        },
        _ => Ok((v.to_owned(), None)),
    }
}
