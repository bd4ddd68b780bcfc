//! Rules of the declared operations.

use super::syntax::{endpoint_problem, excerpt, identifier_problem, table_problem};
use super::{LIST_MAX, Rules};
use crate::change::Operation;

impl Rules<'_> {
    pub(in crate::intake) fn operations(&mut self, operations: &[Operation]) {
        if operations.len() > LIST_MAX {
            self.say(
                "/metadata/operations",
                "operations.too-many",
                format!("Declare at most {LIST_MAX} operations; split the change."),
            );
        }
        for (i, op) in operations.iter().take(LIST_MAX).enumerate() {
            let at = |member: &str| format!("/metadata/operations/{i}/{member}");
            if let Some(m) = op.table().and_then(table_problem) {
                self.say(at("table"), "operation.table", m);
            }
            if let Some(m) = op.endpoint().and_then(endpoint_problem) {
                self.say(at("endpoint"), "operation.endpoint", m);
            }
            for (n, c) in op.columns().into_iter().enumerate() {
                let (member, what) = match op {
                    Operation::AddIndex { .. } => ("columns", "Name the column."),
                    Operation::RenameColumn { .. } if n == 1 => {
                        ("newName", "Say how the column is called from now on.")
                    }
                    _ => ("name", "Name the column."),
                };
                match identifier_problem(c) {
                    Some(_) if c.is_empty() => self.say(at(member), "operation.column", what),
                    Some(m) => self.say(at(member), "operation.column", format!("Column `{}`: {m}", excerpt(c))),
                    None => {}
                }
            }
            self.operation_details(op, &at);
        }
    }

    pub(in crate::intake) fn operation_details(&mut self, op: &Operation, at: &dyn Fn(&str) -> String) {
        match op {
            Operation::RenameTable { new_name, .. } => {
                if let Some(m) = table_problem(new_name) {
                    self.say(at("newName"), "operation.new-name", m);
                }
            }
            Operation::AddColumn { data_type, .. } if data_type.trim().is_empty() || data_type.len() > 200 => {
                self.say(at("type"), "operation.type", "Enter the column's type, e.g. `text`.");
            }
            Operation::ModifyColumn { data_type: None, nullable: None, default: None, .. } => {
                self.say(at("type"), "operation.nothing", "Say what changes: type, nullability or default.");
            }
            Operation::AddIndex { name, columns, .. } => {
                self.named(name, at);
                if columns.is_empty() {
                    self.say(at("columns"), "operation.columns", "Name at least one column of the index.");
                }
            }
            Operation::DropIndex { name, .. } | Operation::DropConstraint { name, .. } => self.named(name, at),
            Operation::AddConstraint { name, definition, .. } => {
                self.named(name, at);
                if definition.trim().is_empty() || definition.len() > 2000 {
                    self.say(
                        at("definition"),
                        "operation.definition",
                        "Write the constraint, e.g. `check (amount > 0)`.",
                    );
                }
            }
            Operation::AddForeignKey { references, .. } => {
                let table = references.split('(').next().unwrap_or_default();
                if let Some(m) = table_problem(table) {
                    self.say(at("references"), "operation.references", m);
                }
            }
            Operation::MigrateData { summary, .. } if summary.trim().is_empty() || summary.len() > 2000 => {
                self.say(at("summary"), "operation.summary", "Say in a sentence what happens to the rows.");
            }
            Operation::AddRepositoryMethod { component, name } => {
                if self.project.component(component).is_none() {
                    self.say(
                        at("component"),
                        "operation.component",
                        format!("`{}` is not a component of this project.", excerpt(component)),
                    );
                }
                self.named(name, at);
            }
            _ => {}
        }
    }

    pub(in crate::intake) fn named(&mut self, name: &str, at: &dyn Fn(&str) -> String) {
        if let Some(m) = identifier_problem(name) {
            self.say(at("name"), "operation.name", m);
        }
    }
}
