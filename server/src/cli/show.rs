//! `change-mgmt show`: everything on one change.

use super::{
    App,
    exit::Outcome,
    output::{BOLD, DIM, Out, PLAIN, RED, YELLOW, cell, clean, moment, paint, paragraph, table},
    target,
};
use domain::{
    api::{ChangeDetail, ChangeRef, StepView},
    change::Source,
    words::{Decision, Risk, WorkflowStatus},
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
    let out = &app.out;
    header(out, &detail)?;
    facts(out, &detail)?;
    next_step(out, &detail)?;
    warnings(out, &detail)?;
    let key = detail.change.key();
    out.note(format!(
        "`change-mgmt status {key}` shows what is missing, `steps {key}` the checklist, `audit {key}` the history."
    ));
    Ok(())
}

/// The lines that say which change it is, how it stands and on which branch it is.
///
/// # Errors
/// The output is closed.
pub fn header(out: &Out, detail: &ChangeDetail) -> Outcome {
    let change = &detail.change;
    out.line(format!("{}  {}", paint(BOLD, &change.key()), paint(BOLD, &clean(&change.title))))?;
    let status = match change.status {
        WorkflowStatus::Open => change.status.label().to_owned(),
        _ => paint(YELLOW, change.status.label()),
    };
    let breaking = match (change.metadata.breaking_change, &detail.escalated) {
        (false, _) => String::new(),
        (true, None) => paint(RED, " · breaking"),
        (true, Some(_)) => paint(RED, " · found breaking"),
    };
    let taken = change.assignee.as_ref().map_or_else(|| "not taken yet".to_owned(), |a| format!("taken by {a}"));
    out.line(format!(
        "{status} · {} (stage {} of 8) · {} · {} priority · team {}, {taken}{breaking}",
        change.stage.label(),
        change.stage.index() + 1,
        change.kind,
        change.priority,
        change.team,
    ))?;
    if let Some(Source { branch, base }) = &detail.source {
        let base = base.as_ref().map(|base| format!(", compared with {}", clean(base))).unwrap_or_default();
        out.line(format!("branch {}{base}", clean(branch)))?;
    }
    if let Some(why) = &detail.escalated {
        paragraph(out, 2, &format!("Treated as breaking, which the request did not declare: {why}"))?;
    }
    if let Some(reason) = change.status_reason.as_deref().filter(|r| !r.is_empty()) {
        paragraph(out, 2, &format!("Reason: {reason}"))?;
    }
    Ok(())
}

fn facts(out: &Out, detail: &ChangeDetail) -> Outcome {
    let change = &detail.change;
    let metadata = &change.metadata;
    if !change.description.is_empty() {
        out.line("")?;
        paragraph(out, 2, &change.description)?;
    }
    out.line("")?;
    let list = |items: &[String]| if items.is_empty() { "–".to_owned() } else { items.join(", ") };
    let mut rows = vec![
        ("Requester", change.requester.clone()),
        ("Project", change.project.clone()),
        ("Routing", change.routing_reason.clone()),
        ("Components", list(&metadata.affected_components)),
        ("Tables", list(&metadata.affected_tables)),
        ("Endpoints", list(&metadata.affected_endpoints)),
        ("Declared effort", metadata.estimated_effort.map_or("not estimated", |e| e.label()).to_owned()),
        ("Risk", detail.risk.risk.label().to_owned()),
        ("Submitted", moment(change.created_at)),
        ("Updated", format!("{} (version {})", moment(change.updated_at), change.version)),
    ];
    if let Some(why) = &metadata.justification {
        rows.insert(2, ("Justification", why.clone()));
    }
    let style = |name: &str| if name == "Risk" && detail.risk.risk >= Risk::High { YELLOW } else { PLAIN };
    let rows: Vec<_> = rows.into_iter().map(|(name, value)| vec![cell(name, DIM), cell(value, style(name))]).collect();
    table(out, 2, &rows, 1)?;
    let related = |d: &domain::api::DependencyView| format!("{} ({}) {}", d.key, d.status, d.title);
    let collision = |c: &domain::api::Collision| format!("{} ({}) {}", c.key, c.stage, c.title);
    let evidence = |e: &domain::change::Evidence| {
        let last = if detail.is_superseded(e) { ", superseded" } else { "" };
        format!("{} for {}: {}  ({}{last})", e.kind.label(), e.step_id, e.value, e.added_by)
    };
    let approval = |a: &domain::change::Approval| {
        let what = if a.decision == Decision::Approve { "approved" } else { "asks for changes" };
        let void = a.voided.as_ref().map(|v| format!(" (no longer counts: {v})")).unwrap_or_default();
        format!("{} {what} {} on {}{void} {}", a.by, a.step_id, moment(a.at), a.note.as_deref().unwrap_or_default())
    };
    section(out, "Operations", metadata.operations.iter().map(domain::change::Operation::summary))?;
    section(out, "Risk", detail.risk.reasons.iter().cloned())?;
    section(out, "Waits for", detail.depends_on.iter().map(related))?;
    section(out, "Waited for by", detail.dependents.iter().map(related))?;
    section(out, "Collides with", detail.collisions.iter().map(collision))?;
    section(out, "Evidence", detail.evidence.iter().map(evidence))?;
    section(out, "Approvals", detail.approvals.iter().map(approval))?;
    section(out, "Comments", detail.comments.iter().map(|c| format!("{} on {}: {}", c.by, moment(c.at), c.body)))
}

