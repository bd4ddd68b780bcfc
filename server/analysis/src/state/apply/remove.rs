//! What is dropped or has another name, and what pointed at it.

use crate::sql::{Dialect, Name, ObjectKind, Op, Reference, named_type};
use crate::state::catalog::{Catalog, IndexState, Table, index_key};
use crate::state::hanging::{Hanging, Part};
use std::collections::BTreeMap;

impl Catalog {
    pub(super) fn rename_table(&mut self, from: &Name, mut to: Name, dialect: Dialect) {
        if to.schema.is_none() {
            to.schema.clone_from(&from.schema);
        }
        // A view of MySQL goes on asking for the old name.
        if dialect != Dialect::Mysql {
            self.readers_follow(from, &to);
        }
        if let Some(table) = self.tables.remove(from) {
            self.lost.insert((from.clone(), None));
            self.tables.insert(to.clone(), table);
        } else if let Some(view) = self.views.remove(from) {
            self.views.insert(to.clone(), view);
        }
        self.move_indexes(from, &to);
        moved(&mut self.triggers, from, &to);
        moved(&mut self.watched, from, &to);
        moved(&mut self.policies, from, &to);
        if let Some(mut pointing) = self.pointed.remove(from) {
            // A table may point at itself.
            pointing.iter_mut().filter(|name| *name == from).for_each(|name| name.clone_from(&to));
            for table in &pointing {
                let Some(table) = self.tables.get_mut(table) else { continue };
                let references = table.constraints.iter_mut().filter_map(|held| held.constraint.references.as_mut());
                references
                    .filter(|reference| reference.table == *from)
                    .for_each(|reference| reference.table = to.clone());
            }
            self.pointed.insert(to.clone(), pointing);
        }
        let targets: Vec<Name> = self.tables.get(&to).into_iter().flat_map(references).collect();
        for target in targets {
            let pointing = self.pointed.entry(target).or_default();
            pointing.iter_mut().filter(|name| *name == from).for_each(|name| *name = to.clone());
        }
    }

    pub(super) fn drop_object(&mut self, object: ObjectKind, name: &Name, on: Option<&Name>, cascade: bool) {
        if cascade && matches!(object, ObjectKind::Table | ObjectKind::View | ObjectKind::MaterializedView) {
            self.drop_readers(self.resolve(name));
        }
        match object {
            ObjectKind::Table => {
                let mut next = vec![self.resolve(name)];
                while let Some(table) = next.pop() {
                    next.extend(self.partitions(&table));
                    self.drop_table(&table);
                }
            }
            ObjectKind::View | ObjectKind::MaterializedView => self.drop_view(&self.resolve(name)),
            ObjectKind::Type => {
                self.enums.remove(name);
                self.objects.remove(&(object, name.clone()));
            }
            ObjectKind::Domain => {
                self.domains.remove(name);
                self.objects.remove(&(object, name.clone()));
            }
            ObjectKind::Trigger => {
                let key = (on.map(|on| self.resolve(on)).unwrap_or_default(), name.name.clone());
                self.watched.remove(&key);
                self.triggers.remove(&key);
            }
            ObjectKind::Policy | ObjectKind::Rule => {
                let table = on.map(|on| self.resolve(on)).unwrap_or_default();
                self.objects.remove(&(object, Self::within(&table, &name.name)));
                self.policies.remove(&(table, name.name.clone()));
            }
            ObjectKind::Schema if cascade => {
                let gone = |key: &Name| key.schema.as_deref() == Some(name.name.as_str());
                self.tables.retain(|key, _| !gone(key));
                self.views.retain(|key, _| !gone(key));
                self.indexes.retain(|key, _| !gone(key));
            }
            _ => drop(self.objects.remove(&(object, name.clone()))),
        }
    }

    /// They go with their table.
    fn partitions(&self, table: &Name) -> Vec<Name> {
        let own = self.tables.iter().filter(|(_, one)| one.partition_of.as_ref() == Some(table));
        own.map(|(name, _)| name.clone()).collect()
    }

    fn drop_table(&mut self, name: &Name) {
        if let Some(table) = self.tables.remove(name) {
            self.lost.insert((name.clone(), None));
            for target in references(&table) {
                if let Some(pointing) = self.pointed.get_mut(&target) {
                    pointing.retain(|pointing| pointing != name);
                }
            }
        }
        self.indexes.retain(|_, index| index.table != *name);
        self.triggers.retain(|(table, _), _| table != name);
        self.watched.retain(|(table, _), _| table != name);
        self.policies.retain(|(table, _), _| table != name);
        for table in self.pointed.remove(name).unwrap_or_default() {
            if let Some(table) = self.tables.get_mut(&table) {
                let points = |reference: &Reference| reference.table == *name;
                table.constraints.retain(|held| !held.constraint.references.as_ref().is_some_and(points));
            }
        }
    }

    /// A materialised one has indexes.
    fn drop_view(&mut self, name: &Name) {
        self.views.remove(name);
        self.indexes.retain(|_, index| index.table != *name);
    }

