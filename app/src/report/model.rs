//! The members of a report that the page shows. What is missing is empty: reports of older versions are read, too.

use serde::Deserialize;
use std::collections::BTreeMap;

/// The whole.
#[derive(Debug, Default, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct Report {
    pub findings: Vec<Finding>,
    pub scripts: Vec<String>,
    pub script_texts: BTreeMap<String, String>,
    pub notes: Vec<String>,
    pub api: Vec<ApiDifference>,
    pub impact: Impact,
    pub proof: Option<Proof>,
}

/// Something to know, mend or waive.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct Finding {
    pub rule: String,
    pub severity: String,
    pub place: Option<Place>,
    pub message: String,
    pub why: String,
    pub fix: String,
    pub readers: Vec<Place>,
    pub fingerprint: String,
}

/// A stretch of a file.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct Place {
    pub path: String,
    pub line: u32,
    pub column: u32,
    pub end_line: u32,
    pub end_column: u32,
}

impl Place {
    /// `path:line`.
    pub fn text(&self) -> String {
        format!("{}:{}", self.path, self.line)
    }
}

/// A difference of the API document.
#[derive(Debug, Default, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct ApiDifference {
    pub rule: String,
    pub breaking: bool,
    pub subject: String,
    pub message: String,
    pub place: Place,
}

/// What the change reaches.
#[derive(Debug, Default, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct Impact {
    pub components: Vec<Component>,
    pub objects: Vec<Object>,
    pub code: Vec<CodeUse>,
    pub endpoints: Vec<Exposure>,
    pub clients: Vec<Exposure>,
    pub graph: Graph,
    pub risk: String,
    pub risk_reasons: Vec<String>,
    pub effort: String,
    pub effort_reasons: Vec<String>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Component {
    pub name: String,
    pub reasons: Vec<String>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Object {
    pub kind: String,
    pub name: String,
    pub why: String,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct CodeUse {
    pub place: Place,
    pub access: String,
    pub subject: String,
    pub function: Option<String>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Exposure {
    pub endpoint: String,
    pub place: Place,
    pub why: String,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Graph {
    pub nodes: Vec<Node>,
    pub edges: Vec<Edge>,
}

#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct Node {
    pub id: String,
    pub label: String,
    pub kind: String,
    pub layer: u8,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Edge {
    pub from: String,
    pub to: String,
    pub label: String,
}

/// What became of the change on a scratch database.
#[derive(Debug, Default, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct Proof {
    pub verdict: String,
    pub base: Base,
    pub seeded: Vec<Seeded>,
    pub passes: Vec<Pass>,
    pub differences: Vec<Difference>,
    pub millis: u64,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Base {
    pub migrations: usize,
    pub reused: usize,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Seeded {
    pub table: String,
    pub rows: usize,
    pub reason: Option<String>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Pass {
    pub direction: String,
    pub millis: u64,
    pub statements: Vec<Statement>,
    pub rows: Vec<Rows>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Statement {
    pub place: Place,
    pub span: (usize, usize),
    pub micros: u64,
    pub locks: Vec<Lock>,
    pub held: Vec<Lock>,
    pub rewritten: Vec<String>,
    pub skipped: Option<String>,
    pub failure: Option<serde_json::Value>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Lock {
    pub relation: String,
    pub mode: String,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Rows {
    pub table: String,
    pub before: usize,
    pub lost: usize,
    pub altered: usize,
    pub added: usize,
}

/// A difference of the schema.
#[derive(Debug, Default, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct Difference {
    pub kind: String,
    pub object: String,
    pub before: Option<serde_json::Value>,
    pub after: Option<serde_json::Value>,
    pub old_code: Verdict,
    pub new_code: Verdict,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Verdict {
    pub level: String,
    pub reason: String,
}
