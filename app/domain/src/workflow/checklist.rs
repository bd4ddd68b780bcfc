//! The checklist of a change, generated from the workflow definition (SPEC R2.2).

use super::{DEFINITIONS, StepDefinition};
use crate::change::{ChangeMetadata, Event, Quorum, Step, Workflow};
use crate::project::ProjectConfig;
use crate::words::ChangeType;

fn step(definition: &StepDefinition, kind: ChangeType, metadata: &ChangeMetadata, project: &ProjectConfig) -> Step {
    Step {
        id: definition.id.to_owned(),
        title: definition.title.to_owned(),
        hint: definition.hint.to_owned(),
        stage: definition.stage,
        owner: definition.owner,
        evidence: definition.evidence.to_vec(),
        requires: definition.requires.iter().map(|&r| r.to_owned()).collect(),
        automatic: definition.automation.is_some(),
        safety: definition.safety,
        optional: definition.optional,
        approval: definition.approval.map(|(role, count)| Quorum {
            role,
            count: project.workflow.quorum.get(definition.id).copied().unwrap_or(count).max(count),
        }),
        not_applicable: definition.applies.unless(kind, metadata).map(str::to_owned),
        started: None,
        completion: None,
    }
}

/// Every step of the definition, in order; those that do not apply carry the reason. The project's own steps follow the last of their stage.
pub fn checklist(kind: ChangeType, metadata: &ChangeMetadata, project: &ProjectConfig) -> Vec<Step> {
    let mut steps: Vec<Step> = DEFINITIONS.iter().map(|d| step(d, kind, metadata, project)).collect();
    for own in &project.workflow.steps {
        if own.types.is_empty() || own.types.contains(&kind) {
            let place = steps.iter().rposition(|s| s.stage <= own.stage).map_or(0, |i| i + 1);
            steps.insert(place, own.step());
        }
    }
    steps
}

/// What has to happen to an existing checklist after the request was edited: steps that apply now, and steps that no longer do.
/// Completed steps and safety steps are never taken away.
pub fn merge(workflow: &Workflow, kind: ChangeType, metadata: &ChangeMetadata, project: &ProjectConfig) -> Vec<Event> {
    let mut events = Vec::new();
    for wanted in checklist(kind, metadata, project) {
        let Some(now) = workflow.step(&wanted.id) else {
            events.push(Event::StepAdded { step: wanted, after: None });
            continue;
        };
        match (&now.not_applicable, &wanted.not_applicable) {
            (Some(_), None) => events.push(Event::StepRestored { step_id: wanted.id }),
            (None, Some(reason)) if now.completion.is_none() && !now.safety => {
                events.push(Event::StepNotApplicable { step_id: wanted.id, reason: reason.clone() });
            }
            _ => {}
        }
    }
    events
}
