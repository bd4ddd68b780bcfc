//! The intake rules (SPEC R1.4): all problems at once, the same in the browser and on the server.

use super::rules::Rules;
use super::rules::syntax::{dependency_problem, endpoint_problem, excerpt, table_problem};
use super::{ChangeInput, DependencyFacts, ValidChange};
use crate::change::ChangeMetadata;
use crate::error::Problem;
use crate::project::ProjectConfig;
use crate::words::{ChangeType, Effort, Layer, Priority};

/// Longest title, in characters.
pub const TITLE_MAX: usize = 200;
/// Longest description, in characters.
pub const DESCRIPTION_MAX: usize = 20_000;
/// Most entries of any list.
pub const LIST_MAX: usize = 100;

/// Layers of which a change of this type must name a component (SPEC R1.4).
pub fn mandatory_layers(kind: ChangeType) -> &'static [Layer] {
    if kind.changes_schema() {
        &[Layer::Database]
    } else if kind.changes_api() {
        &[Layer::Api]
    } else if kind == ChangeType::AddRepositoryMethod {
        &[Layer::Repository]
    } else {
        &[]
    }
}

/// Applies every rule.
///
/// # Errors
/// All problems, each with its pointer and code; never empty.
pub fn validate(
    input: &ChangeInput,
    project: &ProjectConfig,
    facts: &DependencyFacts,
) -> Result<ValidChange, Vec<Problem>> {
    let mut r = Rules { problems: Vec::new(), project };
    let title = r.text("/title", "title", input.title.as_deref(), 3, TITLE_MAX);
    if title.contains(['\n', '\r']) {
        r.say("/title", "title.line-break", "Keep the title on one line.");
    }
    let description = r.text("/description", "description", input.description.as_deref(), 0, DESCRIPTION_MAX);
    let kind: Option<ChangeType> = r.word("/type", "type", input.kind.as_deref());
    if input.kind.as_deref().is_none_or(|k| k.trim().is_empty()) {
        r.say("/type", "type.required", "Choose a change type.");
    }
    let priority = r.word("/priority", "priority", input.priority.as_deref());
    let m = &input.metadata;
    let effort: Option<Effort> = r.word("/metadata/estimatedEffort", "effort", m.estimated_effort.as_deref());
    let affected_tables = r.list("/metadata/affectedTables", "table", &m.affected_tables, table_problem);
    let affected_endpoints = r.list("/metadata/affectedEndpoints", "endpoint", &m.affected_endpoints, endpoint_problem);
    let affected_components = r.list("/metadata/affectedComponents", "component", &m.affected_components, |_| None);
    for (i, c) in m.affected_components.iter().take(LIST_MAX).enumerate() {
        if project.component(c.trim()).is_none() {
            let all: Vec<&str> = project.components.iter().map(|c| c.name.as_str()).collect();
            r.say(
                format!("/metadata/affectedComponents/{i}"),
                "component.unknown",
                format!("`{}` is not a component of this project; use one of: {}.", excerpt(c), all.join(", ")),
            );
        }
    }
    let dependencies: Vec<String> = r
        .list("/metadata/dependencies", "dependency", &m.dependencies, dependency_problem)
        .iter()
        .map(|d| d.to_ascii_uppercase())
        .collect();
    r.operations(&m.operations);
    let justification = m.justification.as_deref().map(str::trim).filter(|j| !j.is_empty()).map(str::to_owned);
    if let Some(j) = &justification {
        r.text("/metadata/justification", "justification", Some(j), 0, 2000);
    }
    if priority == Some(Priority::Critical) && justification.is_none() {
        r.say("/metadata/justification", "justification.required", "Say why the priority is critical.");
    }
    let metadata = ChangeMetadata {
        affected_tables,
        affected_endpoints,
        affected_components,
        breaking_change: m.breaking_change,
        estimated_effort: effort,
        dependencies,
        operations: m.operations.iter().take(LIST_MAX).cloned().collect(),
        justification,
    };
    if let Some(kind) = kind {
        r.reach(kind, &metadata);
    }
    r.dependencies(&metadata.dependencies, facts);
    match (kind, r.problems.is_empty()) {
        (Some(kind), true) => {
            Ok(ValidChange { title, description, kind, priority: priority.unwrap_or(Priority::Medium), metadata })
        }
        _ => Err(r.problems),
    }
}
