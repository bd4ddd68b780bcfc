//! `change-mgmt impact`: what a change reaches.

use super::{
    App,
    checkout::Checkout,
    exit::{Failure, Outcome},
    output::{BOLD, DIM, clean, paint},
    remote, target,
    validate::request,
};
use analysis::impact::Impact;
use analysis::openapi::Difference;
use analysis::{Place, Severity};
use clap::{Args, ValueEnum};
use domain::api::{ChangeRef, ValidationRun};
use domain::words::RunState;
use engine::validation::{Input, validate};
use serde::{Deserialize, Serialize};

/// Show what a change reaches: schema, code, endpoints, clients, components
#[derive(Args, Debug)]
pub struct ImpactOf {
    #[command(flatten)]
    checkout: Checkout,
    /// How to write it
    #[arg(long, value_enum, default_value_t = Format::Text)]
    format: Format,
    /// Add the operations that this change's request declares; asks the server
    #[arg(long, value_name = "CHANGE")]
    change_id: Option<String>,
    /// Have the server analyse that change in the project's repository instead, with its branch or before there is one,
    /// and wait for the result
    #[arg(long, requires = "change_id", conflicts_with = "base")]
    server: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Format {
    /// For people
    Text,
    /// Everything, for programs
    Json,
}

/// What a change reaches, with what it does to the API document.
#[derive(Serialize, Deserialize)]
struct Reached {
    #[serde(flatten)]
    impact: Impact,
    /// Differences of the API document; none where nothing is compared.
    #[serde(default)]
    api: Vec<Difference>,
}

/// Runs it.
///
/// # Errors
/// What cannot be read.
pub async fn run(app: &App, args: ImpactOf) -> Outcome {
    let json = app.out.json || args.format == Format::Json;
    if let (true, Some(change)) = (args.server, &args.change_id) {
        return on_server(app, target::change(change)?, json).await;
    }
    let declared = match &args.change_id {
        Some(change) => Some(request(app, change).await?.declared),
        None => None,
    };
    let trees = args.checkout.read().await?;
    let input =
        Input { head: &trees.head, base: &trees.base, rules: &trees.rules, declared: declared.as_ref(), unread: &[] };
    let found = validate(&input);
    let reached = Reached { impact: found.impact, api: found.api };
    if json {
        return app.out.json(&reached);
    }
    print(app, &reached)?;
    trees.notes.iter().for_each(|note| app.out.note(note));
    Ok(())
}

/// Asks for a run and shows its parts as they end, then what it found. Who may not ask is shown what was found last.
async fn on_server(app: &App, change: ChangeRef, json: bool) -> Outcome {
    let client = app.client()?;
    let mut view = match client.request_impact(change).await {
        Err(Failure::Refused(refusal)) if refusal.status == 403 => {
            app.out.note("You may not ask for an analysis; this is the last one.");
            client.impact(change).await?
        }
        other => other?,
    };
    let mut shown = 0;
    while remote::goes_on(view.run.as_ref()) {
        shown = remote::parts(app, view.run.as_ref(), shown);
        tokio::time::sleep(remote::PAUSE).await;
        view = client.impact(change).await?;
    }
    remote::parts(app, view.run.as_ref(), shown);
    if let Some(ValidationRun { state: RunState::Failed, error, .. }) = &view.run {
        let why = error.as_deref().unwrap_or("no reason given");
        return Err(Failure::Other(format!("The analysis failed: {why}")));
    }
    if json {
        return app.out.json(&view);
    }
    let Some(outcome) = &view.outcome else {
        return app.out.line("Nothing is known of its impact yet.");
    };
    let report = view.report.and_then(|report| serde_json::from_value::<Reached>(report).ok());
    let report = report.ok_or_else(|| Failure::Other("The report is of another version of the program.".to_owned()))?;
    print(app, &report)?;
    let effort = view.declared_effort.map_or("none", |effort| effort.label());
    section(app, "Declared effort", std::iter::once(effort.to_owned()))?;
    let other = |one: &domain::change::CollidingChange| format!("{}: {}", one.key, one.objects.join(", "));
    section(app, "Collides with", outcome.collisions.iter().map(other))?;
    if !view.warnings.is_empty() {
        section(app, "Warnings", view.warnings.iter().cloned())?;
    }
    let commit: String = outcome.commit.chars().take(10).collect();
    app.out.note(match &outcome.branch {
        Some(branch) => format!("Of the branch {branch} at {commit}."),
        None => format!("Of what the request declares, in the main line at {commit}."),
    });
    Ok(())
}

fn print(app: &App, Reached { impact, api }: &Reached) -> Outcome {
    let at = |place: &Place| format!("{}:{}", place.path, place.line);
    let word = |value: &dyn std::fmt::Debug| format!("{value:?}").to_lowercase();
    section(app, &format!("Risk {}", word(&impact.risk)), impact.risk_reasons.iter().cloned())?;
    section(
        app,
        &format!("Computed effort {}", word(&impact.effort).to_uppercase()),
        impact.effort_reasons.iter().cloned(),
    )?;
    section(app, "Components", impact.components.iter().map(|c| format!("{}: {}", c.name, c.reasons.join("; "))))?;
    section(app, "Schema", impact.objects.iter().map(|o| format!("{} {}: {}", word(&o.kind), o.name, o.why)))?;
    let used = |u: &analysis::impact::CodeUse| {
        let function = u.function.as_deref().map(|f| format!(" in {f}")).unwrap_or_default();
        format!("{} {} {}{function}", at(&u.place), word(&u.access), u.subject)
    };
    section(app, "Code", impact.code.iter().map(used))?;
    section(app, "Endpoints", impact.endpoints.iter().map(|e| format!("{} {} {}", e.endpoint, at(&e.place), e.why)))?;
    section(app, "Clients", impact.clients.iter().map(|e| format!("{} {} {}", e.endpoint, at(&e.place), e.why)))?;
    if api.is_empty() {
        return Ok(());
    }
    // What breaks clients first; the rest is for who asks for everything.
    let breaking = || api.iter().filter(|difference| difference.breaking);
    let doubtful = || api.iter().filter(|difference| !difference.breaking && difference.severity >= Severity::Warning);
    let others = match api.len() - breaking().count() - doubtful().count() {
        0 => None,
        1 => Some("1 difference that breaks no client; --format json lists it".to_owned()),
        more => Some(format!("{more} differences that break no client; --format json lists them")),
    };
    let told = |difference: &Difference| format!("{} {}", at(&difference.place), difference.message);
    section(
        app,
        "API document",
        breaking().map(told).chain(doubtful().map(|one| format!("{} (may break clients)", told(one)))).chain(others),
    )
}

fn section(app: &App, title: &str, lines: impl Iterator<Item = String>) -> Outcome {
    app.out.line(paint(BOLD, title))?;
    let mut any = false;
    for line in lines {
        any = true;
        app.out.line(format!("    {}", clean(&line)))?;
    }
    if any { Ok(()) } else { app.out.line(paint(DIM, "    nothing")) }
}
