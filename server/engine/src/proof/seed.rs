//! Puts representative rows into tables.

use super::model::{Progress, Seeded};
use super::plan::Plan;
use super::values::{self, Hints};
use super::{odd, touched};
use std::collections::{BTreeMap, BTreeSet};
use std::time::{Duration, Instant};
use store::scratch::catalog::{Catalog, Column, Constraint, Relation};
use store::scratch::{Failure, Session, Value};

/// Rows for each table.
pub(super) const ROWS: usize = 3;
/// The name of the last of them, which has no value wherever none is needed.
pub(super) const WITH_NULLS: &str = "row 3";
/// Inserts that are tried for one row.
const TRIES: usize = 400;
/// The longest that one table may take.
pub(super) const PATIENCE: Duration = Duration::from_secs(2);
/// Rows of a parent to choose from.
const PARENTS: u32 = 20;

/// A row by its table (`schema.name`) and what makes it: the same one in each run of a proof.
pub(super) type Item = (String, String);

/// The rows that there are to be.
#[derive(Debug, Default)]
pub(super) struct Rows {
    /// The odd ones.
    pub(super) kinds: Vec<odd::Kind>,
    /// Tables that get them.
    pub(super) oddly: BTreeSet<String>,
    /// Rows that are left out, because the change fails on them.
    pub(super) without: BTreeSet<Item>,
}

impl Rows {
    /// All for this change but those.
    pub(super) fn new(plan: &Plan, catalog: &Catalog, without: BTreeSet<Item>) -> Self {
        Self { kinds: odd::kinds(plan), oddly: touched::named(plan, catalog), without }
    }
}

/// Seeds these tables, parents first; says how many rows each has then, and which were put in.
pub(super) async fn seed(
    session: &mut Session,
    catalog: &Catalog,
    tables: &[String],
    rows: &Rows,
    progress: &(dyn Fn(Progress) + Send + Sync),
) -> Result<(Vec<Seeded>, Vec<Item>), Failure> {
    let (mut all, mut items) = (Vec::new(), Vec::new());
    for (done, name) in tables.iter().enumerate() {
        progress(Progress::Seeding { done, total: tables.len() });
        let Some(relation) = catalog.relations.iter().find(|relation| relation.full_name() == *name) else { continue };
        let mut table = Table::new(catalog, relation, rows);
        let mut reason = table.fill(session).await;
        if table.first.is_some() && rows.oddly.contains(name) {
            table.fill_oddly(session).await;
        }
        if !session.is_alive() {
            return Err(Failure::Lost { message: format!("the server went down while {name} got rows") });
        }
        let partitioned = relation.kind == "p";
        let found = session.rows(&relation.schema, &relation.name, partitioned, 10_000).await;
        let found = found.map_or(0, |rows| rows.len());
        if found == 0 && rows.without.iter().any(|(table, _)| table == name) {
            reason = Some("the change fails on its rows; it was run without".to_owned());
        }
        items.append(&mut table.items);
        all.push(Seeded { table: name.clone(), rows: found, reason });
    }
    progress(Progress::Seeding { done: tables.len(), total: tables.len() });
    Ok((all, items))
}

/// For each foreign key, by its name: the values of its target's rows.
pub(super) type Parents = BTreeMap<String, Vec<Vec<Option<String>>>>;

pub(super) struct Table<'a> {
    pub(super) catalog: &'a Catalog,
    pub(super) relation: &'a Relation,
    pub(super) rows: &'a Rows,
    pub(super) columns: Vec<Filled<'a>>,
    pub(super) constraints: Vec<&'a Constraint>,
    /// Names of unique indexes that are no constraints, with their columns.
    pub(super) unique: Vec<(&'a str, &'a [String])>,
    /// The first row that was taken.
    pub(super) first: Option<Vec<Value>>,
    /// Rows that were taken.
    items: Vec<Item>,
}

pub(super) struct Filled<'a> {
    pub(super) column: &'a Column,
    pub(super) literals: Vec<String>,
    pub(super) required: bool,
    /// Which of the candidates is tried.
    pub(super) choice: usize,
}

