//! Who did a step.

use crate::components::people::People;
use domain::access::SYSTEM;
use domain::change::{Evidence, Step};
use domain::words::EvidenceKind;

/// User names of those who did the step. An approval is the work of those who approved, whoever counted their voices.
pub fn doers(step: &Step, evidence: &[Evidence]) -> Vec<String> {
    let Some(completion) = &step.completion else { return Vec::new() };
    let given = evidence.iter().filter(|e| completion.evidence.contains(&e.id) && e.kind == EvidenceKind::Approval);
    let approvers: Vec<String> = given.map(|e| e.added_by.clone()).collect();
    if step.is_approval() && !approvers.is_empty() { approvers } else { vec![completion.completed_by.clone()] }
}

/// "Approved by Rosa Keller", "Done by Daniela Costa", "Done automatically".
pub fn done_by(step: &Step, evidence: &[Evidence]) -> String {
    let who = doers(step, evidence);
    if who.iter().any(|user| user == SYSTEM) {
        return "Done automatically".to_owned();
    }
    let names: Vec<String> = who.iter().map(|user| People::name(user)).collect();
    format!("{} by {}", if step.is_approval() { "Approved" } else { "Done" }, names.join(" and "))
}

#[cfg(test)]
mod tests {
    use super::done_by;
    use domain::change::{Evidence, Quorum, Step, StepCompletion};
    use domain::words::{EvidenceKind, Role, Stage};

    fn step(by: &str, approval: bool) -> Step {
        let completion = StepCompletion {
            step_id: "a".to_owned(),
            completed_at: chrono::DateTime::UNIX_EPOCH,
            completed_by: by.to_owned(),
            evidence: vec![7],
            notes: None,
        };
        Step {
            id: "a".to_owned(),
            title: "A".to_owned(),
            hint: String::new(),
            stage: Stage::Review,
            owner: Role::Reviewer,
            evidence: Vec::new(),
            requires: Vec::new(),
            automatic: false,
            safety: false,
            optional: false,
            approval: approval.then_some(Quorum { count: 1, role: Role::Reviewer }),
            not_applicable: None,
            started: None,
            completion: Some(completion),
        }
    }

    #[test]
    fn an_approval_is_done_by_its_approvers() {
        let given = Evidence {
            id: 7,
            kind: EvidenceKind::Approval,
            value: String::new(),
            document: None,
            step_id: "a".to_owned(),
            added_by: "rosa".to_owned(),
            added_at: chrono::DateTime::UNIX_EPOCH,
        };
        assert_eq!(done_by(&step("system", true), &[given]), "Approved by rosa");
        assert_eq!(done_by(&step("system", false), &[]), "Done automatically");
        assert_eq!(done_by(&step("daniela", false), &[]), "Done by daniela");
    }
}
