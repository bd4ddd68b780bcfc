//! Everything that happened to the change, from its audit trail.

use super::state::ChangeState;
use crate::components::people::People;
use crate::ui::{Icon, Time, Timeline, TimelineItem, Tone};
use domain::access::SYSTEM;
use domain::audit::AuditEntry;
use domain::change::Event;
use leptos::{children::ViewFnOnce, prelude::*};

/// Entries, newest first.
#[component]
pub fn History(entries: Vec<AuditEntry>) -> impl IntoView {
    let items = entries
        .into_iter()
        .map(|entry| {
            let (icon, tone) = look(&entry.action);
            let at = entry.created_at;
            let id = format!("audit-{}", entry.seq);
            let words = words(&entry);
            view! {
                <TimelineItem icon=icon tone=tone id=id time=ViewFnOnce::from(move || view! { <Time at=at /> })>
                    <span class="font-medium text-strong">{People::name(&entry.actor)}</span>
                    {format!(" {words}")}
                </TimelineItem>
            }
        })
        .collect_view();
    view! { <Timeline label="History">{items}</Timeline> }
}

fn look(action: &str) -> (Icon, Tone) {
    match action {
        "step.completed" => (Icon::Check, Tone::Success),
        "approval.given" => (Icon::ThumbsUp, Tone::Success),
        "approval.changes-requested" => (Icon::Message, Tone::Warning),
        "step.started" => (Icon::Play, Tone::Info),
        "step.reopened" | "step.stopped" => (Icon::Undo, Tone::Neutral),
        "change.held" => (Icon::Pause, Tone::Warning),
        "change.cancelled" | "change.rejected" => (Icon::Ban, Tone::Danger),
        "change.edited" => (Icon::Pencil, Tone::Neutral),
        "comment.added" => (Icon::Message, Tone::Neutral),
        "change.assigned" => (Icon::User, Tone::Neutral),
        _ => (Icon::Circle, Tone::Neutral),
    }
}

fn words(entry: &AuditEntry) -> String {
    let events = entry.events();
    // The approval that completes its step says so already.
    let decided = |id: &str| events.iter().any(|e| matches!(e, Event::Approved { approval } if approval.step_id == id));
    let told = |e: &&Event| !matches!(e, Event::StepCompleted { completion, .. } if decided(&completion.step_id));
    let said: Vec<String> = events.iter().filter(told).filter_map(|e| sentence(e, &entry.actor)).collect();
    if said.is_empty() { entry.action.replace(['.', '-'], " ") } else { said.join("; ") }
}

