//! `change-mgmt impact`: what a change reaches.

use super::{
    App,
    checkout::Checkout,
    exit::Outcome,
    output::{BOLD, DIM, clean, paint},
    validate::request,
};
use analysis::Place;
use analysis::impact::Impact;
use clap::Args;
use engine::validation::{Input, validate};

/// Show what a change reaches: schema, code, endpoints, clients, components
#[derive(Args, Debug)]
pub struct ImpactOf {
    #[command(flatten)]
    checkout: Checkout,
    /// Add the operations that this change's request declares; asks the server
    #[arg(long, value_name = "CHANGE")]
    change_id: Option<String>,
}

/// Runs it.
///
/// # Errors
/// What cannot be read.
pub async fn run(app: &App, args: ImpactOf) -> Outcome {
    let declared = match &args.change_id {
        Some(change) => Some(request(app, change).await?.declared),
        None => None,
    };
    let trees = args.checkout.read().await?;
    let input =
        Input { head: &trees.head, base: &trees.base, rules: &trees.rules, declared: declared.as_ref(), unread: &[] };
    let impact = validate(&input).impact;
    if app.out.json {
        return app.out.json(&impact);
    }
    print(app, &impact)?;
    trees.notes.iter().for_each(|note| app.out.note(note));
    Ok(())
}

fn print(app: &App, impact: &Impact) -> Outcome {
    let at = |place: &Place| format!("{}:{}", place.path, place.line);
    let word = |value: &dyn std::fmt::Debug| format!("{value:?}").to_lowercase();
    section(app, &format!("Risk {}", word(&impact.risk)), impact.risk_reasons.iter().cloned())?;
    section(app, &format!("Effort {}", word(&impact.effort)), impact.effort_reasons.iter().cloned())?;
    section(app, "Components", impact.components.iter().map(|c| format!("{}: {}", c.name, c.reasons.join("; "))))?;
    section(app, "Schema", impact.objects.iter().map(|o| format!("{} {}: {}", word(&o.kind), o.name, o.why)))?;
    let used = |u: &analysis::impact::CodeUse| {
        let function = u.function.as_deref().map(|f| format!(" in {f}")).unwrap_or_default();
        format!("{} {} {}{function}", at(&u.place), word(&u.access), u.subject)
    };
    section(app, "Code", impact.code.iter().map(used))?;
    section(app, "Endpoints", impact.endpoints.iter().map(|e| format!("{} {} {}", e.endpoint, at(&e.place), e.why)))?;
    section(app, "Clients", impact.clients.iter().map(|e| format!("{} {} {}", e.endpoint, at(&e.place), e.why)))
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
