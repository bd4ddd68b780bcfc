//! One change to schema or API, declared on a request or found in a migration.

use crate::code::table_name;
use serde::{Deserialize, Serialize};

/// The same words and fields as a request uses for them, so that one can be read from the other.
#[allow(missing_docs, reason = "the names say it all")]
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "kebab-case", rename_all_fields = "camelCase")]
pub enum Operation {
    AddTable {
        table: String,
    },
    RenameTable {
        table: String,
        new_name: String,
    },
    DropTable {
        table: String,
    },
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
    RenameColumn {
        table: String,
        name: String,
        new_name: String,
    },
    DropColumn {
        table: String,
        name: String,
    },
    AddIndex {
        table: String,
        name: String,
        columns: Vec<String>,
        #[serde(default)]
        unique: bool,
    },
    DropIndex {
        table: String,
        name: String,
    },
    AddConstraint {
        table: String,
        name: String,
        definition: String,
    },
    DropConstraint {
        table: String,
        name: String,
    },
    AddForeignKey {
        table: String,
        column: String,
        references: String,
    },
    MigrateData {
        table: String,
        summary: String,
    },
    AddEndpoint {
        endpoint: String,
    },
    ModifyEndpoint {
        endpoint: String,
        #[serde(default)]
        breaking: bool,
    },
    RemoveEndpoint {
        endpoint: String,
    },
    AddRepositoryMethod {
        component: String,
        name: String,
    },
}

fn yes() -> bool {
    true
}

fn plain(name: &str) -> String {
    name.trim().trim_matches('"').to_lowercase()
}

