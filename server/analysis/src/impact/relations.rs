//! How the objects of a schema hang together. All names are `schema.table`.

use serde::{Deserialize, Serialize};

/// A table (or view) and the columns of it that something reads; no columns: all, or it is not known which.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Reads {
    /// What is read.
    pub table: String,
    /// Its columns.
    pub columns: Vec<String>,
}

/// A foreign key.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ForeignKey {
    /// Its name.
    pub name: String,
    /// The table that refers, with its columns.
    pub from: Reads,
    /// The table that is referred to, with its columns.
    pub to: Reads,
}

/// A view, materialised or not.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct View {
    /// Its name.
    pub name: String,
    /// What it reads.
    pub reads: Vec<Reads>,
}

/// A function or a procedure.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Function {
    /// Its name.
    pub name: String,
    /// What its body names.
    pub reads: Vec<Reads>,
}

/// A trigger.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Trigger {
    /// Its name.
    pub name: String,
    /// The table it stands on.
    pub table: String,
    /// Tables that its function reads or writes.
    pub touches: Vec<Reads>,
}

/// An index.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Index {
    /// Its name.
    pub name: String,
    /// Its table and columns.
    pub on: Reads,
}

/// A check, unique, exclusion or primary key constraint.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Constraint {
    /// Its name.
    pub name: String,
    /// Its table and columns.
    pub on: Reads,
}

/// Everything that hangs on tables.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, rename_all = "camelCase")]
pub struct Relations {
    /// Foreign keys.
    pub foreign_keys: Vec<ForeignKey>,
    /// Views.
    pub views: Vec<View>,
    /// Functions and procedures.
    pub functions: Vec<Function>,
    /// Triggers.
    pub triggers: Vec<Trigger>,
    /// Indexes.
    pub indexes: Vec<Index>,
    /// Other constraints.
    pub constraints: Vec<Constraint>,
}
