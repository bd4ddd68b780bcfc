//! The command line: one file a command.

mod admin;
mod approve;
mod audit;
mod branch;
mod checkout;
mod client;
mod completions;
mod create;
mod credentials;
mod edit;
mod evidence;
mod exit;
mod flag;
mod global;
mod impact;
mod list;
mod login;
mod operation;
mod output;
mod prompt;
mod prove;
mod remote;
mod report;
mod request;
mod rules;
mod serve;
mod show;
mod state;
mod status;
mod step;
mod steps;
mod target;
mod upload;
mod usage;
mod validate;
mod waiver;

use clap::{CommandFactory, FromArgMatches, Parser, Subcommand};
use client::Client;
use domain::words::{Decision, WorkflowStatus};
use exit::Outcome;
use global::Global;
use output::Out;
use std::process::ExitCode;

/// Takes changes to a product's data layer from an idea to a verified deployment.
#[derive(Parser, Debug)]
#[command(name = "change-mgmt", version, propagate_version = true, max_term_width = 100)]
#[command(after_help = "\
Start:  change-mgmt serve --sample      a server with sample data
        change-mgmt login               a token for this machine
        change-mgmt create --type=add-field --title=\"Add user preferences\"
        change-mgmt status --change-id=CHG-123
        change-mgmt validate            what this branch does to the database; needs no server

Exit codes: 0 done, 1 failed, 2 wrong usage or input, 3 not signed in or not allowed, 4 not found, 5 conflict,
            6 blocked by a gate")]
struct Cli {
    #[command(flatten)]
    global: Global,
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand, Debug)]
enum Command {
    /// Submit a change request
    Create(Box<create::Create>),
    Edit(Box<edit::Edit>),
    List(Box<list::List>),
    /// Show everything on one change
    Show(target::Change),
    /// Show where a change stands and what it waits for
    Status(target::Change),
    /// Show the checklist of a change
    Steps(target::Change),
    Start(step::Start),
    Complete(step::Complete),
    Reopen(step::Reopen),
    Approve(approve::Approve),
    /// Ask for changes at the step that waits for an approval
    RequestChanges(approve::Decide),
    /// Pause a change
    Hold(state::Why),
    /// Go on with a paused change
    Resume(target::Change),
    /// Withdraw a change
    Cancel(state::Why),
    /// Turn a change down
    Reject(state::Why),
    Assign(state::Assign),
    Comment(state::Comment),
    Upload(upload::Upload),
    Audit(audit::Audit),
    Branch(branch::Branch),
    Validate(Box<validate::Validate>),
    Waiver(waiver::Waiver),
    Impact(Box<impact::ImpactOf>),
    Rules(rules::Rules),
    Login(login::Login),
    /// Revoke the token of this machine
    Logout,
    /// Show who you are and what you may do
    Whoami,
    Serve(Box<serve::Serve>),
    Admin(admin::Admin),
    Completions(completions::Completions),
    Man(completions::Man),
}

/// What every command is given.
#[derive(Debug)]
pub struct App {
    /// Where to write.
    pub out: Out,
    url: Option<String>,
    token: Option<String>,
}

impl App {
    /// The server that was named.
    ///
    /// # Errors
    /// As [`Client::new`].
    pub fn client(&self) -> Outcome<Client> {
        Client::new(self.url.as_deref(), self.token.as_deref())
    }
}

/// The whole command line as clap knows it.
pub fn definition() -> clap::Command {
    usage::named(Cli::command())
}

/// Reads the arguments, runs the command, reports; the exit code of the process.
pub async fn main() -> ExitCode {
    let parsed = definition().try_get_matches().and_then(|matches| Cli::from_arg_matches(&matches));
    let cli = match parsed {
        Ok(cli) => cli,
        Err(error) => {
            let error = usage::explained(error, std::env::args_os().skip(1));
            // Help for a closed pipe is help nobody reads.
            let _ = error.print();
            return ExitCode::from(u8::try_from(error.exit_code()).unwrap_or(2));
        }
    };
    cli.global.color.apply();
    let given = |text: Option<String>| text.filter(|t| !t.trim().is_empty());
    let app = App {
        out: Out::new(cli.global.json, cli.global.quiet),
        url: given(cli.global.url),
        token: given(cli.global.token),
    };
    match run(&app, cli.command).await {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => {
            failure.report();
            ExitCode::from(failure.exit_code())
        }
    }
}

async fn run(app: &App, command: Command) -> Outcome {
    match command {
        Command::Create(args) => create::run(app, *args).await,
        Command::Edit(args) => edit::run(app, *args).await,
        Command::List(args) => list::run(app, *args).await,
        Command::Show(args) => show::run(app, args).await,
        Command::Status(args) => status::run(app, args).await,
        Command::Steps(args) => steps::run(app, args).await,
        Command::Start(args) => step::start(app, args).await,
        Command::Complete(args) => step::complete(app, args).await,
        Command::Reopen(args) => step::reopen(app, args).await,
        Command::Approve(args) => approve::run(app, args).await,
        Command::RequestChanges(args) => approve::decide(app, args, Decision::RequestChanges).await,
        Command::Hold(args) => state::end(app, args, WorkflowStatus::OnHold).await,
        Command::Resume(args) => state::resume(app, args).await,
        Command::Cancel(args) => state::end(app, args, WorkflowStatus::Cancelled).await,
        Command::Reject(args) => state::end(app, args, WorkflowStatus::Rejected).await,
        Command::Assign(args) => state::assign(app, args).await,
        Command::Comment(args) => state::comment(app, args).await,
        Command::Upload(args) => upload::run(app, args).await,
        Command::Audit(args) => audit::run(app, args).await,
        Command::Branch(args) => branch::run(app, args).await,
        Command::Waiver(args) => waiver::run(app, args).await,
        Command::Validate(args) => validate::run(app, *args).await,
        Command::Impact(args) => impact::run(app, *args).await,
        Command::Rules(args) => rules::run(app, &args),
        Command::Login(args) => login::run(app, args).await,
        Command::Logout => login::logout(app).await,
        Command::Whoami => login::whoami(app).await,
        Command::Serve(args) => serve::run(*args).await,
        Command::Admin(args) => admin::run(app, args).await,
        Command::Completions(args) => completions::run(app, &args),
        Command::Man(args) => completions::man(app, &args),
    }
}

#[cfg(test)]
mod tests;
