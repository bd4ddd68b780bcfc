//! A whole schema as PostgreSQL's catalog has it, in a dozen queries.
//!
//! Left out: what belongs to PostgreSQL, to an extension (the extension itself is there), or to a session alone.

use super::ScratchError;
use sqlx::{FromRow, PgConnection};
use std::collections::BTreeSet;

mod objects;
mod tables;

/// Everything. Names of relations are `schema.name`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[allow(missing_docs)]
pub struct Catalog {
    pub relations: Vec<Relation>,
    pub columns: Vec<Column>,
    /// The attributes of composite types, as columns of the type.
    pub attributes: Vec<Column>,
    pub sequences: Vec<Sequence>,
    pub constraints: Vec<Constraint>,
    pub indexes: Vec<Index>,
    pub triggers: Vec<Trigger>,
    pub policies: Vec<Policy>,
    pub grants: Vec<Grant>,
    pub functions: Vec<Function>,
    pub enums: Vec<Enum>,
    pub domains: Vec<Domain>,
    /// Schemas, sequences, extensions, composite and range types, rules, statistics: what it is, and its definition.
    pub others: Vec<Other>,
}

/// A table, view or materialised view.
#[derive(Clone, Debug, PartialEq, Eq, FromRow)]
#[allow(missing_docs)]
pub struct Relation {
    pub schema: String,
    pub name: String,
    /// `r` table, `p` partitioned table, `f` foreign table, `v` view, `m` materialised view.
    pub kind: String,
    pub row_security: bool,
    /// `RANGE (at)`.
    pub partition_by: Option<String>,
    /// `schema.name` of the partitioned table it is a part of.
    pub parent: Option<String>,
    /// Which part.
    pub bound: Option<String>,
    /// A view's query.
    pub definition: Option<String>,
}

impl Relation {
    /// `schema.name`.
    pub fn full_name(&self) -> String {
        format!("{}.{}", self.schema, self.name)
    }
}

/// A column of a table or view.
#[derive(Clone, Debug, PartialEq, Eq, FromRow)]
#[allow(missing_docs)]
pub struct Column {
    pub relation: String,
    pub name: String,
    /// As it is declared: `character varying(20)`.
    pub ty: String,
    pub not_null: bool,
    pub default: Option<String>,
    /// `a` always, `d` by default.
    pub identity: String,
    /// `s` stored, `v` virtual.
    pub generated: String,
    /// The type under all domains: `varchar`.
    pub base: String,
    /// Its kind: `b` base, `c` composite, `e` enum, `r` range, `m` multirange.
    pub base_kind: String,
    /// `schema.name` of it.
    pub base_name: String,
    /// An array's element type, under all domains.
    pub element: Option<String>,
    /// The element's kind.
    pub element_kind: Option<String>,
    /// `schema.name` of it.
    pub element_name: Option<String>,
    /// A length or precision, as PostgreSQL packs it; -1 for none.
    pub modifier: i32,
    /// `schema.name` of its domain.
    pub domain: Option<String>,
    /// The domain, or one under it, refuses NULL.
    pub domain_not_null: bool,
}

/// A sequence; its definition is with the other objects.
#[derive(Clone, Debug, PartialEq, Eq, FromRow)]
#[allow(missing_docs)]
pub struct Sequence {
    pub schema: String,
    pub name: String,
    pub increment: i64,
    /// Schema, table and column that it numbers: its owner, or the one whose default asks it.
    pub column: Option<Vec<String>>,
}

/// A table's constraint.
#[derive(Clone, Debug, PartialEq, Eq, FromRow)]
#[allow(missing_docs)]
pub struct Constraint {
    pub relation: String,
    pub name: String,
    /// `p`, `u`, `f`, `c`, `x`, `n`.
    pub kind: String,
    pub definition: String,
    pub valid: bool,
    pub columns: Vec<String>,
    /// What a foreign key points at.
    pub target: Option<String>,
    pub target_columns: Vec<String>,
}

