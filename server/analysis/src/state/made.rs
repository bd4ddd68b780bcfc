//! What one migration makes, so that its way back may take it away.

use super::Catalog;
use crate::sql::{Located, Name, ObjectKind, Op, Setting};
use std::collections::BTreeSet;

/// Objects and columns that a migration has made by now, under the names that they have now.
#[derive(Clone, Debug, Default)]
pub struct Made {
    objects: BTreeSet<(ObjectKind, Name)>,
    columns: BTreeSet<(Name, String)>,
    /// Tables whose row-level security was switched on, or forced.
    secured: BTreeSet<(Name, bool)>,
    /// Something was done that cannot be followed: it may have made anything.
    pub(crate) unsure: bool,
}

/// Tables and views share their names, as functions and procedures do.
fn family(kind: ObjectKind) -> ObjectKind {
    match kind {
        ObjectKind::View | ObjectKind::MaterializedView => ObjectKind::Table,
        ObjectKind::Procedure | ObjectKind::Aggregate => ObjectKind::Function,
        ObjectKind::Domain => ObjectKind::Type,
        other => other,
    }
}

/// A trigger or a policy has its name within its table.
fn within(table: &Name, name: &str) -> Name {
    table.renamed(&format!("{}.{name}", table.name))
}

impl Made {
    /// It made this object.
    pub fn holds(&self, catalog: &Catalog, kind: ObjectKind, name: &Name, on: Option<&Name>) -> bool {
        let name = on.map_or_else(|| catalog.resolve(name), |table| within(&catalog.resolve(table), &name.name));
        self.objects.contains(&(family(kind), name))
    }

    /// It made this column, or its table.
    pub fn holds_column(&self, catalog: &Catalog, table: &Name, column: &str) -> bool {
        let table = catalog.resolve(table);
        self.objects.contains(&(ObjectKind::Table, table.clone())) || self.columns.contains(&(table, column.to_owned()))
    }

    /// It switched row-level security on, or forced it on the owner.
    pub fn secures(&self, catalog: &Catalog, table: &Name, force: bool) -> bool {
        self.secured.contains(&(catalog.resolve(table), force))
    }

    /// Notes an effect; `catalog` is as it was before.
    pub(crate) fn note(&mut self, catalog: &Catalog, located: &Located) {
        self.unsure |= catalog.is_lost_by(located);
        let new = match &located.op {
            Op::CreateTable(create) => Some((ObjectKind::Table, create.name.clone())),
            Op::CreateView { name, .. } => Some((ObjectKind::View, name.clone())),
            Op::CreateEnum { name, .. } | Op::CreateDomain { name, .. } => Some((ObjectKind::Type, name.clone())),
            Op::CreateRoutine { name, .. } => Some((ObjectKind::Function, name.clone())),
            Op::CreateTrigger { name, table, .. } => Some((ObjectKind::Trigger, within(&catalog.resolve(table), name))),
            Op::CreatePolicy { name, table, .. } => Some((ObjectKind::Policy, within(&catalog.resolve(table), name))),
            Op::CreateRule { name, table, .. } => Some((ObjectKind::Rule, within(&catalog.resolve(table), name))),
            Op::Create { object, name: Some(name), .. } => Some((*object, name.clone())),
            Op::CreateIndex(index) => {
                let table = catalog.resolve(&index.table);
                let made = || format!("{}_{}_idx", table.name, index.columns.join("_"));
                Some((ObjectKind::Index, table.renamed(&index.name.clone().unwrap_or_else(made))))
            }
            Op::AddColumn { table, column, .. } => {
                self.columns.insert((catalog.resolve(table), column.name.clone()));
                None
            }
            Op::Table { table, setting: Setting::RowSecurity { enabled: true, force } } => {
                self.secured.insert((catalog.resolve(table), *force));
                None
            }
            Op::RenameColumn { table, from, to } => self.renamed_column(&catalog.resolve(table), from, to),
            Op::ModifyColumn { table, from, column } => {
                self.renamed_column(&catalog.resolve(table), from, &column.name)
            }
            Op::RenameTable { table, to } => {
                let from = catalog.resolve(table);
                let to = if to.schema.is_some() { to.clone() } else { from.renamed(&to.name) };
                self.renamed(ObjectKind::Table, &from, to)
            }
            Op::SetSchema { object, name, schema } => {
                let to = Name::parts(&[schema.clone(), name.name.clone()]).unwrap_or_default();
                self.renamed(*object, &catalog.resolve(name), to)
            }
            Op::Rename { object, name, to } => self.renamed(*object, &catalog.resolve(name), name.renamed(to)),
            _ => None,
        };
        if let Some((kind, name)) = new {
            let placed = if name.schema.is_some() { name } else { catalog.resolve(&name) };
            self.objects.insert((family(kind), placed));
        }
    }

    fn renamed(&mut self, kind: ObjectKind, from: &Name, to: Name) -> Option<(ObjectKind, Name)> {
        let columns: Vec<_> = self.columns.iter().filter(|(table, _)| table == from).cloned().collect();
        self.columns.extend(columns.into_iter().map(|(_, column)| (to.clone(), column)));
        self.objects.contains(&(family(kind), from.clone())).then_some((kind, to))
    }

    fn renamed_column(&mut self, table: &Name, from: &str, to: &str) -> Option<(ObjectKind, Name)> {
        if self.columns.contains(&(table.clone(), from.to_owned())) {
            self.columns.insert((table.clone(), to.to_owned()));
        }
        None
    }
}
