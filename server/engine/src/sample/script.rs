//! What happens to each sample change, as data.

use domain::change::Operation;
use domain::intake::{ChangeInput, MetadataInput};
use serde::Deserialize;
use std::collections::BTreeMap;

const FILES: [&str; 4] = [
    include_str!("changes/early.toml"),
    include_str!("changes/closed.toml"),
    include_str!("changes/running.toml"),
    include_str!("changes/late.toml"),
];

#[derive(Deserialize)]
struct File {
    change: Vec<Script>,
}

/// One change and its course.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
pub(super) struct Script {
    /// Name by which other scripts wait for it.
    pub id: String,
    /// Requester.
    pub by: String,
    /// Days back from now at which it is submitted.
    pub day: i64,
    /// Hours between two operations.
    pub pace: i64,
    /// Step at which it rests; none: it closes.
    pub until: Option<String>,
    /// Somebody has begun the step at which it rests.
    #[serde(default)]
    pub started: bool,
    /// Commit that implements it.
    pub commit: Option<String>,
    /// Scripts it waits for.
    #[serde(default)]
    pub after: Vec<String>,
    title: String,
    description: String,
    #[serde(rename = "type")]
    kind: String,
    priority: String,
    components: Vec<String>,
    #[serde(default)]
    tables: Vec<String>,
    #[serde(default)]
    endpoints: Vec<String>,
    #[serde(default)]
    breaking: bool,
    effort: String,
    #[serde(default)]
    operations: Vec<Operation>,
    justification: Option<String>,
    /// What was seen when it was used.
    pub outcome: Option<String>,
    /// What the reviewer says with the approval.
    pub review: Option<String>,
    /// Who asks for changes at the step at which it rests.
    pub objection: Option<Objection>,
    /// How it ends early.
    pub ending: Option<Ending>,
    /// Remarks, in order.
    #[serde(default)]
    pub comments: Vec<Remark>,
    /// Uploaded files by step.
    #[serde(default)]
    pub documents: BTreeMap<String, String>,
}

/// A request for changes.
#[derive(Clone, Debug, Deserialize)]
pub(super) struct Objection {
    pub by: String,
    pub note: String,
}

/// A remark, made while the step is the next one.
#[derive(Clone, Debug, Deserialize)]
pub(super) struct Remark {
    pub step: String,
    pub by: String,
    pub body: String,
}

/// An early end.
#[derive(Clone, Debug, Deserialize)]
pub(super) struct Ending {
    pub kind: EndingKind,
    pub by: String,
    pub reason: String,
}

#[derive(Clone, Copy, Debug, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(super) enum EndingKind {
    Hold,
    Reject,
    Cancel,
}

impl Script {
    /// Whether a change of this title was made from it.
    pub fn is_of(&self, title: &str) -> bool {
        self.title == title
    }
    /// The request; `keys` are the numbers of the scripts created so far.
    pub fn input(&self, project: &str, keys: &BTreeMap<String, String>) -> ChangeInput {
        let some = |v: &str| Some(v.to_owned());
        ChangeInput {
            project: some(project),
            title: some(&self.title),
            description: some(&self.description),
            kind: some(&self.kind),
            priority: some(&self.priority),
            metadata: MetadataInput {
                affected_tables: self.tables.clone(),
                affected_endpoints: self.endpoints.clone(),
                affected_components: self.components.clone(),
                breaking_change: self.breaking,
                estimated_effort: some(&self.effort),
                dependencies: self.after.iter().filter_map(|a| keys.get(a).cloned()).collect(),
                operations: self.operations.clone(),
                justification: self.justification.clone(),
            },
        }
    }
}

/// All scripts.
///
/// # Errors
/// Where a file cannot be read; a test sees to it that all can.
pub(super) fn scripts() -> Result<Vec<Script>, toml::de::Error> {
    let mut all = Vec::new();
    for text in FILES {
        all.extend(toml::from_str::<File>(text)?.change);
    }
    Ok(all)
}
