//! Declared operations: what the request says it will do to schema and API (SPEC R1.2).

use crate::words::ChangeType;
use serde::{Deserialize, Serialize};

/// One declared schema or API change. On the wire `kind` names the variant.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(tag = "kind", rename_all = "kebab-case", rename_all_fields = "camelCase", deny_unknown_fields)]
pub enum Operation {
    /// A new table.
    AddTable { table: String },
    /// A table gets another name.
    RenameTable { table: String, new_name: String },
    /// A table goes, with its rows.
    DropTable { table: String },
    /// A new column.
    AddColumn {
        table: String,
        name: String,
        #[serde(rename = "type")]
        data_type: String,
        #[serde(default = "yes")]
        nullable: bool,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        default: Option<String>,
    },
    /// A column's type, nullability or default changes.
    ModifyColumn {
        table: String,
        name: String,
        #[serde(rename = "type", default, skip_serializing_if = "Option::is_none")]
        data_type: Option<String>,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        nullable: Option<bool>,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        default: Option<String>,
    },
    /// A column gets another name.
    RenameColumn { table: String, name: String, new_name: String },
    /// A column goes, with its values.
    DropColumn { table: String, name: String },
    /// A new index.
    AddIndex {
        table: String,
        name: String,
        columns: Vec<String>,
        #[serde(default)]
        unique: bool,
    },
    /// An index goes.
    DropIndex { table: String, name: String },
    /// A new check, unique or exclusion constraint.
    AddConstraint { table: String, name: String, definition: String },
    /// A constraint goes.
    DropConstraint { table: String, name: String },
    /// A new foreign key.
    AddForeignKey { table: String, column: String, references: String },
    /// Rows are rewritten.
    MigrateData { table: String, summary: String },
    /// A new endpoint, `METHOD /path`.
    AddEndpoint { endpoint: String },
    /// An endpoint's request or response changes.
    ModifyEndpoint {
        endpoint: String,
        #[serde(default)]
        breaking: bool,
    },
    /// An endpoint goes.
    RemoveEndpoint { endpoint: String },
    /// A new method of a repository.
    AddRepositoryMethod { component: String, name: String },
}

fn yes() -> bool {
    true
}

