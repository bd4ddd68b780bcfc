//! What hangs on an object, so that it cannot be dropped alone and goes with it under `CASCADE`.

use super::Catalog;
use super::catalog::{Held, Table};
use crate::sql::{Column, ConstraintKind, Generated, Name, ObjectKind, Op, named_type};
use std::fmt;

/// What of a table, or which object.
#[derive(Clone, Debug, PartialEq, Eq)]
#[allow(missing_docs)]
pub enum Part {
    Column(String),
    Default(String),
    Constraint(String),
    Trigger(String),
    Policy(String),
    Index,
    View { materialized: bool },
    Domain,
}

/// Something that hangs on an object that is dropped or retyped.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Hanging {
    /// What it is.
    pub part: Part,
    /// The table that it belongs to, or itself.
    pub owner: Name,
    /// Nothing else could hold it as well.
    pub sure: bool,
}

impl Hanging {
    fn new(part: Part, owner: &Name) -> Self {
        Self { part, owner: owner.clone(), sure: true }
    }

    fn unsure_if(self, unsure: bool) -> Self {
        Self { sure: !unsure, ..self }
    }

    /// Every row loses a value with it.
    pub fn has_values(&self) -> bool {
        matches!(self.part, Part::Column(_))
    }
}

impl fmt::Display for Hanging {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let owner = &self.owner;
        match &self.part {
            Part::Column(name) => write!(f, "column {owner}.{name}"),
            Part::Default(column) => write!(f, "the default of {owner}.{column}"),
            Part::Constraint(name) => write!(f, "constraint {name} of {owner}"),
            Part::Trigger(name) => write!(f, "trigger {name} on {owner}"),
            Part::Policy(name) => write!(f, "policy {name} of {owner}"),
            Part::Index => write!(f, "index {owner}"),
            Part::View { materialized: true } => write!(f, "materialized view {owner}"),
            Part::View { materialized: false } => write!(f, "view {owner}"),
            Part::Domain => write!(f, "domain {owner}"),
        }
    }
}

impl Catalog {
    /// What keeps the effect from being done without `CASCADE`. Views are told by what they read, and not here.
    pub fn hanging_on(&self, op: &Op) -> Vec<Hanging> {
        match op {
            Op::Drop { object: ObjectKind::Type | ObjectKind::Domain, name, .. } => self.of_type(name),
            Op::Drop { object: ObjectKind::Function | ObjectKind::Procedure, name, .. } => self.callers(name),
            Op::Drop { object: ObjectKind::Sequence, name, .. } => self.numbered_by(name),
            Op::Drop { object: ObjectKind::Table, name, .. } => {
                let all = self.keys_to(name, &|_| true);
                all.into_iter().filter(|one| one.owner != self.resolve(name)).collect()
            }
            Op::DropConstraint { table, name, .. } => self.keys_by(table, name),
            Op::DropColumn { table, column, .. } => {
                let mut all = self.keys_to(table, &|columns| columns.contains(column));
                all.extend(self.readers_of(table, column));
                all
            }
            Op::AlterType { table, column, .. } => self.readers_of(table, column),
            _ => Vec::new(),
        }
    }

    /// Tables and their columns; those of a partition are its parent's.
    fn own_columns(&self) -> impl Iterator<Item = (&Name, &Column)> {
        let whole = self.tables.iter().filter(|(_, table)| table.partition_of.is_none());
        whole.flat_map(|(name, table)| table.columns.iter().map(move |(column, _)| (name, column)))
    }

    fn held(&self) -> impl Iterator<Item = (&Name, &Held)> {
        self.tables.iter().flat_map(|(name, table)| table.constraints.iter().map(move |held| (name, held)))
    }

    /// The columns of a type or of a domain, and of the domains that are made of it.
    pub fn columns_of(&self, name: &Name) -> Vec<(Name, String)> {
        let parts = self.of_type(name).into_iter();
        parts
            .filter_map(|one| match one.part {
                Part::Column(column) => Some((one.owner, column)),
                _ => None,
            })
            .collect()
    }

    fn of_type(&self, name: &Name) -> Vec<Hanging> {
        let mut all = Vec::new();
        let of = |ty: &str| named_type(ty) == *name;
        for (table, column) in self.own_columns().filter(|(_, column)| of(&column.ty)) {
            all.push(Hanging::new(Part::Column(column.name.clone()), table));
        }
        for (domain, _) in self.domains.iter().filter(|(domain, known)| of(&known.base) && *domain != name) {
            all.push(Hanging::new(Part::Domain, domain));
            // It takes its columns along in turn.
            let own = self.own_columns().filter(|(_, column)| named_type(&column.ty) == *domain);
            all.extend(own.map(|(table, column)| Hanging::new(Part::Column(column.name.clone()), table)));
        }
        all
    }

    fn callers(&self, name: &Name) -> Vec<Hanging> {
        // Of several of one name each may be the one that is called.
        let several = self.routines.get(name).is_none_or(|routine| routine.overloads.len() > 1);
        let called = |text: &str| calls(text, &name.name);
        let mut all = Vec::new();
        for ((table, trigger), (calls, _)) in &self.triggers {
            if calls.as_ref() == Some(name) {
                all.push(Hanging::new(Part::Trigger(trigger.clone()), table));
            }
        }
        for (table, column) in self.own_columns() {
            if column.expression.as_deref().is_some_and(called) {
                all.push(Hanging::new(Part::Column(column.name.clone()), table));
            } else if column.default.as_deref().is_some_and(called) {
                all.push(Hanging::new(Part::Default(column.name.clone()), table));
            }
        }
        for (table, held) in self.held().filter(|(_, held)| held.constraint.kind == ConstraintKind::Check) {
            if called(&held.constraint.definition) {
                all.push(Hanging::new(Part::Constraint(held.name.clone()), table));
            }
        }
        for (index, state) in &self.indexes {
            if state.columns.iter().any(|item| called(item)) {
                all.push(Hanging::new(Part::Index, index));
            }
        }
        for (view, known) in self.views.iter().filter(|(_, known)| known.query.calls.contains(name)) {
            all.push(Hanging::new(Part::View { materialized: known.materialized }, view));
        }
        for ((table, policy), _) in self.policies.iter().filter(|(_, query)| query.calls.contains(name)) {
            all.push(Hanging::new(Part::Policy(policy.clone()), table));
        }
        all.into_iter().map(|one| one.unsure_if(several)).collect()
    }

