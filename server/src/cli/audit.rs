//! `change-mgmt audit`: who did what, and whether the record is whole.

use super::{
    App,
    exit::{Failure, Outcome},
    output::{DIM, GREEN, PLAIN, cell, count, moment, paint, table},
    target,
};
use clap::{Args, Subcommand};
use domain::api::AuditQuery;

/// Show the audit trail, newest first, or verify it
#[derive(Args, Debug)]
#[command(args_conflicts_with_subcommands = true, subcommand_precedence_over_arg = true)]
pub struct Audit {
    #[command(subcommand)]
    verify: Option<Command>,
    /// Only entries of this change: CHG-7, 7 or its UUID
    #[arg(value_name = "CHANGE", conflicts_with = "change_id")]
    change: Option<String>,
    /// The change, in place of the argument
    #[arg(long, value_name = "CHANGE")]
    change_id: Option<String>,
    /// Only entries of the project with this key
    #[arg(long)]
    project: Option<String>,
    /// Only what this user did
    #[arg(long, value_name = "USER")]
    actor: Option<String>,
    /// Only this action, or all that begin with it, e.g. `step` for `step.completed` and its like
    #[arg(long)]
    action: Option<String>,
    /// Go on after a page: the value printed under it
    #[arg(long)]
    cursor: Option<String>,
    /// Entries on a page, 1 to 200
    #[arg(long, default_value_t = 50, value_parser = clap::value_parser!(u32).range(1..=200))]
    limit: u32,
}

#[derive(Subcommand, Debug)]
enum Command {
    /// Check that no entry was altered, added or taken away; exit code 1 where one was
    Verify {
        /// Key of the project; without it all projects and the server's own entries, which takes an administrator
        #[arg(long)]
        project: Option<String>,
    },
}

/// Runs it.
///
/// # Errors
/// The server's refusal; broken chains.
pub async fn run(app: &App, args: Audit) -> Outcome {
    if let Some(Command::Verify { project }) = args.verify {
        return verify(app, project.as_deref()).await;
    }
    let named = args.change.as_deref().or(args.change_id.as_deref());
    let change = named.map(target::change).transpose()?;
    let query = AuditQuery {
        project: args.project,
        actor: args.actor,
        action: args.action,
        cursor: args.cursor,
        limit: Some(args.limit),
    };
    let page = app.client()?.audit(change, &query).await?;
    if app.out.json {
        return app.out.json(&page);
    }
    let row = |e: &domain::audit::AuditEntry| {
        vec![
            cell(moment(e.created_at), DIM),
            cell(&e.actor, PLAIN),
            cell(&e.action, PLAIN),
            cell(&e.subject, PLAIN),
            cell(e.origin.label(), DIM),
            cell(e.hash.get(..10).unwrap_or_default(), DIM),
        ]
    };
    let mut rows = vec![["TIME", "ACTOR", "ACTION", "SUBJECT", "BY WAY OF", "HASH"].map(|h| cell(h, DIM)).to_vec()];
    rows.extend(page.items.iter().map(row));
    table(&app.out, 0, &rows, 3)?;
    match page.next {
        Some(next) => app.out.note(format!("There are older entries: --cursor={next}")),
        None => {
            app.out.note(if page.items.len() == 1 { "1 entry".into() } else { format!("{} entries", page.items.len()) })
        }
    }
    Ok(())
}

async fn verify(app: &App, project: Option<&str>) -> Outcome {
    let report = app.client()?.verify(project).await?;
    if app.out.json {
        app.out.json(&report)?;
    }
    summary(app, &report)
}

/// Says whether the chains are whole.
///
/// # Errors
/// A chain is broken.
pub fn summary(app: &App, report: &domain::audit::AuditReport) -> Outcome {
    let checked = format!(
        "{}, {} in all, {}",
        count(usize::try_from(report.chains).unwrap_or_default(), "chain"),
        if report.entries == 1 { "1 entry".to_owned() } else { format!("{} entries", report.entries) },
        count(usize::try_from(report.checkpoints).unwrap_or_default(), "checkpoint"),
    );
    if report.broken.is_empty() {
        let text = paint(GREEN, &format!("The audit trail is whole: {checked}."));
        return if app.out.json { Ok(()) } else { app.out.done(text) };
    }
    let broken = report.broken.iter().map(|b| format!("\n  {} at entry {}: {}", b.name(), b.seq, b.reason));
    Err(Failure::Other(format!(
        "The audit trail is broken ({} of {checked}):{}",
        count(report.broken.len(), "chain"),
        broken.collect::<String>()
    )))
}
