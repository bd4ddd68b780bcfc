//! Puts representative rows into tables.

use super::model::{Progress, Seeded};
use super::odd;
use super::values::{self, Hints};
use std::collections::{BTreeMap, BTreeSet};
use std::time::{Duration, Instant};
use store::scratch::catalog::{Catalog, Column, Constraint, Relation};
use store::scratch::{Failure, Session, Value};

/// Rows for each table.
const ROWS: usize = 3;
/// Inserts that are tried for one row.
const TRIES: usize = 400;
/// The longest that one table may take.
const PATIENCE: Duration = Duration::from_secs(2);
/// Rows of a parent to choose from.
const PARENTS: u32 = 20;

/// Which rows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Variety {
    /// As the next one, and odd rows beside them.
    Odd,
    /// The last row of each table has no value wherever none is needed.
    WithNulls,
    /// All columns have values.
    Full,
    /// None at all.
    Nothing,
}

/// The odd rows, and the tables that get them.
pub(super) struct Odd {
    pub(super) kinds: Vec<odd::Kind>,
    pub(super) tables: BTreeSet<String>,
}

/// Seeds these tables, parents first; says how many rows each has then.
pub(super) async fn seed(
    session: &mut Session,
    catalog: &Catalog,
    tables: &[String],
    variety: Variety,
    odd: &Odd,
    progress: &(dyn Fn(Progress) + Send + Sync),
) -> Result<Vec<Seeded>, Failure> {
    let mut all = Vec::new();
    for (done, name) in tables.iter().enumerate() {
        progress(Progress::Seeding { done, total: tables.len() });
        let Some(relation) = catalog.relations.iter().find(|relation| relation.full_name() == *name) else { continue };
        let mut table = Table::new(catalog, relation);
        let reason = match variety {
            Variety::Nothing => Some("the change fails on rows; it was run without".to_owned()),
            _ => table.fill(session, variety).await,
        };
        if variety == Variety::Odd && reason.is_none() && odd.tables.contains(name) {
            table.fill_oddly(session, &odd.kinds).await;
        }
        if !session.is_alive() {
            return Err(Failure::Lost { message: format!("the server went down while {name} got rows") });
        }
        let partitioned = relation.kind == "p";
        let rows = session.rows(&relation.schema, &relation.name, partitioned, 10_000).await;
        let rows = rows.map_or(0, |rows| rows.len());
        all.push(Seeded { table: name.clone(), rows, reason });
    }
    progress(Progress::Seeding { done: tables.len(), total: tables.len() });
    Ok(all)
}

struct Table<'a> {
    relation: &'a Relation,
    columns: Vec<Filled<'a>>,
    constraints: Vec<&'a Constraint>,
    /// Names of unique indexes that are no constraints, with their columns.
    unique: Vec<(&'a str, &'a [String])>,
}

struct Filled<'a> {
    column: &'a Column,
    labels: Vec<String>,
    literals: Vec<String>,
    required: bool,
    /// Which of the candidates is tried.
    choice: usize,
}

