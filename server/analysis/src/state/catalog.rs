//! Tables, indexes, views and the rest, as far as the scripts tell.

use super::path::SearchPath;
use crate::sql::{Column, Constraint, ConstraintKind, Located, Name, ObjectKind, Query, Signature, required};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// Since when an object is there.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Origin {
    /// The deployed history made it: it may hold rows and have readers.
    #[default]
    Before,
    /// This change makes it: nobody uses it yet.
    Change,
    /// This change makes it if it is not there (`IF NOT EXISTS`), or no script mentions it.
    Unknown,
}

/// A constraint that a table has.
#[derive(Clone, Debug)]
#[allow(missing_docs)]
pub struct Held {
    pub name: String,
    pub constraint: Constraint,
    /// Checked for all rows, not only for new ones.
    pub valid: bool,
    pub origin: Origin,
}

/// A table.
#[derive(Clone, Debug, Default)]
#[allow(missing_docs)]
pub struct Table {
    pub origin: Origin,
    pub columns: Vec<(Column, Origin)>,
    pub constraints: Vec<Held>,
    /// It may have columns that no script writes out.
    pub opaque: bool,
    pub partitioned: bool,
    pub partition_key: Vec<String>,
    /// It takes the rows that no other partition takes.
    pub default_partition: bool,
    pub partition_of: Option<Name>,
    /// It is the session's own.
    pub temporary: bool,
    /// What is written to it is not written to the log.
    pub unlogged: bool,
    pub row_security: bool,
    pub virtual_table: bool,
    /// Its columns may be others than those that the scripts write out: a table that was there already, a parent that
    /// gets more of them.
    pub loose: bool,
}

impl Table {
    /// One of its columns.
    pub fn column(&self, name: &str) -> Option<&Column> {
        self.columns.iter().find(|(column, _)| column.name == name).map(|(column, _)| column)
    }
}

/// An index.
#[derive(Clone, Debug, Default)]
#[allow(missing_docs)]
pub struct IndexState {
    pub table: Name,
    pub columns: Vec<String>,
    pub unique: bool,
    pub partial: bool,
    pub valid: bool,
    pub origin: Origin,
}

/// A view, or a materialised one.
#[derive(Clone, Debug, Default)]
#[allow(missing_docs)]
pub struct View {
    pub materialized: bool,
    pub query: Query,
    /// Their names, where they are certain.
    pub columns: Option<Vec<String>>,
    pub origin: Origin,
    pub filled: bool,
}

/// A function or a procedure.
#[derive(Clone, Debug, Default)]
#[allow(missing_docs)]
pub struct Routine {
    pub query: Query,
    pub origin: Origin,
    pub language: Option<String>,
    /// Those of its name that are told apart by their arguments; none where the arguments of one are not known.
    pub overloads: Vec<(Signature, Origin)>,
    /// It is declared never to give two results in one statement.
    pub stable: bool,
    /// What its body does; nothing where that is not known.
    pub effects: Option<Arc<[Located]>>,
    /// The bodies of those of its name, as far as they can be read.
    pub texts: Vec<Arc<str>>,
}

/// A domain.
#[derive(Clone, Debug, Default)]
#[allow(missing_docs)]
pub struct Domain {
    /// What it is made of.
    pub base: String,
    /// It refuses some values of its base.
    pub constrained: bool,
}

/// Everything that is known to be there.
#[derive(Clone, Debug, Default)]
#[allow(missing_docs)]
pub struct Catalog {
    pub tables: BTreeMap<Name, Table>,
    pub indexes: BTreeMap<Name, IndexState>,
    pub views: BTreeMap<Name, View>,
    pub enums: BTreeMap<Name, (Vec<String>, Origin)>,
    pub routines: BTreeMap<Name, Routine>,
    pub triggers: BTreeMap<(Name, String), (Option<Name>, Origin)>,
    pub objects: BTreeMap<(ObjectKind, Name), Origin>,
    pub domains: BTreeMap<Name, Domain>,
    /// What the conditions of policies mention.
    pub policies: BTreeMap<(Name, String), Query>,
    /// The columns that triggers name.
    pub watched: BTreeMap<(Name, String), Vec<String>>,
    /// Enum values that the open transaction has added.
    pub new_values: Vec<(Name, String)>,
    /// Tables by the tables they point at.
    pub(super) pointed: BTreeMap<Name, Vec<Name>>,
    /// Foreign keys of the deployed history that this change has dropped, with their tables.
    pub dropped_keys: Vec<(Name, Constraint)>,
    /// Columns, and tables as a whole, that were dropped or got another name.
    pub lost: BTreeSet<(Name, Option<String>)>,
    /// Something was done that cannot be followed.
    pub(super) gap: bool,
    /// Schemas that the scripts made: nobody else has put anything into them.
    pub(super) own_schemas: BTreeSet<String>,
    /// Where names without a schema are looked up.
    pub(super) path: SearchPath,
}

impl Catalog {
    /// A table, where it is known.
    pub fn table(&self, name: &Name) -> Option<&Table> {
        self.tables.get(&self.resolve(name))
    }

    /// A column, where it is known.
    pub fn column(&self, table: &Name, column: &str) -> Option<&Column> {
        self.table(table)?.column(column)
    }

    /// Since when a table is there.
    pub fn origin(&self, table: &Name) -> Origin {
        let view = || self.views.get(&self.resolve(table)).map(|view| view.origin);
        self.table(table).map(|table| table.origin).or_else(view).unwrap_or(Origin::Unknown)
    }

