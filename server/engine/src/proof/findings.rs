//! A proof as findings, beside those of the linter.

use super::Plan;
use super::model::{Direction, Proof, Reason};
use analysis::{Effect, Finding, Place, Severity};

/// Names and summaries of what a proof can find.
pub const RULES: &[(&str, &str)] = &[
    ("proof-base-fails", "the earlier migrations cannot be applied, so that nothing is known of the change"),
    ("proof-data-dependent", "the change fails on rows that the schema allows, and works without them"),
    ("proof-down-fails", "the way back cannot be gone"),
    ("proof-down-missing", "a migration has no way back"),
    ("proof-not-seeded", "a touched table could not be given rows, so that nothing is known of its data"),
    ("proof-out-of-time", "the proof took longer than it may"),
    ("proof-rows-altered", "after up and down, rows have other values than before"),
    ("proof-rows-left", "after up and down, there are rows that were not there before"),
    ("proof-rows-lost", "after up and down, rows are gone"),
    ("proof-schema-different", "after up and down, an object differs from what it was"),
    ("proof-schema-left", "after up and down, an object is there that was not there before"),
    ("proof-schema-missing", "after up and down, an object is missing"),
    ("proof-second-up-differs", "up gives another schema the second time"),
    ("proof-second-up-fails", "up works once, and not again after down"),
    ("proof-stopped", "a statement was stopped: it took too long, grew too large or ended its connection"),
    ("proof-table-rewrite", "a statement writes a whole table anew"),
    ("proof-up-fails", "the change cannot be applied"),
];

/// Everything that has to be known, mended or waived.
pub(super) fn of(proof: &Proof, plan: &Plan) -> Vec<Finding> {
    let mut all: Vec<Finding> = proof.reasons.iter().map(|reason| finding(reason, plan)).collect();
    let up = proof.passes.iter().find(|pass| pass.direction == Direction::Up);
    let seeded: Vec<&str> = proof.seeded.iter().map(|table| table.table.as_str()).collect();
    for run in up.iter().flat_map(|pass| &pass.statements) {
        for table in run.rewritten.iter().filter(|table| seeded.contains(&table.as_str())) {
            all.push(make(
                "proof-table-rewrite",
                Severity::Warning,
                &[Effect::Blocking],
                Some(run.place.clone()),
                table,
                format!("The statement writes the whole of {table} anew."),
                "Nobody can read or write the table meanwhile, and for a large one that takes long.",
                "Add a new column, fill it in batches, and switch over; or do it while nobody needs the table.",
            ));
        }
    }
    for table in proof.seeded.iter().filter(|table| table.rows == 0) {
        let reason = table.reason.as_deref().unwrap_or("no row was accepted");
        all.push(make(
            "proof-not-seeded",
            Severity::Notice,
            &[Effect::Incomplete],
            None,
            &table.table,
            format!("{} has no rows on the scratch database: {reason}.", table.table),
            "What the change does to its rows is not known.",
            "Let a migration insert a row, or look at the change's effect on this table yourself.",
        ));
    }
    all
}