    fn numbered_by(&self, name: &Name) -> Vec<Hanging> {
        let numbers = |column: &Column| {
            let default = column.default.as_deref().filter(|default| default.contains("nextval"));
            default.and_then(|default| default.split('\'').nth(1)).is_some_and(|text| named_type(text) == *name)
        };
        let own = self.own_columns().filter(|(_, column)| numbers(column));
        own.map(|(table, column)| Hanging::new(Part::Default(column.name.clone()), table)).collect()
    }

    /// Foreign keys to these columns of a table.
    fn keys_to(&self, table: &Name, columns: &dyn Fn(&[String]) -> bool) -> Vec<Hanging> {
        let table = self.resolve(table);
        let keys = self.pointing_at(&table).iter().filter_map(|name| Some((name, self.tables.get(name)?)));
        let held = keys.flat_map(|(name, from)| from.constraints.iter().map(move |held| (name, held)));
        held.filter(|(_, held)| {
            let to = held.constraint.references.as_ref().filter(|to| to.table == table);
            to.is_some_and(|to| columns(&self.pointed_columns(&table, &to.columns)))
        })
        .map(|(name, held)| Hanging::new(Part::Constraint(held.name.clone()), name))
        .collect()
    }

    /// Without columns a foreign key points at the primary key.
    pub(crate) fn pointed_columns(&self, table: &Name, columns: &[String]) -> Vec<String> {
        if !columns.is_empty() {
            return columns.to_vec();
        }
        let held = self.table(table).into_iter().flat_map(|table| &table.constraints);
        let mut primary = held.filter(|held| held.constraint.kind == ConstraintKind::Primary);
        primary.next().map(|held| held.constraint.columns.clone()).unwrap_or_default()
    }

    /// Foreign keys that rely on this primary key or unique constraint.
    fn keys_by(&self, table: &Name, name: &str) -> Vec<Hanging> {
        let unique = |held: &&Held| matches!(held.constraint.kind, ConstraintKind::Primary | ConstraintKind::Unique);
        let Some(own) = self.constraint(table, name).filter(unique) else { return Vec::new() };
        let sorted = |columns: &[String]| {
            let mut columns = columns.to_vec();
            columns.sort();
            columns
        };
        let wanted = sorted(&own.constraint.columns);
        let table = self.resolve(table);
        // Another index over the same columns may hold them as well.
        let same = self.indexes.values().filter(|index| index.table == table && index.unique && !index.partial);
        let several = same.filter(|index| sorted(&index.columns) == wanted).count() > 1;
        let all = self.keys_to(&table, &|columns| !columns.is_empty() && sorted(columns) == wanted);
        all.into_iter().map(|one| one.unsure_if(several)).collect()
    }

    /// What names the column: generated columns, policies, triggers on it.
    fn readers_of(&self, table: &Name, column: &str) -> Vec<Hanging> {
        let table = self.resolve(table);
        let mut all = Vec::new();
        for (other, _) in self.tables.get(&table).iter().flat_map(|table: &&Table| &table.columns) {
            let made = other.generated == Generated::Stored || other.generated == Generated::Virtual;
            if made && other.name != column && other.expression.as_deref().is_some_and(|text| names(text, column)) {
                all.push(Hanging::new(Part::Column(other.name.clone()), &table));
            }
        }
        for ((on, policy), query) in &self.policies {
            if *on == table && query.words.iter().any(|word| word == column) {
                // Of a query in it the column may be another table's.
                let one = Hanging::new(Part::Policy(policy.clone()), &table);
                all.push(one.unsure_if(!query.tables.is_empty()));
            }
        }
        for ((on, trigger), columns) in &self.watched {
            if *on == table && columns.iter().any(|one| one == column) {
                all.push(Hanging::new(Part::Trigger(trigger.clone()), &table));
            }
        }
        all
    }
}

/// The words of an expression that are no strings, each with what follows it.
fn words(text: &str) -> Vec<(String, bool)> {
    let mut found: Vec<(String, bool)> = Vec::new();
    let (mut word, mut string, mut quoted) = (String::new(), false, false);
    for c in text.chars().chain([' ']) {
        match c {
            '\'' if !quoted => string = !string,
            '"' if !string => quoted = !quoted,
            _ if string => {}
            _ if quoted || c.is_alphanumeric() || c == '_' => word.push(c),
            _ => {
                if !word.is_empty() {
                    found.push((std::mem::take(&mut word), false));
                }
                if let Some(last) = found.last_mut().filter(|_| c == '(') {
                    last.1 = true;
                }
            }
        }
    }
    found
}

fn calls(text: &str, function: &str) -> bool {
    words(text).iter().any(|(word, called)| *called && word == function)
}

/// The expression names the column.
pub(super) fn names(text: &str, column: &str) -> bool {
    words(text).iter().any(|(word, called)| !called && word == column)
}
