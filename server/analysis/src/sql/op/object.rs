//! Kinds of objects, and the words for them.

use serde::{Deserialize, Serialize};

/// Kinds of objects that are created, dropped and renamed by name alone.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[allow(missing_docs)]
pub enum ObjectKind {
    Table,
    View,
    MaterializedView,
    Index,
    Sequence,
    Type,
    Domain,
    Function,
    Procedure,
    Aggregate,
    Trigger,
    Policy,
    Schema,
    Extension,
    Role,
    Database,
    Rule,
    Publication,
    Subscription,
    Server,
    Cast,
    Operator,
    Collation,
    Statistics,
    Language,
    Tablespace,
    Event,
    Other,
}

impl ObjectKind {
    /// The word for it in a sentence.
    pub fn word(self) -> &'static str {
        match self {
            Self::Table => "table",
            Self::View => "view",
            Self::MaterializedView => "materialized view",
            Self::Index => "index",
            Self::Sequence => "sequence",
            Self::Type => "type",
            Self::Domain => "domain",
            Self::Function => "function",
            Self::Procedure => "procedure",
            Self::Aggregate => "aggregate",
            Self::Trigger => "trigger",
            Self::Policy => "policy",
            Self::Schema => "schema",
            Self::Extension => "extension",
            Self::Role => "role",
            Self::Database => "database",
            Self::Rule => "rule",
            Self::Publication => "publication",
            Self::Subscription => "subscription",
            Self::Server => "server",
            Self::Cast => "cast",
            Self::Operator => "operator",
            Self::Collation => "collation",
            Self::Statistics => "statistics",
            Self::Language => "language",
            Self::Tablespace => "tablespace",
            Self::Event => "event",
            Self::Other => "object",
        }
    }
}

/// What is altered of a domain.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[allow(missing_docs)]
pub enum DomainChange {
    AddConstraint { not_valid: bool },
    DropConstraint,
    Validate,
    NotNull(bool),
    Other,
}
