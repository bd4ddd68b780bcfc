//! The workflow engine: a pure function of (state, command, actor, time) to facts or a refusal.

use super::advance::settle;
use super::{
    Approval, ChangeState, Command, Comment, DocumentRef, Editable, Event, Evidence, NewEvidence, Step, StepCompletion,
};
use crate::access::Actor;
use crate::error::{AppError, AppResult, Problem};
use crate::project::ProjectConfig;
use crate::words::{Decision, EvidenceKind, Stage, StepStatus, WorkflowStatus};
use crate::workflow::merge;
use chrono::{DateTime, Utc};

/// What a decision may look at besides the state.
pub struct Context<'a> {
    /// Who asks.
    pub actor: &'a Actor,
    /// Time of the operation, whole microseconds.
    pub now: DateTime<Utc>,
    /// The project's rules.
    pub project: &'a ProjectConfig,
    /// Uploaded documents of this change that the command names.
    pub documents: &'a [DocumentRef],
}

/// Longest note, reason or comment, in characters.
pub const TEXT_MAX: usize = 10_000;

/// Decides a command. The actor's right to give it was checked before, by [`crate::access::may`].
///
/// # Errors
/// `Conflict` where it was done already, `Blocked` where something has to come first, `Invalid` for wrong input.
pub fn decide(state: &ChangeState, command: &Command, cx: &Context<'_>) -> AppResult<Vec<Event>> {
    let mut events = first_facts(state, command, cx)?;
    // A remark or an end moves nothing else.
    if !matches!(command, Command::Comment { .. } | Command::Cancel { .. } | Command::Reject { .. }) {
        settle(state, &mut events, cx);
    }
    Ok(events)
}

/// What the command itself does, without what follows from it.
pub(super) fn first_facts(state: &ChangeState, command: &Command, cx: &Context<'_>) -> AppResult<Vec<Event>> {
    Ok(match command {
        Command::Comment { body } => {
            let body = required_text("/body", "comment", body)?;
            let comment = Comment { id: next_id(state.workflow.comments.iter().map(|c| c.id)), by: cx.actor.name.clone(), at: cx.now, body };
            vec![Event::Commented { comment }]
        }
        Command::Resume => {
            if state.request.status != WorkflowStatus::OnHold {
                return Err(AppError::Conflict("Only a change on hold can be resumed.".to_owned()));
            }
            vec![Event::Resumed]
        }
        Command::Cancel { reason } => {
            live(state)?;
            vec![Event::Cancelled { reason: required_text("/reason", "reason", reason)? }]
        }
        Command::Reject { reason } => {
            live(state)?;
            vec![Event::Rejected { reason: required_text("/reason", "reason", reason)? }]
        }
        _ => {
            open(state)?;
            decide_open(state, command, cx)?
        }
    })
}

fn decide_open(state: &ChangeState, command: &Command, cx: &Context<'_>) -> AppResult<Vec<Event>> {
    Ok(match command {
        Command::Edit(valid) => return edit(state, valid, cx),
        Command::Assign { assignee } => {
            if &state.request.assignee == assignee {
                return Err(AppError::Conflict(
                    assignee.as_ref().map_or("Nobody has it.".to_owned(), |a| format!("{a} has it already.")),
                ));
            }
            vec![Event::Assigned { before: state.request.assignee.clone(), after: assignee.clone() }]
        }
        Command::Hold { reason } => vec![Event::Held { reason: required_text("/reason", "reason", reason)? }],
        Command::StartStep { step } => {
            let s = manual(ready(state, find(state, step)?)?)?;
            if s.started.is_some() {
                return Err(AppError::Conflict(format!("“{}” is in progress already.", s.title)));
            }
            vec![Event::StepStarted { step_id: s.id.clone(), by: cx.actor.name.clone() }]
        }
        Command::StopStep { step } => {
            let s = find(state, step)?;
            if s.started.is_none() || s.completion.is_some() {
                return Err(AppError::Conflict(format!("“{}” is not in progress.", s.title)));
            }
            vec![Event::StepStopped { step_id: s.id.clone() }]
        }
        Command::CompleteStep { step, evidence, notes } => {
            let s = manual(ready(state, find(state, step)?)?)?;
            if s.is_approval() {
                return Err(AppError::Blocked(vec![format!("“{}” is completed by approvals, not by hand.", s.title)]));
            }
            if s.id == "analyze-components" && operations_missing(state) {
                return Err(AppError::Blocked(vec![
                    "Declare the operations first: edit the request and say what it does to schema or API.".to_owned(),
                ]));
            }
            vec![completion(state, s, evidence, notes.as_deref(), cx)?]
        }
        Command::ReopenStep { step, reason } => {
            let s = find(state, step)?;
            if s.completion.is_none() {
                return Err(AppError::Conflict(format!("“{}” is not done.", s.title)));
            }
            if s.automatic {
                return Err(AppError::Blocked(vec![format!(
                    "“{}” is completed by the system and cannot be reopened by hand.",
                    s.title
                )]));
            }
            vec![Event::StepReopened { step_id: s.id.clone(), reason: required_text("/reason", "reason", reason)? }]
        }
        Command::SkipStep { step, reason } => {
            let s = find(state, step)?;
            if s.safety || s.automatic || s.is_approval() {
                return Err(AppError::Blocked(vec![format!("“{}” is a safety step and always applies.", s.title)]));
            }
            if s.is_settled() {
                return Err(AppError::Conflict(format!("“{}” is already done or not applicable.", s.title)));
            }
            if !s.optional {
                return Err(AppError::Blocked(vec![format!(
                    "“{}” is required; only optional steps can be marked not applicable.",
                    s.title
                )]));
            }
            vec![Event::StepNotApplicable {
                step_id: s.id.clone(),
                reason: required_text("/reason", "reason", reason)?,
            }]
        }
        Command::RestoreStep { step } => {
            let s = find(state, step)?;
            if s.not_applicable.is_none() {
                return Err(AppError::Conflict(format!("“{}” applies already.", s.title)));
            }
            vec![Event::StepRestored { step_id: s.id.clone() }]
        }
        Command::AddStep { .. } | Command::MoveStep { .. } | Command::ReassignStep { .. } => customise(state, command)?,
        Command::Approve { step, decision, note, digest } => {
            approve(state, find(state, step)?, *decision, note.as_deref(), digest.as_deref(), cx)?
        }
        // Decided by the caller, whatever the status of the change.
        Command::Comment { .. } | Command::Resume | Command::Cancel { .. } | Command::Reject { .. } => Vec::new(),
    })
}