/// An index that belongs to no constraint.
#[derive(Clone, Debug, PartialEq, Eq, FromRow)]
#[allow(missing_docs)]
pub struct Index {
    pub relation: String,
    pub name: String,
    pub definition: String,
    pub unique: bool,
    pub valid: bool,
    /// Columns; expressions are left out.
    pub columns: Vec<String>,
}

/// A trigger.
#[derive(Clone, Debug, PartialEq, Eq, FromRow)]
#[allow(missing_docs)]
pub struct Trigger {
    pub relation: String,
    pub name: String,
    pub definition: String,
    pub enabled: bool,
}

/// A row-level security policy.
#[derive(Clone, Debug, PartialEq, Eq, FromRow)]
#[allow(missing_docs)]
pub struct Policy {
    pub relation: String,
    pub name: String,
    pub permissive: bool,
    pub definition: String,
}

/// A right on a relation that its owner has given away.
#[derive(Clone, Debug, PartialEq, Eq, FromRow)]
#[allow(missing_docs)]
pub struct Grant {
    pub relation: String,
    pub role: String,
    pub privilege: String,
}

/// A function, procedure or aggregate.
#[derive(Clone, Debug, PartialEq, Eq, FromRow)]
#[allow(missing_docs)]
pub struct Function {
    /// With argument types: `public.f(integer)`.
    pub name: String,
    pub returns: String,
    pub definition: String,
}

/// An enum.
#[derive(Clone, Debug, PartialEq, Eq, FromRow)]
#[allow(missing_docs)]
pub struct Enum {
    pub name: String,
    pub values: Vec<String>,
}

/// A domain.
#[derive(Clone, Debug, PartialEq, Eq, FromRow)]
#[allow(missing_docs)]
pub struct Domain {
    pub name: String,
    pub base: String,
    pub not_null: bool,
    pub constraints: Vec<String>,
    /// `schema.name` of the domain it is made from.
    pub under: Option<String>,
}

/// Another object.
#[derive(Clone, Debug, PartialEq, Eq, FromRow)]
#[allow(missing_docs)]
pub struct Other {
    /// `sequence public.numbers`.
    pub object: String,
    pub definition: String,
}

pub(super) async fn read(connection: &mut PgConnection) -> Result<Catalog, ScratchError> {
    let relations: Vec<Relation> = sqlx::query_as(tables::RELATIONS).fetch_all(&mut *connection).await?;
    let names: BTreeSet<String> = relations.iter().map(Relation::full_name).collect();
    let columns: Vec<Column> = sqlx::query_as(tables::COLUMNS).fetch_all(&mut *connection).await?;
    // A type has no name that a relation of its schema has.
    let (columns, attributes) = columns.into_iter().partition(|column| names.contains(&column.relation));
    Ok(Catalog {
        relations,
        columns,
        attributes,
        sequences: sqlx::query_as(objects::SEQUENCES).fetch_all(&mut *connection).await?,
        constraints: sqlx::query_as(tables::CONSTRAINTS).fetch_all(&mut *connection).await?,
        indexes: sqlx::query_as(tables::INDEXES).fetch_all(&mut *connection).await?,
        triggers: sqlx::query_as(tables::TRIGGERS).fetch_all(&mut *connection).await?,
        policies: sqlx::query_as(tables::POLICIES).fetch_all(&mut *connection).await?,
        grants: sqlx::query_as(tables::GRANTS).fetch_all(&mut *connection).await?,
        functions: sqlx::query_as(objects::FUNCTIONS).fetch_all(&mut *connection).await?,
        enums: sqlx::query_as(objects::ENUMS).fetch_all(&mut *connection).await?,
        domains: sqlx::query_as(objects::DOMAINS).fetch_all(&mut *connection).await?,
        others: sqlx::query_as(objects::OTHERS).fetch_all(&mut *connection).await?,
    })
}
