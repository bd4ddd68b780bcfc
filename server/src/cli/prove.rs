//! The proof of `change-mgmt validate --prove`: the change runs up, down and up again on a throw-away PostgreSQL.

use super::{
    App,
    checkout::Trees,
    exit::{Failure, Outcome},
    output::{BOLD, DIM, GREEN, RED, YELLOW, clean, count, paint},
};
use clap::Args;
use engine::proof::{Direction, Options, Plan, Proof, Verdict, prove};
use std::fs::{File, TryLockError};
use std::path::{Path, PathBuf};
use store::cluster::Binaries;
use store::scratch::{Limits, Scratch, ScratchError};

/// Whether the new migrations are run, and where.
#[derive(Args, Debug)]
pub struct Prove {
    /// Run the new migrations up, down and up again on a throw-away PostgreSQL, with rows in every table they touch
    #[arg(long)]
    prove: bool,
    /// Folder with initdb, postgres and pg_ctl for it [default: looked for]
    #[arg(long, env = "CHANGE_MGMT_PG_BIN", value_name = "FOLDER")]
    pg_bin: Option<PathBuf>,
    /// Folder that keeps that PostgreSQL between runs, so that earlier migrations need not run again
    #[arg(long, env = "CHANGE_MGMT_SCRATCH_DIR", value_name = "FOLDER")]
    scratch_dir: Option<PathBuf>,
}

impl Prove {
    /// Runs the new migrations; nothing where that is not asked for, where there are none, or where they are not
    /// for PostgreSQL.
    ///
    /// # Errors
    /// No PostgreSQL on this machine, its scratch cluster fails, or its folder cannot be used.
    pub async fn proof(&self, app: &App, trees: &Trees) -> Outcome<Option<Proof>> {
        if !self.prove {
            return Ok(None);
        }
        let Some(plan) = Plan::new(&trees.head, &trees.base, &trees.rules.options) else {
            app.out.note("Nothing is proven: the migrations are not for PostgreSQL, which alone can be run here.");
            return Ok(None);
        };
        if plan.change.is_empty() {
            return Ok(None);
        }
        let failed = |error: ScratchError| Failure::Other(format!("The change cannot be run: {error}."));
        let binaries = Binaries::find(self.pg_bin.as_deref())?;
        let turn = self.scratch_dir.as_deref().map(|folder| turn(app, folder)).transpose()?;
        let scratch = match &self.scratch_dir {
            Some(folder) => Scratch::kept(&folder.join("cluster"), binaries, Limits::default()).await,
            None => Scratch::start(binaries, Limits::default()).await,
        };
        let scratch = scratch.map_err(failed)?;
        let proof = prove(&scratch, &plan, &Options::default(), &|_| ()).await;
        scratch.shutdown().await.map_err(failed)?;
        drop(turn);
        proof.map(Some).map_err(failed)
    }
}

/// Waits until no other run uses the folder: whoever is done stops its PostgreSQL. Ours while the file is open.
fn turn(app: &App, folder: &Path) -> Outcome<File> {
    let failed = |error: std::io::Error| Failure::Other(format!("--scratch-dir {}: {error}.", folder.display()));
    std::fs::create_dir_all(folder).map_err(failed)?;
    let file = File::create(folder.join("lock")).map_err(failed)?;
    match file.try_lock() {
        Ok(()) => {}
        Err(TryLockError::WouldBlock) => {
            app.out.note(format!("Another run uses {}; waiting for its end.", folder.display()));
            file.lock().map_err(failed)?;
        }
        Err(TryLockError::Error(error)) => return Err(failed(error)),
    }
    Ok(file)
}

/// What ran, for people: each statement with its strongest lock, its time, and what it wrote anew.
///
/// # Errors
/// The output is closed.
pub fn print(app: &App, proof: &Proof) -> Outcome {
    let (style, word) = match proof.verdict {
        Verdict::Reversible if proof.met_no_row() => (
            YELLOW,
            "reversible as far as it met rows: after down the schema is the base's, but what it does to some rows is not shown",
        ),
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
            let taken = statement.locks.iter().map(|lock| format!("{} on {}", lock.mode, lock.relation)).next();
            let held =
                statement.held.iter().map(|lock| format!("{} on {} held already", lock.mode, lock.relation)).next();
            let lock = taken.or(held);
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
