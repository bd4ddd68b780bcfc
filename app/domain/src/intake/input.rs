//! A request before and after the intake rules.

use crate::change::{ChangeMetadata, Operation};
use crate::words::{ChangeType, Priority};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// A request as it comes in: everything may be missing or wrong.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase", deny_unknown_fields, default)]
pub struct ChangeInput {
    /// Key of the project; may be left out where there is only one.
    pub project: Option<String>,
    /// One line, 3 to 200 characters.
    pub title: Option<String>,
    /// Markdown, at most 20,000 characters.
    pub description: Option<String>,
    /// A change type, kebab-case.
    #[serde(rename = "type")]
    pub kind: Option<String>,
    /// A priority; `medium` if left out.
    pub priority: Option<String>,
    /// Reach.
    pub metadata: MetadataInput,
}

/// Reach as it comes in.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase", deny_unknown_fields, default)]
pub struct MetadataInput {
    /// `table` or `schema.table`.
    pub affected_tables: Vec<String>,
    /// `METHOD /path`.
    pub affected_endpoints: Vec<String>,
    /// Names of components of the project.
    pub affected_components: Vec<String>,
    /// Declared breaking.
    pub breaking_change: bool,
    /// `xs` to `xl`.
    pub estimated_effort: Option<String>,
    /// `CHG-n` each.
    pub dependencies: Vec<String>,
    /// Declared operations.
    pub operations: Vec<Operation>,
    /// Needed for critical priority.
    pub justification: Option<String>,
}

/// What is known of the changes named as dependencies; keys are `CHG-n`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct DependencyFacts {
    /// Exists, and is open.
    pub found: BTreeMap<String, bool>,
    /// Dependencies that reach the change itself, directly or through others.
    pub cyclic: Vec<String>,
    /// `CHG-n` of the change itself when it is being edited.
    pub own: Option<String>,
    /// False where nothing was looked up (in the browser): existence is then not judged.
    pub known: bool,
}

/// A request that passed every rule.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct ValidChange {
    /// Trimmed.
    pub title: String,
    /// As given.
    pub description: String,
    /// Kind.
    pub kind: ChangeType,
    /// Urgency.
    pub priority: Priority,
    /// Trimmed, without repeats.
    pub metadata: ChangeMetadata,
}
