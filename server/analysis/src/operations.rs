//! What a change's SQL does, in the words in which a request declares it (SPEC R1.2).

use crate::Place;
use crate::sql::{Constraint, ConstraintKind, Located, Op, Query};
use crate::state::Catalog;
use serde::{Deserialize, Serialize};

pub use crate::completeness::Operation;

/// An operation and where it is written.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Found {
    /// What is done.
    pub operation: Operation,
    /// Where.
    pub place: Place,
}

/// The operations that one effect amounts to; `catalog` is as it was before.
pub(crate) fn operations(located: &Located, catalog: &Catalog) -> Vec<Operation> {
    let modify = |table: &crate::sql::Name, name: &str| (table.to_string(), name.to_owned());
    match &located.op {
        Op::CreateTable(create) if !create.temporary => {
            let mut all = vec![Operation::AddTable { table: create.name.to_string() }];
            if let Some(Query { .. }) = &create.from_query {
                all.push(migrate(&create.name.to_string(), "fill the new table from a query"));
            }
            all
        }
        Op::RenameTable { table, to } => {
            vec![Operation::RenameTable { table: table.to_string(), new_name: to.to_string() }]
        }
        Op::SetSchema { object: crate::sql::ObjectKind::Table, name, schema } => {
            vec![Operation::RenameTable { table: name.to_string(), new_name: format!("{schema}.{}", name.name) }]
        }
        Op::Drop { object: crate::sql::ObjectKind::Table, name, .. } => {
            vec![Operation::DropTable { table: name.to_string() }]
        }
        Op::AddColumn { table, column, .. } => {
            let mut all = vec![Operation::AddColumn {
                table: table.to_string(),
                name: column.name.clone(),
                data_type: column.ty.clone(),
                nullable: !column.not_null,
                default: column.default.clone(),
            }];
            if let Some(reference) = &column.references {
                all.push(Operation::AddForeignKey {
                    table: table.to_string(),
                    column: column.name.clone(),
                    references: target(&reference.table.to_string(), &reference.columns),
                });
            }
            all
        }
        Op::DropColumn { table, column, .. } => {
            vec![Operation::DropColumn { table: table.to_string(), name: column.clone() }]
        }
        Op::RenameColumn { table, from, to } => {
            vec![Operation::RenameColumn { table: table.to_string(), name: from.clone(), new_name: to.clone() }]
        }
        Op::AlterType { table, column, ty, .. } => {
            let (table, name) = modify(table, column);
            vec![Operation::ModifyColumn { table, name, data_type: Some(ty.clone()), nullable: None, default: None }]
        }
        Op::SetDefault { table, column, default } => {
            let (table, name) = modify(table, column);
            vec![Operation::ModifyColumn { table, name, data_type: None, nullable: None, default: default.clone() }]
        }
        Op::SetNotNull { table, column, not_null } => {
            let (table, name) = modify(table, column);
            vec![Operation::ModifyColumn { table, name, data_type: None, nullable: Some(!not_null), default: None }]
        }
        Op::ModifyColumn { table, from, column } => {
            let old = catalog.column(table, from);
            let mut all = Vec::new();
            if *from != column.name {
                all.push(Operation::RenameColumn {
                    table: table.to_string(),
                    name: from.clone(),
                    new_name: column.name.clone(),
                });
            }
            let (table, name) = modify(table, &column.name);
            let data_type = Some(column.ty.clone()).filter(|ty| old.is_none_or(|old| old.ty != *ty));
            let nullable = Some(!column.not_null).filter(|_| old.is_none_or(|old| old.not_null != column.not_null));
            let default = column.default.clone().filter(|_| old.is_none_or(|old| old.default != column.default));
            if data_type.is_some() || nullable.is_some() || default.is_some() {
                all.push(Operation::ModifyColumn { table, name, data_type, nullable, default });
            }
            all
        }
        Op::CreateIndex(index) => vec![Operation::AddIndex {
            table: index.table.to_string(),
            name: index.name.clone().unwrap_or_default(),
            columns: index.columns.clone(),
            unique: index.unique,
        }],
        Op::DropIndex { name, table, .. } => {
            let known = catalog.index(name, table.as_ref()).map(|index| index.table.to_string());
            let table = table.as_ref().map(ToString::to_string).or(known).unwrap_or_default();
            vec![Operation::DropIndex { table, name: name.to_string() }]
        }
        Op::AddConstraint { table, constraint } => constraint_operations(&table.to_string(), constraint),
        Op::DropConstraint { table, name, .. } => {
            vec![Operation::DropConstraint { table: table.to_string(), name: name.clone() }]
        }
        Op::Insert { table, .. } => vec![migrate(&table.to_string(), "insert rows")],
        Op::Update { table, columns, .. } => {
            vec![migrate(&table.to_string(), &format!("update {}", columns.join(", ")))]
        }
        Op::Delete { table, .. } => vec![migrate(&table.to_string(), "delete rows")],
        Op::Truncate { tables, .. } => {
            tables.iter().map(|table| migrate(&table.to_string(), "delete all rows")).collect()
        }
        Op::Copy { table: Some(table), into_table: true, .. } => vec![migrate(&table.to_string(), "copy rows in")],
        _ => Vec::new(),
    }
}

fn migrate(table: &str, summary: &str) -> Operation {
    Operation::MigrateData { table: table.to_owned(), summary: summary.trim_end().to_owned() }
}

fn target(table: &str, columns: &[String]) -> String {
    if columns.is_empty() { table.to_owned() } else { format!("{table}.{}", columns.join(",")) }
}

fn constraint_operations(table: &str, constraint: &Constraint) -> Vec<Operation> {
    match (&constraint.references, constraint.kind) {
        (Some(reference), ConstraintKind::Foreign) => vec![Operation::AddForeignKey {
            table: table.to_owned(),
            column: constraint.columns.join(","),
            references: target(&reference.table.to_string(), &reference.columns),
        }],
        _ => vec![Operation::AddConstraint {
            table: table.to_owned(),
            name: constraint.name.clone().unwrap_or_default(),
            definition: constraint.definition.clone(),
        }],
    }
}