impl Operation {
    /// The table it changes, as `schema.table`.
    pub fn table(&self) -> Option<String> {
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
            | Self::MigrateData { table, .. } => Some(table_name(table)),
            _ => None,
        }
    }

    /// The columns that it changes, by the names that they have before.
    pub fn columns(&self) -> Vec<String> {
        match self {
            Self::AddColumn { name, .. }
            | Self::ModifyColumn { name, .. }
            | Self::RenameColumn { name, .. }
            | Self::DropColumn { name, .. } => vec![plain(name)],
            Self::AddIndex { columns, .. } => columns.iter().map(|name| plain(name)).collect(),
            Self::AddForeignKey { column, .. } => vec![plain(column)],
            _ => Vec::new(),
        }
    }

    /// The endpoint it changes.
    pub fn endpoint(&self) -> Option<&str> {
        match self {
            Self::AddEndpoint { endpoint }
            | Self::ModifyEndpoint { endpoint, .. }
            | Self::RemoveEndpoint { endpoint } => Some(endpoint),
            _ => None,
        }
    }

    /// Why code for the old state stops working, if it does.
    pub fn breaks(&self) -> Option<&'static str> {
        match self {
            Self::RenameTable { .. } => Some("every query that uses the old name of the table fails"),
            Self::DropTable { .. } => Some("every query that uses the table fails and its rows are lost"),
            Self::RenameColumn { .. } => Some("every query that uses the old name of the column fails"),
            Self::DropColumn { .. } => Some("every query that uses the column fails and its values are lost"),
            Self::AddColumn { nullable: false, default: None, .. } => {
                Some("every insert that leaves the required column out fails")
            }
            Self::ModifyColumn { data_type: Some(_), .. } => Some("code that reads or writes the old type can fail"),
            Self::ModifyColumn { nullable: Some(false), .. } => Some("inserts that leave the column out fail"),
            Self::RemoveEndpoint { .. } => Some("clients that call the endpoint fail"),
            Self::ModifyEndpoint { breaking: true, .. } => Some("the endpoint is declared to change incompatibly"),
            _ => None,
        }
    }

    /// Rows or values are gone afterwards.
    pub fn loses_data(&self) -> bool {
        matches!(self, Self::DropTable { .. } | Self::DropColumn { .. })
    }

    /// One line, `add column users.locale`.
    pub fn summary(&self) -> String {
        let short = |table: &str| table_name(table).trim_start_matches("public.").to_owned();
        match self {
            Self::AddTable { table } => format!("add table {}", short(table)),
            Self::RenameTable { table, new_name } => format!("rename table {} to {new_name}", short(table)),
            Self::DropTable { table } => format!("drop table {}", short(table)),
            Self::AddColumn { table, name, .. } => format!("add column {}.{name}", short(table)),
            Self::ModifyColumn { table, name, .. } => format!("modify column {}.{name}", short(table)),
            Self::RenameColumn { table, name, new_name } => {
                format!("rename column {}.{name} to {new_name}", short(table))
            }
            Self::DropColumn { table, name } => format!("drop column {}.{name}", short(table)),
            Self::AddIndex { table, name, .. } => format!("add index {name} on {}", short(table)),
            Self::DropIndex { table, name } => format!("drop index {name} on {}", short(table)),
            Self::AddConstraint { table, name, .. } => format!("add constraint {name} on {}", short(table)),
            Self::DropConstraint { table, name } => format!("drop constraint {name} on {}", short(table)),
            Self::AddForeignKey { table, column, references } => {
                format!("add foreign key {}.{column} to {references}", short(table))
            }
            Self::MigrateData { table, .. } => format!("migrate data in {}", short(table)),
            Self::AddEndpoint { endpoint } => format!("add endpoint {endpoint}"),
            Self::ModifyEndpoint { endpoint, .. } => format!("modify endpoint {endpoint}"),
            Self::RemoveEndpoint { endpoint } => format!("remove endpoint {endpoint}"),
            Self::AddRepositoryMethod { component, name } => format!("add repository method {component}.{name}"),
        }
    }

    /// What a finding about it is about.
    pub fn subject(&self) -> String {
        match (self.table(), self.endpoint(), self) {
            (_, Some(endpoint), _) => endpoint.to_owned(),
            (_, _, Self::AddRepositoryMethod { component, name }) => format!("{component}.{name}"),
            (Some(table), _, Self::AddIndex { .. } | Self::AddForeignKey { .. }) => format!("table {table}"),
            (Some(table), _, _) => match self.columns().first() {
                Some(column) => format!("column {table}.{column}"),
                None => format!("table {table}"),
            },
            (None, None, _) => String::new(),
        }
    }

    /// The declared operation is the one that was found.
    pub fn is_same_as(&self, found: &Self) -> bool {
        if self.table() != found.table() {
            return false;
        }
        let same = |a: &str, b: &str| plain(a) == plain(b);
        // A name that was left out is not known before the migration is written.
        let named = |a: &str, b: &str| a.trim().is_empty() || same(a, b);
        match (self, found) {
            (Self::AddTable { .. }, Self::AddTable { .. })
            | (Self::DropTable { .. }, Self::DropTable { .. })
            | (Self::MigrateData { .. }, Self::MigrateData { .. }) => true,
            (Self::RenameTable { new_name: a, .. }, Self::RenameTable { new_name: b, .. }) => {
                table_name(a).rsplit('.').next() == table_name(b).rsplit('.').next()
            }
            (Self::AddColumn { name: a, .. }, Self::AddColumn { name: b, .. })
            | (Self::ModifyColumn { name: a, .. }, Self::ModifyColumn { name: b, .. })
            | (Self::DropColumn { name: a, .. }, Self::DropColumn { name: b, .. }) => same(a, b),
            (Self::RenameColumn { name: a, new_name: c, .. }, Self::RenameColumn { name: b, new_name: d, .. }) => {
                same(a, b) && same(c, d)
            }
            (Self::AddIndex { name: a, .. }, Self::AddIndex { name: b, .. }) => {
                named(a, b) || self.columns() == found.columns()
            }
            (Self::DropIndex { name: a, .. }, Self::DropIndex { name: b, .. })
            | (Self::AddConstraint { name: a, .. }, Self::AddConstraint { name: b, .. })
            | (Self::DropConstraint { name: a, .. }, Self::DropConstraint { name: b, .. }) => named(a, b),
            (Self::AddForeignKey { column: a, .. }, Self::AddForeignKey { column: b, .. }) => same(a, b),
            _ => false,
        }
    }

    /// It comes with a new table: its columns, indexes and constraints.
    pub(crate) fn is_part_of_new_table(&self) -> bool {
        matches!(
            self,
            Self::AddColumn { .. } | Self::AddIndex { .. } | Self::AddConstraint { .. } | Self::AddForeignKey { .. }
        )
    }
}
