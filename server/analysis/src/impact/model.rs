//! What the report of an impact says.

use super::graph::Graph;
use super::rating::{Effort, Risk};
use crate::Place;
use crate::code::Access;
use crate::completeness::Layer;
use serde::{Deserialize, Serialize};

/// What a schema object is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[allow(missing_docs, reason = "the names say it all")]
pub enum ObjectKind {
    Table,
    Column,
    Constraint,
    Domain,
    ForeignKey,
    Function,
    Index,
    Policy,
    Rule,
    Schema,
    Sequence,
    Trigger,
    Type,
    View,
    Other,
}

impl ObjectKind {
    pub(super) fn name(self) -> &'static str {
        match self {
            Self::Table => "table",
            Self::Column => "column",
            Self::Constraint => "constraint",
            Self::ForeignKey => "foreign key",
            Self::Function => "function",
            Self::Index => "index",
            Self::Trigger => "trigger",
            Self::View => "view",
            Self::Domain => "domain",
            Self::Policy => "policy",
            Self::Rule => "rule",
            Self::Schema => "schema",
            Self::Sequence => "sequence",
            Self::Type => "type",
            Self::Other => "object",
        }
    }
}

/// A schema object that is reached.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Object {
    /// What it is.
    pub kind: ObjectKind,
    /// Its name; `schema.table.column` for a column.
    pub name: String,
    /// Why it is reached.
    pub why: String,
}

/// A place in the code that uses what is reached.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct CodeUse {
    /// Where.
    pub place: Place,
    /// Read or written.
    pub access: Access,
    /// `public.users` or `public.users.email`.
    pub subject: String,
    /// The function it stands in.
    pub function: Option<String>,
}

/// An endpoint or a client call through which it is seen.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Exposure {
    /// `GET /users/{}`.
    pub endpoint: String,
    /// Where the route is declared or the request is sent.
    pub place: Place,
    /// The function there.
    pub function: Option<String>,
    /// Why.
    pub why: String,
}

/// A component that is reached.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AffectedComponent {
    /// Its name.
    pub name: String,
    /// Its layer.
    pub layer: Layer,
    /// Why, one sentence each, without repeats.
    pub reasons: Vec<String>,
}

/// The impact report, without colliding changes: those are not in the files.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Impact {
    /// Components with reasons, by name.
    pub components: Vec<AffectedComponent>,
    /// Schema objects.
    pub objects: Vec<Object>,
    /// Code.
    pub code: Vec<CodeUse>,
    /// Endpoints that lead there.
    pub endpoints: Vec<Exposure>,
    /// Calls of these endpoints.
    pub clients: Vec<Exposure>,
    /// All of it as a graph.
    pub graph: Graph,
    /// How dangerous.
    pub risk: Risk,
    /// Why.
    pub risk_reasons: Vec<String>,
    /// How much work.
    pub effort: Effort,
    /// Why.
    pub effort_reasons: Vec<String>,
}