fn customise(state: &ChangeState, command: &Command) -> AppResult<Vec<Event>> {
    let same_stage = |after: &Option<String>, stage: Stage| -> AppResult<()> {
        match after {
            Some(a) if find(state, a)?.stage != stage => {
                Err(AppError::invalid("/after", "step.stage", "Name a step of the same stage to put it behind."))
            }
            _ => Ok(()),
        }
    };
    Ok(match command {
        Command::AddStep { id, title, hint, stage, owner, evidence, after } => {
            let id_ok = (1..=60).contains(&id.len())
                && id.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-');
            if !id_ok {
                return Err(AppError::invalid(
                    "/id",
                    "step.id",
                    "Use 1 to 60 lower-case letters, digits and hyphens for the step's id.",
                ));
            }
            if state.workflow.step(id).is_some() {
                return Err(AppError::Conflict(format!("There is a step `{id}` already.")));
            }
            if *stage < state.request.stage {
                return Err(AppError::invalid(
                    "/stage",
                    "step.stage-passed",
                    "That stage has passed; add the step to the current stage or a later one.",
                ));
            }
            if evidence.contains(&EvidenceKind::Approval) {
                return Err(AppError::invalid(
                    "/evidence",
                    "step.evidence",
                    "Approval evidence is given by the system only.",
                ));
            }
            same_stage(after, *stage)?;
            let title = required_text("/title", "title", title)?;
            let step = Step {
                id: id.clone(),
                title,
                hint: hint.trim().to_owned(),
                stage: *stage,
                owner: *owner,
                evidence: evidence.clone(),
                requires: Vec::new(),
                automatic: false,
                safety: false,
                optional: true,
                approval: None,
                not_applicable: None,
                started: None,
                completion: None,
            };
            vec![Event::StepAdded { step, after: after.clone() }]
        }
        Command::MoveStep { step, after } => {
            let s = find(state, step)?;
            if after.as_deref() == Some(step) {
                return Err(AppError::invalid("/after", "step.self", "A step cannot stand behind itself."));
            }
            same_stage(after, s.stage)?;
            vec![Event::StepMoved { step_id: s.id.clone(), after: after.clone() }]
        }
        Command::ReassignStep { step, owner } => {
            let s = find(state, step)?;
            if s.automatic || s.is_approval() {
                return Err(AppError::Blocked(vec![format!("“{}” keeps its owner.", s.title)]));
            }
            if s.owner == *owner {
                return Err(AppError::Conflict(format!("“{}” belongs to that role already.", s.title)));
            }
            vec![Event::StepReassigned { step_id: s.id.clone(), before: s.owner, after: *owner }]
        }
        _ => Vec::new(),
    })
}

fn edit(state: &ChangeState, valid: &crate::intake::ValidChange, cx: &Context<'_>) -> AppResult<Vec<Event>> {
    let before = Editable::of(&state.request);
    let after = Editable {
        title: valid.title.clone(),
        description: valid.description.clone(),
        kind: valid.kind,
        priority: valid.priority,
        metadata: valid.metadata.clone(),
    };
    if before == after {
        return Err(AppError::Conflict("Nothing was changed.".to_owned()));
    }
    if before.metadata.breaking_change && !after.metadata.breaking_change && state.request.stage > Stage::ImpactAnalysis
    {
        return Err(AppError::Blocked(vec![
            "The change has been planned as breaking. Its safety steps cannot be taken away; cancel it and submit a new one if it is not.".to_owned(),
        ]));
    }
    if before.kind != after.kind && state.request.stage > Stage::Planning {
        return Err(AppError::Blocked(vec![
            "Work on this type has begun; cancel the change and submit a new one for another type.".to_owned(),
        ]));
    }
    let (kind, metadata) = (after.kind, after.metadata.clone());
    let mut events = vec![Event::Edited { before: Box::new(before), after: Box::new(after) }];
    events.extend(merge(&state.workflow, kind, &metadata, cx.project));
    Ok(events)
}

