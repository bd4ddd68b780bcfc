//! `change-mgmt branch`: where the work on a change is.

use super::{App, exit::Outcome, step, target};
use clap::Args;

/// Name the branch that the work on a change is on; the server validates it at once, and whenever it moves
#[derive(Args, Debug)]
#[command(mut_arg("second", |a| a.value_name("BRANCH").help("Branch of the project's repository")))]
pub struct Branch {
    #[command(flatten)]
    target: target::ChangeAnd,
    /// Branch, tag or commit to compare with [default: where the branch left the main line]
    #[arg(long, value_name = "REV")]
    base: Option<String>,
}

/// Runs it.
///
/// # Errors
/// The server's refusal.
pub async fn run(app: &App, args: Branch) -> Outcome {
    let (change, branch) = args.target.require("the branch")?;
    let detail = app.client()?.set_branch(change, &branch, args.base.as_deref()).await?;
    step::report(app, &detail, &format!("on the branch {branch}; it is being validated"))
}
