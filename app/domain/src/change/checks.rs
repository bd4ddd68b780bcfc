//! Which steps the system completes from what it finds out, and whether it does (SPEC R3.1, R4.5).

use super::decide::operations_missing;
use super::validation::{Blocking, declared};
use super::{ChangeState, Step};
use crate::words::Check;

/// How a check stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Standing {
    /// There is nothing to look at, or it could not be looked at: people decide.
    Manual,
    /// The branch, or the request, as it is now has not been looked at.
    Waiting,
    /// Something blocks; a sentence each.
    Failed(Vec<String>),
    /// Nothing blocks; a sentence for the record.
    Passed(String),
}

const STEPS: [(&str, Check); 5] = [
    ("analyze-components", Check::Components),
    ("detect-dependencies", Check::Dependencies),
    ("validate-completeness", Check::Completeness),
    ("check-breaking-changes", Check::BreakingChanges),
    ("prove-rollback", Check::Rollback),
];

/// The check that decides a step.
pub fn check_of(step: &str) -> Option<Check> {
    STEPS.iter().find(|(id, _)| *id == step).map(|(_, check)| *check)
}

/// The step that a check decides.
pub(super) fn step_of(check: Check) -> &'static str {
    STEPS.iter().find(|(_, c)| *c == check).map_or("", |(id, _)| id)
}

/// The check is decided by what the change reaches, with a branch or without one.
pub(super) fn is_of_impact(check: Check) -> bool {
    matches!(check, Check::Components | Check::Dependencies)
}

impl ChangeState {
    /// How a check on the impact stands.
    fn impact_standing(&self, check: Check) -> Standing {
        if let Some(outcome) = self.impact().filter(|_| !operations_missing(self)) {
            return Standing::Passed(match check {
                Check::Components => outcome.of_components(),
                _ => outcome.of_dependencies(),
            });
        }
        let due = self.workflow.analysis.as_ref().is_some_and(|analysis| analysis.due);
        if due && self.impact_failure().is_none() { Standing::Waiting } else { Standing::Manual }
    }

    /// What blocks a check and is not waived.
    pub fn blocking(&self, check: Check) -> impl Iterator<Item = &Blocking> {
        let all = self.workflow.validation.iter().flat_map(|outcome| &outcome.blocking);
        all.filter(move |found| self.held_by(found) == check && self.workflow.waiver(&found.fingerprint).is_none())
    }

    /// The check a finding counts for: where no step proves the rollback, the migration's way back is part of its completeness.
    fn held_by(&self, found: &Blocking) -> Check {
        let proven = self.workflow.step(step_of(Check::Rollback)).is_some_and(|s| s.not_applicable.is_none());
        if found.check == Check::Rollback && !proven { Check::Completeness } else { found.check }
    }

    /// True where the last validation is of the branch and the request as they are now.
    pub fn is_validated(&self) -> bool {
        let (Some(source), Some(outcome)) = (&self.workflow.source, &self.workflow.validation) else { return false };
        let metadata = &self.request.metadata;
        let looked_at = outcome.branch == source.branch && !self.workflow.base_moved;
        looked_at && outcome.declared == declared(&metadata.operations, metadata.breaking_change)
    }

    /// How a check stands.
    pub fn standing(&self, check: Check) -> Standing {
        if is_of_impact(check) {
            return self.impact_standing(check);
        }
        if self.workflow.source.is_none() {
            return Standing::Manual;
        }
        let Some(outcome) = self.workflow.validation.as_ref().filter(|_| self.is_validated()) else {
            return Standing::Waiting;
        };
        if check == Check::Rollback && outcome.rollback.is_none() {
            return Standing::Manual;
        }
        let mut reasons: Vec<String> = self.blocking(check).map(sentence).collect();
        if check == Check::Completeness && outcome.unlisted > 0 {
            let (more, block) = match outcome.unlisted {
                1 => ("1 further finding".to_owned(), "blocks"),
                more => (format!("{more} further findings"), "block"),
            };
            reasons.push(format!(
                "{more} {block}; a validation lists them once those that are listed now are mended or waived."
            ));
        }
        if !reasons.is_empty() {
            return Standing::Failed(reasons);
        }
        let commit: String = outcome.head.chars().take(10).collect();
        let waived = self.workflow.waivers.iter().filter(|w| w.counts()).count();
        let waived = if waived == 0 { String::new() } else { format!(" Waivers in force: {waived}.") };
        Standing::Passed(match (check, &outcome.rollback) {
            (Check::Rollback, Some(verdict)) => {
                format!("Commit {commit} was run up, down and up again: {verdict}.{waived}")
            }
            _ => format!("Nothing blocks in commit {commit}.{waived}"),
        })
    }

    /// What the validation has against the change, over all checks.
    pub fn failures(&self) -> Vec<String> {
        let all = STEPS.iter().map(|(_, check)| self.standing(*check));
        all.filter_map(|standing| if let Standing::Failed(why) = standing { Some(why) } else { None })
            .flatten()
            .collect()
    }

    /// What blocks and is not waived, in the branch that was looked at last, whatever has happened since.
    pub fn unwaived(&self) -> impl Iterator<Item = &Blocking> {
        let all = self.workflow.validation.iter().flat_map(|outcome| &outcome.blocking);
        all.filter(|found| self.workflow.waiver(&found.fingerprint).is_none())
    }

    /// The branch was found to hold something that must not pass, so that taking it off is like waiving it.
    pub fn is_held_by_findings(&self) -> bool {
        let unlisted = self.workflow.validation.as_ref().is_some_and(|outcome| outcome.unlisted > 0);
        unlisted || self.unwaived().next().is_some()
    }

    /// How the step's check stands; `None` where no check decides it.
    pub(super) fn decided_by_check(&self, step: &Step) -> Option<Standing> {
        let standing = self.standing(check_of(&step.id)?);
        (standing != Standing::Manual).then_some(standing)
    }
}

/// The first of many reasons, and how many more there are.
pub(super) fn shortened(reasons: &[String], most: usize) -> Vec<String> {
    let mut short: Vec<String> = reasons.iter().take(most).cloned().collect();
    match reasons.len().saturating_sub(most) {
        0 => {}
        1 => short.push("1 further finding blocks.".to_owned()),
        more => short.push(format!("{more} further findings block.")),
    }
    short
}

/// As the finding says it: its first word may be a name, and names keep their letters.
fn sentence(found: &Blocking) -> String {
    let message = found.message.trim_end_matches('.');
    let place = found.place.as_ref().map(|place| format!(", {place}")).unwrap_or_default();
    let readers = match found.readers.as_slice() {
        [] => String::new(),
        [one] => format!(" Read by {one}."),
        [first, rest @ ..] => format!(" Read by {first} and {} more.", rest.len()),
    };
    format!("{message} ({}{place}).{readers}", found.rule)
}
