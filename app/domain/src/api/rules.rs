//! What a validation looks for, and why (SPEC R4).

use crate::access::Actor;
use crate::error::AppResult;
use crate::words::{Effect, RuleFamily, Severity};
use async_trait::async_trait;
use serde::{Deserialize, Serialize};

/// The same rule in another tool.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct OtherName {
    /// `squawk`, `atlas`, `strong_migrations`.
    pub tool: String,
    /// As that tool writes it.
    pub name: String,
}

/// A rule, in short.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct RuleInfo {
    /// Its name, in kebab-case.
    pub name: String,
    /// What it looks at.
    pub family: RuleFamily,
    /// How much a finding matters if the project says nothing else, at most; none where it is listed and never a finding.
    pub severity: Option<Severity>,
    /// No project can give it another level.
    pub fixed: bool,
    /// What goes wrong, the foremost first.
    pub effects: Vec<Effect>,
    /// `postgres`, `mysql`, `sqlite`; empty where it is not about SQL.
    pub dialects: Vec<String>,
    /// What it finds, in one sentence.
    pub summary: String,
    /// Only where a project asks for it.
    pub opt_in: bool,
    /// In other tools.
    pub also_known_as: Vec<OtherName>,
}

/// A rule with everything that is known of it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct RuleDetail {
    /// In short.
    #[serde(flatten)]
    pub rule: RuleInfo,
    /// What breaks, which lock is taken and what to do instead; Markdown.
    pub doc: String,
    /// SQL that it finds; empty where it is not about SQL. `--- path` lines cut it into files, `--- base path` is
    /// deployed already.
    pub bad: String,
    /// The same thing done well.
    pub good: String,
}

/// Use cases on the rules; anybody who is signed in may read them.
#[async_trait]
pub trait RuleBook {
    /// All of them, those on SQL first, each family by name.
    async fn rules(&self, actor: &Actor) -> AppResult<Vec<RuleInfo>>;
    /// One by its name, or by another tool's name for it.
    async fn rule(&self, actor: &Actor, name: &str) -> AppResult<RuleDetail>;
}
