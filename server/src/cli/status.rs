//! `change-mgmt status`: where a change stands and what is missing.

use super::{
    App,
    exit::Outcome,
    output::{BOLD, DIM, GREEN, Out, PLAIN, RED, YELLOW, cell, paint, table},
    show, target,
};
use domain::{
    api::ChangeDetail,
    words::{GateStatus, Stage, WorkflowStatus},
};

/// Runs it.
///
/// # Errors
/// The server's refusal.
pub async fn run(app: &App, args: target::Change) -> Outcome {
    let detail = app.client()?.change(args.get()?).await?;
    if app.out.json {
        return app.out.json(&detail);
    }
    print(&app.out, &detail)
}

/// Writes it.
///
/// # Errors
/// The output is closed.
pub fn print(out: &Out, detail: &ChangeDetail) -> Outcome {
    show::header(out, detail)?;
    out.line("")?;
    progress(out, detail)?;
    show::next_step(out, detail)?;
    show::warnings(out, detail)?;
    if detail.change.status.is_live() { gates(out, detail) } else { Ok(()) }
}

fn progress(out: &Out, detail: &ChangeDetail) -> Outcome {
    let closed = detail.change.status == WorkflowStatus::Closed;
    let rows: Vec<_> = Stage::ALL
        .iter()
        .map(|stage| {
            let here = || detail.steps.iter().filter(|s| s.step.stage == *stage && s.step.not_applicable.is_none());
            let (done, all) = (here().filter(|s| s.step.completion.is_some()).count(), here().count());
            let now = *stage == detail.change.stage && !closed;
            let (mark, style) = match () {
                () if now => ("●", YELLOW),
                () if *stage < detail.change.stage || closed => ("✓", GREEN),
                () => ("○", DIM),
            };
            let bar = format!("{}{}", "■".repeat(done), "·".repeat(all - done));
            let name = if now { BOLD } else { PLAIN };
            vec![cell(mark, style), cell(stage.label(), name), cell(format!("{done}/{all}"), PLAIN), cell(bar, style)]
        })
        .collect();
    table(out, 0, &rows, 1)
}

fn gates(out: &Out, detail: &ChangeDetail) -> Outcome {
    let number = |status| detail.gates.iter().filter(|g| g.status == status).count();
    let (failed, waiting, passed) =
        (number(GateStatus::Failed), number(GateStatus::Waiting), number(GateStatus::Passed));
    out.line("")?;
    out.line(format!("{}  {failed} failed · {waiting} waiting · {passed} passed", paint(BOLD, "Gates")))?;
    let rows: Vec<_> = detail
        .gates
        .iter()
        .filter(|g| g.status != GateStatus::Passed)
        .map(|g| {
            let (mark, style) = if g.status == GateStatus::Failed { ("✗", RED) } else { ("○", YELLOW) };
            let owner = g.owner.map(|o| format!("({}) ", o.label().to_lowercase())).unwrap_or_default();
            let next = if g.next_action.is_empty() { String::new() } else { format!(" {owner}{}", g.next_action) };
            vec![cell(mark, style), cell(&g.title, PLAIN), cell(format!("{}{next}", g.reason), PLAIN)]
        })
        .collect();
    table(out, 2, &rows, 2)
}