impl Operation {
    /// Wire names of all kinds, in the order of the editor.
    pub const KINDS: &'static [&'static str] = &[
        "add-table",
        "rename-table",
        "drop-table",
        "add-column",
        "modify-column",
        "rename-column",
        "drop-column",
        "add-index",
        "drop-index",
        "add-constraint",
        "drop-constraint",
        "add-foreign-key",
        "migrate-data",
        "add-endpoint",
        "modify-endpoint",
        "remove-endpoint",
        "add-repository-method",
    ];

    /// Wire name of this kind.
    pub fn kind(&self) -> &'static str {
        match self {
            Self::AddTable { .. } => "add-table",
            Self::RenameTable { .. } => "rename-table",
            Self::DropTable { .. } => "drop-table",
            Self::AddColumn { .. } => "add-column",
            Self::ModifyColumn { .. } => "modify-column",
            Self::RenameColumn { .. } => "rename-column",
            Self::DropColumn { .. } => "drop-column",
            Self::AddIndex { .. } => "add-index",
            Self::DropIndex { .. } => "drop-index",
            Self::AddConstraint { .. } => "add-constraint",
            Self::DropConstraint { .. } => "drop-constraint",
            Self::AddForeignKey { .. } => "add-foreign-key",
            Self::MigrateData { .. } => "migrate-data",
            Self::AddEndpoint { .. } => "add-endpoint",
            Self::ModifyEndpoint { .. } => "modify-endpoint",
            Self::RemoveEndpoint { .. } => "remove-endpoint",
            Self::AddRepositoryMethod { .. } => "add-repository-method",
        }
    }

    /// The table it changes, as written.
    pub fn table(&self) -> Option<&str> {
        match self {
            Self::AddTable { table }
            | Self::RenameTable { table, .. }
            | Self::DropTable { table }
            | Self::AddColumn { table, .. }
            | Self::ModifyColumn { table, .. }
            | Self::RenameColumn { table, .. }
            | Self::DropColumn { table, .. }
            | Self::AddIndex { table, .. }
            | Self::DropIndex { table, .. }
            | Self::AddConstraint { table, .. }
            | Self::DropConstraint { table, .. }
            | Self::AddForeignKey { table, .. }
            | Self::MigrateData { table, .. } => Some(table),
            _ => None,
        }
    }

    /// The columns it changes, as written.
    pub fn columns(&self) -> Vec<&str> {
        match self {
            Self::AddColumn { name, .. } | Self::ModifyColumn { name, .. } | Self::DropColumn { name, .. } => {
                vec![name]
            }
            Self::RenameColumn { name, new_name, .. } => vec![name, new_name],
            Self::AddIndex { columns, .. } => columns.iter().map(String::as_str).collect(),
            Self::AddForeignKey { column, .. } => vec![column],
            _ => Vec::new(),
        }
    }

    /// The endpoint it changes, `METHOD /path`.
    pub fn endpoint(&self) -> Option<&str> {
        match self {
            Self::AddEndpoint { endpoint }
            | Self::ModifyEndpoint { endpoint, .. }
            | Self::RemoveEndpoint { endpoint } => Some(endpoint),
            _ => None,
        }
    }

    /// Why code written for the old state stops working, or `None` where it goes on working (SPEC R1.4, R2.7).
    pub fn breaks(&self) -> Option<&'static str> {
        match self {
            Self::RenameTable { .. } => Some("renaming a table breaks every query that uses the old name"),
            Self::DropTable { .. } => Some("dropping a table breaks every query that uses it and loses its rows"),
            Self::RenameColumn { .. } => Some("renaming a column breaks every query that uses the old name"),
            Self::DropColumn { .. } => Some("dropping a column breaks every query that uses it and loses its values"),
            Self::AddColumn { nullable: false, default: None, .. } => {
                Some("a required column without a default breaks every existing insert")
            }
            Self::ModifyColumn { data_type: Some(_), .. } => {
                Some("changing a column's type can break the code that reads or writes it")
            }
            Self::ModifyColumn { nullable: Some(false), .. } => {
                Some("making a column required breaks inserts that leave it out")
            }
            Self::RemoveEndpoint { .. } => Some("removing an endpoint breaks its clients"),
            Self::ModifyEndpoint { breaking: true, .. } => Some("the endpoint is declared to change incompatibly"),
            _ => None,
        }
    }

    /// One line for people, e.g. `add column users.locale text`.
    pub fn summary(&self) -> String {
        match self {
            Self::AddTable { table } => format!("add table {table}"),
            Self::RenameTable { table, new_name } => format!("rename table {table} to {new_name}"),
            Self::DropTable { table } => format!("drop table {table}"),
            Self::AddColumn { table, name, data_type, nullable, default } => {
                let null = if *nullable { "" } else { " not null" };
                let default = default.as_ref().map(|d| format!(" default {d}")).unwrap_or_default();
                format!("add column {table}.{name} {data_type}{null}{default}")
            }
            Self::ModifyColumn { table, name, data_type, nullable, default } => {
                let mut parts = Vec::new();
                parts.extend(data_type.as_ref().map(|t| format!("type {t}")));
                parts.extend(nullable.map(|n| if n { "nullable".to_owned() } else { "not null".to_owned() }));
                parts.extend(default.as_ref().map(|d| format!("default {d}")));
                format!("modify column {table}.{name}: {}", parts.join(", "))
            }
            Self::RenameColumn { table, name, new_name } => format!("rename column {table}.{name} to {new_name}"),
            Self::DropColumn { table, name } => format!("drop column {table}.{name}"),
            Self::AddIndex { table, name, columns, unique } => {
                format!("add {}index {name} on {table} ({})", if *unique { "unique " } else { "" }, columns.join(", "))
            }
            Self::DropIndex { table, name } => format!("drop index {name} on {table}"),
            Self::AddConstraint { table, name, definition } => {
                format!("add constraint {name} on {table}: {definition}")
            }
            Self::DropConstraint { table, name } => format!("drop constraint {name} on {table}"),
            Self::AddForeignKey { table, column, references } => {
                format!("add foreign key {table}.{column} to {references}")
            }
            Self::MigrateData { table, summary } => format!("migrate data in {table}: {summary}"),
            Self::AddEndpoint { endpoint } => format!("add endpoint {endpoint}"),
            Self::ModifyEndpoint { endpoint, .. } => format!("modify endpoint {endpoint}"),
            Self::RemoveEndpoint { endpoint } => format!("remove endpoint {endpoint}"),
            Self::AddRepositoryMethod { component, name } => format!("add repository method {component}.{name}"),
        }
    }
}