impl<'a> Table<'a> {
    fn new(catalog: &'a Catalog, relation: &'a Relation, rows: &'a Rows) -> Self {
        let name = relation.full_name();
        let constraints: Vec<_> = catalog.constraints.iter().filter(|one| one.relation == name).collect();
        let bounds: Vec<String> = catalog
            .relations
            .iter()
            .filter(|part| part.parent.as_deref() == Some(&name))
            .flat_map(|part| values::literals(part.bound.as_deref().unwrap_or_default()))
            .collect();
        // Checks of the column, and of those that it is compared with.
        let related =
            |column: &String, check: &Constraint| {
                let together = |one: &&Constraint| one.kind == "c" && one.columns.contains(column);
                check.columns.contains(column)
                    || constraints.iter().copied().filter(|one| together(one)).any(|one| {
                        one.columns.len() > 1 && one.columns.iter().any(|other| check.columns.contains(other))
                    })
            };
        let columns = catalog.columns.iter().filter(|column| column.relation == name);
        let columns = columns
            // What PostgreSQL makes itself is left to it.
            .filter(|column| column.generated.is_empty() && column.identity.is_empty())
            .filter(|column| !column.default.as_deref().is_some_and(|default| default.contains("nextval(")))
            .map(|column| {
                let mut literals: Vec<String> = constraints
                    .iter()
                    .filter(|one| one.kind == "c" && related(&column.name, one))
                    .flat_map(|one| values::literals(&one.definition))
                    .collect();
                let mut domain = column.domain.as_deref();
                while let Some(found) = catalog.domains.iter().find(|one| Some(one.name.as_str()) == domain) {
                    literals.extend(found.constraints.iter().flat_map(|text| values::literals(text)));
                    domain = found.under.as_deref();
                }
                if relation.partition_by.as_deref().is_some_and(|by| by.contains(column.name.as_str())) {
                    literals.extend(bounds.iter().cloned());
                }
                let required = column.not_null || column.domain_not_null;
                Filled { column, literals, required, choice: 0 }
            })
            .collect();
        let indexes = catalog.indexes.iter().filter(|index| index.relation == name && index.unique);
        let unique = indexes.map(|index| (index.name.as_str(), index.columns.as_slice())).collect();
        let (first, items) = (None, Vec::new());
        Self { catalog, relation, rows, columns, constraints, unique, first, items }
    }

    /// Why there are not all the rows that there should be.
    async fn fill(&mut self, session: &mut Session) -> Option<String> {
        let start = Instant::now();
        let mut salt = 0;
        let mut problem = None;
        for row in 0..ROWS {
            let label = format!("row {}", row + 1);
            let nulls = label == WITH_NULLS;
            let parents = match self.parents(session).await {
                Ok(parents) => parents,
                Err(reason) => return Some(reason),
            };
            let mut refused = None;
            for _ in 0..TRIES {
                let values = match self.values(row + salt, nulls, &parents) {
                    Ok(values) => values,
                    Err(reason) => return Some(reason),
                };
                let Err(failure) = self.put(session, &label, &values).await else {
                    refused = None;
                    break;
                };
                let go_on = session.is_alive() && start.elapsed() < PATIENCE;
                let next = go_on && self.adapt(&failure, &mut salt);
                refused = Some(failure.to_string());
                if !next {
                    break;
                }
            }
            if refused.is_some() {
                problem = refused;
                // Another row may do where this one does not, but not where none does.
                if row == 0 || !session.is_alive() || start.elapsed() > PATIENCE {
                    break;
                }
            }
        }
        problem
    }

    /// Puts in a row. One that is left out is put in and taken back, so that all others are what they would be with it.
    pub(super) async fn put(&mut self, session: &mut Session, label: &str, values: &[Value]) -> Result<(), Failure> {
        let (schema, name) = (&self.relation.schema, &self.relation.name);
        let item = (self.relation.full_name(), label.to_owned());
        if self.rows.without.contains(&item) {
            session.begin().await?;
            let done = session.insert(schema, name, values).await;
            if session.is_alive() {
                session.rollback().await?;
            }
            done?;
        } else {
            session.insert(schema, name, values).await?;
            self.items.push(item);
        }
        self.first.get_or_insert_with(|| values.to_vec());
        Ok(())
    }

