//! What an effect names that is not there.

use super::{Catalog, Table};
use crate::sql::{Constraint, ConstraintKind, Located, Name, ObjectKind, Op};

/// Tables of migration tools, which no migration makes.
const OF_TOOLS: &[&str] = &[
    "alembic_version",
    "databasechangelog",
    "databasechangeloglock",
    "django_migrations",
    "flyway_schema_history",
    "goose_db_version",
    "knex_migrations",
    "schema_migrations",
    "ar_internal_metadata",
];

/// Columns that every table has.
const OF_SYSTEM: &[&str] = &["cmax", "cmin", "ctid", "oid", "tableoid", "xmax", "xmin"];

/// Something that is named and not there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Unknown {
    /// A table or a view.
    Relation(Name),
    /// A column of a table that is there.
    Column(Name, String),
    /// A column that none of these tables has, which are there.
    ColumnOfAny(Vec<Name>, String),
    /// A constraint of a table that is there.
    Constraint(Name, String),
    /// An index.
    Index(Name),
}

impl Catalog {
    /// The effect cannot have worked on what the scripts tell: something else made what it names.
    pub(crate) fn refers_elsewhere(&self, located: &Located) -> bool {
        !self.gap && !located.conditional && !located.if_exists && !self.unknown(&located.op).is_empty()
    }

    /// What the effect names and the scripts do not make.
    pub fn unknown(&self, op: &Op) -> Vec<Unknown> {
        let mut found = Vec::new();
        match op {
            Op::CreateTable(create) => {
                let read = create.from_query.iter().flat_map(|query| &query.tables);
                let parents = create.partition_of.iter().chain(&create.like).chain(&create.inherits);
                read.chain(parents).for_each(|name| self.relation(name, &mut found));
                let own = create.columns.iter().filter_map(|column| column.references.as_ref());
                let pointed = own.chain(create.constraints.iter().filter_map(|one| one.references.as_ref()));
                for name in pointed.map(|reference| &reference.table).filter(|name| **name != create.name) {
                    self.relation(name, &mut found);
                }
            }
            Op::CreateView { query, reads, .. } => {
                query.tables.iter().for_each(|name| self.relation(name, &mut found));
                self.read_columns(&query.tables, reads, &mut found);
            }
            Op::Refresh { view, .. } => self.relation(view, &mut found),
            Op::Drop { if_exists: true, .. } | Op::Grant { .. } => {}
            Op::DropIndex { name, table: None, if_exists: false, .. }
            | Op::Rename { object: ObjectKind::Index, name, .. } => self.known_index(name, &mut found),
            Op::DropIndex { .. } => {}
            Op::DropConstraint { table, name, if_exists: false, .. }
            | Op::ValidateConstraint { table, name }
            | Op::RenameConstraint { table, from: name, .. } => {
                self.relation(table, &mut found);
                self.known_constraint(table, name, &mut found);
            }
            Op::Drop { object: ObjectKind::View | ObjectKind::MaterializedView, name, .. } => {
                self.relation(name, &mut found);
            }
            Op::Truncate { tables, .. } | Op::LockTable { tables, .. } | Op::Vacuum { tables, .. } => {
                tables.iter().for_each(|name| self.relation(name, &mut found));
            }
            Op::AddConstraint { table, constraint } => {
                self.relation(table, &mut found);
                self.constraint_columns(table, constraint, &mut found);
            }
            Op::CreateIndex(index) => {
                self.relation(&index.table, &mut found);
                self.columns(&index.table, index.columns.iter(), &mut found);
            }
            Op::Insert { table, columns, .. } | Op::Update { table, columns, .. } => {
                self.relation(table, &mut found);
                self.columns(table, columns.iter(), &mut found);
            }
            _ => {
                if let Some(table) = op.table() {
                    self.relation(table, &mut found);
                }
                if let Some((table, column)) = altered_column(op) {
                    self.columns(table, std::iter::once(column), &mut found);
                }
            }
        }
        found
    }

    /// The scripts tell everything, and nothing of this object: dropping it does nothing.
    pub fn is_absent(&self, kind: ObjectKind, name: &Name, on: Option<&Name>) -> bool {
        let within = matches!(kind, ObjectKind::Trigger | ObjectKind::Policy | ObjectKind::Rule);
        let relation = matches!(kind, ObjectKind::Table | ObjectKind::View | ObjectKind::MaterializedView);
        let other = || relation && !self.is_missing(name);
        let elsewhere = || self.may_be_elsewhere(if within { on.unwrap_or(name) } else { name });
        self.is_whole() && within == on.is_some() && !self.knows(kind, name, on) && !other() && !elsewhere()
    }

    /// The scripts tell every index, and this is none of them.
    pub fn lacks_index(&self, name: &Name) -> bool {
        let mut found = Vec::new();
        self.known_index(name, &mut found);
        self.is_whole() && !found.is_empty()
    }

    /// The scripts tell every constraint of the table, and this is none of them.
    pub fn lacks_constraint(&self, table: &Name, name: &str) -> bool {
        let mut found = Vec::new();
        self.known_constraint(table, name, &mut found);
        self.is_whole() && !found.is_empty()
    }

    /// The scripts tell every column of the table, and this is none of them.
    pub fn lacks_column(&self, table: &Name, column: &str) -> bool {
        let known = self.table(table).filter(|known| is_written_out(known));
        self.is_whole() && known.is_some_and(|known| known.column(column).is_none())
    }

