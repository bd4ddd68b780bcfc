//! What follows by itself from a fact: cascades, automatic steps, approvals that count or lapse, stages (SPEC R2.3, R2.4, R2.6, R2.7).

use super::checks::is_of_impact;
use super::{Approval, ChangeState, Context, Event, Evidence, Standing, Step, StepCompletion, check_of};
use crate::access::SYSTEM;
use crate::words::{Decision, EvidenceKind, Stage, WorkflowStatus};
use std::collections::BTreeSet;

/// Appends to `events` everything that follows from them, until nothing more does.
pub(super) fn settle(state: &ChangeState, events: &mut Vec<Event>, cx: &Context<'_>) {
    let mut now = state.clone();
    events.iter().for_each(|e| now.apply(e, cx.now));
    // Every pass adds at least one fact or ends; the bound keeps a defect from looping.
    for _ in 0..1000 {
        let Some(next) = follow(&now, cx) else { break };
        now.apply(&next, cx.now);
        events.push(next);
    }
}

fn follow(s: &ChangeState, cx: &Context<'_>) -> Option<Event> {
    if !s.request.status.is_live() {
        return None;
    }
    let back = expired_waiver(s, cx)
        .or_else(|| lapsed_approvals(s))
        .or_else(|| orphaned_completion(s))
        .or_else(|| overruled_completion(s))
        .or_else(|| earlier_stage(s));
    // On hold nothing goes forward, but what is found out meanwhile takes its effect.
    if back.is_some() || s.request.status != WorkflowStatus::Open {
        return back;
    }
    automatic_step(s, cx).or_else(|| newer_result(s, cx)).or_else(|| met_quorum(s, cx)).or_else(|| next_stage(s))
}

/// Approvals whose digest is no longer that of the change.
fn lapsed_approvals(s: &ChangeState) -> Option<Event> {
    let stale: BTreeSet<String> = s
        .workflow
        .approvals
        .iter()
        .filter(|a| a.voided.is_none())
        .filter(|a| s.workflow.step(&a.step_id).is_some_and(|step| s.digest(step.stage) != a.digest))
        .map(|a| a.step_id.clone())
        .collect();
    (!stale.is_empty()).then(|| Event::ApprovalsVoided {
        step_ids: stale.into_iter().collect(),
        reason: "What was approved has changed since.".to_owned(),
    })
}

/// A done step that stands on one that is open again, or an approval step whose approvals lapsed.
fn orphaned_completion(s: &ChangeState) -> Option<Event> {
    s.workflow.steps.iter().filter(|step| step.completion.is_some() && !step.automatic).find_map(|step| {
        if let Some(first) = s.workflow.unmet(step).first() {
            return Some(Event::StepReopened {
                step_id: step.id.clone(),
                reason: format!("“{}” is open again.", first.title),
            });
        }
        let lapsed = step.is_approval() && !quorum_met(s, step);
        lapsed.then(|| Event::StepReopened {
            step_id: step.id.clone(),
            reason: "Its approvals no longer count.".to_owned(),
        })
    })
}

/// A waiver whose time is over.
fn expired_waiver(s: &ChangeState, cx: &Context<'_>) -> Option<Event> {
    let over = s.workflow.waivers.iter().find(|w| w.counts() && w.expires_at <= cx.now)?;
    Some(Event::WaiverExpired { id: over.id, rule: over.rule.clone() })
}

/// A done step that the system decides now, and decides otherwise.
fn overruled_completion(s: &ChangeState) -> Option<Event> {
    s.workflow.steps.iter().filter(|step| step.completion.is_some()).find_map(|step| {
        let reason = match s.decided_by_check(step)? {
            Standing::Failed(reasons) => reasons.first().cloned().unwrap_or_default(),
            Standing::Waiting if check_of(&step.id).is_some_and(is_of_impact) => {
                "The request has changed; its impact has to be analysed again.".to_owned()
            }
            Standing::Waiting => "The branch has to be validated first.".to_owned(),
            Standing::Passed(_) => format!("“{}” is open again.", s.workflow.unmet(step).first()?.title),
            Standing::Manual => return None,
        };
        Some(Event::StepReopened { step_id: step.id.clone(), reason })
    })
}

fn unfinished(s: &ChangeState, stage: Stage) -> bool {
    s.workflow.steps.iter().any(|x| x.stage == stage && x.is_required() && x.completion.is_none())
}

/// A passed stage that has an open required step again.
fn earlier_stage(s: &ChangeState) -> Option<Event> {
    let from = s.request.stage;
    Stage::ALL
        .iter()
        .copied()
        .filter(|st| *st < from)
        .find(|st| unfinished(s, *st))
        .map(|to| Event::StageReopened { from, to })
}

fn next_stage(s: &ChangeState) -> Option<Event> {
    let from = s.request.stage;
    if unfinished(s, from) {
        return None;
    }
    Some(from.next().map_or(Event::Closed, |to| Event::StageAdvanced { from, to }))
}

