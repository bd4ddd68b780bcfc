//! What a step of the workflow definition says.

use crate::change::ChangeMetadata;
use crate::words::{ChangeType, EvidenceKind, Role, Stage};

/// When a step is on the checklist of a change, decided from type, operations and breaking flag (SPEC R2.2).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Applies {
    /// To every change.
    Always,
    /// To breaking changes only.
    Breaking,
    /// Where schema or rows change.
    Schema,
    /// Where code of a repository has to change.
    Repository,
    /// Where an endpoint is added, modified, removed or named as affected.
    Api,
    /// Where clients of an endpoint have to change.
    Client,
}

impl Applies {
    /// `None` where the step applies, else the reason why it does not.
    pub fn unless(self, kind: ChangeType, metadata: &ChangeMetadata) -> Option<&'static str> {
        let api = kind.changes_api()
            || !metadata.affected_endpoints.is_empty()
            || metadata.operations.iter().any(|o| o.endpoint().is_some());
        let schema = kind.changes_schema() || metadata.operations.iter().any(|o| o.table().is_some());
        let only_index = matches!(kind, ChangeType::AddIndex | ChangeType::RemoveIndex)
            && metadata.operations.iter().all(|o| matches!(o.kind(), "add-index" | "drop-index"));
        match self {
            Self::Always => None,
            Self::Breaking => (!metadata.breaking_change).then_some("The change is not breaking."),
            Self::Schema => (!schema).then_some("Neither schema nor rows change."),
            Self::Repository if only_index => Some("An index changes no repository method."),
            Self::Repository => None,
            Self::Api => (!api).then_some("No endpoint is affected."),
            Self::Client => (!api).then_some("No endpoint is affected, so no client changes."),
        }
    }
}

/// What the system itself does to complete an automatic step.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Automation {
    /// The intake rules passed.
    ValidateForm,
    /// The number was drawn.
    AssignId,
    /// The routing rules named a team.
    RouteToTeam,
    /// The checklist was generated.
    CreateChecklist,
}

/// One step of the workflow definition.
#[derive(Clone, Copy, Debug)]
pub struct StepDefinition {
    /// Stable name.
    pub id: &'static str,
    /// For people.
    pub title: &'static str,
    /// What has to be done.
    pub hint: &'static str,
    /// Stage.
    pub stage: Stage,
    /// Role that completes it.
    pub owner: Role,
    /// Kinds of evidence needed, one of each.
    pub evidence: &'static [EvidenceKind],
    /// Steps before it. Those that are not on a change's checklist are left out.
    pub requires: &'static [&'static str],
    /// How the system completes it; `None`: people do.
    pub automation: Option<Automation>,
    /// Can never be removed.
    pub safety: bool,
    /// Does not hold up its stage.
    pub optional: bool,
    /// Role and number of people who must approve.
    pub approval: Option<(Role, u32)>,
    /// When it applies.
    pub applies: Applies,
}
