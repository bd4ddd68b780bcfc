//! Changes of a table that is there.

use crate::sql::{Column, ConstraintKind, Generated, Op, Setting, renamed_in};
use crate::state::catalog::{Catalog, IndexState, Origin, Table};
use crate::state::hanging::names;

impl Catalog {
    pub(super) fn alter_table(&mut self, op: &Op, origin: Origin) {
        let Some(name) = op.table().map(|table| self.resolve(table)) else { return };
        match op {
            Op::AddColumn { column, if_not_exists, .. } => {
                let made = self.made_by(origin, *if_not_exists);
                let Some(table) = self.tables.get_mut(&name) else { return };
                let origin = if *if_not_exists && (table.loose || table.opaque) { Origin::Unknown } else { made };
                if table.column(&column.name).is_some() {
                    return;
                }
                table.columns.push(((**column).clone(), origin));
                self.column_constraints(&name, column, origin);
            }
            Op::DropColumn { column, .. } => {
                self.lost.insert((name.clone(), Some(column.clone())));
                if let Some(table) = self.tables.get_mut(&name) {
                    table.columns.retain(|(known, _)| known.name != *column);
                    table.constraints.retain(|held| {
                        held.constraint.kind == ConstraintKind::Check || !held.constraint.columns.contains(column)
                    });
                }
                let held = |index: &IndexState| index.columns.iter().any(|item| item == column || names(item, column));
                self.indexes.retain(|_, index| index.table != name || !held(index));
            }
            Op::RenameColumn { from, to, .. } => {
                self.lost.insert((name.clone(), Some(from.clone())));
                if let Some(table) = self.tables.get_mut(&name) {
                    let columns = table.columns.iter_mut().map(|(column, _)| &mut column.name);
                    let held = table.constraints.iter_mut().flat_map(|held| &mut held.constraint.columns);
                    columns.chain(held).filter(|column| *column == from).for_each(|column| column.clone_from(to));
                    for held in &mut table.constraints {
                        held.constraint.definition = renamed_in(&held.constraint.definition, from, to);
                    }
                }
                for (_, columns) in self.watched.iter_mut().filter(|((on, _), _)| *on == name) {
                    columns.iter_mut().filter(|column| *column == from).for_each(|column| column.clone_from(to));
                }
                if let Some(view) = self.views.get_mut(&name) {
                    let columns = view.columns.iter_mut().flatten();
                    columns.filter(|column| *column == from).for_each(|column| column.clone_from(to));
                }
                for index in self.indexes.values_mut().filter(|index| index.table == name) {
                    index.columns.iter_mut().filter(|column| *column == from).for_each(|column| column.clone_from(to));
                }
            }
            Op::AddConstraint { constraint, .. } => self.hold(&name, constraint, origin),
            Op::Table { setting: Setting::AttachPartition { partition, bounds }, .. } => {
                let partition = self.resolve(partition);
                if let Some(table) = self.tables.get_mut(&partition) {
                    table.partition_of = Some(name);
                    table.default_partition = bounds.iter().any(|value| value == "default");
                    table.loose = true;
                }
            }
            Op::Table { setting: Setting::DetachPartition { partition, .. }, .. } => {
                let partition = self.resolve(partition);
                if let Some(table) = self.tables.get_mut(&partition) {
                    table.partition_of = None;
                    table.default_partition = false;
                }
            }
            _ => {
                // A key's index has its name, and goes with it.
                match op {
                    Op::DropConstraint { name: constraint, .. } => drop(self.indexes.remove(&name.renamed(constraint))),
                    Op::RenameConstraint { from, to, .. } => {
                        if let Some(index) = self.indexes.remove(&name.renamed(from)) {
                            self.indexes.insert(name.renamed(to), index);
                        }
                    }
                    _ => {}
                }
                if let (Op::DropConstraint { name: constraint, .. }, Origin::Change) = (op, origin)
                    && let Some(held) = self.constraint(&name, constraint).filter(|held| held.origin != Origin::Change)
                    && held.constraint.kind == ConstraintKind::Foreign
                {
                    self.dropped_keys.push((name.clone(), held.constraint.clone()));
                }
                if let Some(table) = self.tables.get_mut(&name) {
                    change(table, op);
                }
            }
        }
    }
}

/// Changes that stay inside a table.
fn change(table: &mut Table, op: &Op) {
    let column = |table: &mut Table, name: &str, change: &dyn Fn(&mut Column)| {
        table.columns.iter_mut().filter(|(column, _)| column.name == name).for_each(|(column, _)| change(column));
    };
    match op {
        Op::AlterType { column: name, ty, .. } => column(table, name, &|column| column.ty.clone_from(ty)),
        Op::SetDefault { column: name, default, .. } => {
            column(table, name, &|column| column.default.clone_from(default))
        }
        Op::SetNotNull { column: name, not_null, .. } => column(table, name, &|column| column.not_null = *not_null),
        Op::DropIdentity { column: name, .. } => column(table, name, &|column| column.generated = Generated::No),
        Op::Identity { column: name, add: true, .. } => {
            column(table, name, &|column| column.generated = Generated::Identity);
        }
        Op::ModifyColumn { from, column: new, .. } => column(table, from, &|column| *column = (**new).clone()),
        Op::DropConstraint { name, kind, .. } => {
            table.constraints.retain(|held| {
                held.name != *name
                    && !(*kind == Some(ConstraintKind::Primary) && held.constraint.kind == ConstraintKind::Primary)
            });
        }
        Op::ValidateConstraint { name, .. } => {
            table.constraints.iter_mut().filter(|held| held.name == *name).for_each(|held| held.valid = true);
        }
        Op::RenameConstraint { from, to, .. } => {
            table.constraints.iter_mut().filter(|held| held.name == *from).for_each(|held| held.name.clone_from(to));
        }
        Op::Table { setting: Setting::Inherit { .. }, .. } => table.loose = true,
        Op::Table { setting: Setting::Logged(logged), .. } => table.unlogged = !logged,
        Op::Table { setting: Setting::RowSecurity { enabled, force: false }, .. } => table.row_security = *enabled,
        _ => {}
    }
}