impl ChangeType {
    /// Operation kinds of which a change of this type must declare at least one; empty: any or none.
    pub fn defining_operations(self) -> &'static [&'static str] {
        match self {
            Self::AddTable => &["add-table"],
            Self::RenameTable => &["rename-table"],
            Self::RemoveTable => &["drop-table"],
            Self::AddField => &["add-column"],
            Self::ModifyField => &["modify-column"],
            Self::RenameField => &["rename-column"],
            Self::RemoveField => &["drop-column"],
            Self::AddIndex => &["add-index"],
            Self::RemoveIndex => &["drop-index"],
            Self::AddConstraint => &["add-constraint"],
            Self::RemoveConstraint => &["drop-constraint"],
            Self::AddRelation => &["add-foreign-key"],
            Self::DataMigration => &["migrate-data"],
            Self::AddEndpoint => &["add-endpoint"],
            Self::ModifyEndpoint => &["modify-endpoint"],
            Self::RemoveEndpoint => &["remove-endpoint"],
            Self::AddRepositoryMethod => &["add-repository-method"],
            Self::Performance => &[],
        }
    }

    /// Why a change of this type is breaking whatever its operations say.
    pub fn breaks(self) -> Option<&'static str> {
        match self {
            Self::RenameTable => Some("renaming a table breaks every query that uses the old name"),
            Self::RemoveTable => Some("removing a table breaks every query that uses it"),
            Self::RenameField => Some("renaming a field breaks every reader of the old name"),
            Self::RemoveField => Some("removing a field breaks every reader of it"),
            Self::RemoveEndpoint => Some("removing an endpoint breaks its clients"),
            _ => None,
        }
    }

    /// True where the schema or the rows change, so that a migration is needed.
    pub fn changes_schema(self) -> bool {
        !matches!(
            self,
            Self::AddEndpoint
                | Self::ModifyEndpoint
                | Self::RemoveEndpoint
                | Self::AddRepositoryMethod
                | Self::Performance
        )
    }

    /// True where the API itself is what changes.
    pub fn changes_api(self) -> bool {
        matches!(self, Self::AddEndpoint | Self::ModifyEndpoint | Self::RemoveEndpoint)
    }
}

/// A schema object or endpoint a change touches, normalised so that two changes can be compared (SPEC R2.9).
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct Touch {
    /// `table`, `column` or `endpoint`.
    pub kind: String,
    /// `schema.table`, `schema.table.column` or `METHOD /path`.
    pub key: String,
}

fn table_key(table: &str) -> String {
    let t = table.trim().to_ascii_lowercase();
    if t.contains('.') { t } else { format!("public.{t}") }
}

fn endpoint_key(endpoint: &str) -> String {
    let mut words = endpoint.split_whitespace();
    let method = words.next().unwrap_or_default().to_ascii_uppercase();
    let path: Vec<&str> = words
        .next()
        .unwrap_or_default()
        .split('/')
        .map(|s| if s.starts_with('{') || s.starts_with(':') { "{}" } else { s })
        .collect();
    format!("{method} {}", path.join("/"))
}

/// Everything a change touches by its own declaration, sorted and without repeats.
pub fn touches(metadata: &super::ChangeMetadata) -> Vec<Touch> {
    let mut found = std::collections::BTreeSet::new();
    let mut add = |kind: &str, key: String| {
        found.insert(Touch { kind: kind.to_owned(), key });
    };
    for t in &metadata.affected_tables {
        add("table", table_key(t));
    }
    for e in &metadata.affected_endpoints {
        add("endpoint", endpoint_key(e));
    }
    for op in &metadata.operations {
        if let Some(t) = op.table() {
            add("table", table_key(t));
            for c in op.columns() {
                add("column", format!("{}.{}", table_key(t), c.trim().to_ascii_lowercase()));
            }
        }
        if let Some(e) = op.endpoint() {
            add("endpoint", endpoint_key(e));
        }
    }
    found.into_iter().collect()
}
