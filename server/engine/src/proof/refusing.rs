//! Conditions that new rows have to meet from now on, and that none of the rows that were allowed until now meets.

use super::findings::{last_up, make};
use super::model::Reason;
use super::{Plan, culprit};
use analysis::{Effect, Finding, Severity};
use std::collections::BTreeSet;
use store::scratch::catalog::{Catalog, Constraint};
use store::scratch::{Database, ScratchError};

/// Checks that up adds without looking at the rows that are there, and that each of these rows would fail.
pub(super) async fn reasons(
    database: &Database,
    before: &Catalog,
    after: &Catalog,
    tables: &BTreeSet<String>,
) -> Result<Vec<Reason>, ScratchError> {
    let known = |one: &Constraint| before.constraints.iter().any(|old| old.definition == one.definition);
    let new = after.constraints.iter().filter(|one| one.kind == "c" && !one.valid && tables.contains(&one.relation));
    let mut all = Vec::new();
    let mut session = database.session().await?;
    for one in new.filter(|one| !known(one)) {
        let Some(relation) = after.relations.iter().find(|relation| relation.full_name() == one.relation) else {
            continue;
        };
        if !session.is_alive() {
            session = database.session().await?;
        }
        // What cannot be computed says nothing.
        let met = session.meeting(&relation.schema, &relation.name, condition(&one.definition)).await;
        if let Ok((rows @ 1.., 0)) = met {
            all.push(Reason::RowsRefused {
                table: one.relation.clone(),
                constraint: one.name.clone(),
                rows,
                // It asks for nothing of the row: no other row can meet it either.
                always: one.columns.is_empty(),
            });
        }
    }
    Ok(all)
}

/// What such a check means for the code that runs.
pub(super) fn finding(plan: &Plan, table: &str, constraint: &str, rows: u64, always: bool) -> Finding {
    let (effect, severity, message) = match always {
        true => {
            let message = format!("After up, every row that is written to {table} is refused by {constraint}.");
            (Effect::Breaking, Severity::Error, message)
        }
        false => {
            let message = format!("None of the {rows} rows of {table} on the scratch database meets {constraint}.");
            (Effect::DataDependent, Severity::Warning, message)
        }
    };
    let found = make(
        "proof-rows-refused",
        &[effect],
        culprit::of_write(plan, table).or_else(|| last_up(plan)),
        constraint,
        message,
        "Rows that are there stay, but from now on no such row can be inserted, and none of them updated.",
        "See to it that the code that runs today writes rows that meet it, before the constraint is added.",
    );
    Finding { severity, ..found }
}

/// `(age > 0)` of `CHECK ((age > 0)) NOT VALID`.
fn condition(definition: &str) -> &str {
    let mut rest = definition.trim().trim_start_matches("CHECK").trim();
    for word in ["NOT VALID", "NOT ENFORCED", "NO INHERIT"] {
        rest = rest.strip_suffix(word).unwrap_or(rest).trim_end();
    }
    rest
}

#[cfg(test)]
mod tests {
    use super::condition;

    #[test]
    fn a_condition_is_found_in_its_definition() {
        assert_eq!(condition("CHECK ((age > 0)) NOT VALID"), "((age > 0))");
        assert_eq!(condition("CHECK (false) NO INHERIT NOT VALID"), "(false)");
    }
}
