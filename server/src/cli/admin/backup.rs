//! `change-mgmt admin backup` and `restore`.

use super::{
    App,
    local::{Local, Place, engine_on},
};
use crate::cli::{
    audit,
    exit::{Failure, Outcome},
};
use clap::Args;
use domain::{Actor, api::AuditLog};
use std::path::PathBuf;
use store::backup::{self, BackupError};

/// Write everything to a file, also while the server runs
#[derive(Args, Debug)]
pub struct Backup {
    /// File to write; must not exist
    file: PathBuf,
    #[command(flatten)]
    local: Local,
}

/// Read a backup back; the server must not run meanwhile
///
/// The backup is read into a database of its own, its audit trail verified, and only then swapped in.
#[derive(Args, Debug)]
pub struct Restore {
    /// File that `backup` has written
    file: PathBuf,
    /// Replace the data that are there; without it they are left alone and nothing is restored
    #[arg(long)]
    replace: bool,
    #[command(flatten)]
    local: Local,
}

impl From<BackupError> for Failure {
    fn from(error: BackupError) -> Self {
        match error {
            BackupError::Exists(_) | BackupError::File { .. } => Self::Usage(error.to_string()),
            BackupError::NotEmpty | BackupError::InUse(_) => Self::Refused(Box::new(crate::cli::exit::Refusal {
                kind: "/problems/conflict".to_owned(),
                detail: Some(error.to_string()),
                ..Default::default()
            })),
            other => Self::Other(other.to_string()),
        }
    }
}

/// Runs `backup`.
///
/// # Errors
/// The file exists or cannot be written; no database.
pub async fn backup(app: &App, args: Backup) -> Outcome {
    let place = args.local.open(false).await?;
    let written = backup::backup(&place.programs, &place.url, &args.file).await;
    place.close().await?;
    let bytes = written?;
    let file = args.file.display();
    if app.out.json {
        return app.out.json(&serde_json::json!({ "file": args.file, "bytes": bytes }));
    }
    app.out.done(format!("Wrote {file} ({bytes} bytes)."))?;
    app.out.note("It holds everything, password hashes among it: keep it as you keep the database itself.");
    Ok(())
}

/// Runs `restore`.
///
/// # Errors
/// There are data (without `--replace`) or other connections; the file is broken, or its audit trail is. The database
/// is then as it was.
pub async fn restore(app: &App, args: Restore) -> Outcome {
    if !args.file.is_file() {
        return Err(Failure::Usage(format!("There is no file {}.", args.file.display())));
    }
    let place = args.local.open(true).await?;
    let done = swap(app, &place, &args.file, args.replace).await;
    place.close().await?;
    done?;
    if app.out.json { Ok(()) } else { app.out.done(format!("Restored {}.", args.file.display())) }
}

async fn swap(app: &App, place: &Place, file: &std::path::Path, replace: bool) -> Outcome {
    let restored = backup::restore(&place.programs, &place.url, file, replace).await?;
    let report = engine_on(restored.store.clone()).verify(&Actor::system(), None).await;
    let whole = report.map_err(Failure::from).and_then(|report| {
        if app.out.json && report.broken.is_empty() {
            app.out.json(&report)?;
        }
        audit::summary(app, &report)
    });
    match whole {
        Ok(()) => Ok(restored.swap_in().await?),
        Err(error) => {
            restored.discard().await?;
            Err(match error {
                Failure::Other(text) => Failure::Other(format!("{text}\nNothing was restored.")),
                other => other,
            })
        }
    }
}
