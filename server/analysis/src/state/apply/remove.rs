//! What is dropped or has another name, and what pointed at it.

use crate::sql::{Name, ObjectKind};
use crate::state::catalog::{Catalog, Table};

impl Catalog {
    pub(super) fn rename_table(&mut self, from: &Name, mut to: Name) {
        if to.schema.is_none() {
            to.schema.clone_from(&from.schema);
        }
        if let Some(table) = self.tables.remove(from) {
            self.tables.insert(to.clone(), table);
        } else if let Some(view) = self.views.remove(from) {
            self.views.insert(to.clone(), view);
        }
        for index in self.indexes.values_mut().filter(|index| index.table == *from) {
            index.table = to.clone();
        }
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
                let name = self.resolve(name);
                if let Some(table) = self.tables.remove(&name) {
                    for target in references(&table) {
                        if let Some(pointing) = self.pointed.get_mut(&target) {
                            pointing.retain(|pointing| *pointing != name);
                        }
                    }
                }
                self.indexes.retain(|_, index| index.table != name);
                self.triggers.retain(|(table, _), _| *table != name);
                for table in self.pointed.remove(&name).unwrap_or_default() {
                    if let Some(table) = self.tables.get_mut(&table) {
                        table
                            .constraints
                            .retain(|held| held.constraint.references.as_ref().is_none_or(|r| r.table != name));
                    }
                }
            }
            ObjectKind::View | ObjectKind::MaterializedView => drop(self.views.remove(&self.resolve(name))),
            ObjectKind::Type => {
                self.enums.remove(name);
                self.objects.remove(&(object, name.clone()));
            }
            ObjectKind::Function | ObjectKind::Procedure => drop(self.routines.remove(name)),
            ObjectKind::Trigger => {
                let table = on.map(|on| self.resolve(on)).unwrap_or_default();
                self.triggers.remove(&(table, name.name.clone()));
            }
            ObjectKind::Policy | ObjectKind::Rule => {
                let table = on.map(|on| self.resolve(on)).unwrap_or_default();
                self.objects.remove(&(object, Self::within(&table, &name.name)));
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

    /// Views that read it, and those that read these.
    fn drop_readers(&mut self, name: Name) {
        let mut next = vec![name];
        while let Some(source) = next.pop() {
            let reads = |tables: &[Name]| tables.iter().any(|table| *table == source || self.resolve(table) == source);
            let readers: Vec<Name> =
                self.views.iter().filter(|(_, view)| reads(&view.query.tables)).map(|(name, _)| name.clone()).collect();
            for reader in readers {
                self.views.remove(&reader);
                next.push(reader);
            }
        }
    }

    pub(super) fn rename_object(&mut self, object: ObjectKind, name: &Name, to: &str) {
        let to = name.renamed(to);
        match object {
            ObjectKind::View | ObjectKind::MaterializedView => {
                if let Some(view) = self.views.remove(name) {
                    self.views.insert(to, view);
                }
            }
            ObjectKind::Index => {
                if let Some(index) = self.indexes.remove(name) {
                    // A constraint has the name of its index.
                    let held = self.tables.get_mut(&index.table).into_iter().flat_map(|table| &mut table.constraints);
                    held.filter(|held| held.name == name.name).for_each(|held| held.name.clone_from(&to.name));
                    self.indexes.insert(to, index);
                }
            }
            ObjectKind::Type => {
                if let Some(values) = self.enums.remove(name) {
                    self.enums.insert(to, values);
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