fn approve(
    state: &ChangeState,
    step: &Step,
    decision: Decision,
    note: Option<&str>,
    digest: Option<&str>,
    cx: &Context<'_>,
) -> AppResult<Vec<Event>> {
    let Some(quorum) = &step.approval else {
        return Err(AppError::Blocked(vec![format!("“{}” needs no approval; complete it instead.", step.title)]));
    };
    let step = ready(state, step)?;
    let current = state.digest(step.stage);
    if digest.is_some_and(|d| d != current) {
        return Err(AppError::Conflict(
            "The change was edited after you opened it. Read it again, then decide.".to_owned(),
        ));
    }
    let mine =
        state.workflow.approvals.iter().rfind(|a| a.step_id == step.id && a.by == cx.actor.name && a.voided.is_none());
    if mine.is_some_and(|a| a.decision == decision) {
        return Err(AppError::Conflict("You have said so already.".to_owned()));
    }
    let note = optional_text("/note", "note", note)?;
    if decision == Decision::RequestChanges && note.is_none() {
        return Err(AppError::invalid("/note", "note.required", "Say what has to change."));
    }
    Ok(vec![Event::Approved {
        approval: Approval {
            step_id: step.id.clone(),
            by: cx.actor.name.clone(),
            role: quorum.role,
            decision,
            note,
            digest: current,
            at: cx.now,
            voided: None,
        },
    }])
}

fn completion(
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

/// True while a change whose type stands for an operation declares none.
pub(super) fn operations_missing(state: &ChangeState) -> bool {
    !state.request.kind.defining_operations().is_empty() && state.request.metadata.operations.is_empty()
}

fn next_id(ids: impl Iterator<Item = u32>) -> u32 {
    ids.max().unwrap_or(0) + 1
}

fn required_text(pointer: &str, what: &str, value: &str) -> AppResult<String> {
    optional_text(pointer, what, Some(value))?
        .ok_or_else(|| AppError::invalid(pointer, &format!("{what}.required"), format!("Enter a {what}.")))
}

fn optional_text(pointer: &str, what: &str, value: Option<&str>) -> AppResult<Option<String>> {
    let v = value.unwrap_or_default().trim();
    if v.chars().count() > TEXT_MAX {
        return Err(AppError::invalid(
            pointer,
            &format!("{what}.too-long"),
            format!("Shorten the {what} to {TEXT_MAX} characters."),
        ));
    }
    if v.contains('\0') {
        return Err(AppError::invalid(
            pointer,
            &format!("{what}.control-characters"),
            format!("Remove the control characters from the {what}."),
        ));
    }
    Ok((!v.is_empty()).then(|| v.to_owned()))
}

fn live(state: &ChangeState) -> AppResult<()> {
    if state.request.status.is_live() {
        Ok(())
    } else {
        Err(AppError::Conflict(format!(
            "{} is {} and cannot be altered.",
            state.request.key(),
            state.request.status.label().to_lowercase()
        )))
    }
}

fn open(state: &ChangeState) -> AppResult<()> {
    live(state)?;
    if state.request.status == WorkflowStatus::OnHold {
        let why = state.request.status_reason.as_deref().unwrap_or("no reason given");
        return Err(AppError::Blocked(vec![format!("{} is on hold ({why}). Resume it first.", state.request.key())]));
    }
    Ok(())
}

fn find<'a>(state: &'a ChangeState, id: &str) -> AppResult<&'a Step> {
    state
        .workflow
        .step(id)
        .ok_or_else(|| AppError::NotFound(format!("Step `{}`", id.chars().take(60).collect::<String>())))
}

fn manual(step: &Step) -> AppResult<&Step> {
    if step.automatic {
        return Err(AppError::Blocked(vec![format!("“{}” is completed by the system only.", step.title)]));
    }
    Ok(step)
}

fn ready<'a>(state: &ChangeState, step: &'a Step) -> AppResult<&'a Step> {
    match state.status_of(step) {
        StepStatus::Done => Err(AppError::Conflict(match &step.completion {
            Some(c) => format!("“{}” was completed by {} already.", step.title, c.completed_by),
            None => format!("“{}” is done already.", step.title),
        })),
        StepStatus::NotApplicable => {
            Err(AppError::Conflict(format!("“{}” does not apply to this change.", step.title)))
        }
        StepStatus::Blocked => {
            let mut reasons: Vec<String> =
                state.workflow.unmet(step).iter().map(|s| format!("Complete “{}” first.", s.title)).collect();
            if step.stage > state.request.stage {
                reasons.push(format!(
                    "The change is in {}; this step belongs to {}.",
                    state.request.stage.label().to_lowercase(),
                    step.stage.label().to_lowercase()
                ));
            }
            Err(AppError::Blocked(reasons))
        }
        StepStatus::Ready | StepStatus::InProgress => Ok(step),
    }
}