fn automatic_step(s: &ChangeState, cx: &Context<'_>) -> Option<Event> {
    let mut ready = s
        .workflow
        .steps
        .iter()
        .filter(|x| x.automatic && !x.is_settled() && x.stage <= s.request.stage && s.workflow.unmet(x).is_empty());
    ready.find_map(|step| match s.decided_by_check(step) {
        Some(Standing::Passed(notes)) => Some(done(step, found(s, step, &notes, cx), notes, cx)),
        Some(_) => None,
        None => Some(done(step, Vec::new(), own_automation(s, step)?, cx)),
    })
}

/// A step that the system completed from a result that another one has taken the place of.
fn newer_result(s: &ChangeState, cx: &Context<'_>) -> Option<Event> {
    s.workflow.steps.iter().filter(|step| check_of(&step.id).is_some_and(is_of_impact)).find_map(|step| {
        let old = step.completion.as_ref().filter(|done| done.completed_by == SYSTEM)?;
        match s.decided_by_check(step)? {
            Standing::Passed(notes) if old.notes.as_ref() != Some(&notes) => {
                Some(done(step, found(s, step, &notes, cx), notes, cx))
            }
            _ => None,
        }
    })
}

/// What the run gives as the step's evidence.
fn found(s: &ChangeState, step: &Step, notes: &str, cx: &Context<'_>) -> Vec<Evidence> {
    let first = s.workflow.evidence.iter().map(|e| e.id).max().unwrap_or(0) + 1;
    let run = s.workflow.validation.as_ref().map_or_else(String::new, |outcome| outcome.run.to_string());
    let value = |kind: EvidenceKind| if kind == EvidenceKind::TestRun { run.clone() } else { notes.to_owned() };
    let evidence = step.evidence.iter().zip(first..).map(|(kind, id)| Evidence {
        id,
        kind: *kind,
        value: value(*kind),
        document: None,
        step_id: step.id.clone(),
        added_by: SYSTEM.to_owned(),
        added_at: cx.now,
    });
    evidence.collect()
}

/// The note of a step that the system does itself at submission.
fn own_automation(s: &ChangeState, step: &Step) -> Option<String> {
    Some(match step.id.as_str() {
        "validate-form" => "All intake rules passed.".to_owned(),
        "assign-id" => format!("Numbered {}.", s.request.key()),
        "route-to-team" => format!("Routed to {}. {}", s.request.team, s.request.routing_reason),
        "create-checklist" => {
            let (all, na) =
                (s.workflow.steps.len(), s.workflow.steps.iter().filter(|x| x.not_applicable.is_some()).count());
            format!("{all} steps, {na} of them not applicable.")
        }
        // No automation of that name: the step waits rather than being waved through.
        _ => return None,
    })
}

fn counted<'a>(s: &'a ChangeState, step: &Step) -> Vec<&'a Approval> {
    let mut latest: Vec<&Approval> = Vec::new();
    for a in s.workflow.approvals.iter().filter(|a| a.step_id == step.id && a.voided.is_none()) {
        latest.retain(|l| l.by != a.by);
        latest.push(a);
    }
    latest
}

fn quorum_met(s: &ChangeState, step: &Step) -> bool {
    let counted = counted(s, step);
    let yes = counted.iter().filter(|a| a.decision == Decision::Approve).count();
    let objections = counted.len() > yes;
    step.approval.as_ref().is_some_and(|q| !objections && yes >= q.count as usize)
}

fn met_quorum(s: &ChangeState, cx: &Context<'_>) -> Option<Event> {
    let step = s.workflow.steps.iter().find(|x| {
        x.is_approval()
            && !x.is_settled()
            && x.stage <= s.request.stage
            && s.workflow.unmet(x).is_empty()
            && quorum_met(s, x)
    })?;
    let first = s.workflow.evidence.iter().map(|e| e.id).max().unwrap_or(0) + 1;
    let evidence = counted(s, step)
        .into_iter()
        .zip(first..)
        .map(|(a, id)| Evidence {
            id,
            kind: EvidenceKind::Approval,
            value: format!("Approved by {} as {}", a.by, a.role.label().to_lowercase()),
            document: None,
            step_id: step.id.clone(),
            added_by: a.by.clone(),
            added_at: a.at,
        })
        .collect();
    Some(done(step, evidence, "The needed approvals are there.".to_owned(), cx))
}

fn done(step: &Step, evidence: Vec<Evidence>, notes: String, cx: &Context<'_>) -> Event {
    let completion = StepCompletion {
        step_id: step.id.clone(),
        completed_at: cx.now,
        completed_by: SYSTEM.to_owned(),
        evidence: evidence.iter().map(|e| e.id).collect(),
        notes: Some(notes),
    };
    Event::StepCompleted { completion, evidence }
}

/// The facts of a creation: the request as submitted, with everything that follows at once.
pub(super) fn created(
    request: super::ChangeRequest,
    steps: Vec<Step>,
    cx: &Context<'_>,
) -> Option<(ChangeState, Vec<Event>)> {
    let mut events = vec![Event::Created { request: Box::new(request), steps }];
    let begun = events.first().and_then(ChangeState::begin)?;
    let mut further = Vec::new();
    if cx.project.repository.is_some() {
        further.push(Event::AnalysisDue);
    }
    settle(&begun, &mut further, cx);
    let mut state = begun;
    further.iter().for_each(|e| state.apply(e, cx.now));
    events.extend(further);
    Some((state, events))
}
