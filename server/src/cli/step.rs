//! `change-mgmt start`, `complete`, `reopen`: work on a step.

use super::{
    App, evidence,
    exit::Outcome,
    output::{BOLD, paint},
    show, target, upload,
};
use clap::Args;
use domain::{
    api::{ChangeDetail, ChangeRef},
    change::NewEvidence,
    words::EvidenceKind,
};

/// Begin a step, so that others see that you are at it
#[derive(Args, Debug)]
#[command(mut_arg("second", |a| a.value_name("STEP").help("The step, as `change-mgmt steps` names it")))]
pub struct Start {
    #[command(flatten)]
    target: target::ChangeAnd,
    /// Put the step back: it is no longer begun
    #[arg(long)]
    stop: bool,
}

/// Complete a step with its evidence
#[derive(Args, Debug)]
#[command(after_help = evidence::SYNTAX)]
#[command(mut_arg("second", |a| a.value_name("STEP").help("The step, as `change-mgmt steps` names it")))]
pub struct Complete {
    #[command(flatten)]
    target: target::ChangeAnd,
    /// What proves it, KIND=VALUE (repeat), see below
    #[arg(long = "evidence", value_name = "EVIDENCE", value_parser = evidence::parse)]
    evidence: Vec<evidence::Given>,
    /// Remarks that stay with the completed step
    #[arg(long)]
    notes: Option<String>,
}

/// Open a done step again; what depended on it is opened with it
#[derive(Args, Debug)]
#[command(mut_arg("second", |a| a.value_name("STEP").help("The step, as `change-mgmt steps` names it")))]
pub struct Reopen {
    #[command(flatten)]
    target: target::ChangeAnd,
    /// Why it is opened again; everybody sees it
    #[arg(long)]
    reason: String,
}

/// Runs `start`.
///
/// # Errors
/// The server's refusal.
pub async fn start(app: &App, args: Start) -> Outcome {
    let (change, step) = args.target.require("a step")?;
    let (verb, said) = if args.stop { ("stop", "put back") } else { ("start", "begun") };
    let detail = app.client()?.step(change, &step, verb, None).await?;
    report(app, &detail, &format!("{step} {said}"))
}

/// Runs `complete`.
///
/// # Errors
/// A file that cannot be read (nothing is done then), the server's refusal.
pub async fn complete(app: &App, args: Complete) -> Outcome {
    let (change, step) = args.target.require("a step")?;
    // All files are read before the first is sent.
    let mut files = Vec::new();
    for given in &args.evidence {
        if let evidence::Given::File(path) = given {
            files.push(upload::read(path).await?);
        }
    }
    let mut files = files.into_iter();
    let client = app.client()?;
    let mut evidence = Vec::new();
    for given in args.evidence {
        evidence.push(match given {
            evidence::Given::Value(kind, value) => NewEvidence { kind, value, document: None },
            evidence::Given::File(_) => {
                let Some(file) = files.next() else { continue };
                let stored = client.upload(change, &file.name, file.media_type, file.content).await?;
                NewEvidence { kind: EvidenceKind::Document, value: stored.name, document: Some(stored.id) }
            }
        });
    }
    let detail = client.complete(change, &step, &evidence, args.notes.as_deref()).await?;
    report(app, &detail, &format!("{step} completed"))
}

/// Runs `reopen`.
///
/// # Errors
/// The server's refusal.
pub async fn reopen(app: &App, args: Reopen) -> Outcome {
    let (change, step) = args.target.require("a step")?;
    let detail = app.client()?.step(change, &step, "reopen", Some(&args.reason)).await?;
    report(app, &detail, &format!("{step} open again"))
}

/// Says what was done and what comes next.
///
/// # Errors
/// The output is closed.
pub fn report(app: &App, detail: &ChangeDetail, what: &str) -> Outcome {
    if app.out.json {
        return app.out.json(detail);
    }
    let change = ChangeRef::Number(detail.change.number).to_string();
    let (status, stage) = (detail.change.status, detail.change.stage);
    let stands =
        if status.is_live() { format!("{}, {}", status.label(), stage.label()) } else { status.label().to_owned() };
    app.out.done(format!("{}: {what}. Now: {stands}.", paint(BOLD, &change)))?;
    if app.out.quiet { Ok(()) } else { show::next_step(&app.out, detail) }
}
