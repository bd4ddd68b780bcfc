//! What each effect leaves behind.

use super::catalog::{Catalog, Held, IndexState, Origin, Routine, Table, View, index_key};
use crate::sql::{Column, Constraint, ConstraintKind, CreateTable, Dialect, Name, ObjectKind, Op, Reference, Setting};

impl Catalog {
    /// Takes one effect over; objects that it makes get `origin`.
    pub fn apply(&mut self, op: &Op, origin: Origin, dialect: Dialect) {
        match op {
            Op::CreateTable(create) => self.create_table(create, origin),
            Op::RenameTable { table, to } => self.rename_table(&self.resolve(table), to.clone()),
            Op::SetSchema { object: ObjectKind::Table, name, schema } => {
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
            Op::CreateView { name, materialized, query, if_not_exists, with_data, .. } => {
                let kept = self.views.get(name).map(|view| view.origin);
                let origin =
                    kept.unwrap_or(if *if_not_exists && origin == Origin::Change { Origin::Unknown } else { origin });
                let view = View { materialized: *materialized, query: query.clone(), origin, filled: *with_data };
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
            Op::Commit | Op::Rollback => self.new_values.clear(),
            Op::CreateRoutine { name, language, query, .. } => {
                let origin = self.routines.get(name).map_or(origin, |known| known.origin);
                self.routines
                    .insert(name.clone(), Routine { query: query.clone(), origin, language: language.clone() });
            }
            Op::CreateTrigger { name, table, calls, .. } => {
                self.triggers.insert((self.resolve(table), name.clone()), (calls.clone(), origin));
            }
            Op::CreateDomain { name, .. } => drop(self.objects.insert((ObjectKind::Domain, name.clone()), origin)),
            Op::CreatePolicy { name, table, .. } => {
                self.objects.insert((ObjectKind::Policy, table.renamed(&format!("{}.{name}", table.name))), origin);
            }
            Op::Create { object, name: Some(name), if_not_exists } => {
                let origin = if *if_not_exists && origin == Origin::Change { Origin::Unknown } else { origin };
                self.objects.entry((*object, name.clone())).or_insert(origin);
            }
            Op::Drop { object, name, on, cascade, .. } => self.drop_object(*object, name, on.as_ref(), *cascade),
            Op::Rename { object, name, to } => self.rename_object(*object, name, to),
            Op::Set { name, value, .. } if name == "search_path" => {
                let first = value.split(',').next().unwrap_or_default().trim().trim_matches(['\'', '"']).to_owned();
                self.schema = Some(first)
                    .filter(|first| !matches!(first.as_str(), "" | "public" | "default" | "$user" | "pg_catalog"));
            }
            Op::Refresh { view, .. } => {
                if let Some(view) = self.views.get_mut(view) {
                    view.filled = true;
                }
            }
            _ => self.alter_table(op, origin),
        }
    }

    fn create_table(&mut self, create: &CreateTable, origin: Origin) {
        let name = self.resolve(&create.name);
        if create.if_not_exists && self.tables.contains_key(&name) {
            return;
        }
        // A temporary table belongs to the session: nobody else can wait for it.
        let origin = match (create.temporary, create.if_not_exists, origin) {
            (true, ..) => Origin::Change,
            (_, true, Origin::Change) => Origin::Unknown,
            _ => origin,
        };
        let mut table = Table {
            origin,
            columns: create.columns.iter().map(|column| (column.clone(), origin)).collect(),
            opaque: create.opaque_columns,
            partitioned: create.partitioned,
            partition_of: create.partition_of.clone(),
            virtual_table: create.virtual_table,
            ..Table::default()
        };
        for parent in create.partition_of.iter().chain(&create.like).chain(&create.inherits) {
            if let Some(parent) = self.table(parent) {
                table.columns.extend(parent.columns.iter().map(|(column, _)| (column.clone(), origin)));
                table.opaque = parent.opaque;
            }
        }
        self.tables.insert(name.clone(), table);
        for column in &create.columns {
            self.column_constraints(&name, column, origin);
        }
        for constraint in &create.constraints {
            self.hold(&name, constraint, origin, false);
        }
    }

    /// A column's own constraints, with the names that PostgreSQL gives them.
    fn column_constraints(&mut self, table: &Name, column: &Column, origin: Origin) {
        let mut add = |kind, suffix: &str, references: Option<Reference>| {
            let given = column.constraint_names.iter().find(|_| column.constraint_names.len() == 1);
            let name = given.cloned().unwrap_or_else(|| match kind {
                ConstraintKind::Primary => format!("{}_pkey", table.name),
                _ => format!("{}_{}_{suffix}", table.name, column.name),
            });
            let definition = column.check.clone().map_or_else(String::new, |check| format!("check ({check})"));
            let constraint = Constraint {
                name: Some(name),
                kind,
                columns: vec![column.name.clone()],
                definition,
                not_valid: false,
                using_index: None,
                references,
            };
            self.hold(table, &constraint, origin, false);
        };
        if column.primary {
            add(ConstraintKind::Primary, "pkey", None);
        }
        if column.unique {
            add(ConstraintKind::Unique, "key", None);
        }
        if column.check.is_some() {
            add(ConstraintKind::Check, "check", None);
        }
        if let Some(reference) = &column.references {
            add(ConstraintKind::Foreign, "fkey", Some(reference.clone()));
        }
    }

    fn hold(&mut self, table: &Name, constraint: &Constraint, origin: Origin, existing: bool) {
        let suffix = match constraint.kind {
            ConstraintKind::Primary => "pkey".to_owned(),
            ConstraintKind::Unique => format!("{}_key", constraint.columns.join("_")),
            ConstraintKind::Foreign => format!("{}_fkey", constraint.columns.join("_")),
            ConstraintKind::Exclude => format!("{}_excl", constraint.columns.join("_")),
            ConstraintKind::NotNull => format!("{}_not_null", constraint.columns.join("_")),
            _ => "check".to_owned(),
        };
        let name = constraint.name.clone().or_else(|| constraint.using_index.clone());
        let name = name.unwrap_or_else(|| format!("{}_{suffix}", table.name));
        let mut constraint = constraint.clone();
        if let Some(reference) = &mut constraint.references {
            reference.table = self.resolve(&reference.table);
            let pointed = self.pointed.entry(reference.table.clone()).or_default();
            if !pointed.contains(table) {
                pointed.push(table.clone());
            }
        }
        let indexed =
            matches!(constraint.kind, ConstraintKind::Primary | ConstraintKind::Unique | ConstraintKind::Index);
        if indexed && constraint.using_index.is_none() {
            let state = IndexState {
                table: table.clone(),
                columns: constraint.columns.clone(),
                unique: constraint.kind != ConstraintKind::Index,
                partial: false,
                valid: true,
                origin,
            };
            self.indexes.insert(table.renamed(&name), state);
        }
        let primary = constraint.kind == ConstraintKind::Primary;
        let columns = constraint.columns.clone();
        let valid = !constraint.not_valid;
        if let Some(table) = self.tables.get_mut(table) {
            for (column, _) in table.columns.iter_mut().filter(|(column, _)| primary && columns.contains(&column.name))
            {
                column.not_null = true;
            }
            let _ = existing;
            table.constraints.push(Held { name, constraint, valid, origin });
        }
    }

    fn alter_table(&mut self, op: &Op, origin: Origin) {
        let Some(name) = op.table().map(|table| self.resolve(table)) else { return };
        match op {
            Op::AddColumn { column, if_not_exists, .. } => {
                let origin = if *if_not_exists && origin == Origin::Change { Origin::Unknown } else { origin };
                let Some(table) = self.tables.get_mut(&name) else { return };
                if table.column(&column.name).is_some() {
                    return;
                }
                table.columns.push(((**column).clone(), origin));
                self.column_constraints(&name, column, origin);
            }
            Op::DropColumn { column, .. } => {
                if let Some(table) = self.tables.get_mut(&name) {
                    table.columns.retain(|(known, _)| known.name != *column);
                    table.constraints.retain(|held| {
                        held.constraint.kind == ConstraintKind::Check || !held.constraint.columns.contains(column)
                    });
                }
                self.indexes.retain(|_, index| index.table != name || !index.columns.contains(column));
            }
            Op::RenameColumn { from, to, .. } => {
                if let Some(table) = self.tables.get_mut(&name) {
                    let columns = table.columns.iter_mut().map(|(column, _)| &mut column.name);
                    let held = table.constraints.iter_mut().flat_map(|held| &mut held.constraint.columns);
                    columns.chain(held).filter(|column| *column == from).for_each(|column| column.clone_from(to));
                }
                for index in self.indexes.values_mut().filter(|index| index.table == name) {
                    index.columns.iter_mut().filter(|column| *column == from).for_each(|column| column.clone_from(to));
                }
            }
            Op::AddConstraint { constraint, .. } => self.hold(&name, constraint, origin, true),
            Op::Table { setting: Setting::AttachPartition { partition }, .. } => {
                let partition = self.resolve(partition);
                if let Some(table) = self.tables.get_mut(&partition) {
                    table.partition_of = Some(name);
                }
            }
            Op::Table { setting: Setting::DetachPartition { partition, .. }, .. } => {
                let partition = self.resolve(partition);
                if let Some(table) = self.tables.get_mut(&partition) {
                    table.partition_of = None;
                }
            }
            _ => {
                if let Some(table) = self.tables.get_mut(&name) {
                    change(table, op);
                }
            }
        }
    }

    fn rename_table(&mut self, from: &Name, mut to: Name) {
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

    fn drop_object(&mut self, object: ObjectKind, name: &Name, on: Option<&Name>, cascade: bool) {
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
            ObjectKind::Schema if cascade => {
                let gone = |key: &Name| key.schema.as_deref() == Some(name.name.as_str());
                self.tables.retain(|key, _| !gone(key));
                self.views.retain(|key, _| !gone(key));
                self.indexes.retain(|key, _| !gone(key));
            }
            _ => drop(self.objects.remove(&(object, name.clone()))),
        }
    }

    fn rename_object(&mut self, object: ObjectKind, name: &Name, to: &str) {
        let to = name.renamed(to);
        match object {
            ObjectKind::View | ObjectKind::MaterializedView => {
                if let Some(view) = self.views.remove(name) {
                    self.views.insert(to, view);
                }
            }
            ObjectKind::Index => {
                if let Some(index) = self.indexes.remove(name) {
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

fn references(table: &Table) -> Vec<Name> {
    table.constraints.iter().filter_map(|held| held.constraint.references.as_ref()).map(|r| r.table.clone()).collect()
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
        Op::Table { setting: Setting::RowSecurity { enabled, force: false }, .. } => table.row_security = *enabled,
        _ => {}
    }
}

impl Op {
    /// The table that it alters, where it alters one.
    pub fn table(&self) -> Option<&Name> {
        match self {
            Self::CreateTable(create) => Some(&create.name),
            Self::CreateIndex(index) => Some(&index.table),
            Self::SetSchema { object: ObjectKind::Table, name, .. }
            | Self::Drop { object: ObjectKind::Table, name, .. } => Some(name),
            Self::RenameTable { table, .. }
            | Self::AddColumn { table, .. }
            | Self::DropColumn { table, .. }
            | Self::RenameColumn { table, .. }
            | Self::AlterType { table, .. }
            | Self::SetDefault { table, .. }
            | Self::SetNotNull { table, .. }
            | Self::DropExpression { table, .. }
            | Self::SetExpression { table, .. }
            | Self::Identity { table, .. }
            | Self::ModifyColumn { table, .. }
            | Self::AddConstraint { table, .. }
            | Self::DropConstraint { table, .. }
            | Self::ValidateConstraint { table, .. }
            | Self::AlterConstraint { table, .. }
            | Self::RenameConstraint { table, .. }
            | Self::Table { table, .. }
            | Self::CreateTrigger { table, .. }
            | Self::CreatePolicy { table, .. }
            | Self::AlterPolicy { table, .. }
            | Self::Insert { table, .. }
            | Self::Update { table, .. }
            | Self::Delete { table, .. } => Some(table),
            Self::DropIndex { table, .. } | Self::Cluster { table } | Self::Copy { table, .. } => table.as_ref(),
            Self::Drop { on, .. } | Self::Grant { on, .. } => on.as_ref(),
            Self::Truncate { tables, .. } | Self::LockTable { tables, .. } | Self::Vacuum { tables, .. } => {
                tables.first()
            }
            _ => None,
        }
    }
}
