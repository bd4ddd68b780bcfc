//! `change-mgmt waiver`: let a blocking finding pass for some time.

use super::{
    App,
    exit::{Failure, Outcome},
    output::{clean, count},
    target,
};
use chrono::{DateTime, Days, NaiveDate, NaiveTime, Utc};
use clap::{Args, Subcommand};
use domain::api::{ValidationView, WaiverView};

/// Let a finding that blocks pass for some time: one person asks, another one decides
#[derive(Args, Debug)]
pub struct Waiver {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand, Debug)]
enum Command {
    Request(Request),
    Grant(Decide),
    /// Refuse a waiver, withdraw your own, or revoke one that was granted
    Refuse(Decide),
    /// List the waivers of a change
    List(target::Change),
}

/// Ask to let a finding pass
#[derive(Args, Debug)]
#[command(mut_arg("second", |a| a.value_name("FINGERPRINT").help("The finding, as `validate --server` names it")))]
struct Request {
    #[command(flatten)]
    target: target::ChangeAnd,
    /// Why it may pass
    #[arg(long)]
    reason: String,
    /// Last day on which it counts, at most 180 days from now
    #[arg(long, value_name = "YYYY-MM-DD")]
    until: NaiveDate,
}

/// Grant a waiver that somebody else has asked for
#[derive(Args, Debug)]
#[command(mut_arg("second", |a| a.value_name("WAIVER").help("Its number, as `waiver list` shows it")))]
struct Decide {
    #[command(flatten)]
    target: target::ChangeAnd,
    /// Why; everybody sees it
    #[arg(long)]
    note: Option<String>,
}

/// Runs it.
///
/// # Errors
/// The server's refusal.
pub async fn run(app: &App, args: Waiver) -> Outcome {
    let client = app.client()?;
    let view = match args.command {
        Command::List(target) => client.validation(target.get()?).await?,
        Command::Request(args) => {
            let (change, fingerprint) = args.target.require("the finding's fingerprint")?;
            client.request_waiver(change, &fingerprint, &args.reason, end_of(args.until)?).await?
        }
        Command::Grant(args) => decide(&client, args, true).await?,
        Command::Refuse(args) => decide(&client, args, false).await?,
    };
    print(app, &view)
}

async fn decide(client: &super::client::Client, args: Decide, grant: bool) -> Outcome<ValidationView> {
    let (change, id) = args.target.require("the waiver's number")?;
    let id =
        id.parse().map_err(|_| Failure::Usage(format!("`{id}` is no waiver's number; `waiver list` shows them.")))?;
    client.decide_waiver(change, id, grant, args.note.as_deref()).await
}

/// The first moment after the day.
fn end_of(day: NaiveDate) -> Outcome<DateTime<Utc>> {
    let next = day.checked_add_days(Days::new(1)).map(|day| day.and_time(NaiveTime::MIN).and_utc());
    next.ok_or_else(|| Failure::Usage("That day is too far away.".to_owned()))
}

fn print(app: &App, view: &ValidationView) -> Outcome {
    if app.out.json {
        return app.out.json(&view.waivers);
    }
    for WaiverView { waiver, .. } in &view.waivers {
        let state = match (&waiver.decision, waiver.decided()) {
            _ if waiver.expired => "expired".to_owned(),
            (Some(decision), Some(word)) => {
                let note = decision.note.as_ref().map(|note| format!(" ({note})")).unwrap_or_default();
                format!("{word} by {}{note}", decision.by)
            }
            _ => "waits for a decision".to_owned(),
        };
        app.out.line(clean(&format!("{:>3}  {}  {state}, until {}", waiver.id, waiver.rule, waiver.last_day())))?;
        app.out.line(clean(&format!("     {}", waiver.message)))?;
        app.out.line(clean(&format!("     {}: {}", waiver.requested_by, waiver.reason)))?;
    }
    app.out.note(match view.blocking() {
        0 => "Nothing blocks.".to_owned(),
        more => format!("{} left.", count(more, "blocking finding")),
    });
    Ok(())
}