fn section(out: &Out, title: &str, lines: impl Iterator<Item = String>) -> Outcome {
    let mut lines = lines.peekable();
    if lines.peek().is_some() {
        out.line("")?;
        out.line(paint(BOLD, title))?;
    }
    lines.try_for_each(|line| paragraph(out, 2, &line))
}

/// What to know beside what blocks.
///
/// # Errors
/// The output is closed.
pub fn warnings(out: &Out, detail: &ChangeDetail) -> Outcome {
    if detail.warnings.is_empty() {
        return Ok(());
    }
    out.line("")?;
    out.line(paint(YELLOW, "Warnings"))?;
    detail.warnings.iter().try_for_each(|warning| paragraph(out, 2, warning))
}

/// The step to do next and who has to act.
///
/// # Errors
/// The output is closed.
pub fn next_step(out: &Out, detail: &ChangeDetail) -> Outcome {
    let next = detail.current_step.as_ref().and_then(|id| detail.steps.iter().find(|s| s.step.id == *id));
    let Some(view) = next.filter(|_| detail.change.status.is_live()) else { return Ok(()) };
    out.line("")?;
    out.line(format!("{}  {} ({})", paint(BOLD, "Next"), view.step.title, view.step.id))?;
    out.line(format!("      {}", clean(&view.step.hint)))?;
    out.line(format!("      {}", who_acts(detail, view)))?;
    if view.complete.allowed {
        out.line(format!("      {}", paint(DIM, &command(detail, view))))?;
    }
    Ok(())
}

/// Who can do something about a step.
pub fn who_acts(detail: &ChangeDetail, view: &StepView) -> String {
    let step = &view.step;
    if step.automatic {
        return "The system does it.".to_owned();
    }
    if !view.waits_for.is_empty() {
        return format!("It waits for: {}.", view.waits_for.join(", "));
    }
    if let Some(quorum) = &step.approval {
        let given = detail.approvals.iter();
        let given =
            given.filter(|a| a.step_id == step.id && a.voided.is_none() && a.decision == Decision::Approve).count();
        let role = quorum.role.label().to_lowercase();
        return format!("{given} of {} approvals given; a {role} must act.", quorum.count);
    }
    let role = step.owner.label().to_lowercase();
    match &step.started {
        Some(start) => format!("{} ({role}) is at it since {}.", start.by, moment(start.at)),
        None => format!("A {role} must act{}.", if view.complete.allowed { "; you may" } else { "" }),
    }
}

/// The command line that completes a step.
pub fn command(detail: &ChangeDetail, view: &StepView) -> String {
    let change = ChangeRef::Number(detail.change.number);
    if view.step.is_approval() {
        return format!("change-mgmt approve {change} {}", view.step.id);
    }
    let evidence = view.step.evidence.iter().map(|kind| format!(" --evidence {kind}=…"));
    format!("change-mgmt complete {change} {}{}", view.step.id, evidence.collect::<String>())
}
