//! `change-mgmt create`: submit a change.

use super::{
    App,
    exit::{Failure, Outcome},
    operation,
    output::{BOLD, GREEN, RED, cell, count, paint, table},
    show,
};
use clap::Args;
use domain::{
    change::Operation,
    intake::{ChangeInput, mandatory_layers},
    project::ProjectConfig,
    words::ChangeType,
};
use std::path::{Path, PathBuf};
use tokio::io::AsyncReadExt;

/// Submit a change request
#[derive(Args, Debug)]
#[command(after_help = operation::SYNTAX)]
pub struct Create {
    /// Kind of change, e.g. add-field
    #[arg(long = "type", value_name = "TYPE")]
    kind: Option<String>,
    /// One line, 3 to 200 characters
    #[arg(long)]
    title: Option<String>,
    /// Markdown
    #[arg(long)]
    description: Option<String>,
    /// low, medium, high or critical; medium if left out
    #[arg(long)]
    priority: Option<String>,
    /// Project key; may be left out where there is only one
    #[arg(long)]
    project: Option<String>,
    /// Affected table, `table` or `schema.table` (repeat)
    #[arg(long = "table", value_name = "TABLE")]
    tables: Vec<String>,
    /// Affected endpoint, "METHOD /path" (repeat)
    #[arg(long = "endpoint", value_name = "ENDPOINT")]
    endpoints: Vec<String>,
    /// Affected component (repeat); the first of each mandatory layer if left out
    #[arg(long = "component", value_name = "NAME")]
    components: Vec<String>,
    /// The change breaks readers or writers of the old state
    #[arg(long)]
    breaking: bool,
    /// xs, s, m, l or xl
    #[arg(long)]
    effort: Option<String>,
    /// Change that must be closed first, CHG-n (repeat)
    #[arg(long = "depends-on", value_name = "CHANGE")]
    depends_on: Vec<String>,
    /// Declared operation (repeat), see below
    #[arg(long = "operation", value_name = "OPERATION", value_parser = parse_operations)]
    operations: Vec<Operations>,
    /// Why the priority is critical
    #[arg(long)]
    justification: Option<String>,
    /// Read the request from a JSON or TOML file (- for standard input); options win over it
    #[arg(long, value_name = "FILE")]
    file: Option<PathBuf>,
    /// Repeating the command with the same key gives the same change again
    #[arg(long, value_name = "KEY")]
    idempotency_key: Option<String>,
    /// Only say what would happen
    #[arg(long)]
    dry_run: bool,
}

#[derive(Clone, Debug)]
struct Operations(Vec<Operation>);

fn parse_operations(text: &str) -> Result<Operations, String> {
    operation::parse(text).map(Operations)
}

/// Runs it.
///
/// # Errors
/// What is wrong with the request, all at once.
pub async fn run(app: &App, args: Create) -> Outcome {
    let mut input = match &args.file {
        Some(file) => read(file).await?,
        None => ChangeInput::default(),
    };
    fill(&mut input, &args);
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

fn fill(input: &mut ChangeInput, args: &Create) {
    let set = |to: &mut Option<String>, from: &Option<String>| {
        if from.is_some() {
            to.clone_from(from);
        }
    };
    set(&mut input.kind, &args.kind);
    set(&mut input.title, &args.title);
    set(&mut input.description, &args.description);
    set(&mut input.priority, &args.priority);
    set(&mut input.project, &args.project);
    let metadata = &mut input.metadata;
    set(&mut metadata.estimated_effort, &args.effort);
    set(&mut metadata.justification, &args.justification);
    let replace = |to: &mut Vec<String>, from: &[String]| {
        if !from.is_empty() {
            *to = from.to_vec();
        }
    };
    replace(&mut metadata.affected_tables, &args.tables);
    replace(&mut metadata.affected_endpoints, &args.endpoints);
    replace(&mut metadata.affected_components, &args.components);
    replace(&mut metadata.dependencies, &args.depends_on);
    if !args.operations.is_empty() {
        metadata.operations = args.operations.iter().flat_map(|o| o.0.clone()).collect();
    }
    metadata.breaking_change |= args.breaking;
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

async fn read(file: &Path) -> Outcome<ChangeInput> {
    let name = file.display();
    let text = if file == Path::new("-") {
        let mut text = String::new();
        tokio::io::stdin().read_to_string(&mut text).await?;
        text
    } else {
        let read = tokio::fs::read_to_string(file).await;
        read.map_err(|e| Failure::Usage(format!("Cannot read {name}: {e}.")))?
    };
    parse(&text, file).map_err(|e| Failure::Usage(format!("{name} is no change request: {e}.")))
}

fn parse(text: &str, file: &Path) -> Result<ChangeInput, String> {
    let toml = file.extension().is_some_and(|e| e == "toml") || !text.trim_start().starts_with('{');
    if toml {
        return toml::from_str(text).map_err(|e| e.message().to_owned());
    }
    let mut reader = serde_json::Deserializer::from_str(text);
    serde_path_to_error::deserialize(&mut reader).map_err(|e| format!("at `{}`: {}", e.path(), e.inner()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn json_and_toml_say_the_same() {
        let json = r#"{"type":"add-field","title":"T","metadata":{"affectedTables":["a"],
            "operations":[{"kind":"add-column","table":"a","name":"b","type":"text"}]}}"#;
        let toml = "type = \"add-field\"\ntitle = \"T\"\n[metadata]\naffectedTables = [\"a\"]\n\
            [[metadata.operations]]\nkind = \"add-column\"\ntable = \"a\"\nname = \"b\"\ntype = \"text\"\n";
        let json = parse(json, Path::new("r.json")).unwrap();
        assert_eq!(json, parse(toml, Path::new("r.toml")).unwrap());
        assert_eq!(json, parse(toml, Path::new("-")).unwrap());
        assert!(parse(r#"{"metadata":{"tables":[]}}"#, Path::new("-")).unwrap_err().contains("metadata"));
    }
}
