//! Random histories of a change.

use crate::world::{PEOPLE, World, doer, person_in};
use domain::Actor;
use domain::api::{ChangeDetail, StepView};
use domain::change::Command;
use domain::words::{Decision, Role, Stage};
use proptest::prelude::*;
use proptest::test_runner::TestRunner;
use tokio::runtime::Runtime;

/// Runs a property over a world that all cases share, 256 times.
pub fn check<S: Strategy>(strategy: S, case: impl AsyncFn(&World, S::Value)) {
    let runtime = Runtime::new().unwrap();
    let world = runtime.block_on(World::new());
    let config = ProptestConfig { failure_persistence: None, max_shrink_iters: 50, ..ProptestConfig::with_cases(256) };
    let outcome = TestRunner::new(config).run(&strategy, |value| {
        runtime.block_on(case(&world, value));
        Ok(())
    });
    if let Err(failure) = outcome {
        panic!("{failure}");
    }
}

/// A move: what, on which step, by whom.
pub type Pick = (u8, u8, u8);

/// Somebody, often the right one.
pub fn somebody(pick: u8, role: Role, project: &str) -> Actor {
    let name = if pick.is_multiple_of(4) { PEOPLE[usize::from(pick / 4) % PEOPLE.len()].0 } else { doer(role) };
    person_in(name, project)
}

/// A command that may or may not be carried out; mostly one that goes forward.
pub async fn command(w: &World, change: &ChangeDetail, (what, which, who): Pick) -> (Actor, Command) {
    let project = change.change.project.as_str();
    let any = &change.steps[usize::from(which) % change.steps.len()];
    let next = change.steps.iter().find(|s| Some(&s.step.id) == change.current_step.as_ref()).unwrap_or(any);
    let (step, id) = (&any.step, any.step.id.clone());
    let reason = || "Found a mistake.".to_owned();
    let command = match what % 24 {
        0 => Command::Hold { reason: reason() },
        1 | 2 => Command::Resume,
        3 => Command::ReopenStep { step: id, reason: reason() },
        4 => Command::SkipStep { step: id, reason: reason() },
        5 => Command::RestoreStep { step: id },
        6 => Command::StartStep { step: id },
        7 => Command::StopStep { step: id },
        8 => Command::Comment { body: format!("Remark {which} <b>&</b> '\"") },
        9 => Command::Assign {
            assignee: [None, Some("dan".to_owned()), Some("ada".to_owned())][usize::from(which) % 3].clone(),
        },
        10 => Command::ReassignStep { step: id, owner: Role::Architect },
        11 => Command::MoveStep { step: id, after: None },
        12 => Command::AddStep {
            id: format!("further-{which}"),
            title: "Further step".to_owned(),
            hint: String::new(),
            stage: Stage::ALL[usize::from(which) % 8],
            owner: Role::Developer,
            evidence: Vec::new(),
            after: None,
        },
        13 => Command::Approve { step: id, decision: Decision::RequestChanges, note: Some(reason()), digest: None },
        14 if which < 32 => Command::Cancel { reason: reason() },
        15 if which < 32 => Command::Reject { reason: reason() },
        _ => return forward(w, next, change, who).await,
    };
    let role = if matches!(command, Command::MoveStep { .. } | Command::AddStep { .. }) {
        Role::Architect
    } else {
        step.owner
    };
    (somebody(who, role, project), command)
}

async fn forward(w: &World, next: &StepView, change: &ChangeDetail, who: u8) -> (Actor, Command) {
    let project = change.change.project.as_str();
    let step = next.step.id.clone();
    if let Some(quorum) = &next.step.approval {
        return (
            somebody(who, quorum.role, project),
            Command::Approve { step, decision: Decision::Approve, note: None, digest: None },
        );
    }
    let evidence = match change.change.status.is_live() {
        true => w.evidence(&person_in("ada", project), change, &next.step).await,
        false => Vec::new(),
    };
    (
        somebody(who, next.step.owner, project),
        Command::CompleteStep { step, evidence, notes: Some(format!("Move {who}")) },
    )
}
