//! `change-mgmt admin token`: a token without signing in, for whoever holds the server's machine.

use super::{App, local::Local};
use crate::cli::exit::Outcome;
use clap::Args;

/// Print a new API token of a user, with every scope
#[derive(Args, Debug)]
pub struct Token {
    /// User whose token it is
    #[arg(long, value_name = "NAME")]
    user: String,
    /// Days until it expires, 1 to 366
    #[arg(long, value_name = "N", default_value_t = 1, value_parser = clap::value_parser!(u32).range(1..=366))]
    days: u32,
    #[command(flatten)]
    local: Local,
}

/// Runs it.
///
/// # Errors
/// No such user; no database.
pub async fn run(app: &App, args: Token) -> Outcome {
    let place = args.local.open(false).await?;
    let made = place.with_engine(async |engine| Ok(engine.token_for(&args.user, args.days).await?)).await?;
    if app.out.json {
        return app.out.json(&made);
    }
    app.out.note(format!(
        "A token of {} until {}; use it as CHANGE_MGMT_TOKEN.",
        args.user,
        made.info.expires_at.format("%Y-%m-%d %H:%M UTC")
    ));
    app.out.line(&made.secret)
}
