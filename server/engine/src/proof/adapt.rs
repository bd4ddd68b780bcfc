//! Other values for a row that was refused.

use super::seed::Table;
use super::values::{self, Hints};
use store::scratch::Failure;

impl Table<'_> {
    /// Chooses other values after a refusal; false where nothing else is to be tried.
    pub(super) fn adapt(&mut self, failure: &Failure, salt: &mut usize) -> bool {
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
        let catalog = self.catalog;
        let mut moving: Vec<_> =
            self.columns.iter_mut().filter(|filled| columns.contains(&filled.column.name)).collect();
        moving.sort_by_key(|filled| checks.iter().filter(|check| check.contains(&filled.column.name)).count());
        for filled in moving {
            let hints = Hints { catalog, literals: &filled.literals };
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
