//! New tables, and the constraints and indexes that come with them.

use crate::sql::{Column, Constraint, ConstraintKind, CreateTable, Name, Reference};
use crate::state::catalog::{Catalog, Held, IndexState, Origin, Table};

impl Catalog {
    /// Since when something is there that was not known. `IF NOT EXISTS` tells that it may be there already; where the
    /// scripts tell everything, it is not.
    pub(super) fn made_by(&self, origin: Origin, if_not_exists: bool) -> Origin {
        let doubtful = if_not_exists && origin == Origin::Change && !self.is_whole();
        if doubtful { Origin::Unknown } else { origin }
    }

    pub(super) fn create_table(&mut self, create: &CreateTable, origin: Origin) {
        let name = self.resolve(&create.name);
        if create.if_not_exists && self.tables.contains_key(&name) {
            return;
        }
        // A temporary table belongs to the session: nobody else can wait for it.
        let origin = if create.temporary { Origin::Change } else { self.made_by(origin, create.if_not_exists) };
        let mut table = Table {
            origin,
            columns: create.columns.iter().map(|column| (column.clone(), origin)).collect(),
            opaque: create.opaque_columns,
            partitioned: create.partitioned,
            partition_key: create.partition_key.clone(),
            default_partition: create.default_partition,
            partition_of: create.partition_of.as_ref().map(|parent| self.resolve(parent)),
            temporary: create.temporary,
            unlogged: create.unlogged,
            virtual_table: create.virtual_table,
            loose: (create.if_not_exists && !create.temporary && origin != Origin::Change)
                || create.partition_of.is_some()
                || !create.inherits.is_empty(),
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
            self.hold(&name, constraint, origin);
        }
    }

    /// A column's own constraints, with the names that PostgreSQL gives them.
    pub(super) fn column_constraints(&mut self, table: &Name, column: &Column, origin: Origin) {
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
            self.hold(table, &constraint, origin);
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

    pub(super) fn hold(&mut self, table: &Name, constraint: &Constraint, origin: Origin) {
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
        // The index that it takes over tells its columns, and gets its name.
        let taken = constraint.using_index.as_ref().and_then(|index| self.indexes.get(&table.renamed(index)));
        if let Some(index) = taken.filter(|_| constraint.columns.is_empty()) {
            constraint.columns.clone_from(&index.columns);
        }
        if let Some(index) = constraint.using_index.as_ref().filter(|index| **index != name)
            && let Some(state) = self.indexes.remove(&table.renamed(index))
        {
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
            table.constraints.push(Held { name, constraint, valid, origin });
        }
    }
}