impl<'a> Table<'a> {
    fn new(catalog: &'a Catalog, relation: &'a Relation) -> Self {
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
                let kind = column.element_name.as_ref().unwrap_or(&column.base_name);
                let labels = catalog.enums.iter().find(|found| found.name == *kind);
                let labels = labels.map(|found| found.values.clone()).unwrap_or_default();
                let required = column.not_null || column.domain_not_null;
                Filled { column, labels, literals, required, choice: 0 }
            })
            .collect();
        let indexes = catalog.indexes.iter().filter(|index| index.relation == name && index.unique);
        let unique = indexes.map(|index| (index.name.as_str(), index.columns.as_slice())).collect();
        Self { relation, columns, constraints, unique }
    }

    /// Why there are not all the rows that there should be.
    async fn fill(&mut self, session: &mut Session, variety: Variety) -> Option<String> {
        let start = Instant::now();
        let mut salt = 0;
        let mut problem = None;
        for row in 0..ROWS {
            let nulls = matches!(variety, Variety::Odd | Variety::WithNulls) && row + 1 == ROWS;
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
                let Err(failure) = session.insert(&self.relation.schema, &self.relation.name, &values).await else {
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

    /// Adds the odd rows that the table takes; that it refuses some is no fault.
    async fn fill_oddly(&self, session: &mut Session, kinds: &[odd::Kind]) {
        let start = Instant::now();
        for (nth, kind) in kinds.iter().enumerate() {
            let Ok(parents) = self.parents(session).await else { return };
            let first = self.values(0, false, &parents).unwrap_or_default();
            let Ok(plain) = self.values(ROWS + 20 + nth, false, &parents) else { return };
            let mut keep: BTreeSet<String> =
                self.constraints.iter().filter(|one| one.kind == "f").flat_map(|one| one.columns.clone()).collect();
            for _ in 0..6 {
                let value = |(name, plain): &Value| -> Value {
                    let found = self.columns.iter().find(|filled| filled.column.name == *name);
                    let other = match (found, kind) {
                        _ if keep.contains(name) => None,
                        (_, odd::Kind::Twice) => first.iter().find(|(first, _)| first == name).map(|one| one.1.clone()),
                        (Some(filled), kind) => odd::value(filled.column, kind).map(Some),
                        (None, _) => None,
                    };
                    (name.clone(), other.unwrap_or_else(|| plain.clone()))
                };
                let values: Vec<Value> = plain.iter().map(value).collect();
                if values == plain {
                    break;
                }
                let Err(failure) = session.insert(&self.relation.schema, &self.relation.name, &values).await else {
                    break;
                };
                let before = keep.len();
                keep.extend(self.blamed(&failure));
                if keep.len() == before || start.elapsed() > PATIENCE {
                    break;
                }
            }
            if !session.is_alive() || start.elapsed() > PATIENCE {
                return;
            }
        }
    }

    /// The columns of the constraint, or of the unique index, that refused a row.
    fn blamed(&self, failure: &Failure) -> Vec<String> {
        let Failure::Refused { constraint: Some(name), .. } = failure else { return Vec::new() };
        let of_constraint = self.constraints.iter().find(|one| one.name == *name).map(|one| one.columns.as_slice());
        let of_index = || self.unique.iter().find(|(index, _)| index == name).map(|(_, columns)| *columns);
        of_constraint.or_else(of_index).unwrap_or_default().to_vec()
    }

    /// For each foreign key, by its name: the values of its target's rows.
    async fn parents(&self, session: &mut Session) -> Result<BTreeMap<String, Vec<Vec<Option<String>>>>, String> {
        let mut all = BTreeMap::new();
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

    fn values(
        &self,
        row: usize,
        nulls: bool,
        parents: &BTreeMap<String, Vec<Vec<Option<String>>>>,
    ) -> Result<Vec<Value>, String> {
        let mut values: BTreeMap<&str, Option<String>> = BTreeMap::new();
        for filled in &self.columns {
            let column = filled.column;
            if nulls && !filled.required {
                values.insert(&column.name, None);
                continue;
            }
            let hints = Hints { labels: &filled.labels, literals: &filled.literals };
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

    /// Chooses other values after a refusal; false where nothing else is to be tried.
    fn adapt(&mut self, failure: &Failure, salt: &mut usize) -> bool {
        let Failure::Refused { code, constraint, column, message, .. } = failure else { return false };
        let named = constraint.as_deref();
        let of_constraint = self.constraints.iter().find(|one| Some(one.name.as_str()) == named);
        match code.as_str() {
            // Unique, exclusion.
            "23505" | "23P01" => {
                let of_index = self.unique.iter().find(|(name, _)| Some(*name) == named).map(|(_, columns)| *columns);
                let columns = of_constraint.map(|one| one.columns.as_slice()).or(of_index).unwrap_or_default().to_vec();
                *salt += 1;
                // Where the values do not depend on the row's number, others of them are tried.
                if *salt > 3 { self.step(&columns) } else { true }
            }
            "23503" => of_constraint.map(|one| one.columns.clone()).is_some_and(|columns| self.step(&columns)),
            "23502" => column.as_ref().is_some_and(|column| {
                // A rule of the table makes it necessary after all.
                let found = self.columns.iter_mut().find(|filled| filled.column.name == *column && !filled.required);
                found.map(|filled| filled.required = true).is_some()
            }),
            "23514" | "22P02" | "22001" | "22003" | "22007" | "22008" | "22023" | "2200G" => {
                let columns = match of_constraint {
                    Some(one) if !one.columns.is_empty() => one.columns.clone(),
                    // Of a domain, or no partition takes the row.
                    _ if code == "23514" => self
                        .columns
                        .iter()
                        .filter(|filled| !filled.literals.is_empty() || message.contains(filled.column.name.as_str()))
                        .map(|filled| filled.column.name.clone())
                        .collect(),
                    _ => self.columns.iter().map(|filled| filled.column.name.clone()).collect(),
                };
                self.step(&columns)
            }
            _ => false,
        }
    }

    /// The next combination of these columns' candidates.
    fn step(&mut self, columns: &[String]) -> bool {
        // A column with checks of its own moves last: what it has already is likely to be right.
        let checks: Vec<_> = self.constraints.iter().filter(|one| one.kind == "c").map(|one| &one.columns).collect();
        let mut moving: Vec<_> =
            self.columns.iter_mut().filter(|filled| columns.contains(&filled.column.name)).collect();
        moving.sort_by_key(|filled| checks.iter().filter(|check| check.contains(&filled.column.name)).count());
        for filled in moving {
            let hints = Hints { labels: &filled.labels, literals: &filled.literals };
            let known = values::candidates(filled.column, &hints, 0).len();
            let count = (known + usize::from(!filled.required)).max(2);
            filled.choice += 1;
            if filled.choice < count {
                return true;
            }
            filled.choice = 0;
        }
        false
    }
}
