//! The tables, views, indexes and sequences that an effect names.

use super::{Constraint, ObjectKind, Op, Query, Setting};
use crate::sql::Name;

impl Op {
    /// Visits their names, and says which of them it makes.
    pub fn relations(&mut self, each: &mut dyn FnMut(&mut Name, bool)) {
        match self {
            Self::CreateTable(create) => {
                each(&mut create.name, true);
                let parents = create.partition_of.iter_mut().chain(&mut create.like).chain(&mut create.inherits);
                parents.for_each(|name| each(name, false));
                let own = create.columns.iter_mut().filter_map(|column| column.references.as_mut());
                own.for_each(|reference| each(&mut reference.table, false));
                create.constraints.iter_mut().for_each(|constraint| pointed(constraint, each));
                create.from_query.iter_mut().for_each(|query| read(query, each));
            }
            Self::CreateView { name, query, .. } => {
                each(name, true);
                read(query, each);
            }
            Self::AddColumn { table, column, .. } | Self::ModifyColumn { table, column, .. } => {
                each(table, false);
                column.references.iter_mut().for_each(|reference| each(&mut reference.table, false));
            }
            Self::AddConstraint { table, constraint } => {
                each(table, false);
                pointed(constraint, each);
            }
            Self::Table { table, setting } => {
                each(table, false);
                match setting {
                    Setting::AttachPartition { partition, .. }
                    | Setting::DetachPartition { partition, .. }
                    | Setting::Inherit { parent: partition, .. } => each(partition, false),
                    _ => {}
                }
            }
            Self::Insert { table, query, .. } => {
                each(table, false);
                query.iter_mut().for_each(|query| read(query, each));
            }
            Self::Select { query } | Self::CreateRoutine { query, .. } => read(query, each),
            Self::CreateIndex(index) => each(&mut index.table, false),
            Self::DropIndex { name, table, .. } => {
                each(name, false);
                table.iter_mut().for_each(|table| each(table, false));
            }
            Self::Drop { on: Some(table), .. } | Self::Grant { on: Some(table), .. } => each(table, false),
            Self::Create { object: ObjectKind::Sequence, name: Some(name), .. } => each(name, true),
            Self::SetSchema { object, name, .. }
            | Self::Drop { object, name, .. }
            | Self::Rename { object, name, .. }
            | Self::Alter { object, name: Some(name), .. }
                if is_relation(*object) =>
            {
                each(name, false);
            }
            Self::RenameTable { table, .. }
            | Self::DropColumn { table, .. }
            | Self::RenameColumn { table, .. }
            | Self::AlterType { table, .. }
            | Self::SetDefault { table, .. }
            | Self::SetNotNull { table, .. }
            | Self::DropExpression { table, .. }
            | Self::SetExpression { table, .. }
            | Self::DropIdentity { table, .. }
            | Self::Identity { table, .. }
            | Self::DropConstraint { table, .. }
            | Self::ValidateConstraint { table, .. }
            | Self::AlterConstraint { table, .. }
            | Self::RenameConstraint { table, .. }
            | Self::CreateTrigger { table, .. }
            | Self::CreatePolicy { table, .. }
            | Self::CreateRule { table, .. }
            | Self::AlterPolicy { table, .. }
            | Self::Update { table, .. }
            | Self::Delete { table, .. }
            | Self::Copy { table: Some(table), .. }
            | Self::Cluster { table: Some(table) }
            | Self::Reindex { name: Some(table), .. }
            | Self::Refresh { view: table, .. } => each(table, false),
            Self::Truncate { tables, .. } | Self::LockTable { tables, .. } | Self::Vacuum { tables, .. } => {
                tables.iter_mut().for_each(|table| each(table, false));
            }
            _ => {}
        }
    }
}

fn is_relation(object: ObjectKind) -> bool {
    use ObjectKind::{Index, MaterializedView, Sequence, Table, View};
    matches!(object, Table | View | MaterializedView | Index | Sequence)
}

fn pointed(constraint: &mut Constraint, each: &mut dyn FnMut(&mut Name, bool)) {
    constraint.references.iter_mut().for_each(|reference| each(&mut reference.table, false));
}

fn read(query: &mut Query, each: &mut dyn FnMut(&mut Name, bool)) {
    query.tables.iter_mut().for_each(|name| each(name, false));
}