    /// The columns of the constraint, or of the unique index, that refused a row.
    pub(super) fn blamed(&self, failure: &Failure) -> Vec<String> {
        let Failure::Refused { constraint: Some(name), .. } = failure else { return Vec::new() };
        let of_constraint = self.constraints.iter().find(|one| one.name == *name).map(|one| one.columns.as_slice());
        let of_index = || self.unique.iter().find(|(index, _)| index == name).map(|(_, columns)| *columns);
        of_constraint.or_else(of_index).unwrap_or_default().to_vec()
    }

    /// For each foreign key, by its name: the values of its target's rows.
    pub(super) async fn parents(&self, session: &mut Session) -> Result<Parents, String> {
        let mut all = Parents::new();
        for key in self.constraints.iter().filter(|one| one.kind == "f") {
            let Some((schema, table)) = key.target.as_deref().and_then(|target| target.split_once('.')) else {
                continue;
            };
            let rows = session.values(schema, table, &key.target_columns, PARENTS).await;
            let rows = rows.map_err(|failure| format!("the rows of {schema}.{table} cannot be read: {failure}"))?;
            let whole: Vec<_> = rows.into_iter().filter(|row| row.iter().all(Option::is_some)).collect();
            all.insert(key.name.clone(), whole);
        }
        Ok(all)
    }

    pub(super) fn values(&self, row: usize, nulls: bool, parents: &Parents) -> Result<Vec<Value>, String> {
        let mut values: BTreeMap<&str, Option<String>> = BTreeMap::new();
        for filled in &self.columns {
            let column = filled.column;
            if nulls && !filled.required {
                values.insert(&column.name, None);
                continue;
            }
            let hints = Hints { catalog: self.catalog, literals: &filled.literals };
            let candidates = values::candidates(column, &hints, row);
            // For a column that needs none, no value at all is the last to be tried.
            let choices = candidates.len() + usize::from(!filled.required);
            match candidates.get(filled.choice % choices.max(1)) {
                Some(value) => {
                    values.insert(&column.name, Some(value.clone()));
                }
                None if !filled.required && !candidates.is_empty() => {
                    values.insert(&column.name, None);
                }
                None if filled.required && column.default.is_none() => {
                    return Err(format!("no value is known for column {} of type {}", column.name, column.ty));
                }
                None => {}
            }
        }
        let known = |name: &String| self.columns.iter().find(|filled| filled.column.name == *name);
        for key in self.constraints.iter().filter(|one| one.kind == "f") {
            let optional = key.columns.iter().any(|name| known(name).is_some_and(|filled| !filled.required));
            if nulls && optional {
                continue;
            }
            let rows = parents.get(&key.name).map(Vec::as_slice).unwrap_or_default();
            let step = key.columns.first().and_then(known).map_or(0, |filled| filled.choice);
            let own = key.target.as_deref() == Some(self.relation.full_name().as_str());
            match rows.get((row + step) % rows.len().max(1)) {
                Some(parent) => {
                    for (name, value) in key.columns.iter().zip(parent).filter(|(name, _)| known(name).is_some()) {
                        values.insert(name.as_str(), value.clone());
                    }
                }
                None if optional => {
                    for name in key.columns.iter().filter(|name| known(name).is_some_and(|one| !one.required)) {
                        values.insert(name.as_str(), None);
                    }
                }
                // The first row of a tree is its own parent.
                None if own => {
                    for (name, target) in key.columns.iter().zip(&key.target_columns) {
                        let value = values.get(target.as_str()).cloned().flatten();
                        values.insert(name.as_str(), value);
                    }
                }
                None => {
                    return Err(format!("{} has no row to point at", key.target.as_deref().unwrap_or("its parent")));
                }
            }
        }
        Ok(values.into_iter().map(|(name, value)| (name.to_owned(), value)).collect())
    }
}
