//! `change-mgmt steps`: the checklist.

use super::{
    App,
    exit::Outcome,
    output::{BOLD, DIM, GREEN, Out, PLAIN, YELLOW, cell, moment, paint, table},
    show, target,
};
use domain::{
    api::{ChangeDetail, StepView},
    words::{Stage, StepStatus},
};

/// Runs it.
///
/// # Errors
/// The server's refusal.
pub async fn run(app: &App, args: target::Change) -> Outcome {
    let detail = app.client()?.change(args.get()?).await?;
    if app.out.json {
        return app.out.json(&detail.steps);
    }
    show::header(&app.out, &detail)?;
    print(&app.out, &detail)
}

fn print(out: &Out, detail: &ChangeDetail) -> Outcome {
    let id = detail.steps.iter().map(|s| s.step.id.len()).max().unwrap_or_default();
    let title = detail.steps.iter().map(|s| s.step.title.chars().count()).max().unwrap_or_default();
    for stage in Stage::ALL {
        let here: Vec<_> = detail.steps.iter().filter(|s| s.step.stage == *stage).collect();
        if here.is_empty() {
            continue;
        }
        out.line("")?;
        out.line(paint(if *stage == detail.change.stage { BOLD } else { DIM }, stage.label()))?;
        let rows: Vec<_> = here
            .into_iter()
            .map(|view| {
                let (mark, style) = mark(view.status);
                let faint = if view.status == StepStatus::NotApplicable { DIM } else { PLAIN };
                let id = format!("{:id$}", view.step.id);
                let title = format!("{:title$}", view.step.title);
                vec![cell(mark, style), cell(id, faint), cell(title, faint), cell(needs(detail, view), DIM)]
            })
            .collect();
        table(out, 2, &rows, 3)?;
    }
    out.note("\n✓ done   ● can be done now   ○ has to wait   – does not apply");
    Ok(())
}

fn mark(status: StepStatus) -> (&'static str, anstyle::Style) {
    match status {
        StepStatus::Done => ("✓", GREEN),
        StepStatus::Ready | StepStatus::InProgress => ("●", YELLOW),
        StepStatus::Blocked => ("○", PLAIN),
        StepStatus::NotApplicable => ("–", DIM),
    }
}

/// What a step needs, or what became of it.
fn needs(detail: &ChangeDetail, view: &StepView) -> String {
    let step = &view.step;
    if let Some(reason) = &step.not_applicable {
        return reason.clone();
    }
    if let Some(done) = &step.completion {
        return format!("by {} on {}", done.completed_by, moment(done.completed_at));
    }
    let mut text = show::who_acts(detail, view);
    if !step.evidence.is_empty() {
        let kinds: Vec<&str> = step.evidence.iter().map(|e| e.as_str()).collect();
        text.push_str(&format!(" Evidence: {}.", kinds.join(", ")));
    }
    if step.optional {
        text.push_str(" Optional.");
    }
    text
}
