//! What moving a step to a column means: the rule for dragging, menus and keys, and its outcome.

use super::form::{FormState, send};
use super::state::{Ask, ChangeState};
use crate::drag::Verdict;
use crate::server_fns::steps::{RestoreStep, StartStep, StopStep};
use crate::ui::Tone;
use domain::AppError;
use domain::api::{Permission, StepView};
use domain::words::StepStatus;
use leptos::prelude::*;

fn if_allowed(permission: &Permission, what: impl Into<String>) -> Verdict {
    if permission.allowed {
        Verdict::Yes(what.into())
    } else {
        Verdict::No(permission.reason.clone().unwrap_or_else(|| "You may not do this now.".to_owned()))
    }
}

/// Why a blocked step cannot move.
pub fn waits(step: &StepView) -> String {
    match step.waits_for.as_slice() {
        [] => "It is blocked for now.".to_owned(),
        titles => format!("It waits for: {}.", titles.join(", ")),
    }
}

/// The rule.
pub fn verdict(step: &StepView, from: StepStatus, to: StepStatus, may_restore: bool) -> Verdict {
    use StepStatus::{Blocked, Done, InProgress, NotApplicable, Ready};
    let no = |why: &str| Verdict::No(why.to_owned());
    match (from, to) {
        (from, to) if from == to => Verdict::Here,
        (_, Blocked) => no("A step is blocked by what comes before it; it cannot be put here."),
        (NotApplicable, Ready) if may_restore => Verdict::Yes("Makes it apply again".to_owned()),
        (NotApplicable, Ready) => if_allowed(&step.skip, "Makes it apply again"),
        (NotApplicable, _) => no("It does not apply. Move it to Ready first."),
        (Done, Ready) => if_allowed(&step.reopen, "Reopens it; asks why"),
        (Done, InProgress) => no("It is done. Move it to Ready to reopen it."),
        (Done, _) => no("It is done already."),
        (_, NotApplicable) => if_allowed(&step.skip, "Leaves it out; asks why"),
        (Blocked, _) => Verdict::No(waits(step)),
        (Ready, InProgress) => if_allowed(&step.start, "Starts it"),
        (InProgress, Ready) => if_allowed(&step.start, "Puts it back to Ready"),
        (_, Done) if step.step.is_approval() => if_allowed(&step.complete, "Asks for your decision"),
        (_, Done) if step.step.evidence.is_empty() => if_allowed(&step.complete, "Completes it"),
        (_, Done) => if_allowed(&step.complete, "Asks for its evidence"),
        _ => no("This move does nothing."),
    }
}

/// Carries out a permitted move: starting and stopping at once, the rest after asking.
pub fn perform(state: ChangeState, id: &str, to: StepStatus) {
    let Some(step) = state.step_now(id) else { return };
    let form = FormState::new();
    let (change, id) = (state.key(), id.to_owned());
    match (step.status, to) {
        (StepStatus::Ready, StepStatus::InProgress) => {
            optimistic(state, &step, to);
            send(state, form, StartStep { change, step: id.clone() }, move |refused| settled(state, refused, &id));
        }
        (StepStatus::InProgress, StepStatus::Ready) => {
            optimistic(state, &step, to);
            send(state, form, StopStep { change, step: id.clone() }, move |refused| settled(state, refused, &id));
        }
        (StepStatus::NotApplicable, _) => {
            send(state, form, RestoreStep { change, step: id.clone() }, move |refused| settled(state, refused, &id));
        }
        (StepStatus::Done, _) => state.ask.set(Some(Ask::Reopen(id))),
        (_, StepStatus::NotApplicable) => state.ask.set(Some(Ask::Skip(id))),
        _ => state.ask.set(Some(Ask::Complete(id))),
    }
}

fn optimistic(state: ChangeState, step: &StepView, to: StepStatus) {
    state.moving.update(|m| {
        m.insert(step.step.id.clone(), to);
    });
    state.show_card(&step.step.id);
}

fn settled(state: ChangeState, refused: Option<AppError>, id: &str) {
    state.moving.try_update(|m| m.remove(id));
    if let Some(error) = refused {
        let title = state.step_now(id).map(|s| s.step.title).unwrap_or_default();
        state.announcer.toast(Tone::Danger, format!("{title} was put back: {error}"));
    }
    state.show_card(id);
}

#[cfg(test)]
mod tests {
    use super::*;
    use domain::words::{Role, Stage};

    fn step(waits_for: &[&str]) -> StepView {
        let yes = || Permission { allowed: true, reason: None };
        let no = || Permission { allowed: false, reason: Some("not you".to_owned()) };
        let step = domain::change::Step {
            id: "a".to_owned(),
            title: "A".to_owned(),
            hint: String::new(),
            stage: Stage::Planning,
            owner: Role::Developer,
            evidence: Vec::new(),
            requires: Vec::new(),
            automatic: false,
            safety: false,
            optional: false,
            approval: None,
            not_applicable: None,
            started: None,
            completion: None,
        };
        let waits_for = waits_for.iter().map(|s| (*s).to_owned()).collect();
        StepView { step, status: StepStatus::Ready, waits_for, start: yes(), complete: yes(), reopen: no(), skip: no() }
    }

    #[test]
    fn each_refused_move_says_why() {
        let (s, b) = (step(&[]), step(&["First"]));
        assert_eq!(verdict(&s, StepStatus::Ready, StepStatus::Ready, false), Verdict::Here);
        assert_eq!(verdict(&s, StepStatus::Ready, StepStatus::InProgress, false), Verdict::Yes("Starts it".to_owned()));
        assert_eq!(verdict(&s, StepStatus::Done, StepStatus::Ready, false), Verdict::No("not you".to_owned()));
        assert_eq!(
            verdict(&b, StepStatus::Blocked, StepStatus::Done, false),
            Verdict::No("It waits for: First.".to_owned())
        );
        for from in StepStatus::ALL {
            for to in StepStatus::ALL {
                if let Verdict::No(why) = verdict(&s, *from, *to, false) {
                    assert!(!why.is_empty(), "{from} to {to}");
                }
            }
        }
    }
}