fn finding(reason: &Reason, plan: &Plan) -> Finding {
    let down = plan.change.iter().rev().find_map(|one| one.down.as_ref()).map(|down| Place::file(down.path.clone()));
    let irreversible = [Effect::Irreversible];
    let after_down = |rule: &str, subject: &str, message: String, fix: &str| {
        let why = "After a rollback the database is not what the code before the change expects.";
        make(rule, Severity::Error, &[Effect::Irreversible], down.clone(), subject, message, why, fix)
    };
    let rows_gone = |rule: &str, table: &str, message: String| {
        let effects = [Effect::DataLoss, Effect::Irreversible];
        let why = "The change cannot be undone without a backup: what was in the rows is gone.";
        let fix =
            "Keep the old data until the change is known to stay (another table or column), and bring it back in down.";
        make(rule, Severity::Error, &effects, down.clone(), table, message, why, fix)
    };
    match reason {
        Reason::BaseFails { place, failure } => make(
            "proof-base-fails",
            Severity::Error,
            &[Effect::Incomplete],
            Some(place.clone()),
            "base history",
            format!("The base history cannot be applied to an empty database: {failure}."),
            "Nothing could be proven of the change.",
            "Make the history complete, or begin it with a migration that holds the schema as it is.",
        ),
        Reason::UpFails { place, failure } if failure.is_stop() => make(
            "proof-stopped",
            Severity::Error,
            &[Effect::Blocking],
            Some(place.clone()),
            "statement",
            format!("The statement was stopped: {failure}."),
            "It takes more time, memory or disk than a change may on a nearly empty database.",
            "Split the work into batches, and do long work outside of migrations.",
        ),
        Reason::UpFails { place, failure } => make(
            "proof-up-fails",
            Severity::Error,
            &[Effect::Malformed],
            Some(place.clone()),
            "statement",
            format!("The statement fails on the base schema: {failure}."),
            "The deployment would stop here.",
            "Mend the statement so that it runs on the schema that is deployed.",
        ),
        Reason::DataDependent { place, failure } => make(
            "proof-data-dependent",
            Severity::Warning,
            &[Effect::DataDependent],
            Some(place.clone()),
            "statement",
            format!("The statement fails on rows that the base schema allows: {failure}."),
            "Whether the deployment succeeds depends on the rows that are there.",
            "Mend the rows in an earlier step of the change, before the statement demands it.",
        ),
        Reason::DownMissing { path } => make(
            "proof-down-missing",
            Severity::Error,
            &irreversible,
            Some(Place::file(path.clone())),
            path,
            format!("{path} has no down script."),
            "The change cannot be rolled back.",
            "Write a down script that restores the schema and the rows, or have the finding waived.",
        ),
        Reason::DownFails { place, failure } => make(
            "proof-down-fails",
            Severity::Error,
            &irreversible,
            Some(place.clone()),
            "statement",
            format!("Down fails after up: {failure}."),
            "The change cannot be rolled back.",
            "Mend the down script: it runs on the schema and the rows that up leaves.",
        ),
        Reason::RowsLost { table, rows, of } => {
            rows_gone("proof-rows-lost", table, format!("After up and down, {rows} of {of} rows of {table} are gone."))
        }
        Reason::RowsAltered { table, columns, rows, of } => {
            let columns = columns.join(", ");
            let message = format!("After up and down, {rows} of {of} rows of {table} have other values in {columns}.");
            rows_gone("proof-rows-altered", table, message)
        }
        Reason::RowsLeft { table, rows } => {
            let message = format!("After up and down, {table} has {rows} rows more than before.");
            after_down("proof-rows-left", table, message, "Delete in down what up inserts.")
        }
        Reason::LeftBehind { object } => {
            let message = format!("After up and down, {object} is left behind.");
            after_down("proof-schema-left", object, message, "Drop in down what up makes.")
        }
        Reason::NotRestored { object } => {
            let message = format!("After up and down, {object} is missing.");
            after_down("proof-schema-missing", object, message, "Make in down again what up drops.")
        }
        Reason::Different { object } => {
            let message = format!("After up and down, {object} is not as it was.");
            after_down("proof-schema-different", object, message, "Make in down exactly what up has changed.")
        }
        Reason::SecondUpFails { place, failure } => make(
            "proof-second-up-fails",
            Severity::Error,
            &irreversible,
            Some(place.clone()),
            "statement",
            format!("After up and down, up fails: {failure}."),
            "A change that was rolled back cannot be deployed again.",
            "Undo in down everything that up does.",
        ),
        Reason::SecondUpDiffers { object } => {
            let message = format!("After up, down and up, {object} is not as after the first up.");
            after_down("proof-second-up-differs", object, message, "Make up give the same schema each time.")
        }
        Reason::OutOfTime { seconds } => make(
            "proof-out-of-time",
            Severity::Error,
            &[Effect::Incomplete],
            None,
            "proof",
            format!("The proof was not done after {seconds} s."),
            "What was not run is not known.",
            "Split the change, or give the proof more time.",
        ),
    }
}

#[allow(clippy::too_many_arguments)]
fn make(
    rule: &str,
    severity: Severity,
    effects: &[Effect],
    place: Option<Place>,
    subject: &str,
    message: String,
    why: &str,
    fix: &str,
) -> Finding {
    let path = place.as_ref().map(|place| place.path.clone()).unwrap_or_default();
    Finding {
        rule: rule.to_owned(),
        severity,
        effects: effects.to_vec(),
        fingerprint: Finding::fingerprint(&[rule, &path, subject, &message]),
        place,
        subject: subject.to_owned(),
        message,
        why: why.to_owned(),
        fix: fix.to_owned(),
        readers: Vec::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::RULES;
    use std::collections::BTreeSet;

    #[test]
    fn every_name_is_listed() {
        let source = include_str!("findings.rs");
        let used: BTreeSet<&str> =
            source.split('"').filter(|word| word.starts_with("proof-") && !word.ends_with('-')).collect();
        let listed: BTreeSet<&str> = RULES.iter().map(|(name, _)| *name).collect();
        assert_eq!(used, listed);
        // Each is listed and used.
        for name in listed {
            assert!(source.matches(&format!("\"{name}\"")).count() > 1, "{name}");
        }
    }
}
