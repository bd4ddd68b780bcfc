//! The table that an effect is about.

use super::{ObjectKind, Op};
use crate::sql::Name;

impl Op {
    /// The table that it alters, where it alters one.
    pub fn table(&self) -> Option<&Name> {
        match self {
            Self::CreateTable(create) => Some(&create.name),
            Self::CreateIndex(index) => Some(&index.table),
            Self::SetSchema { object: ObjectKind::Table, name, .. }
            | Self::Drop { object: ObjectKind::Table, name, .. } => Some(name),
            Self::RenameTable { table, .. }
            | Self::AddColumn { table, .. }
            | Self::DropColumn { table, .. }
            | Self::RenameColumn { table, .. }
            | Self::AlterType { table, .. }
            | Self::SetDefault { table, .. }
            | Self::SetNotNull { table, .. }
            | Self::DropExpression { table, .. }
            | Self::SetExpression { table, .. }
            | Self::DropIdentity { table, .. }
            | Self::Identity { table, .. }
            | Self::ModifyColumn { table, .. }
            | Self::AddConstraint { table, .. }
            | Self::DropConstraint { table, .. }
            | Self::ValidateConstraint { table, .. }
            | Self::AlterConstraint { table, .. }
            | Self::RenameConstraint { table, .. }
            | Self::Table { table, .. }
            | Self::CreateTrigger { table, .. }
            | Self::CreatePolicy { table, .. }
            | Self::CreateRule { table, .. }
            | Self::AlterPolicy { table, .. }
            | Self::Insert { table, .. }
            | Self::Update { table, .. }
            | Self::Delete { table, .. } => Some(table),
            Self::DropIndex { table, .. } | Self::Cluster { table } | Self::Copy { table, .. } => table.as_ref(),
            Self::Drop { on, .. } | Self::Grant { on, .. } => on.as_ref(),
            Self::Truncate { tables, .. } | Self::LockTable { tables, .. } | Self::Vacuum { tables, .. } => {
                tables.first()
            }
            _ => None,
        }
    }
}
