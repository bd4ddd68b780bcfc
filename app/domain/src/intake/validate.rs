//! The intake rules (SPEC R1.4): all problems at once, the same in the browser and on the server.

use crate::change::{ChangeMetadata, Operation};
use crate::error::Problem;
use crate::project::ProjectConfig;
use crate::words::{ChangeType, Effort, Layer, Priority};
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

/// Longest title, in characters.
pub const TITLE_MAX: usize = 200;
/// Longest description, in characters.
pub const DESCRIPTION_MAX: usize = 20_000;
/// Most entries of any list.
pub const LIST_MAX: usize = 100;

struct Rules<'a> {
    problems: Vec<Problem>,
    project: &'a ProjectConfig,
}

impl Rules<'_> {
    fn say(&mut self, pointer: impl Into<String>, code: &str, message: impl Into<String>) {
        self.problems.push(Problem::new(pointer, code, message));
    }

    fn text(&mut self, pointer: &str, what: &str, value: Option<&str>, min: usize, max: usize) -> String {
        let v = value.unwrap_or_default().trim();
        let n = v.chars().count();
        if n == 0 && min > 0 {
            self.say(pointer, &format!("{what}.required"), format!("Enter a {what}."));
        } else if n < min {
            self.say(pointer, &format!("{what}.too-short"), format!("Write at least {min} characters for the {what}."));
        } else if n > max {
            self.say(
                pointer,
                &format!("{what}.too-long"),
                format!("Shorten the {what} to {max} characters; it has {n}."),
            );
        }
        if v.chars().any(|c| c == '\0' || (c.is_control() && !matches!(c, '\n' | '\r' | '\t'))) {
            self.say(
                pointer,
                &format!("{what}.control-characters"),
                format!("Remove the control characters from the {what}."),
            );
        }
        v.to_owned()
    }

    fn word<T: std::str::FromStr<Err = crate::words::UnknownWord>>(
        &mut self,
        pointer: &str,
        what: &str,
        value: Option<&str>,
    ) -> Option<T> {
        let v = value.map(str::trim).filter(|v| !v.is_empty())?;
        match v.parse() {
            Ok(word) => Some(word),
            Err(e) => {
                self.say(pointer, &format!("{what}.unknown"), format!("{e}."));
                None
            }
        }
    }

    fn list(
        &mut self,
        pointer: &str,
        what: &str,
        values: &[String],
        check: fn(&str) -> Option<&'static str>,
    ) -> Vec<String> {
        if values.len() > LIST_MAX {
            self.say(pointer, &format!("{what}.too-many"), format!("List at most {LIST_MAX} entries."));
        }
        let mut out: Vec<String> = Vec::new();
        for (i, v) in values.iter().take(LIST_MAX).enumerate() {
            let v = v.trim();
            match check(v) {
                Some(message) => self.say(
                    format!("{pointer}/{i}"),
                    &format!("{what}.syntax"),
                    format!("`{}`: {message}", excerpt(v)),
                ),
                None if !out.iter().any(|o| o == v) => out.push(v.to_owned()),
                None => {}
            }
        }
        out
    }

    fn operations(&mut self, operations: &[Operation]) {
        if operations.len() > LIST_MAX {
            self.say(
                "/metadata/operations",
                "operations.too-many",
                format!("Declare at most {LIST_MAX} operations; split the change."),
            );
        }
        for (i, op) in operations.iter().take(LIST_MAX).enumerate() {
            let at = |member: &str| format!("/metadata/operations/{i}/{member}");
            if let Some(m) = op.table().and_then(table_problem) {
                self.say(at("table"), "operation.table", m);
            }
            if let Some(m) = op.endpoint().and_then(endpoint_problem) {
                self.say(at("endpoint"), "operation.endpoint", m);
            }
            for c in op.columns() {
                if let Some(m) = identifier_problem(c) {
                    self.say(at("name"), "operation.column", format!("Column `{}`: {m}", excerpt(c)));
                }
            }
            self.operation_details(op, &at);
        }
    }

    fn operation_details(&mut self, op: &Operation, at: &dyn Fn(&str) -> String) {
        match op {
            Operation::RenameTable { new_name, .. } => {
                if let Some(m) = table_problem(new_name) {
                    self.say(at("newName"), "operation.new-name", m);
                }
            }
            Operation::AddColumn { data_type, .. } if data_type.trim().is_empty() || data_type.len() > 200 => {
                self.say(at("type"), "operation.type", "Enter the column's type, e.g. `text`.");
            }
            Operation::ModifyColumn { data_type: None, nullable: None, default: None, .. } => {
                self.say(at("type"), "operation.nothing", "Say what changes: type, nullability or default.");
            }
            Operation::AddIndex { name, columns, .. } => {
                self.named(name, at);
                if columns.is_empty() {
                    self.say(at("columns"), "operation.columns", "Name at least one column of the index.");
                }
            }
            Operation::DropIndex { name, .. } | Operation::DropConstraint { name, .. } => self.named(name, at),
            Operation::AddConstraint { name, definition, .. } => {
                self.named(name, at);
                if definition.trim().is_empty() || definition.len() > 2000 {
                    self.say(
                        at("definition"),
                        "operation.definition",
                        "Write the constraint, e.g. `check (amount > 0)`.",
                    );
                }
            }
            Operation::AddForeignKey { references, .. } => {
                let table = references.split('(').next().unwrap_or_default();
                if let Some(m) = table_problem(table) {
                    self.say(at("references"), "operation.references", m);
                }
            }
            Operation::MigrateData { summary, .. } if summary.trim().is_empty() || summary.len() > 2000 => {
                self.say(at("summary"), "operation.summary", "Say in a sentence what happens to the rows.");
            }
            Operation::AddRepositoryMethod { component, name } => {
                if self.project.component(component).is_none() {
                    self.say(
                        at("component"),
                        "operation.component",
                        format!("`{}` is not a component of this project.", excerpt(component)),
                    );
                }
                self.named(name, at);
            }
            _ => {}
        }
    }

    fn named(&mut self, name: &str, at: &dyn Fn(&str) -> String) {
        if let Some(m) = identifier_problem(name) {
            self.say(at("name"), "operation.name", m);
        }
    }

    fn reach(&mut self, kind: ChangeType, metadata: &ChangeMetadata) {
        // Operations may follow during impact analysis (the engine insists on them there), but never contradict the type.
        let defining = kind.defining_operations();
        if !defining.is_empty()
            && !metadata.operations.is_empty()
            && !metadata.operations.iter().any(|o| defining.contains(&o.kind()))
        {
            self.say(
                "/metadata/operations",
                "operations.type-mismatch",
                format!("A change of type {kind} declares at least one operation of kind {}. Add it, or choose another type.", defining.join(" or ")),
            );
        }
        let reasons: Vec<&str> =
            kind.breaks().into_iter().chain(metadata.operations.iter().filter_map(Operation::breaks)).collect();
        if let (Some(reason), false) = (reasons.first(), metadata.breaking_change) {
            self.say(
                "/metadata/breakingChange",
                "breaking.undeclared",
                format!("Declare the change breaking: {reason}."),
            );
        }
        for layer in mandatory_layers(kind) {
            let of_layer: Vec<&str> =
                self.project.components.iter().filter(|c| c.layer == *layer).map(|c| c.name.as_str()).collect();
            if !of_layer.is_empty() && !metadata.affected_components.iter().any(|c| of_layer.contains(&c.as_str())) {
                self.say(
                    "/metadata/affectedComponents",
                    "components.mandatory",
                    format!(
                        "A change of type {kind} reaches the {} layer: add {}.",
                        layer.as_str(),
                        of_layer.join(" or ")
                    ),
                );
            }
        }
    }

    fn dependencies(&mut self, dependencies: &[String], facts: &DependencyFacts) {
        for (i, d) in dependencies.iter().enumerate() {
            let at = format!("/metadata/dependencies/{i}");
            if facts.own.as_deref() == Some(d) {
                self.say(at, "dependency.self", "A change cannot wait for itself; remove it.");
            } else if facts.cyclic.contains(d) {
                self.say(at, "dependency.cycle", format!("{d} already waits for this change; remove one of the two."));
            } else if facts.known {
                match facts.found.get(d) {
                    None => self.say(at, "dependency.unknown", format!("{d} does not exist in this project.")),
                    Some(false) => self.say(at, "dependency.ended", format!("{d} is no longer open; remove it.")),
                    Some(true) => {}
                }
            }
        }
    }
}

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

