//! `change-mgmt list`: changes as a table.

use super::{
    App,
    exit::{Failure, Outcome},
    output::{BOLD, DIM, Out, PLAIN, RED, YELLOW, cell, count, moment, table},
};
use clap::Args;
use domain::{
    api::{ChangeSummary, Page},
    words::{ChangeType, Priority, Stage, WorkflowStatus},
};

/// List changes; those still open if nothing else is said
#[derive(Args, Debug)]
pub struct List {
    /// Only in this status: open, on-hold, closed, rejected, cancelled, rolled-back (repeat, or separate by commas)
    #[arg(long, value_delimiter = ',')]
    status: Vec<WorkflowStatus>,
    /// List ended changes as well
    #[arg(long, conflicts_with = "status")]
    all: bool,
    /// Only in this stage: submission, impact-analysis, planning, implementation, validation, review, deployment or
    /// post-deployment (repeat, or separate by commas)
    #[arg(long, value_delimiter = ',')]
    stage: Vec<Stage>,
    /// Only of this kind, e.g. add-field (repeat, or separate by commas)
    #[arg(long = "type", value_name = "TYPE", value_delimiter = ',')]
    kind: Vec<ChangeType>,
    /// Only of this priority: low, medium, high, critical (repeat, or separate by commas)
    #[arg(long, value_delimiter = ',')]
    priority: Vec<Priority>,
    /// Only of the project with this key
    #[arg(long)]
    project: Option<String>,
    /// Only those that affect this component
    #[arg(long)]
    component: Option<String>,
    /// Only those of this team
    #[arg(long)]
    team: Option<String>,
    /// Only those that this user has; `none`: that nobody has
    #[arg(long, value_name = "USER")]
    assignee: Option<String>,
    /// Only those that this user asked for
    #[arg(long, value_name = "USER")]
    requester: Option<String>,
    /// Only breaking ones; --breaking=false: only the others
    #[arg(long, num_args = 0..=1, require_equals = true, default_missing_value = "true", value_name = "BOOL")]
    breaking: Option<bool>,
    /// Only those that touch this table
    #[arg(long)]
    table: Option<String>,
    /// Only those with these words in number, title or description
    #[arg(long)]
    text: Option<String>,
    /// Order; with `-` the newest, most urgent or furthest come first [default: -updated]
    #[arg(long, allow_hyphen_values = true, value_parser = ["-updated", "updated", "-number", "number", "-priority", "-stage"])]
    sort: Option<String>,
    /// Go on after a page: the value printed under it, with the same order
    #[arg(long)]
    cursor: Option<String>,
    /// Changes on a page, 1 to 200
    #[arg(long, default_value_t = 50, value_parser = clap::value_parser!(u32).range(1..=200))]
    limit: u32,
}

/// Runs it.
///
/// # Errors
/// The server's refusal.
pub async fn run(app: &App, args: List) -> Outcome {
    let page = app.client()?.list(&query(&args)).await?;
    if app.out.json {
        return app.out.json(&page);
    }
    print(&app.out, &page)
}

fn query(args: &List) -> Vec<(&'static str, String)> {
    let live = [WorkflowStatus::Open, WorkflowStatus::OnHold];
    let status: &[WorkflowStatus] = match args.status.as_slice() {
        [] if !args.all => &live,
        given => given,
    };
    // One parameter with commas: the server takes it for lists.
    fn words<T: ToString>(all: &[T]) -> Option<String> {
        let all: Vec<String> = all.iter().map(T::to_string).collect();
        (!all.is_empty()).then(|| all.join(","))
    }
    let named = [
        ("status", words(status)),
        ("stage", words(&args.stage)),
        ("type", words(&args.kind)),
        ("priority", words(&args.priority)),
        ("project", args.project.clone()),
        ("component", args.component.clone()),
        ("team", args.team.clone()),
        ("assignee", args.assignee.clone()),
        ("requester", args.requester.clone()),
        ("breaking", args.breaking.map(|b| b.to_string())),
        ("table", args.table.clone()),
        ("text", args.text.clone()),
        ("sort", args.sort.clone()),
        ("cursor", args.cursor.clone()),
        ("limit", Some(args.limit.to_string())),
    ];
    named.into_iter().filter_map(|(k, v)| v.map(|v| (k, v))).collect()
}

fn print(out: &Out, page: &Page<ChangeSummary>) -> Outcome {
    if page.items.is_empty() {
        out.note("No such change. `--all` lists ended ones as well; `change-mgmt create` submits one.");
        return Ok::<(), Failure>(());
    }
    let head = ["CHANGE", "TITLE", "STATUS", "STAGE", "STEPS", "PRIORITY", "RISK", "TEAM", "ASSIGNEE", "UPDATED"];
    let mut rows = vec![head.map(|h| cell(h, DIM)).to_vec()];
    rows.extend(page.items.iter().map(|c| {
        let urgent = if c.priority >= Priority::Critical { RED } else { PLAIN };
        let risk = if c.risk >= domain::words::Risk::High { YELLOW } else { PLAIN };
        let status = if c.status == WorkflowStatus::Open { PLAIN } else { YELLOW };
        vec![
            cell(c.key(), BOLD),
            cell(if c.breaking_change { format!("{} (breaking)", c.title) } else { c.title.clone() }, PLAIN),
            cell(c.status, status),
            cell(c.stage, PLAIN),
            cell(format!("{}/{}", c.steps_done, c.steps_total), PLAIN),
            cell(c.priority, urgent),
            cell(c.risk, risk),
            cell(&c.team, PLAIN),
            cell(c.assignee.as_deref().unwrap_or("–"), PLAIN),
            cell(moment(c.updated_at), DIM),
        ]
    }));
    table(out, 0, &rows, 1)?;
    match &page.next {
        Some(next) => out.note(format!("{}, and there are more: --cursor={next}", count(page.items.len(), "change"))),
        None => out.note(count(page.items.len(), "change")),
    }
    Ok(())
}
