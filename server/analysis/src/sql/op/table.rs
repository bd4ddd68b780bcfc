//! Tables, constraints, indexes and settings, as written.

use super::{Column, Query};
use crate::sql::Name;
use serde::{Deserialize, Serialize};

/// What a foreign key points at.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[allow(missing_docs)]
pub struct Reference {
    pub table: Name,
    pub columns: Vec<String>,
    /// `ON DELETE CASCADE`.
    pub delete_cascades: bool,
    /// `ON DELETE CASCADE`, `SET NULL` or `SET DEFAULT`: a row that is pointed at can be deleted.
    pub delete_passes: bool,
    /// `ON DELETE SET NULL`.
    pub delete_empties: bool,
}

/// Kinds of constraints.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[allow(missing_docs)]
pub enum ConstraintKind {
    Primary,
    Unique,
    Foreign,
    Check,
    Exclude,
    NotNull,
    /// MySQL's `KEY` inside a table.
    Index,
}

/// A constraint of a table, as written.
#[derive(Clone, Debug, PartialEq, Eq)]
#[allow(missing_docs)]
pub struct Constraint {
    pub name: Option<String>,
    pub kind: ConstraintKind,
    pub columns: Vec<String>,
    pub definition: String,
    pub not_valid: bool,
    /// It takes over an index that is there already.
    pub using_index: Option<String>,
    pub references: Option<Reference>,
}

/// Rows that are copied from one table into another.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Copied {
    /// The table that is read.
    pub from: Name,
    /// What is read of it; nothing where that is all columns.
    pub columns: Option<Vec<String>>,
    /// No row is left out.
    pub whole: bool,
}

/// A new table.
#[derive(Clone, Debug, Default)]
#[allow(missing_docs)]
pub struct CreateTable {
    pub name: Name,
    pub if_not_exists: bool,
    /// MariaDB: one that is there is dropped.
    pub or_replace: bool,
    pub temporary: bool,
    pub unlogged: bool,
    pub columns: Vec<Column>,
    pub constraints: Vec<Constraint>,
    /// Its columns come from a query, another table or a parent, and are not written here.
    pub opaque_columns: bool,
    pub from_query: Option<Query>,
    pub copied: Option<Copied>,
    pub partition_of: Option<Name>,
    /// It takes the rows that no other partition takes.
    pub default_partition: bool,
    pub partitioned: bool,
    pub partition_key: Vec<String>,
    pub virtual_table: bool,
    pub like: Option<Name>,
    /// What it takes over from that one, as in `including all`.
    pub like_options: String,
    pub inherits: Vec<Name>,
    pub options: Vec<(String, String)>,
}

/// A new index.
#[derive(Clone, Debug, Default)]
#[allow(missing_docs)]
pub struct Index {
    pub name: Option<String>,
    pub table: Name,
    pub columns: Vec<String>,
    pub unique: bool,
    pub concurrently: bool,
    pub if_not_exists: bool,
    pub method: Option<String>,
    pub only: bool,
    pub partial: bool,
}

impl Index {
    /// What a message calls it: `index NAME`, or by what it is on.
    pub fn title(&self) -> String {
        match &self.name {
            Some(name) => format!("index {name}"),
            None => format!("index on {} ({})", self.table, self.columns.join(", ")),
        }
    }
}

/// A setting of a table that is neither a column nor a constraint.
#[derive(Clone, Debug, PartialEq, Eq)]
#[allow(missing_docs)]
pub enum Setting {
    RowSecurity {
        enabled: bool,
        force: bool,
    },
    Trigger {
        enabled: bool,
        name: String,
    },
    AttachPartition {
        partition: Name,
        /// The values in its bounds, as they are written; `default` for the rest.
        bounds: Vec<String>,
    },
    DetachPartition {
        partition: Name,
        concurrently: bool,
    },
    Inherit {
        parent: Name,
        add: bool,
    },
    Logged(bool),
    Tablespace(String),
    AccessMethod(String),
    Owner(String),
    ReplicaIdentity(String),
    Storage(String),
    ClusterOn(String),
    /// MySQL's `ALGORITHM=…`, `LOCK=…`, `ENGINE=…`, `CONVERT TO CHARACTER SET …`: name and value, lower case.
    Option(String, String),
    Other(String),
}