fn excerpt(v: &str) -> String {
    let short: String = v.chars().take(60).collect();
    if short.len() < v.len() { format!("{short}…") } else { short }
}

fn identifier_problem(v: &str) -> Option<&'static str> {
    let mut chars = v.chars();
    let start = chars.next().is_some_and(|c| c.is_ascii_alphabetic() || c == '_');
    let ok = start && v.len() <= 63 && chars.all(|c| c.is_ascii_alphanumeric() || c == '_' || c == '$');
    (!ok).then_some("Write an identifier: a letter or underscore, then letters, digits and underscores, at most 63.")
}

fn table_problem(v: &str) -> Option<&'static str> {
    let parts: Vec<&str> = v.trim().split('.').collect();
    let ok = parts.len() <= 2 && parts.iter().all(|p| identifier_problem(p).is_none());
    (!ok).then_some("Write a table as `table` or `schema.table`.")
}

fn endpoint_problem(v: &str) -> Option<&'static str> {
    let mut words = v.split_whitespace();
    let method = words.next().is_some_and(|m| {
        matches!(m.to_ascii_uppercase().as_str(), "GET" | "POST" | "PUT" | "PATCH" | "DELETE" | "HEAD" | "OPTIONS")
    });
    let path =
        words.next().is_some_and(|p| p.starts_with('/') && p.len() <= 300 && p.bytes().all(|b| b.is_ascii_graphic()));
    (!(method && path && words.next().is_none()))
        .then_some("Write an endpoint as `METHOD /path`, e.g. `GET /api/users/{id}`.")
}

fn dependency_problem(v: &str) -> Option<&'static str> {
    let n = v.strip_prefix("CHG-").or_else(|| v.strip_prefix("chg-"));
    let ok = n.is_some_and(|n| !n.is_empty() && n.len() <= 12 && n.bytes().all(|b| b.is_ascii_digit()));
    (!ok).then_some("Write a dependency as `CHG-` and its number.")
}
