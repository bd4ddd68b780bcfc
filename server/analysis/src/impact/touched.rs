//! What the report says of objects that are dropped, renamed, replaced or restricted beside the operations.

use super::model::ObjectKind;
use super::report::{Target, Walk};
use crate::completeness::Layer;
use crate::touched::{Reach, Touched};

impl Walk<'_> {
    /// Lists the object, and follows what code and schema use of it.
    pub(super) fn touched(&mut self, touched: &Touched) {
        let shown = touched.name.trim_start_matches("public.");
        let does = format!("{} {shown} is {}", touched.kind.name(), touched.does);
        let source = self.graph.node(0, "operation", &does);
        // Whoever keeps the schema is part of every change to it.
        for at in 0..self.components.len() {
            if self.components.get(at).is_some_and(|one| one.layer == Layer::Database) {
                self.component(at, &source, format!("{does} by a migration there"));
            }
        }
        self.object(touched.kind, &touched.name, &format!("it is {}", touched.does));
        for reach in &touched.reaches {
            let (table, column) = match reach {
                Reach::Table(table) => (table, None),
                Reach::Column(table, column) | Reach::Value(table, column, _) => (table, Some(column.clone())),
                Reach::Conflict(table, ..) => (table, None),
                Reach::Routine(name) => {
                    let node = self.graph.node(2, "function", name);
                    self.graph.edge(&source, &node, "changes");
                    let why = format!("it goes with {does}");
                    self.object(ObjectKind::Function, name, &why);
                    self.used(reach, &Target { table: name.clone(), column: None }, &node);
                    continue;
                }
            };
            let target = Target { table: table.clone(), column };
            let view = self.relations.views.iter().any(|view| view.name == target.table);
            let kind = match &target.column {
                Some(_) => ObjectKind::Column,
                None if view => ObjectKind::View,
                None => ObjectKind::Table,
            };
            let node = self.graph.node(1, kind.name(), &target.name());
            self.graph.edge(&source, &node, "changes");
            self.object(kind, &target.name(), &does);
            match reach {
                // The rows stay as they are: only who writes the text, or relies on the constraint, minds.
                Reach::Value(..) | Reach::Conflict(..) => self.used(reach, &target, &node),
                _ => {
                    for (target, node) in self.schema(&target, node) {
                        self.code(&target, &node, None);
                    }
                }
            }
        }
    }

    fn used(&mut self, reach: &Reach, target: &Target, from: &str) {
        let code = self.code;
        self.uses(code, code.reached(reach), target, from);
    }
}