    /// Indexes follow their table: into its schema, and where they have their names within it.
    fn move_indexes(&mut self, from: &Name, to: &Name) {
        let keys = self.indexes.iter().filter(|(_, index)| index.table == *from).map(|(key, _)| key.clone());
        let moved: Vec<_> = keys.collect();
        let moved: Vec<_> = moved.into_iter().filter_map(|key| self.indexes.remove_entry(&key)).collect();
        for (key, index) in moved {
            let within = key.name.strip_prefix(&from.name).and_then(|rest| rest.strip_prefix('.'));
            let key = index_key(to, within.unwrap_or(&key.name), within.is_some());
            self.indexes.insert(key, IndexState { table: to.clone(), ..index });
        }
    }

    /// Columns, defaults, constraints and triggers that `CASCADE` takes along.
    pub(super) fn drop_hanging(&mut self, op: &Op) {
        for Hanging { part, owner, .. } in self.hanging_on(op) {
            let table = self.tables.get_mut(&owner);
            match part {
                Part::Column(column) => {
                    if let Some(table) = table {
                        table.columns.retain(|(known, _)| known.name != column);
                    }
                    self.indexes.retain(|_, index| index.table != owner || !index.columns.contains(&column));
                }
                Part::Default(column) => {
                    let columns = table.into_iter().flat_map(|table| &mut table.columns);
                    columns.filter(|(known, _)| known.name == column).for_each(|(known, _)| known.default = None);
                }
                Part::Constraint(name) => {
                    table.into_iter().for_each(|table| table.constraints.retain(|held| held.name != name));
                }
                Part::Trigger(name) => {
                    let key = (owner, name);
                    self.triggers.remove(&key);
                    self.watched.remove(&key);
                }
                Part::Policy(name) => {
                    self.objects.remove(&(ObjectKind::Policy, Self::within(&owner, &name)));
                    self.policies.remove(&(owner, name));
                }
                Part::Index => drop(self.indexes.remove(&owner)),
                Part::View { .. } => {
                    self.drop_view(&owner);
                    self.drop_readers(owner);
                }
                Part::Domain => {
                    self.domains.remove(&owner);
                    self.objects.remove(&(ObjectKind::Domain, owner));
                }
            }
        }
    }

    /// Views that read it, and those that read these.
    fn drop_readers(&mut self, name: Name) {
        let mut next = vec![name];
        while let Some(source) = next.pop() {
            let reads = |tables: &[Name]| tables.iter().any(|table| *table == source || self.resolve(table) == source);
            let readers: Vec<Name> =
                self.views.iter().filter(|(_, view)| reads(&view.query.tables)).map(|(name, _)| name.clone()).collect();
            for reader in readers {
                self.drop_view(&reader);
                next.push(reader);
            }
        }
    }

    pub(super) fn rename_object(&mut self, object: ObjectKind, name: &Name, to: &str) {
        let to = name.renamed(to);
        if matches!(object, ObjectKind::Type | ObjectKind::Domain) {
            let columns = self.tables.values_mut().flat_map(|table| &mut table.columns);
            for (column, _) in columns.filter(|(column, _)| named_type(&column.ty) == *name) {
                let length = column.ty.find(['[', '(']).unwrap_or(column.ty.len());
                column.ty = format!("{to}{}", &column.ty[length..]);
            }
        }
        match object {
            ObjectKind::View | ObjectKind::MaterializedView => {
                self.readers_follow(name, &to);
                if let Some(view) = self.views.remove(name) {
                    self.views.insert(to, view);
                }
            }
            ObjectKind::Index => {
                let stood_for = self.constraint_of_index(name).map(|(table, _)| table.clone());
                // A constraint has the name of its index.
                let held = stood_for.and_then(|table| self.tables.get_mut(&table)).map(|table| &mut table.constraints);
                let held = held.into_iter().flatten().filter(|held| held.name == name.name);
                held.for_each(|held| held.name.clone_from(&to.name));
                if let Some(index) = self.indexes.remove(name) {
                    self.indexes.insert(to, index);
                }
            }
            ObjectKind::Type => {
                if let Some(values) = self.enums.remove(name) {
                    self.enums.insert(to, values);
                }
            }
            ObjectKind::Domain => {
                if let Some(domain) = self.domains.remove(name) {
                    self.domains.insert(to.clone(), domain);
                }
                if let Some(origin) = self.objects.remove(&(object, name.clone())) {
                    self.objects.insert((object, to), origin);
                }
            }
            ObjectKind::Function | ObjectKind::Procedure => {
                if let Some(routine) = self.routines.remove(name) {
                    self.routines.insert(to, routine);
                }
            }
            _ => {
                if let Some(origin) = self.objects.remove(&(object, name.clone())) {
                    self.objects.insert((object, to), origin);
                }
            }
        }
    }
}

pub(super) fn references(table: &Table) -> Vec<Name> {
    table.constraints.iter().filter_map(|held| held.constraint.references.as_ref()).map(|r| r.table.clone()).collect()
}

/// What has its name within a table follows it.
fn moved<T>(all: &mut BTreeMap<(Name, String), T>, from: &Name, to: &Name) {
    let keys: Vec<_> = all.keys().filter(|(table, _)| table == from).cloned().collect();
    for key in keys {
        if let Some(one) = all.remove(&key) {
            all.insert((to.clone(), key.1), one);
        }
    }
}
