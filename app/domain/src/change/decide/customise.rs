//! Adding, moving and reassigning steps.

use super::guard::find;
use super::text::required_text;
use crate::change::{ChangeState, Command, Event, Step};
use crate::error::{AppError, AppResult};
use crate::words::{EvidenceKind, Stage};

pub(super) fn customise(state: &ChangeState, command: &Command) -> AppResult<Vec<Event>> {
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