    /// The table may hold rows and have readers.
    pub fn existed(&self, table: &Name) -> bool {
        self.origin(table) != Origin::Change
    }

    /// The column may hold values and have readers.
    pub fn column_existed(&self, table: &Name, column: &str) -> bool {
        let found = self.table(table).and_then(|table| table.columns.iter().find(|(known, _)| known.name == column));
        self.existed(table) && found.is_none_or(|(_, origin)| *origin != Origin::Change)
    }

    /// Since when an object other than a table is there.
    pub fn object_existed(&self, kind: ObjectKind, name: &Name) -> bool {
        let origin = match kind {
            ObjectKind::Table => return self.existed(name),
            ObjectKind::View | ObjectKind::MaterializedView => {
                self.views.get(&self.resolve(name)).map(|view| view.origin)
            }
            ObjectKind::Function | ObjectKind::Procedure => self.routines.get(name).map(|routine| routine.origin),
            ObjectKind::Type if self.enums.contains_key(name) => self.enums.get(name).map(|(_, origin)| *origin),
            _ => self.objects.get(&(kind, name.clone())).copied(),
        };
        origin != Some(Origin::Change)
    }

    /// The tables, views and routines of a schema, with the word for each.
    pub fn in_schema(&self, schema: &str) -> Vec<String> {
        // Those of the default one are held without it.
        let within = |one: &&Name| one.schema.as_deref().unwrap_or("public") == schema;
        let tables = self.tables.keys().filter(within).map(|one| format!("table {one}"));
        let views = self.views.keys().filter(within).map(|one| format!("view {one}"));
        let routines = self.routines.keys().filter(within).map(|one| format!("routine {one}"));
        tables.chain(views).chain(routines).collect()
    }

    /// An object is known, whoever made it; triggers and policies are looked for on their table.
    pub fn knows(&self, kind: ObjectKind, name: &Name, on: Option<&Name>) -> bool {
        let placed = self.resolve(name);
        let on = on.map(|table| self.resolve(table)).unwrap_or_default();
        match kind {
            ObjectKind::Table => self.tables.contains_key(&placed),
            ObjectKind::View | ObjectKind::MaterializedView => self.views.contains_key(&placed),
            ObjectKind::Function | ObjectKind::Procedure => self.routines.contains_key(name),
            ObjectKind::Type if self.enums.contains_key(name) => true,
            ObjectKind::Trigger => self.triggers.contains_key(&(on, name.name.clone())),
            ObjectKind::Policy | ObjectKind::Rule => self.objects.contains_key(&(kind, Self::within(&on, &name.name))),
            _ => self.objects.contains_key(&(kind, name.clone())),
        }
    }

    /// Since when an object is there that has its name within a table: a policy, a rule.
    pub fn object_within(&self, kind: ObjectKind, table: &Name, name: &str) -> Option<Origin> {
        self.objects.get(&(kind, Self::within(&self.resolve(table), name))).copied()
    }

    /// The key of an object that has its name within a table.
    pub(super) fn within(table: &Name, name: &str) -> Name {
        table.renamed(&format!("{}.{name}", table.name))
    }

    /// The partition that takes the rows that no other takes.
    pub fn default_partition(&self, parent: &Name) -> Option<&Name> {
        let parent = self.resolve(parent);
        let mut all = self.tables.iter().filter(|(_, table)| table.partition_of.as_ref() == Some(&parent));
        all.find(|(_, table)| table.default_partition).map(|(name, _)| name)
    }

    /// A constraint, where it is known.
    pub fn constraint(&self, table: &Name, name: &str) -> Option<&Held> {
        self.table(table)?.constraints.iter().find(|held| held.name == name)
    }

    /// The constraint that an index stands for, with its table: both have one name.
    pub fn constraint_of_index(&self, index: &Name) -> Option<(&Name, &Held)> {
        let index = self.resolve(index);
        let guards = |held: &&Held| {
            use ConstraintKind::{Exclude, Primary, Unique};
            held.name == index.name && matches!(held.constraint.kind, Primary | Unique | Exclude)
        };
        let held = |table: &Name| {
            let (name, table) = self.tables.get_key_value(table)?;
            Some((name, table.constraints.iter().find(guards)?))
        };
        match self.indexes.get(&index) {
            Some(known) => held(&known.table),
            // The index of an exclusion is not kept beside its constraint.
            None => self.tables.keys().filter(|table| table.schema == index.schema).find_map(held),
        }
    }

    /// A check that holds for all rows leaves the column no room to be empty.
    pub fn is_proven_filled(&self, table: &Name, column: &str) -> bool {
        let held = self.table(table).into_iter().flat_map(|table| &table.constraints);
        let mut checks = held.filter(|held| held.valid && held.constraint.kind == ConstraintKind::Check);
        checks.any(|held| required(&held.constraint.definition).iter().any(|known| known == column))
    }

    /// An index by its name; MySQL names an index within its table.
    pub fn index(&self, name: &Name, table: Option<&Name>) -> Option<&IndexState> {
        table.and_then(|table| self.indexes.get(&index_key(table, &name.name, true))).or_else(|| self.indexes.get(name))
    }
}

/// The key of an index: beside its table, or inside it where names may repeat.
pub(super) fn index_key(table: &Name, index: &str, inside: bool) -> Name {
    if inside { table.renamed(&format!("{}.{index}", table.name)) } else { table.renamed(index) }
}
