//! `change-mgmt create`: submit a change.

use super::{
    App,
    exit::Outcome,
    operation,
    output::{BOLD, GREEN, RED, cell, count, paint, table},
    request::Request,
    show,
};
use clap::Args;
use domain::{
    intake::{ChangeInput, mandatory_layers},
    project::ProjectConfig,
    words::ChangeType,
};

/// Submit a change request
#[derive(Args, Debug)]
#[command(after_help = operation::SYNTAX)]
#[command(mut_arg("priority", |a| a.help("How urgent it is: low, medium, high or critical [default: medium]")))]
#[command(mut_arg("project", |a| a.help("Key of the project; may be left out where there is only one")))]
#[command(mut_arg("components", |a| a.help("Affected component (repeat) [default: the first of each layer that the type must reach]")))]
pub struct Create {
    #[command(flatten)]
    request: Request,
    /// Word of your choice: the same command with the same word makes no second change
    #[arg(long, value_name = "KEY")]
    idempotency_key: Option<String>,
    /// Say what would happen, and submit nothing
    #[arg(long)]
    dry_run: bool,
}

/// Runs it.
///
/// # Errors
/// What is wrong with the request, all at once.
pub async fn run(app: &App, args: Create) -> Outcome {
    let mut input = args.request.over(ChangeInput::default()).await?;
    let client = app.client()?;
    if input.metadata.affected_components.is_empty() {
        default_components(app, &mut input).await?;
    }
    if args.dry_run {
        return preview(app, &input).await;
    }
    let detail = client.create(&input, args.idempotency_key.as_deref()).await?;
    if app.out.json {
        return app.out.json(&detail);
    }
    let change = &detail.change;
    if app.out.quiet {
        return app.out.line(change.key());
    }
    app.out.line(format!("Created {}  {}", paint(BOLD, &change.key()), change.title))?;
    app.out.line(format!("Assigned to team {}. {}", change.team, change.routing_reason))?;
    show::next_step(&app.out, &detail)?;
    app.out.line(client.page(&format!("/changes/{}", change.key())))
}

async fn preview(app: &App, input: &ChangeInput) -> Outcome {
    let preview = app.client()?.preview(input).await?;
    if app.out.json {
        app.out.json(&preview)?;
    } else if preview.problems.is_empty() {
        app.out.line(paint(GREEN, "It would be accepted; nothing was submitted."))?;
        if let Some(team) = &preview.team {
            app.out.line(format!("Team   {team}. {}", preview.routing_reason.as_deref().unwrap_or_default()))?;
        }
        if let Some(risk) = &preview.risk {
            app.out.line(format!("Risk   {}. {}", risk.risk.label(), risk.reasons.join(" ")))?;
        }
        app.out.line(format!("Steps  {}", count(preview.steps.len(), "step")))?;
        let rows: Vec<_> = preview
            .steps
            .iter()
            .map(|(stage, title)| vec![cell(stage.label(), super::output::DIM), cell(title, super::output::PLAIN)])
            .collect();
        table(&app.out, 2, &rows, 1)?;
    } else {
        app.out.done(paint(RED, "It would be refused; nothing was submitted."))?;
    }
    if preview.problems.is_empty() { Ok(()) } else { Err(domain::AppError::Invalid(preview.problems).into()) }
}

/// Names the first component of each layer that the type makes mandatory, and says so.
async fn default_components(app: &App, input: &mut ChangeInput) -> Outcome {
    let kind = input.kind.as_deref().and_then(|k| k.trim().parse::<ChangeType>().ok());
    let Some(kind) = kind.filter(|k| !mandatory_layers(*k).is_empty()) else { return Ok(()) };
    let client = app.client()?;
    let project: ProjectConfig = match &input.project {
        Some(key) => client.project(key).await?.config,
        None => {
            let mut all = client.projects().await?;
            match all.len() {
                1 => all.remove(0).config,
                // The server says what is missing.
                _ => return Ok(()),
            }
        }
    };
    for layer in mandatory_layers(kind) {
        if let Some(component) = project.components.iter().find(|c| c.layer == *layer) {
            app.out.note(format!(
                "A change of type {kind} reaches the {} layer: added --component={}.",
                layer.label().to_lowercase(),
                component.name
            ));
            input.metadata.affected_components.push(component.name.clone());
        }
    }
    Ok(())
}
