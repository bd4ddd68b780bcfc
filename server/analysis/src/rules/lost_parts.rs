//! What a table of PostgreSQL has and a copy of it lacks.

use super::Cx;
use crate::sql::{Column, Constraint, ConstraintKind, CreateTable, Generated, Name, Op, Setting};
use std::collections::BTreeSet;

/// Parts of a table, each by a key that tells whether another table has the same.
#[derive(Default)]
pub struct Parts(BTreeSet<String>);

impl Parts {
    /// What a new table has from the beginning, where it takes its columns from a query or from another table; nothing
    /// where they are written out.
    pub fn of_copy(create: &CreateTable, old: &[(String, String)]) -> Option<Self> {
        let mut parts = Self::default();
        if create.like.is_some() {
            let brought = old.iter().filter(|(key, _)| {
                let option = match key.split(' ').next().unwrap_or_default() {
                    "filled" => return true,
                    "primary" | "unique" | "exclude" | "index" => "indexes",
                    "check" => "constraints",
                    "default" => "defaults",
                    "identity" => "identity",
                    "expression" => "generated",
                    _ => return false,
                };
                brings(&create.like_options, option)
            });
            parts.0.extend(brought.map(|(key, _)| key.clone()));
        } else {
            create.from_query.as_ref()?;
        }
        create.constraints.iter().for_each(|constraint| parts.constraint(constraint));
        Some(parts)
    }

    /// Both of them.
    pub fn and(mut self, other: Option<Self>) -> Self {
        self.0.extend(other.unwrap_or_default().0);
        self
    }

    /// What an effect on the table gives it.
    pub fn note(&mut self, op: &Op) {
        match op {
            Op::AddConstraint { constraint, .. } => self.constraint(constraint),
            Op::AddColumn { column, .. } => self.0.extend(of_column(column).into_iter().map(|(key, _)| key)),
            Op::SetNotNull { column, not_null: true, .. } => self.has(format!("filled {column}")),
            Op::SetDefault { column, default: Some(_), .. } => self.has(format!("default {column}")),
            Op::Identity { column, add, .. } => {
                self.has(format!("counter {column}"));
                if *add {
                    self.has(format!("identity {column}"));
                    self.has(format!("default {column}"));
                }
            }
            Op::CreateIndex(index) => {
                if index.unique {
                    self.has(format!("unique {}", index.columns.join(",")));
                }
                self.has(format!("index {}", index.columns.join(",")));
            }
            Op::CreateTrigger { name, .. } => self.has(format!("trigger {name}")),
            Op::CreatePolicy { name, .. } => self.has(format!("policy {name}")),
            Op::Table { setting: Setting::RowSecurity { enabled: true, force: false }, .. } => {
                self.has("security".to_owned());
            }
            _ => {}
        }
    }

    /// The old table's parts that these lack, in words.
    pub fn lacks(&self, old: &[(String, String)]) -> Vec<String> {
        // Without an identity there is nothing to count.
        let counts = |key: &str| {
            key.strip_prefix("counter ").is_none_or(|column| self.0.contains(&format!("identity {column}")))
        };
        let lacking = old.iter().filter(|(key, _)| !self.0.contains(key) && counts(key));
        lacking.map(|(_, words)| words.clone()).collect()
    }

    fn has(&mut self, key: String) {
        self.0.insert(key);
    }

    fn constraint(&mut self, constraint: &Constraint) {
        self.has(key(constraint));
        if constraint.kind == ConstraintKind::Primary {
            // Its columns become required; an index that is taken over says itself which they are.
            constraint.columns.iter().for_each(|column| self.has(format!("filled {column}")));
            self.has(format!("unique {}", constraint.columns.join(",")));
        }
    }
}

/// `INCLUDING ALL EXCLUDING INDEXES`: the last word on it holds.
fn brings(options: &str, what: &str) -> bool {
    let words: Vec<&str> = options.split_whitespace().collect();
    let mut says = words.chunks(2).filter(|pair| pair.get(1).is_some_and(|one| *one == "all" || *one == what));
    says.next_back().is_some_and(|pair| pair[0] == "including")
}

fn key(constraint: &Constraint) -> String {
    let columns = constraint.columns.join(",");
    match constraint.kind {
        ConstraintKind::Primary => "primary".to_owned(),
        ConstraintKind::Unique => format!("unique {columns}"),
        ConstraintKind::Foreign => format!("foreign {columns}"),
        ConstraintKind::Check => format!("check {columns}"),
        ConstraintKind::Exclude => format!("exclude {columns}"),
        ConstraintKind::NotNull => format!("filled {columns}"),
        ConstraintKind::Index => format!("index {columns}"),
    }
}

fn of_column(column: &Column) -> Vec<(String, String)> {
    let name = &column.name;
    let mut parts = Vec::new();
    if column.not_null {
        parts.push((format!("filled {name}"), format!("NOT NULL of {name}")));
    }
    if column.default.is_some() || column.is_serial() {
        parts.push((format!("default {name}"), format!("the default of {name}")));
    }
    match column.generated {
        Generated::Identity => {
            parts.push((format!("identity {name}"), format!("the identity of {name}")));
            // The copy has a sequence of its own, which begins at one.
            parts.push((format!("counter {name}"), format!("the last number of {name}")));
        }
        Generated::Stored | Generated::Virtual => {
            parts.push((format!("expression {name}"), format!("the expression of {name}")));
        }
        Generated::No | Generated::AutoIncrement => {}
    }
    parts
}

/// The parts of a table that is there: their keys, and what a message calls them.
pub fn of_table(cx: &Cx<'_>, name: &Name) -> Vec<(String, String)> {
    let placed = cx.catalog.resolve(name);
    let Some(table) = cx.catalog.table(&placed) else { return Vec::new() };
    let mut parts: Vec<(String, String)> = Vec::new();
    for held in &table.constraints {
        let words = match held.constraint.kind {
            ConstraintKind::Primary => "the primary key".to_owned(),
            ConstraintKind::Foreign => format!("foreign key {}", held.name),
            _ => format!("constraint {}", held.name),
        };
        parts.push((key(&held.constraint), words));
    }
    let mut primary = table.constraints.iter().filter(|held| held.constraint.kind == ConstraintKind::Primary);
    let keyed = primary.next().map(|held| held.constraint.columns.as_slice()).unwrap_or_default();
    for (column, _) in &table.columns {
        // What the key requires goes with the key.
        let own = of_column(column).into_iter();
        parts.extend(own.filter(|(key, _)| !(key.starts_with("filled ") && keyed.contains(&column.name))));
    }
    let is_key = |name: &Name| table.constraints.iter().any(|held| held.name == name.name);
    for (name, index) in cx.catalog.indexes.iter().filter(|(name, index)| index.table == placed && !is_key(name)) {
        parts.push((format!("index {}", index.columns.join(",")), format!("index {name}")));
    }
    let within = (placed.clone(), String::new())..;
    for (_, trigger) in
        cx.catalog.triggers.range(within.clone()).map(|(key, _)| key).take_while(|(on, _)| *on == placed)
    {
        parts.push((format!("trigger {trigger}"), format!("trigger {trigger}")));
    }
    for (_, policy) in cx.catalog.policies.range(within).map(|(key, _)| key).take_while(|(on, _)| *on == placed) {
        parts.push((format!("policy {policy}"), format!("policy {policy}")));
    }
    if table.row_security {
        parts.push(("security".to_owned(), "row-level security".to_owned()));
    }
    parts
}
