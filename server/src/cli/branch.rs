//! `change-mgmt branch`: where the work on a change is.

use super::{
    App,
    exit::{Failure, Outcome},
    step, target,
};
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
    /// Take the branch off the change instead: people decide again what its validation decided
    #[arg(long, conflicts_with = "base")]
    remove: bool,
    /// Why it is taken off or another one takes its place; required while something blocks on it
    #[arg(long)]
    reason: Option<String>,
}

/// Runs it.
///
/// # Errors
/// The server's refusal.
pub async fn run(app: &App, args: Branch) -> Outcome {
    if args.remove {
        let (change, branch) = args.target.get()?;
        if let Some(branch) = branch {
            return Err(Failure::Usage(format!("Either `{branch}` or --remove, not both.")));
        }
        let detail = app.client()?.remove_branch(change, args.reason.as_deref()).await?;
        return step::report(app, &detail, "on no branch any more; people decide what its validation decided");
    }
    let (change, branch) = args.target.require("the branch")?;
    let detail = app.client()?.set_branch(change, &branch, args.base.as_deref(), args.reason.as_deref()).await?;
    step::report(app, &detail, &format!("on the branch {branch}; it is being validated"))
}
