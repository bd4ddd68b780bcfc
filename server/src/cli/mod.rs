//! The command line: one file a command.

mod admin;
mod approve;
mod audit;
mod client;
mod completions;
mod create;
mod credentials;
mod edit;
mod evidence;
mod exit;
mod list;
mod login;
mod operation;
mod output;
mod prompt;
mod request;
mod serve;
mod show;
mod state;
mod status;
mod step;
mod steps;
mod target;
mod upload;

use clap::{CommandFactory, Parser, Subcommand, ValueEnum};
use client::Client;
use domain::words::{Decision, WorkflowStatus};
use exit::{Failure, Outcome};
use output::{DIM, Out, RED, paint};
use std::{io::Write, process::ExitCode};

/// Takes changes to a product's data layer from an idea to a verified deployment.
#[derive(Parser, Debug)]
#[command(name = "change-mgmt", version, propagate_version = true, max_term_width = 100)]
#[command(after_help = "\
Start:  change-mgmt serve --sample      a server with sample data
        change-mgmt login               a token for this machine
        change-mgmt create --type=add-field --title=\"Add user preferences\"
        change-mgmt status --change-id=CHG-123

Exit codes: 0 done, 1 failed, 2 wrong usage or input, 3 not signed in or not allowed, 4 not found, 5 conflict,
            6 blocked by a gate")]
struct Cli {
    #[command(flatten)]
    global: Global,
    #[command(subcommand)]
    command: Command,
}

#[derive(clap::Args, Debug)]
struct Global {
    /// Address of the server [default: that of the last login, else http://127.0.0.1:3000]
    #[arg(long, global = true, env = "CHANGE_MGMT_URL", value_name = "URL", help_heading = "Global options")]
    url: Option<String>,
    /// API token [default: that of `login`]
    #[arg(long, global = true, env = "CHANGE_MGMT_TOKEN", hide_env_values = true, help_heading = "Global options")]
    token: Option<String>,
    /// Machine-readable output, as the REST API has it
    #[arg(long, global = true, help_heading = "Global options")]
    json: bool,
    /// When to colour; NO_COLOR is respected
    #[arg(long, global = true, value_enum, default_value_t, value_name = "WHEN", help_heading = "Global options")]
    color: Color,
    /// Results and errors only
    #[arg(long, short, global = true, help_heading = "Global options")]
    quiet: bool,
}

#[derive(Clone, Copy, Debug, Default, ValueEnum)]
enum Color {
    #[default]
    Auto,
    Always,
    Never,
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
    Cli::command()
}

/// Reads the arguments, runs the command, reports; the exit code of the process.
pub async fn main() -> ExitCode {
    let cli = match Cli::try_parse() {
        Ok(cli) => cli,
        Err(error) => {
            // Help for a closed pipe is help nobody reads.
            let _ = error.print();
            return ExitCode::from(u8::try_from(error.exit_code()).unwrap_or(2));
        }
    };
    match cli.global.color {
        Color::Auto => {}
        Color::Always => anstream::ColorChoice::Always.write_global(),
        Color::Never => anstream::ColorChoice::Never.write_global(),
    }
    let given = |text: Option<String>| text.filter(|t| !t.trim().is_empty());
    let app = App {
        out: Out::new(cli.global.json, cli.global.quiet),
        url: given(cli.global.url),
        token: given(cli.global.token),
    };
    match run(&app, cli.command).await {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => {
            report(&failure);
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
        Command::Login(args) => login::run(app, args).await,
        Command::Logout => login::logout(app).await,
        Command::Whoami => login::whoami(app).await,
        Command::Serve(args) => serve::run(*args).await,
        Command::Admin(args) => admin::run(app, args).await,
        Command::Completions(args) => completions::run(app, &args),
        Command::Man(args) => completions::man(app, &args),
    }
}

/// Writes a failure to standard error: what went wrong, each problem on its line, what to do.
fn report(failure: &Failure) {
    if matches!(failure, Failure::Pipe) {
        return;
    }
    let mut text = format!("{} {}\n", paint(RED, "error:"), output::clean(&failure.to_string()));
    for line in failure.details() {
        text.push_str(&format!("  {}\n", output::clean(&line)));
    }
    if let Some(hint) = failure.hint() {
        text.push_str(&format!("{}\n", paint(DIM, &hint)));
    }
    // Nobody reads it: there is nobody to tell.
    let _ = anstream::stderr().write_all(text.as_bytes());
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_definition_is_sound() {
        definition().debug_assert();
    }

    #[test]
    fn the_examples_of_the_specification_are_understood() {
        for line in [
            &["create", "--type=add-field", "--title=Add user preferences"][..],
            &["status", "--change-id=CHG-123"],
            &["status", "CHG-123"],
            &["complete", "CHG-1", "code-review", "--evidence", "commit=abc", "--evidence", "note=a b"],
            &["complete", "--change-id", "CHG-1", "code-review"],
            &["approve", "CHG-1", "--request-changes", "--note", "why"],
            &["audit", "verify", "--project", "shop"],
            &["audit", "CHG-1"],
            &["audit"],
            &["list", "--sort=-priority", "--status", "open,on-hold", "--breaking"],
            &["--json", "status", "7"],
        ] {
            let all = std::iter::once("change-mgmt").chain(line.iter().copied());
            assert!(Cli::try_parse_from(all).is_ok(), "{line:?}");
        }
        for line in [&["status"][..], &["status", "CHG-1", "--change-id=CHG-1"], &["hold", "CHG-1"], &["nothing"]] {
            let all = std::iter::once("change-mgmt").chain(line.iter().copied());
            assert!(Cli::try_parse_from(all).is_err(), "{line:?}");
        }
    }
}
