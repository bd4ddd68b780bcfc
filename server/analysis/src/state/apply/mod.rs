//! What each effect leaves behind.

mod alter;
mod create;
mod remove;

use super::catalog::{Catalog, IndexState, Origin, Routine, View, index_key};
use crate::sql::{Dialect, Name, ObjectKind, Op};

impl Catalog {
    /// Takes one effect over; objects that it makes get `origin`.
    pub fn apply(&mut self, op: &Op, origin: Origin, dialect: Dialect) {
        let op = &*self.placed(op);
        match op {
            Op::CreateTable(create) => self.create_table(create, origin),
            Op::RenameTable { table, to } => self.rename_table(&self.resolve(table), to.clone()),
            Op::SetSchema {
                object: ObjectKind::Table | ObjectKind::View | ObjectKind::MaterializedView,
                name,
                schema,
            } => {
                let parts = [schema.clone(), name.name.clone()];
                if let Some(to) = Name::parts(&parts) {
                    self.rename_table(&self.resolve(name), to);
                }
            }
            Op::CreateIndex(index) => {
                let table = self.resolve(&index.table);
                let name =
                    index.name.clone().unwrap_or_else(|| format!("{}_{}_idx", table.name, index.columns.join("_")));
                let state = IndexState {
                    table: table.clone(),
                    columns: index.columns.clone(),
                    unique: index.unique,
                    partial: index.partial,
                    valid: !index.only,
                    origin,
                };
                self.indexes.entry(index_key(&table, &name, dialect == Dialect::Mysql)).or_insert(state);
            }
            Op::DropIndex { name, table, .. } => {
                let inside = table.as_ref().map(|table| index_key(&self.resolve(table), &name.name, true));
                if inside.is_none_or(|key| self.indexes.remove(&key).is_none()) {
                    self.indexes.remove(name);
                }
            }
            Op::CreateView { name, materialized, query, columns, if_not_exists, with_data, .. } => {
                let kept = self.views.get(&self.resolve(name)).map(|view| view.origin);
                let origin =
                    kept.unwrap_or(if *if_not_exists && origin == Origin::Change { Origin::Unknown } else { origin });
                let (query, columns) = (self.read_by(query), columns.clone());
                let view = View { materialized: *materialized, query, columns, origin, filled: *with_data };
                self.views.insert(self.resolve(name), view);
            }
            Op::CreateEnum { name, values } => drop(self.enums.insert(name.clone(), (values.clone(), origin))),
            Op::AddEnumValue { name, value, .. } => {
                if let Some((values, _)) = self.enums.get_mut(name) {
                    values.push(value.clone());
                }
                self.new_values.push((name.clone(), value.clone()));
            }
            Op::RenameEnumValue { name, from, to } => {
                if let Some((values, _)) = self.enums.get_mut(name) {
                    values.iter_mut().filter(|value| *value == from).for_each(|value| value.clone_from(to));
                }
            }
            Op::Commit | Op::Rollback => {
                self.new_values.clear();
                self.path.end_of_transaction();
            }
            Op::CreateRoutine { name, language, query, effects, .. } => {
                let origin = self.routines.get(name).map_or(origin, |known| known.origin);
                let (language, effects) = (language.clone(), effects.clone());
                self.routines.insert(name.clone(), Routine { query: self.read_by(query), origin, language, effects });
            }
            Op::CreateTrigger { name, table, calls, .. } => {
                self.triggers.insert((self.resolve(table), name.clone()), (calls.clone(), origin));
            }
            Op::CreateDomain { name, .. } => drop(self.objects.insert((ObjectKind::Domain, name.clone()), origin)),
            Op::CreatePolicy { name, table, .. } => {
                self.objects.insert((ObjectKind::Policy, Self::within(&self.resolve(table), name)), origin);
            }
            Op::CreateRule { name, table, .. } => {
                let key = Self::within(&self.resolve(table), name);
                self.objects.entry((ObjectKind::Rule, key)).or_insert(origin);
            }
            Op::Create { object, name: Some(name), if_not_exists } => {
                let origin = if *if_not_exists && origin == Origin::Change { Origin::Unknown } else { origin };
                self.objects.entry((*object, name.clone())).or_insert(origin);
            }
            Op::Drop { object, name, on, cascade, .. } => self.drop_object(*object, name, on.as_ref(), *cascade),
            Op::Rename { object, name, to } => self.rename_object(*object, name, to),
            Op::Set { name, value, local } if matches!(name.as_str(), "search_path" | "all") => {
                self.path.set(value, *local);
            }
            Op::Refresh { view, .. } => {
                if let Some(view) = self.views.get_mut(view) {
                    view.filled = true;
                }
            }
            _ => self.alter_table(op, origin),
        }
    }
}
