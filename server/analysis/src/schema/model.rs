//! The schema model; whoever has a connection fills it. Names are `schema.name`, in the catalog's spelling.

use crate::sql::ConstraintKind;
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};

/// A whole schema.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
#[allow(missing_docs)]
pub struct Schema {
    pub tables: BTreeMap<String, Table>,
    pub views: BTreeMap<String, View>,
    /// By name and argument types, `public.f(integer)`.
    pub functions: BTreeMap<String, Function>,
    pub enums: BTreeMap<String, Enum>,
    pub domains: BTreeMap<String, Domain>,
}

/// A table, or a partition of one.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
#[allow(missing_docs)]
pub struct Table {
    /// In their order.
    pub columns: Vec<Column>,
    pub constraints: BTreeMap<String, Constraint>,
    /// But for those that belong to a constraint.
    pub indexes: BTreeMap<String, Index>,
    pub triggers: BTreeMap<String, Trigger>,
    pub policies: BTreeMap<String, Policy>,
    pub row_security: bool,
    /// `role privilege`, as in `reporter SELECT`.
    pub grants: BTreeSet<String>,
    /// `RANGE (at)`.
    pub partition_by: Option<String>,
    /// Parent and bounds.
    pub partition_of: Option<(String, String)>,
}

/// A column.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
#[allow(missing_docs)]
pub struct Column {
    pub name: String,
    #[serde(rename = "type")]
    pub ty: String,
    pub not_null: bool,
    pub default: Option<String>,
    /// `stored: expression` or `identity: always`.
    pub generated: Option<String>,
}

/// A constraint.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[allow(missing_docs)]
pub struct Constraint {
    pub kind: ConstraintKind,
    /// As the catalog prints it.
    pub definition: String,
    pub valid: bool,
}

/// An index.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
#[allow(missing_docs)]
pub struct Index {
    pub definition: String,
    pub unique: bool,
    pub valid: bool,
}

/// A view.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
#[allow(missing_docs)]
pub struct View {
    pub materialized: bool,
    /// Name and type.
    pub columns: Vec<(String, String)>,
    pub definition: String,
}

/// A function or procedure.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
#[allow(missing_docs)]
pub struct Function {
    pub returns: String,
    pub definition: String,
}

/// A trigger.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
#[allow(missing_docs)]
pub struct Trigger {
    pub definition: String,
    pub enabled: bool,
}

/// A row-level security policy.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
#[allow(missing_docs)]
pub struct Policy {
    pub permissive: bool,
    pub definition: String,
}

/// An enum's values in their order.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
#[allow(missing_docs)]
pub struct Enum {
    pub values: Vec<String>,
}

/// A domain.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
#[allow(missing_docs)]
pub struct Domain {
    pub base: String,
    pub not_null: bool,
    pub constraints: BTreeSet<String>,
}
