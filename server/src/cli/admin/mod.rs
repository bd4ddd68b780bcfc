//! `change-mgmt admin`: on the server's own machine, without signing in.

mod backup;
mod local;
mod token;
mod user;

use super::{App, exit::Outcome};
use clap::{Args, Subcommand};

/// Administer an installation on its own machine, without signing in; all but `restore` work while the server runs
#[derive(Args, Debug)]
pub struct Admin {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand, Debug)]
enum Command {
    Token(token::Token),
    /// Make, list, disable and enable users
    User {
        #[command(subcommand)]
        command: user::User,
    },
    Link(user::Link),
    Backup(backup::Backup),
    Restore(backup::Restore),
}

/// Runs it.
///
/// # Errors
/// No database; what the engine refuses.
pub async fn run(app: &App, args: Admin) -> Outcome {
    match args.command {
        Command::Token(args) => token::run(app, args).await,
        Command::User { command } => user::run(app, command).await,
        Command::Link(args) => user::link(app, args).await,
        Command::Backup(args) => backup::backup(app, args).await,
        Command::Restore(args) => backup::restore(app, args).await,
    }
}
