//! Property 5: completing a step records who, when, evidence and notes, once, and moves the stage only when it is the last (SPEC R2.3, R2.4).

use crate::gen_input::valid_input;
use crate::random::{check, command};
use domain::AppError;
use domain::api::{ChangeDetail, ChangeRef, Changes};
use domain::change::Command;
use domain::words::Decision;
use proptest::prelude::*;

#[test]
fn property_05_step_completion_tracking() {
    let picks = prop::collection::vec(any::<(u8, u8, u8)>(), 1..8);
    check((valid_input(), picks), async |w, (input, picks)| {
        let mut c = w.create(&input).await;
        let change = ChangeRef::Id(c.change.id);
        for pick in picks {
            let (who, command) = command(w, &c, pick).await;
            let before = w.state(&c).await;
            let offered = offer(&w.engine.get(&who, change).await.unwrap(), &command);
            let begun = chrono::Utc::now();
            let outcome = w.engine.execute(&who, change, Some(c.change.version), command.clone()).await;
            if let Some(offered) = offered {
                assert_eq!(offered, outcome.is_ok(), "what is offered is what works: {command:?} {outcome:?}");
            }
            let Ok(after) = outcome else {
                assert_eq!(w.state(&c).await, before, "a refusal altered the change: {command:?}");
                continue;
            };
            c = after;
            let state = w.state(&c).await;
            let required_open = |s: &domain::change::ChangeState, stage| {
                s.workflow.steps.iter().any(|x| x.stage == stage && x.is_required() && x.completion.is_none())
            };
            if state.request.status.is_live() {
                let passed = domain::words::Stage::ALL.iter().filter(|s| **s < state.request.stage);
                assert!(passed.into_iter().all(|s| !required_open(&state, *s)), "a stage was passed with open steps");
            }
            if state.request.stage > before.request.stage {
                assert!(required_open(&before, before.request.stage), "the stage moved without its last step");
            }
            let Command::CompleteStep { step, evidence, notes } = command.clone() else { continue };
            let done = state.workflow.step(&step).unwrap().completion.clone().expect("it is recorded as done");
            assert_eq!((&done.completed_by, &done.notes), (&who.name, &notes));
            assert!(
                done.completed_at >= begun - chrono::Duration::milliseconds(1)
                    && done.completed_at == state.request.updated_at
            );
            let kept: Vec<_> =
                done.evidence.iter().map(|id| state.workflow.evidence.iter().find(|e| e.id == *id).unwrap()).collect();
            assert_eq!(kept.len(), evidence.len());
            for (kept, given) in kept.iter().zip(&evidence) {
                assert_eq!((kept.kind, &kept.step_id, &kept.added_by), (given.kind, &step, &who.name));
                assert_eq!(kept.document.as_ref().map(|d| d.id), given.document);
                assert!(given.document.is_some() || kept.value == given.value.trim());
            }
            let again = w.engine.execute(&who, change, None, command).await;
            assert!(
                matches!(again, Err(AppError::Conflict(_) | AppError::Blocked(_))),
                "{step} was completed twice: {again:?}"
            );
        }
    });
}

/// Whether the page offers what the command does, where it says so.
fn offer(page: &ChangeDetail, command: &Command) -> Option<bool> {
    let step = |id: &str| page.steps.iter().find(|s| s.step.id == id);
    let permission = match command {
        Command::CompleteStep { step: id, .. } => &step(id)?.complete,
        Command::Approve { step: id, decision: Decision::Approve, .. } => &step(id)?.complete,
        Command::StartStep { step: id } if step(id)?.step.started.is_none() => &step(id)?.start,
        Command::ReopenStep { step: id, .. } => &step(id)?.reopen,
        Command::SkipStep { step: id, .. } => &step(id)?.skip,
        Command::Cancel { .. } => &page.may_cancel,
        Command::Reject { .. } => &page.may_reject,
        _ => return None,
    };
    assert_ne!(permission.allowed, permission.reason.is_some());
    Some(permission.allowed)
}
