//! The proof of `change-mgmt validate --prove`: the change runs up, down and up again on a throw-away PostgreSQL.

use super::{
    App,
    checkout::Trees,
    exit::{Failure, Outcome},
    output::{BOLD, DIM, GREEN, RED, YELLOW, clean, count, paint},
};
use engine::proof::{Direction, Options, Plan, Proof, Verdict, prove};
use std::path::PathBuf;
use store::cluster::Binaries;
use store::scratch::{Limits, Scratch, ScratchError};

/// Runs the new migrations; nothing where there are none, or where they are not for PostgreSQL.
///
/// # Errors
/// No PostgreSQL on this machine, or its scratch cluster fails.
pub async fn proof(trees: &Trees, pg_bin: Option<&PathBuf>) -> Outcome<Option<Proof>> {
    let plan = Plan::new(&trees.head, &trees.base, &trees.rules.options).filter(|plan| !plan.change.is_empty());
    let Some(plan) = plan else { return Ok(None) };
    let failed = |error: ScratchError| Failure::Other(format!("The change cannot be run: {error}."));
    let scratch =
        Scratch::start(Binaries::find(pg_bin.map(PathBuf::as_path))?, Limits::default()).await.map_err(failed)?;
    let proof = prove(&scratch, &plan, &Options::default(), &|_| ()).await;
    scratch.shutdown().await.map_err(failed)?;
    proof.map(Some).map_err(failed)
}

/// What ran, for people: each statement with its strongest lock, its time, and what it wrote anew.
///
/// # Errors
/// The output is closed.
pub fn print(app: &App, proof: &Proof) -> Outcome {
    let (style, word) = match proof.verdict {
        Verdict::Reversible => (GREEN, "reversible: after down the schema is the base's and all rows are back"),
        Verdict::Irreversible => (RED, "not reversible"),
        Verdict::Fails => (RED, "it fails"),
        Verdict::Unproven => (YELLOW, "not proven"),
    };
    let out = &app.out;
    out.line(format!("\n{} {}", paint(BOLD, "Proof:"), paint(style, word)))?;
    for pass in &proof.passes {
        let title = match pass.direction {
            Direction::Up => "up",
            Direction::Down => "down",
            Direction::UpAgain => "up again",
        };
        out.line(format!("  {} {}", paint(BOLD, title), paint(DIM, &format!("{} ms", pass.millis))))?;
        for statement in &pass.statements {
            let lock = statement.locks.iter().map(|lock| format!("{} on {}", lock.mode, lock.relation)).next();
            let rewritten =
                (!statement.rewritten.is_empty()).then(|| format!("rewrites {}", statement.rewritten.join(", ")));
            let facts: Vec<String> = [
                Some(format!("{:.1} ms", statement.micros as f64 / 1000.0)),
                lock,
                rewritten,
                statement.skipped.clone().map(|why| format!("skipped: {why}")),
                statement.failure.as_ref().map(|failure| format!("fails: {failure}")),
            ]
            .into_iter()
            .flatten()
            .collect();
            out.line(clean(&format!("    {}:{}  {}", statement.place.path, statement.place.line, facts.join("  "))))?;
        }
    }
    for table in proof.seeded.iter().filter(|table| table.reason.is_some()) {
        out.note(clean(&format!("No rows in {}: {}", table.table, table.reason.as_deref().unwrap_or_default())));
    }
    out.note(format!(
        "On {}, with rows in {}, {} of them touched by the change, in {} ms.",
        count(proof.base.migrations, "earlier migration"),
        count(proof.seeded.iter().filter(|table| table.rows > 0).count(), "table"),
        proof.touched().len(),
        proof.millis,
    ));
    Ok(())
}
