//! `change-mgmt completions` and `man`: made from the command line's own definition.

use super::{
    App,
    exit::{Failure, Outcome},
};
use clap::Args;
use std::{io::Write, path::PathBuf};

/// Print completions for a shell, e.g. `source <(change-mgmt completions bash)`
#[derive(Args, Debug)]
pub struct Completions {
    /// bash, zsh, fish, elvish or powershell
    shell: clap_complete::Shell,
}

/// Write manual pages, one a command
#[derive(Args, Debug)]
pub struct Man {
    /// Folder; made when absent
    folder: PathBuf,
}

/// Runs `completions`.
///
/// # Errors
/// The output is closed.
pub fn run(_: &App, args: &Completions) -> Outcome {
    let mut text = Vec::new();
    clap_complete::generate(args.shell, &mut super::definition(), "change-mgmt", &mut text);
    std::io::stdout().write_all(&text).map_err(Failure::from)
}

/// Runs `man`.
///
/// # Errors
/// The folder cannot be written.
pub fn man(app: &App, args: &Man) -> Outcome {
    let failed = |e: std::io::Error| Failure::Other(format!("Cannot write to {}: {e}.", args.folder.display()));
    std::fs::create_dir_all(&args.folder).map_err(failed)?;
    clap_mangen::generate_to(super::definition(), &args.folder).map_err(failed)?;
    app.out.done(format!("The pages are in {0}; `man {0}/change-mgmt.1` shows the first.", args.folder.display()))
}