fn sentence(event: &Event, actor: &str) -> Option<String> {
    let step = |id: &str| ChangeState::expect().step_now(id).map_or_else(|| id.replace('-', " "), |s| s.step.title);
    Some(match event {
        Event::Created { .. } => "submitted the change".to_owned(),
        Event::Edited { .. } => "edited the request".to_owned(),
        Event::Assigned { after: Some(who), .. } if who == actor => "took it".to_owned(),
        Event::Assigned { after: Some(who), .. } => format!("assigned it to {}", People::name(who)),
        Event::Assigned { .. } => "gave it back".to_owned(),
        Event::StepStarted { step_id, .. } => format!("started “{}”", step(step_id)),
        Event::StepStopped { step_id } => format!("put “{}” back to ready", step(step_id)),
        Event::StepCompleted { completion, .. } if completion.completed_by == SYSTEM && actor != SYSTEM => {
            format!("“{}” was done automatically", step(&completion.step_id))
        }
        Event::StepCompleted { completion, .. } => format!("completed “{}”", step(&completion.step_id)),
        Event::StepReopened { step_id, reason } => format!("reopened “{}”: {reason}", step(step_id)),
        Event::StepNotApplicable { step_id, reason } => format!("marked “{}” not applicable: {reason}", step(step_id)),
        Event::StepRestored { step_id } => format!("made “{}” apply again", step(step_id)),
        Event::StepAdded { step: added, .. } => format!("added the step “{}”", added.title),
        Event::StepMoved { step_id, .. } => format!("moved “{}”", step(step_id)),
        Event::StepReassigned { step_id, after, .. } => {
            format!("gave “{}” to {}", step(step_id), after.label().to_lowercase())
        }
        Event::StageAdvanced { from, to } => format!("it moved from {} to {}", from.label(), to.label()),
        Event::StageReopened { from, to } => format!("moved it back from {} to {}", from.label(), to.label()),
        Event::Approved { approval } => format!(
            "{} “{}”",
            if approval.decision == domain::words::Decision::Approve { "approved" } else { "asked for changes in" },
            step(&approval.step_id)
        ),
        Event::ApprovalsVoided { reason, .. } => format!("approvals voided: {reason}"),
        Event::Held { reason } => format!("put it on hold: {reason}"),
        Event::Resumed => "resumed it".to_owned(),
        Event::Cancelled { reason } => format!("cancelled it: {reason}"),
        Event::Rejected { reason } => format!("rejected it: {reason}"),
        Event::Closed => "closed it".to_owned(),
        Event::Commented { .. } => "commented".to_owned(),
        Event::BranchSet { after, reason, dropped, .. } => {
            let base = after.base.as_ref().map(|base| format!(", compared with {base}")).unwrap_or_default();
            format!("named the branch {}{base}{}", after.branch, let_go(reason.as_ref(), dropped.len()))
        }
        Event::BranchRemoved { before, reason, dropped } => {
            format!("took the branch {} off{}", before.branch, let_go(reason.as_ref(), dropped.len()))
        }
        Event::AnalysisDue => return None,
        Event::AnalysisRequested => "asked for another impact analysis".to_owned(),
        Event::Analysed { outcome } => {
            format!("analysed the impact at {}; risk {}", commit(&outcome.commit), outcome.risk)
        }
        Event::AnalysisFailed { failure } => format!("could not analyse the impact: {}", failure.reason),
        Event::ValidationRequested => "asked for another validation".to_owned(),
        Event::Validated { outcome } => match outcome.blocking.len() {
            0 => format!("validated {}; nothing blocks", commit(&outcome.head)),
            1 => format!("validated {}; 1 finding blocks", commit(&outcome.head)),
            count => format!("validated {}; {count} findings block", commit(&outcome.head)),
        },
        Event::Escalated { reason } => format!("treats it as breaking from now on: {reason}"),
        Event::WaiverRequested { waiver } => format!("asked for a waiver for {}: {}", waiver.rule, waiver.reason),
        Event::WaiverDecided { id, decision, rule, requested_by } => {
            let done = match () {
                () if decision.granted => "granted",
                () if decision.revoked => "revoked",
                () if decision.by == *requested_by => "withdrew",
                () => "refused",
            };
            let note = decision.note.as_ref().map(|note| format!(": {note}")).unwrap_or_default();
            format!("{done} {}{note}", waiver(*id, rule))
        }
        Event::WaiverExpired { id, rule } => format!("ended {}: its time is over", waiver(*id, rule)),
    })
}

/// By what it is for; those of earlier versions by their number alone.
fn waiver(id: u32, rule: &str) -> String {
    if rule.is_empty() { format!("waiver {id}") } else { format!("the waiver for {rule}") }
}

/// The beginning of a commit's id.
fn commit(id: &str) -> &str {
    id.get(..10).unwrap_or(id)
}

/// Why a branch was left, and how much of what was found on it counts no longer.
fn let_go(reason: Option<&String>, dropped: usize) -> String {
    let why = reason.map(|why| format!(": {why}")).unwrap_or_default();
    match dropped {
        0 => why,
        1 => format!("{why} (1 finding that blocked there is left behind)"),
        count => format!("{why} ({count} findings that blocked there are left behind)"),
    }
}
