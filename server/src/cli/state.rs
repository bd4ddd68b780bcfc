//! `change-mgmt hold`, `resume`, `cancel`, `reject`, `assign`, `comment`: the change as a whole.

use super::{
    App,
    exit::{Failure, Outcome},
    step, target,
};
use clap::Args;
use domain::words::WorkflowStatus;
use tokio::io::AsyncReadExt;

/// A change, and why.
#[derive(Args, Debug)]
pub struct Why {
    #[command(flatten)]
    target: target::Change,
    /// Why; everybody sees it
    #[arg(long)]
    reason: String,
}

/// Take a change, give it to somebody, or give it back
#[derive(Args, Debug)]
#[command(mut_arg("second", |a| a.value_name("USER").help("User who is to have it; you, if left out")))]
pub struct Assign {
    #[command(flatten)]
    target: target::ChangeAnd,
    /// Give it back to the team: nobody has it
    #[arg(long)]
    nobody: bool,
}

/// Write a comment on a change
#[derive(Args, Debug)]
#[command(mut_arg("second", |a| a.value_name("TEXT").help("The comment, Markdown; - reads it from standard input")))]
pub struct Comment {
    #[command(flatten)]
    target: target::ChangeAnd,
}

/// Runs `hold`, `cancel` and `reject`.
///
/// # Errors
/// The server's refusal.
pub async fn end(app: &App, args: Why, status: WorkflowStatus) -> Outcome {
    let detail = app.client()?.set_status(args.target.get()?, status, Some(&args.reason)).await?;
    step::report(app, &detail, &status.label().to_lowercase())
}

/// Runs `resume`.
///
/// # Errors
/// The server's refusal.
pub async fn resume(app: &App, target: target::Change) -> Outcome {
    let detail = app.client()?.set_status(target.get()?, WorkflowStatus::Open, None).await?;
    step::report(app, &detail, "work goes on")
}

/// Runs `assign`.
///
/// # Errors
/// The server's refusal.
pub async fn assign(app: &App, args: Assign) -> Outcome {
    let (change, name) = args.target.get()?;
    let client = app.client()?;
    let assignee = match (name, args.nobody) {
        (Some(name), true) => return Err(Failure::Usage(format!("Either `{name}` or --nobody, not both."))),
        (Some(name), false) => Some(name),
        (None, true) => None,
        (None, false) => Some(client.me().await?.name),
    };
    let detail = client.assign(change, assignee.as_deref()).await?;
    let team = &detail.change.team;
    let said = assignee.map_or_else(|| format!("given back to team {team}"), |name| format!("assigned to {name}"));
    step::report(app, &detail, &said)
}

/// Runs `comment`.
///
/// # Errors
/// The server's refusal.
pub async fn comment(app: &App, args: Comment) -> Outcome {
    let (change, body) = args.target.require("the comment (or - for standard input)")?;
    let body = if body == "-" {
        let mut text = String::new();
        tokio::io::stdin().read_to_string(&mut text).await?;
        text
    } else {
        body
    };
    let detail = app.client()?.comment(change, &body).await?;
    if app.out.json {
        app.out.json(&detail)
    } else {
        app.out.done(format!("Comment added to {}.", detail.change.key()))
    }
}
