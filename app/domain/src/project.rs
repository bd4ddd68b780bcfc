//! A project's own rules: `.change-mgmt/project.toml`.

mod owners;
mod problems;
mod read;
pub mod repository;
mod wrong;

pub use read::LARGEST;

use crate::change::Step;
use crate::words::{ChangeType, EvidenceKind, Layer, Priority, Role, Stage};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// The whole file.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct ProjectConfig {
    /// Short name used in addresses: lower-case letters, digits, hyphens.
    pub key: String,
    /// For people.
    pub name: String,
    /// One sentence.
    #[serde(default)]
    pub description: String,
    /// Teams; at least one.
    #[serde(default)]
    pub teams: Vec<Team>,
    /// Components; at least one.
    #[serde(default)]
    pub components: Vec<Component>,
    /// Routing rules, first match wins (SPEC R1.7).
    #[serde(default)]
    pub routing: Vec<RoutingRule>,
    /// Team of a change that no rule matches.
    pub default_team: String,
    /// Workflow customisation.
    #[serde(default)]
    pub workflow: WorkflowConfig,
    /// Its repository: the name of a folder among the server's repositories, or an address git can clone (https, ssh).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub repository: Option<String>,
    /// Where the migrations are.
    #[serde(default, skip_serializing_if = "MigrationsConfig::is_default")]
    pub migrations: MigrationsConfig,
    /// Path of the OpenAPI document.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub openapi: Option<String>,
    /// Rules of the analysis, of every family, that are `off` or have another severity: `notice`, `warning`, `error`.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub rules: BTreeMap<String, String>,
    /// Patterns that names must match, by what they name (`table`, `column`, `index`, …).
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub naming: BTreeMap<String, String>,
}

/// The project's migrations. What is not said is recognised.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase", deny_unknown_fields, default)]
pub struct MigrationsConfig {
    /// Their folder.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub folder: Option<String>,
    /// Their manner, e.g. `sqlx`, `flyway`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub layout: Option<String>,
    /// `postgres`, `mysql` or `sqlite`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub dialect: Option<String>,
    /// The database server's version, where rules depend on it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub server_version: Option<String>,
}

impl MigrationsConfig {
    /// Nothing is said.
    pub fn is_default(&self) -> bool {
        *self == Self::default()
    }
}

/// A group of people that owns components and tables.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Team {
    /// Stable name.
    pub name: String,
    /// For people.
    #[serde(default)]
    pub title: String,
    /// Its tables: `billing_*`, `audit.*`. `*` stands for any characters and `?` for one, on either side of the dot; without
    /// a schema the default one is meant. They are a team's and not a component's, for several components use one table
    /// while one team is asked before it changes.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub tables: Vec<String>,
}

/// A part of the product.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Component {
    /// Stable name.
    pub name: String,
    /// Layer it belongs to.
    pub layer: Layer,
    /// Path globs within the repository.
    #[serde(default)]
    pub paths: Vec<String>,
    /// Owning team.
    pub team: String,
    /// Lowest acceptable test coverage, percent.
    #[serde(default)]
    pub minimum_coverage: Option<u8>,
}

/// One routing rule: all conditions that are given must hold.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct RoutingRule {
    /// Any of these change types.
    #[serde(default)]
    pub types: Vec<ChangeType>,
    /// Any of these operation kinds.
    #[serde(default)]
    pub operations: Vec<String>,
    /// Any of these components affected.
    #[serde(default)]
    pub components: Vec<String>,
    /// Any of these priorities.
    #[serde(default)]
    pub priorities: Vec<Priority>,
    /// Breaking or not.
    #[serde(default)]
    pub breaking: Option<bool>,
    /// Team that gets it.
    pub team: String,
}

/// Changes to the standard workflow.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase", deny_unknown_fields, default)]
pub struct WorkflowConfig {
    /// Approvers by step id; can raise the standard number, never lower it.
    pub quorum: BTreeMap<String, u32>,
    /// Further steps.
    pub steps: Vec<ProjectStep>,
}

/// A step that a project adds.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct ProjectStep {
    /// Stable name.
    pub id: String,
    /// For people.
    pub title: String,
    /// What has to be done.
    #[serde(default)]
    pub hint: String,
    /// Stage.
    pub stage: Stage,
    /// Role that completes it.
    pub owner: Role,
    /// Evidence needed.
    #[serde(default)]
    pub evidence: Vec<EvidenceKind>,
    /// Steps before it.
    #[serde(default)]
    pub requires: Vec<String>,
    /// Does not hold up its stage.
    #[serde(default)]
    pub optional: bool,
    /// Only for these change types; empty: all.
    #[serde(default)]
    pub types: Vec<ChangeType>,
}

impl ProjectStep {
    /// The checklist line.
    pub fn step(&self) -> Step {
        Step {
            id: self.id.clone(),
            title: self.title.clone(),
            hint: self.hint.clone(),
            stage: self.stage,
            owner: self.owner,
            evidence: self.evidence.clone(),
            requires: self.requires.clone(),
            automatic: false,
            safety: false,
            optional: self.optional,
            approval: None,
            not_applicable: None,
            started: None,
            completion: None,
        }
    }
}

impl ProjectConfig {
    /// A component by name.
    pub fn component(&self, name: &str) -> Option<&Component> {
        self.components.iter().find(|c| c.name == name)
    }
}
