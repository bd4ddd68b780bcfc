//! What a statement does, the same for every dialect.

mod altered;
mod column;
mod object;
mod query;
mod relations;
mod routine;
mod statement;
mod table;

pub(crate) use column::is_stable_function;
pub use column::{Column, Generated};
pub use object::{DomainChange, ObjectKind};
pub use query::Query;
pub use routine::{Argument, Mode, Signature};
pub use statement::{Located, Statement};
pub use table::{Constraint, ConstraintKind, Copied, CreateTable, Index, Reference, Setting};

use super::Name;
use std::sync::Arc;

/// One effect of a statement.
#[derive(Clone, Debug)]
#[allow(missing_docs)]
pub enum Op {
    CreateTable(Box<CreateTable>),
    RenameTable {
        table: Name,
        to: Name,
    },
    SetSchema {
        object: ObjectKind,
        name: Name,
        schema: String,
    },
    AddColumn {
        table: Name,
        column: Box<Column>,
        if_not_exists: bool,
    },
    DropColumn {
        table: Name,
        column: String,
        if_exists: bool,
        cascade: bool,
    },
    RenameColumn {
        table: Name,
        from: String,
        to: String,
    },
    AlterType {
        table: Name,
        column: String,
        ty: String,
        collation: Option<String>,
        using: Option<String>,
    },
    SetDefault {
        table: Name,
        column: String,
        default: Option<String>,
    },
    SetNotNull {
        table: Name,
        column: String,
        not_null: bool,
    },
    DropExpression {
        table: Name,
        column: String,
    },
    SetExpression {
        table: Name,
        column: String,
    },
    DropIdentity {
        table: Name,
        column: String,
    },
    Identity {
        table: Name,
        column: String,
        add: bool,
        /// A value that an insert gives is refused.
        always: bool,
    },
    /// MySQL's `MODIFY` and `CHANGE`: the column as it will be.
    ModifyColumn {
        table: Name,
        from: String,
        column: Box<Column>,
    },
    AddConstraint {
        table: Name,
        constraint: Box<Constraint>,
    },
    DropConstraint {
        table: Name,
        name: String,
        kind: Option<ConstraintKind>,
        if_exists: bool,
        cascade: bool,
    },
    ValidateConstraint {
        table: Name,
        name: String,
    },
    AlterConstraint {
        table: Name,
        name: String,
    },
    RenameConstraint {
        table: Name,
        from: String,
        to: String,
    },
    Table {
        table: Name,
        setting: Setting,
    },
    CreateIndex(Box<Index>),
    DropIndex {
        name: Name,
        table: Option<Name>,
        concurrently: bool,
        if_exists: bool,
        cascade: bool,
    },
    Reindex {
        what: String,
        name: Option<Name>,
        concurrently: bool,
    },
    CreateView {
        name: Name,
        materialized: bool,
        or_replace: bool,
        query: Query,
        /// Their names, where they are certain.
        columns: Option<Vec<String>>,
        /// Those in its list that can only be columns of its tables.
        reads: Vec<String>,
        if_not_exists: bool,
        with_data: bool,
    },
    Refresh {
        view: Name,
        concurrently: bool,
        with_data: bool,
    },
    CreateEnum {
        name: Name,
        values: Vec<String>,
    },
    AddEnumValue {
        name: Name,
        value: String,
        placed: bool,
    },
    RenameEnumValue {
        name: Name,
        from: String,
        to: String,
    },
    CreateDomain {
        name: Name,
        /// What it is made of.
        base: String,
        constrained: bool,
    },
    AlterDomain {
        name: Name,
        change: DomainChange,
    },
    CreateRoutine {
        kind: ObjectKind,
        name: Name,
        or_replace: bool,
        language: Option<String>,
        /// How it is called; nothing where that is not written out.
        signature: Option<Signature>,
        /// It is declared never to give two results in one statement: `STABLE` or `IMMUTABLE`.
        stable: bool,
        query: Query,
        /// What its body does when it is called; nothing where that is not known.
        effects: Option<Arc<[Located]>>,
        /// Its body, in a language that can be read.
        text: Option<Arc<str>>,
    },
    CreateTrigger {
        name: String,
        table: Name,
        or_replace: bool,
        calls: Option<Name>,
        /// The columns that it names: `UPDATE OF a`, and those of its `WHEN`.
        columns: Vec<String>,
    },
    CreatePolicy {
        name: String,
        table: Name,
        restrictive: bool,
        /// What its conditions mention.
        query: Query,
    },
    AlterPolicy {
        name: String,
        table: Name,
    },
    /// What a statement on a table is turned into.
    CreateRule {
        name: String,
        table: Name,
        /// `select`, `insert`, `update` or `delete`.
        event: String,
        /// The statement itself is not done.
        instead: bool,
        /// It holds for some rows only.
        conditional: bool,
    },
    Create {
        object: ObjectKind,
        name: Option<Name>,
        if_not_exists: bool,
    },
    Drop {
        object: ObjectKind,
        name: Name,
        on: Option<Name>,
        /// The types of a routine's arguments.
        arguments: Option<Vec<String>>,
        if_exists: bool,
        cascade: bool,
    },
    Rename {
        object: ObjectKind,
        name: Name,
        to: String,
    },
    Alter {
        object: ObjectKind,
        name: Option<Name>,
        what: String,
    },
    Insert {
        table: Name,
        query: Option<Query>,
        columns: Vec<String>,
        rows: usize,
        /// It reads one table alone.
        copied: Option<Copied>,
        /// Routines that its values call.
        calls: Vec<Name>,
    },
    Update {
        table: Name,
        filtered: bool,
        /// The condition leaves out no more than rows in which one of these columns is empty.
        unless_empty: Vec<String>,
        batched: bool,
        columns: Vec<String>,
        /// Routines that it calls.
        calls: Vec<Name>,
    },
    Delete {
        table: Name,
        filtered: bool,
        /// The condition leaves out no more than rows in which one of these columns is empty.
        unless_empty: Vec<String>,
        batched: bool,
        /// Routines that it calls.
        calls: Vec<Name>,
    },
    Truncate {
        tables: Vec<Name>,
        cascade: bool,
    },
    Copy {
        table: Option<Name>,
        program: bool,
        server_file: bool,
        into_table: bool,
    },
    LockTable {
        tables: Vec<Name>,
        mode: String,
    },
    Vacuum {
        tables: Vec<Name>,
        full: bool,
    },
    Cluster {
        table: Option<Name>,
    },
    Begin,
    Commit,
    Rollback,
    Set {
        name: String,
        value: String,
        local: bool,
    },
    Select {
        query: Query,
    },
    /// `DO`; what could be read of its body follows as further effects.
    Do,
    /// SQL that is put together at run time, or a routine that is called.
    Dynamic {
        what: String,
        /// The routine.
        calls: Option<Name>,
    },
    Grant {
        revoke: bool,
        on: Option<Name>,
        what: String,
    },
    Comment,
    AlterSystem {
        name: String,
    },
    /// Maintenance without effect on the schema: `ANALYZE`, `EXPLAIN`, `NOTIFY`, `PRAGMA` …
    Harmless,
    /// Not understood; its first words.
    Unknown {
        what: String,
    },
}
