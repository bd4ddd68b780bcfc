//! What a statement does, the same for every dialect.

use super::Name;
use serde::{Deserialize, Serialize};

/// One statement and its effects.
#[derive(Clone, Debug)]
pub struct Statement {
    /// First byte in the script.
    pub start: usize,
    /// Byte after the last.
    pub end: usize,
    /// What it does, in order; an `ALTER TABLE` may do several things.
    pub ops: Vec<Located>,
}

/// One effect and where it is written.
#[derive(Clone, Debug)]
pub struct Located {
    /// First byte in the script.
    pub start: usize,
    /// Byte after the last.
    pub end: usize,
    /// It stands in a block that may or may not run it.
    pub conditional: bool,
    /// The effect.
    pub op: Op,
}

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

/// How a column gets its value without being given one.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[allow(missing_docs)]
pub enum Generated {
    #[default]
    No,
    Stored,
    Virtual,
    Identity,
    AutoIncrement,
}

/// A column as written.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[allow(missing_docs)]
pub struct Column {
    pub name: String,
    /// Lower case, single blanks; `serial` stays `serial`.
    pub ty: String,
    pub not_null: bool,
    pub default: Option<String>,
    pub primary: bool,
    pub unique: bool,
    pub references: Option<Reference>,
    pub check: Option<String>,
    pub generated: Generated,
    pub collation: Option<String>,
    pub charset: Option<String>,
    /// A constraint of the column has no name of its own.
    pub unnamed_constraint: bool,
    /// Names of its constraints.
    pub constraint_names: Vec<String>,
}

impl Column {
    /// `serial`, `bigserial` and the like.
    pub fn is_serial(&self) -> bool {
        matches!(self.ty.as_str(), "serial" | "bigserial" | "smallserial" | "serial2" | "serial4" | "serial8")
    }

    /// A row that leaves the column out is refused.
    pub fn is_required(&self) -> bool {
        (self.not_null || self.primary)
            && self.default.is_none()
            && self.generated == Generated::No
            && !self.is_serial()
    }

    /// The default is evaluated for each row, so that it has to be written into each.
    pub fn has_volatile_default(&self) -> bool {
        self.default.as_deref().is_some_and(is_volatile)
    }
}

/// Whether a default may differ from row to row. Functions that are not known are taken to.
fn is_volatile(expression: &str) -> bool {
    const STABLE: &[&str] = &[
        "now",
        "current_timestamp",
        "current_date",
        "localtimestamp",
        "localtime",
        "current_time",
        "transaction_timestamp",
        "statement_timestamp",
        "current_user",
        "session_user",
        "current_setting",
        "lower",
        "upper",
        "coalesce",
        "cast",
        "array",
        "to_timestamp",
        "to_date",
        "date_trunc",
        "make_interval",
        "jsonb_build_object",
        "json_build_object",
        "jsonb_build_array",
        "timezone",
        "numeric",
        "varchar",
        "char",
        "decimal",
        "interval",
        "concat",
        "md5",
        "length",
        "abs",
        "round",
        "greatest",
        "least",
        "nullif",
        "in",
        "and",
        "or",
        "not",
    ];
    let mut quoted = false;
    let mut word = String::new();
    for c in expression.chars() {
        if c == '\'' {
            quoted = !quoted;
        }
        if quoted {
            continue;
        }
        if c.is_alphanumeric() || c == '_' {
            word.push(c.to_ascii_lowercase());
        } else {
            if c == '(' && !word.is_empty() && !STABLE.contains(&word.as_str()) {
                return true;
            }
            if c != ' ' || matches!(word.as_str(), "and" | "or" | "not") {
                word.clear();
            }
        }
    }
    false
}

/// What a foreign key points at.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[allow(missing_docs)]
pub struct Reference {
    pub table: Name,
    pub columns: Vec<String>,
    /// `ON DELETE CASCADE`.
    pub delete_cascades: bool,
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

/// A new table.
#[derive(Clone, Debug, Default)]
#[allow(missing_docs)]
pub struct CreateTable {
    pub name: Name,
    pub if_not_exists: bool,
    pub temporary: bool,
    pub unlogged: bool,
    pub columns: Vec<Column>,
    pub constraints: Vec<Constraint>,
    /// Its columns come from a query, another table or a parent, and are not written here.
    pub opaque_columns: bool,
    pub from_query: Option<Query>,
    pub partition_of: Option<Name>,
    pub partitioned: bool,
    pub virtual_table: bool,
    pub like: Option<Name>,
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

/// Tables and names that a query mentions.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Query {
    /// Tables and views it reads.
    pub tables: Vec<Name>,
    /// All names in it, folded and sorted: columns, functions, aliases.
    pub words: Vec<String>,
    /// It reads all columns by `*`.
    pub star: bool,
    /// Functions that it calls.
    pub calls: Vec<Name>,
}

impl Query {
    /// The query may read this column.
    pub fn mentions(&self, column: &str) -> bool {
        self.star || self.words.binary_search_by(|word| word.as_str().cmp(column)).is_ok()
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
    Identity {
        table: Name,
        column: String,
        add: bool,
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
        constrained: bool,
    },
    AlterDomain {
        name: Name,
        adds_constraint: bool,
        not_valid: bool,
    },
    CreateRoutine {
        kind: ObjectKind,
        name: Name,
        or_replace: bool,
        language: Option<String>,
        query: Query,
    },
    CreateTrigger {
        name: String,
        table: Name,
        or_replace: bool,
        calls: Option<Name>,
    },
    CreatePolicy {
        name: String,
        table: Name,
        restrictive: bool,
    },
    AlterPolicy {
        name: String,
        table: Name,
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
    },
    Update {
        table: Name,
        filtered: bool,
        batched: bool,
        columns: Vec<String>,
    },
    Delete {
        table: Name,
        filtered: bool,
        batched: bool,
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
