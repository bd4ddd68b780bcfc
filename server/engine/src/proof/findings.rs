//! A proof as findings, beside those of the linter.

use super::model::{Direction, Proof, Reason};
use super::names::RULES;
use super::{Plan, culprit, limit, refusing};
use analysis::{Effect, Finding, Place, Severity};

/// Everything that has to be known, mended or waived.
pub(super) fn of(proof: &Proof, plan: &Plan) -> Vec<Finding> {
    let mut all: Vec<Finding> = proof.reasons.iter().map(|reason| finding(reason, proof, plan)).collect();
    let up = proof.passes.iter().find(|pass| pass.direction == Direction::Up);
    let seeded: Vec<&str> = proof.seeded.iter().map(|table| table.table.as_str()).collect();
    for run in up.iter().flat_map(|pass| &pass.statements) {
        for table in run.rewritten.iter().filter(|table| seeded.contains(&table.as_str())) {
            all.push(make(
                "proof-table-rewrite",
                &[Effect::Blocking],
                Some(run.place.clone()),
                table,
                format!("The statement writes the whole of {table} anew."),
                "Nobody can read or write the table meanwhile, and for a large one that takes long.",
                "Add a new column, fill it in batches, and switch over; or do it while nobody needs the table.",
            ));
        }
    }
    // Of a change that does not work nobody asks what it does to rows.
    let fails = proof.reasons.iter().any(|reason| matches!(reason, Reason::UpFails { .. }));
    for table in proof.seeded.iter().filter(|table| table.rows == 0 && !fails) {
        let reason = table.reason.as_deref().unwrap_or("no row was accepted");
        all.push(make(
            "proof-not-seeded",
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

fn finding(reason: &Reason, proof: &Proof, plan: &Plan) -> Finding {
    let down = plan.change.iter().rev().find_map(|one| one.down.as_ref()).map(|down| Place::file(down.path.clone()));
    let irreversible = [Effect::Irreversible];
    let after_down = |rule: &str, subject: &str, message: String, fix: &str| {
        let why = "After a rollback the database is not what the code before the change expects.";
        let place = culprit::of_enum(plan, subject).or_else(|| down.clone());
        make(rule, &[Effect::Irreversible], place, subject, message, why, fix)
    };
    let rows_gone = |rule: &str, table: &str, columns: &[String], message: String| {
        let effects = [Effect::DataLoss, Effect::Irreversible];
        let why = "The change cannot be undone without a backup: what was in the rows is gone.";
        let fix =
            "Keep the old data until the change is known to stay (another table or column), and bring it back in down.";
        let place = culprit::place(plan, table, columns).or_else(|| down.clone());
        make(rule, &effects, place, table, message, why, fix)
    };
    match reason {
        Reason::BaseFails { place, failure } => make(
            "proof-base-fails",
            &[Effect::Incomplete],
            Some(place.clone()),
            "base history",
            format!("The base history cannot be applied to an empty database: {failure}."),
            "Nothing could be proven of the change.",
            match has_placeholder(plan, place) {
                true => {
                    "Placeholders such as `${name}` are not filled in here: prove the change by hand, and have the finding waived."
                }
                false => "Make the history complete, or begin it with a migration that holds the schema as it is.",
            },
        ),
        Reason::Limit { place, failure, base } => {
            let which = if *base { "A statement of the base history" } else { "The statement" };
            let limit = limit::of(failure).unwrap_or_default();
            make(
                "proof-not-possible",
                &[Effect::Incomplete],
                Some(place.clone()),
                "statement",
                format!("{which} cannot be tried: {limit} ({failure})."),
                "This says nothing against the migration: it may well work where it is deployed. But nothing could be proven.",
                "Prove the change by hand, on a database where the statement is allowed, and have the finding waived.",
            )
        }
        Reason::UpFails { place, failure } if failure.is_stop() => make(
            "proof-stopped",
            &[Effect::Blocking],
            Some(place.clone()),
            "statement",
            format!("The statement was stopped: {failure}."),
            "It takes more time, memory or disk than a change may on a nearly empty database.",
            "Split the work into batches, and do long work outside of migrations.",
        ),
        Reason::UpFails { place, failure } => make(
            "proof-up-fails",
            &[Effect::Malformed],
            Some(place.clone()),
            "statement",
            format!("The statement fails on the base schema: {failure}."),
            "The deployment would stop here.",
            match has_placeholder(plan, place) {
                true => {
                    "Placeholders such as `${name}` are not filled in here: prove the change by hand, and have the finding waived."
                }
                false => "Mend the statement so that it runs on the schema that is deployed.",
            },
        ),
        Reason::DataDependent { place, failure } => make(
            "proof-data-dependent",
            &[Effect::DataDependent],
            Some(place.clone()),
            "statement",
            format!("The statement fails on rows that the base schema allows: {failure}."),
            "Whether the deployment succeeds depends on the rows that are there.",
            "Mend the rows in an earlier step of the change, before the statement demands it.",
        ),
        Reason::MetNoRow { place, table } => make(
            "proof-met-no-row",
            &[Effect::Incomplete],
            Some(place.clone()),
            table,
            format!("No row of {table} on the scratch database meets the statement's condition."),
            "Nothing is proven of what it does to rows, and whether down brings them back.",
            "Look at the rows that it meets yourself, or let an earlier migration insert one.",
        ),
        Reason::DownMissing { path, usual } => without_way_back(path, *usual),
        Reason::DownFails { place, failure } => make(
            "proof-down-fails",
            &irreversible,
            Some(place.clone()),
            "statement",
            format!("Down fails after up: {failure}."),
            "The change cannot be rolled back.",
            "Mend the down script: it runs on the schema and the rows that up leaves.",
        ),
        Reason::RowsLost { table, rows, of } => {
            let message = format!("After up and down, {rows} of {of} rows of {table} are gone.");
            rows_gone("proof-rows-lost", table, &[], message)
        }
        Reason::RowsAltered { table, columns, rows, of } => {
            let named = columns.join(", ");
            let message = format!("After up and down, {rows} of {of} rows of {table} have other values in {named}.");
            rows_gone("proof-rows-altered", table, columns, message)
        }
        Reason::RowsLeft { table, rows, recorded: false } => {
            let message = format!("After up and down, {table} has {rows} rows more than before.");
            let left = after_down("proof-rows-left", table, message, "Delete in down what up inserts.");
            Finding { place: culprit::of_insert(plan, table).or(left.place), ..left }
        }
        Reason::RowsLeft { table, rows, recorded: true } => {
            let message = format!("After up and down, {table} has {rows} rows more than before, written by triggers.");
            let fix = "Nothing, if it is a record of what is done; else see what its triggers do when down is run.";
            Finding { severity: Severity::Warning, ..after_down("proof-rows-left", table, message, fix) }
        }
        Reason::LeftBehind { object } => {
            let message = format!("After up and down, {object} is left behind.");
            after_down("proof-schema-left", object, message, "Drop in down what up makes.")
        }
        Reason::NotRestored { object } => {
            let message = format!("After up and down, {object} is missing.");
            after_down("proof-schema-missing", object, message, "Make in down again what up drops.")
        }
        Reason::Different { object, how } if object.starts_with("columns of ") => {
            let message = format!("After up and down, {object} stand in another order.");
            let fix = "Nothing, where code names the columns: a column that is made again comes last.";
            let left = after_down("proof-schema-different", object, message, fix);
            told(Finding { severity: Severity::Warning, ..left }, how)
        }
        Reason::Different { object, how } => {
            let verb = if object.starts_with("settings of ") { "are not as they were" } else { "is not as it was" };
            let message = format!("After up and down, {object} {verb}.");
            let fix = "Make in down exactly what up has changed.";
            told(after_down("proof-schema-different", object, message, fix), how)
        }
        Reason::SecondUpFails { place, failure } => {
            let of_enum = proof.reasons.iter().any(|one| match one {
                Reason::EnumValueLeft { object, .. } => culprit::of_enum(plan, object).as_ref() == Some(place),
                _ => false,
            });
            let failed = make(
                "proof-second-up-fails",
                &irreversible,
                Some(place.clone()),
                "statement",
                format!("After up and down, up fails: {failure}."),
                "A change that was rolled back cannot be deployed again.",
                match of_enum {
                    true => "Write `ADD VALUE IF NOT EXISTS`: no down takes a value from an enum again.",
                    false => "Undo in down everything that up does.",
                },
            );
            if of_enum { Finding { severity: Severity::Warning, ..failed } } else { failed }
        }
        Reason::EnumValueLeft { object, values } => make(
            "proof-enum-value-left",
            &irreversible,
            culprit::of_enum(plan, object).or_else(|| down.clone()),
            object,
            format!("After up and down, {object} still has `{}`.", values.join("`, `")),
            "PostgreSQL takes no value from an enum. Code from before the change meets it where rows have it.",
            "Give such rows another value in down; the value itself does no harm where no row has it.",
        ),
        Reason::SecondUpDiffers { object, how } => {
            let message = format!("After up, down and up, {object} is not as after the first up.");
            let fix = "Make up give the same schema each time.";
            told(after_down("proof-second-up-differs", object, message, fix), how)
        }
        Reason::ViewFails { view, failure } => make(
            "proof-view-fails",
            &[Effect::Breaking],
            culprit::of_view(plan, view).or_else(|| last_up(plan)),
            view,
            format!("After up, the view {view} cannot be read: {failure}."),
            "Every query that names the view fails from then on.",
            "Mend the view, or what it reads, so that a query on it works.",
        ),
        Reason::WriteFails { table, write, failure } => make(
            "proof-write-fails",
            &[Effect::Breaking],
            culprit::of_write(plan, table).or_else(|| last_up(plan)),
            table,
            format!("After up, every {write} on {table} fails: {failure}."),
            "Code that writes the table fails from then on.",
            "Mend the trigger, the function that it calls, or the rule, so that the write works.",
        ),
        Reason::WriteRefused { table, write, how } => make(
            "proof-write-refused",
            &[Effect::Breaking],
            culprit::of_write(plan, table).or_else(|| last_up(plan)),
            table,
            format!("After up, {write} on {table}, which worked before, {how}."),
            "Code that writes the table fails from then on, or loses what it writes.",
            "If it is meant, see to it that no code does it any more; else have the trigger give the row back.",
        ),
        Reason::RowsRefused { table, constraint, rows, always } => {
            refusing::finding(plan, table, constraint, *rows, *always)
        }
        Reason::OutOfTime { seconds } => make(
            "proof-out-of-time",
            &[Effect::Incomplete],
            None,
            "proof",
            format!("The proof was not done after {seconds} s."),
            "What was not run is not known.",
            "Split the change, or give the proof more time.",
        ),
    }
}

/// Where none of the folder has one, rolling back is done in another way, and people have to know which.
fn without_way_back(path: &str, usual: bool) -> Finding {
    let fix = match usual {
        true => "Write a down script that restores the schema and the rows, or have the finding waived.",
        false => "Have a way back at hand that was tried: a backup, or a further migration that undoes this one.",
    };
    let found = make(
        "proof-down-missing",
        &[Effect::Irreversible],
        Some(Place::file(path.to_owned())),
        path,
        format!("{path} has no down script."),
        "The change cannot be rolled back.",
        fix,
    );
    if usual { found } else { Finding { severity: Severity::Warning, ..found } }
}

/// The statement holds what a migration tool fills in.
fn has_placeholder(plan: &Plan, place: &Place) -> bool {
    let all = plan.base.iter().chain(&plan.change).flat_map(|one| std::iter::once(&one.up).chain(&one.down));
    let script = all.filter(|script| script.path == place.path).find(|script| script.sql().contains("${"));
    let lines = script.map(|script| script.text.lines()).into_iter().flatten();
    let (from, to) = (place.line.saturating_sub(1) as usize, place.end_line as usize);
    lines.skip(from).take(to.saturating_sub(from)).any(|line| line.contains("${"))
}

/// Adds what differs. The finding stays the same one: how an object differs may be another with each push.
fn told(mut finding: Finding, how: &str) -> Finding {
    if let Some(sentence) = finding.message.strip_suffix('.').filter(|_| !how.is_empty()) {
        finding.message = format!("{sentence}: {how}.");
    }
    finding
}

pub(super) fn last_up(plan: &Plan) -> Option<Place> {
    plan.change.last().map(|migration| Place::file(migration.up.path.clone()))
}

pub(super) fn make(
    rule: &str,
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
        severity: RULES.iter().find(|(name, ..)| *name == rule).map_or(Severity::Error, |(_, _, of)| of[0]),
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
        let source = concat!(
            include_str!("findings.rs"),
            include_str!("refusing.rs"),
            include_str!("../validation/measured.rs")
        );
        let used: BTreeSet<&str> =
            source.split('"').filter(|word| word.starts_with("proof-") && !word.ends_with('-')).collect();
        let listed: BTreeSet<&str> = RULES.iter().map(|(name, ..)| *name).collect();
        assert_eq!(used, listed);
    }
}
