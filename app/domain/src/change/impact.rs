//! What the system has found out about a change's reach, as far as the workflow depends on it (SPEC R3.1, R3.2).

use super::decide::operations_missing;
use super::{ChangeRequest, ChangeState};
use crate::canonical;
use crate::words::{Effort, Risk};
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// A component that the change reaches.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct ReachedComponent {
    /// Its name.
    pub name: String,
    /// Why, a sentence each; at most five.
    pub reasons: Vec<String>,
}

/// A schema object that the change reaches.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct ReachedObject {
    /// `table`, `column`, `view`, `foreign-key`, …
    pub kind: String,
    /// `schema.table` or `schema.table.column`; the own name of what hangs on a table.
    pub name: String,
    /// Why it is reached.
    pub why: String,
}

/// A place in the code, an endpoint or a client call that the change reaches.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct ReachedPlace {
    /// `path:line`.
    pub place: String,
    /// `reads public.users.email`, `serves GET /users/{}`, `calls GET /users/{}`.
    pub what: String,
    /// The endpoint, `GET /users/{}`; none for readers and writers.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub endpoint: Option<String>,
    /// The function it stands in.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub function: Option<String>,
}

/// Kinds of schema objects over which two changes collide. Indexes, constraints and triggers are their table's.
pub const COLLIDING_KINDS: &[&str] = &["table", "column", "view", "foreign-key"];

/// Another open change that comes across the same schema objects.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct CollidingChange {
    /// `CHG-n`.
    pub key: String,
    /// What both touch, or one touches and the other reaches.
    pub objects: Vec<String>,
}

/// The result of an impact analysis: of the declared operations alone, or with what a branch was found to do.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct ImpactOutcome {
    /// The run; its whole report is kept beside the change.
    pub run: Uuid,
    /// The commit whose schema and code were read.
    pub commit: String,
    /// The branch whose operations were added to the declared ones.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub branch: Option<String>,
    /// Digest of what the request said at that time; see [`reach_digest`].
    pub declared: String,
    /// When it was over.
    pub at: DateTime<Utc>,
    /// Components with reasons, by name.
    pub components: Vec<ReachedComponent>,
    /// Those of them that the request does not list.
    #[serde(default)]
    pub unlisted: Vec<String>,
    /// Schema objects, at most 200.
    pub objects: Vec<ReachedObject>,
    /// Readers and writers, at most 100.
    pub code: Vec<ReachedPlace>,
    /// Endpoints, at most 100.
    pub endpoints: Vec<ReachedPlace>,
    /// Client calls, at most 100.
    pub clients: Vec<ReachedPlace>,
    /// How many of all these stand in the report only.
    #[serde(default)]
    pub further: u32,
    /// Open changes on the same objects, as they were at that time.
    #[serde(default)]
    pub collisions: Vec<CollidingChange>,
    /// How much can go wrong.
    pub risk: Risk,
    /// Why.
    pub risk_reasons: Vec<String>,
    /// Computed size of the work.
    pub effort: Effort,
    /// Why.
    pub effort_reasons: Vec<String>,
}

/// Why an analysis has no result.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct ImpactFailure {
    /// Digest of what the request said at that time.
    pub declared: String,
    /// For people.
    pub reason: String,
}

/// How the impact analysis of a change stands.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct Analysis {
    /// The system analyses whatever the request says, and people need not.
    pub due: bool,
    /// The last result.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub outcome: Option<ImpactOutcome>,
    /// Why the last run has none.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub failed: Option<ImpactFailure>,
}

/// Digest of everything in a request that an impact analysis depends on.
pub fn reach_digest(request: &ChangeRequest) -> String {
    let m = &request.metadata;
    let lists = (&m.affected_tables, &m.affected_endpoints, &m.affected_components);
    canonical::digest(&(request.kind, m.breaking_change, &m.operations, lists))
}

impl ChangeState {
    /// The last result, if it is of the request as it is now.
    pub fn impact(&self) -> Option<&ImpactOutcome> {
        let outcome = self.workflow.analysis.as_ref()?.outcome.as_ref()?;
        (outcome.declared == reach_digest(&self.request)).then_some(outcome)
    }