    fn is_missing(&self, name: &Name) -> bool {
        let mut found = Vec::new();
        self.relation(name, &mut found);
        !found.is_empty()
    }

    fn known_constraint(&self, table: &Name, name: &str, found: &mut Vec<Unknown>) {
        let Some(known) = self.table(table).filter(|table| is_written_out(table)) else { return };
        let held = known.constraints.iter().any(|held| held.name == name);
        let written = || known.columns.iter().any(|(column, _)| column.constraint_names.iter().any(|one| one == name));
        if !(held || written() || is_given_by_server(name)) {
            found.push(Unknown::Constraint(table.clone(), name.to_owned()));
        }
    }

    fn known_index(&self, name: &Name, found: &mut Vec<Unknown>) {
        let known =
            || self.indexes.keys().any(|index| index.name == name.name) || self.constraint_of_index(name).is_some();
        // An index of a table that is written out in part, or of its partitions, is not told.
        let told = || self.tables.values().all(|table| is_written_out(table) && !table.partitioned);
        if !(self.may_be_elsewhere(name) || is_given_by_server(&name.name) || known()) && told() {
            found.push(Unknown::Index(name.clone()));
        }
    }

    fn constraint_columns(&self, table: &Name, constraint: &Constraint, found: &mut Vec<Unknown>) {
        // A check mentions functions and words as well.
        if matches!(constraint.kind, ConstraintKind::Primary | ConstraintKind::Unique | ConstraintKind::Foreign) {
            self.columns(table, constraint.columns.iter(), found);
        }
        if let Some(reference) = &constraint.references {
            self.relation(&reference.table, found);
            self.columns(&reference.table, reference.columns.iter(), found);
        }
    }

    fn relation(&self, name: &Name, found: &mut Vec<Unknown>) {
        let placed = self.resolve(name);
        let known = |name: &Name| {
            self.tables.contains_key(name)
                || self.views.contains_key(name)
                || self.indexes.contains_key(name)
                || self.objects.contains_key(&(ObjectKind::Sequence, name.clone()))
        };
        // The search path of a role or a database may lead there.
        let placed_elsewhere = || self.tables.keys().chain(self.views.keys()).any(|other| other.name == name.name);
        if !(known(name) || known(&placed) || self.may_be_elsewhere(name) || placed_elsewhere()) {
            found.push(Unknown::Relation(name.clone()));
        }
    }

    /// Somebody else may have made it: the system, a tool, an extension, the owner of another schema.
    fn may_be_elsewhere(&self, name: &Name) -> bool {
        match &name.schema {
            Some(schema) => !self.own_schemas.contains(schema),
            None => {
                // It may be in a schema of the search path that somebody else fills.
                (self.path.is_set() && !name.placed)
                    || name.name.is_empty()
                    || name.name.starts_with("pg_")
                    || name.name.starts_with('_')
                    || name.name.ends_with("_seq")
                    // The tool fills in another name.
                    || name.name.contains(['$', '{', '}'])
                    || OF_TOOLS.contains(&name.name.as_str())
            }
        }
    }

    /// Columns that are none of these tables', where all of them are written out.
    fn read_columns(&self, tables: &[Name], names: &[String], found: &mut Vec<Unknown>) {
        let known: Option<Vec<&Table>> =
            tables.iter().map(|name| self.table(name).filter(|table| is_written_out(table))).collect();
        let Some(known) = known.filter(|known| !known.is_empty()) else { return };
        for name in names {
            if known.iter().all(|table| table.column(name).is_none()) && !OF_SYSTEM.contains(&name.as_str()) {
                found.push(match tables {
                    [table] => Unknown::Column(table.clone(), name.clone()),
                    _ => Unknown::ColumnOfAny(tables.to_vec(), name.clone()),
                });
            }
        }
    }

    fn columns<'a>(&self, table: &Name, names: impl Iterator<Item = &'a String>, found: &mut Vec<Unknown>) {
        let Some(known) = self.table(table).filter(|table| is_written_out(table)) else { return };
        for name in names {
            // An expression names several.
            let plain = name.chars().all(|c| c.is_alphanumeric() || c == '_');
            if plain && known.column(name).is_none() && !OF_SYSTEM.contains(&name.as_str()) {
                found.push(Unknown::Column(table.clone(), name.clone()));
            }
        }
    }
}

/// PostgreSQL gives such names to constraints and indexes that have none, and changes them where one is taken.
fn is_given_by_server(name: &str) -> bool {
    let name = name.trim_end_matches(|c: char| c.is_ascii_digit());
    ["_pkey", "_key", "_fkey", "_check", "_excl", "_not_null", "_idx"].iter().any(|suffix| name.ends_with(suffix))
}

fn is_written_out(table: &Table) -> bool {
    !table.opaque && !table.loose && !table.virtual_table && table.partition_of.is_none() && !table.columns.is_empty()
}

fn altered_column(op: &Op) -> Option<(&Name, &String)> {
    match op {
        Op::DropColumn { table, column, if_exists: false, .. }
        | Op::AlterType { table, column, .. }
        | Op::SetDefault { table, column, .. }
        | Op::SetNotNull { table, column, .. }
        | Op::DropExpression { table, column }
        | Op::SetExpression { table, column }
        | Op::DropIdentity { table, column }
        | Op::Identity { table, column, .. }
        | Op::RenameColumn { table, from: column, .. } => Some((table, column)),
        _ => None,
    }
}
