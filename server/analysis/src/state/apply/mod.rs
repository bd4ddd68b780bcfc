//! What each effect leaves behind.

mod alter;
mod create;
mod remove;

use super::catalog::{Catalog, Domain, IndexState, Origin, View, index_key};
use crate::sql::{Dialect, DomainChange, Name, ObjectKind, Op};

impl Catalog {
    /// Takes one effect over; objects that it makes get `origin`.
    pub fn apply(&mut self, op: &Op, origin: Origin, dialect: Dialect) {
        let op = &*self.placed(op);
        match op {
            Op::CreateTable(create) => self.create_table(create, origin),
            Op::RenameTable { table, to } => self.rename_table(&self.resolve(table), to.clone(), dialect),
            Op::SetSchema {
                object: ObjectKind::Table | ObjectKind::View | ObjectKind::MaterializedView,
                name,
                schema,
            } => {
                let parts = [schema.clone(), name.name.clone()];
                if let Some(to) = Name::parts(&parts) {
                    self.rename_table(&self.resolve(name), to, dialect);
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
                let origin = kept.unwrap_or_else(|| self.made_by(origin, *if_not_exists));
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
            Op::CreateRoutine { .. } => self.create_routine(op, origin),
            Op::CreateTrigger { name, table, calls, columns, .. } => {
                let key = (self.resolve(table), name.clone());
                self.watched.insert(key.clone(), columns.clone());
                self.triggers.insert(key, (calls.clone(), origin));
            }
            Op::CreateDomain { name, base, constrained } => {
                self.domains.insert(name.clone(), Domain { base: base.clone(), constrained: *constrained });
                self.objects.insert((ObjectKind::Domain, name.clone()), origin);
            }
            Op::AlterDomain { name, change } => {
                let adds = matches!(change, DomainChange::AddConstraint { .. } | DomainChange::NotNull(true));
                if let Some(domain) = self.domains.get_mut(name) {
                    domain.constrained |= adds;
                }
            }
            Op::CreatePolicy { name, table, query, .. } => {
                let table = self.resolve(table);
                self.objects.insert((ObjectKind::Policy, Self::within(&table, name)), origin);
                self.policies.insert((table, name.clone()), self.read_by(query));
            }
            Op::CreateRule { name, table, .. } => {
                let key = Self::within(&self.resolve(table), name);
                self.objects.entry((ObjectKind::Rule, key)).or_insert(origin);
            }
            Op::Create { object, name: Some(name), if_not_exists } => {
                let origin = self.made_by(origin, *if_not_exists);
                self.objects.entry((*object, name.clone())).or_insert(origin);
            }
            Op::Drop { object, name, on, arguments, cascade, .. } => {
                if *cascade {
                    self.drop_hanging(op);
                }
                match object {
                    ObjectKind::Function | ObjectKind::Procedure => self.drop_routine(name, arguments.as_deref()),
                    _ => self.drop_object(*object, name, on.as_ref(), *cascade),
                }
            }
            Op::DropColumn { cascade: true, .. } | Op::DropConstraint { cascade: true, .. } => {
                self.drop_hanging(op);
                self.alter_table(op, origin);
            }
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