    /// The request does not say yet what it does, though its type stands for an operation.
    pub fn operations_missing(&self) -> bool {
        operations_missing(self)
    }

    /// Why the request as it is now could not be analysed.
    pub fn impact_failure(&self) -> Option<&str> {
        let failed = self.workflow.analysis.as_ref()?.failed.as_ref()?;
        let current = self.impact().is_none() && failed.declared == reach_digest(&self.request);
        current.then_some(failed.reason.as_str())
    }

    /// What people should know of the reach, beside what blocks; a sentence each.
    pub fn warnings(&self) -> Vec<String> {
        if !self.request.status.is_live() {
            return Vec::new();
        }
        let reached = self.impact().into_iter().flat_map(|outcome| {
            let listed = &self.request.metadata.affected_components;
            outcome.components.iter().filter(|c| outcome.unlisted.contains(&c.name) && !listed.contains(&c.name))
        });
        let unlisted = reached.map(|component| {
            let why = component.reasons.first().map(|why| format!(": {why}")).unwrap_or_default();
            format!(
                "The change reaches the component {}, which the request does not list{}. Edit the request and list it, or tell its team.",
                component.name,
                why.trim_end_matches('.')
            )
        });
        let failed = self.impact_failure().map(|why| {
            format!(
                "The impact could not be analysed: {} People complete the steps of the analysis, or ask for another one.",
                full_stop(why)
            )
        });
        unlisted.chain(failed).collect()
    }
}

fn full_stop(sentence: &str) -> String {
    format!("{}.", sentence.trim_end().trim_end_matches('.'))
}

fn counted(n: usize, one: &str, many: &str) -> Option<String> {
    match n {
        0 => None,
        1 => Some(format!("1 {one}")),
        n => Some(format!("{n} {many}")),
    }
}

impl ImpactOutcome {
    /// Which components are reached, how dangerous it is and how much work; for the record.
    pub fn of_components(&self) -> String {
        let names: Vec<&str> = self.components.iter().map(|c| c.name.as_str()).collect();
        let reached = match names.as_slice() {
            [] => "No component is reached.".to_owned(),
            [one] => format!("Reaches the component {one}."),
            many => format!("Reaches the components {}.", many.join(", ")),
        };
        let unlisted = match self.unlisted.is_empty() {
            true => String::new(),
            false => format!(" Not listed on the request: {}.", self.unlisted.join(", ")),
        };
        format!("{reached}{unlisted} Risk {}, computed effort {}.", self.risk, self.effort.label())
    }

    /// What depends on the change; for the record.
    pub fn of_dependencies(&self) -> String {
        let of = |kind: &str| self.objects.iter().filter(|object| object.kind == kind).count();
        let hanging = self.objects.iter().filter(|o| !matches!(o.kind.as_str(), "table" | "column" | "view")).count();
        let all = [
            counted(of("table"), "table", "tables"),
            counted(of("column"), "column", "columns"),
            counted(of("view"), "view", "views"),
            counted(hanging, "index, key, constraint or trigger", "indexes, keys, constraints and triggers"),
            counted(self.code.len(), "place in the code", "places in the code"),
            counted(self.endpoints.len(), "endpoint", "endpoints"),
            counted(self.clients.len(), "client call", "client calls"),
        ];
        let all: Vec<String> = all.into_iter().flatten().collect();
        let found = match all.is_empty() {
            true => "Nothing in schema, code or API depends on it.".to_owned(),
            false => format!("Reaches {}.", all.join(", ")),
        };
        let further = match self.further {
            0 => String::new(),
            n => format!(" The report lists {n} more."),
        };
        let keys: Vec<&str> = self.collisions.iter().map(|c| c.key.as_str()).collect();
        let colliding = match keys.is_empty() {
            true => " No other open change comes across the same objects.".to_owned(),
            false => format!(" Comes across the same objects: {}.", keys.join(", ")),
        };
        format!("{found}{further}{colliding}")
    }
}
