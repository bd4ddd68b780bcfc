//! `change-mgmt validate`: what a change's files do, with or without a server.

use super::{
    App,
    checkout::{Checkout, Trees},
    exit::{Failure, Outcome},
    prove, remote, target,
};
use analysis::report;
use clap::{Args, ValueEnum};
use engine::validation::{Declared, Input, Validation, validate};
use std::path::PathBuf;

/// Look at a change's migrations, code and API document; exit code 6 where something blocks
#[derive(Args, Debug)]
pub struct Validate {
    #[command(flatten)]
    checkout: Checkout,
    /// How to write the findings
    #[arg(long, value_enum, default_value_t = Format::Text)]
    format: Format,
    /// Run the new migrations up, down and up again on a throw-away PostgreSQL, with rows in every table they touch
    #[arg(long)]
    prove: bool,
    /// Folder with initdb, postgres and pg_ctl for it [default: looked for]
    #[arg(long, env = "CHANGE_MGMT_PG_BIN", value_name = "FOLDER", requires = "prove")]
    pg_bin: Option<PathBuf>,
    /// Hold the files against the request of this change, too; asks the server
    #[arg(long, value_name = "CHANGE")]
    change_id: Option<String>,
    /// Have the server look at that change's own branch instead, and wait for the result
    #[arg(long, requires = "change_id", conflicts_with_all = ["prove", "base", "format", "output"])]
    server: bool,
    /// Write to this file instead of the terminal
    #[arg(long, short, value_name = "FILE")]
    output: Option<PathBuf>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Format {
    /// For people
    Text,
    /// Everything, for programs
    Json,
    /// SARIF 2.1.0, for code scanning
    Sarif,
    /// JUnit XML, for test reports
    Junit,
    /// Annotations of GitHub Actions
    Github,
}

/// Runs it.
///
/// # Errors
/// What cannot be read; `Findings` where something blocks.
pub async fn run(app: &App, args: Validate) -> Outcome {
    if let (true, Some(change)) = (args.server, &args.change_id) {
        return remote::run(app, target::change(change)?).await;
    }
    let declared = match &args.change_id {
        Some(change) => Some(declared(app, change).await?),
        None => None,
    };
    let trees = args.checkout.read().await?;
    let input = Input { head: &trees.head, base: &trees.base, rules: &trees.rules, declared: declared.as_ref() };
    let mut found = validate(&input);
    if args.prove
        && let Some(proof) = prove::proof(&trees, args.pg_bin.as_ref()).await?
    {
        found.add(proof);
    }
    let format = if app.out.json { Format::Json } else { args.format };
    // The terminal's own layer takes colours out again where nobody sees them.
    let text = write(&found, &trees, format, args.output.is_none());
    match &args.output {
        Some(path) => {
            std::fs::write(path, text).map_err(|e| Failure::Other(format!("Cannot write {}: {e}.", path.display())))?;
        }
        None => app.out.line(text.trim_end_matches('\n'))?,
    }
    if format == Format::Text
        && args.output.is_none()
        && let Some(proof) = &found.proof
    {
        prove::print(app, proof)?;
    }
    if format == Format::Text {
        trees.notes.iter().for_each(|note| app.out.note(note));
    }
    let blocking = found.report.findings.iter().filter(|f| f.severity == analysis::Severity::Error).count();
    if blocking > 0 { Err(Failure::Findings(blocking)) } else { Ok(()) }
}

fn write(found: &Validation, trees: &Trees, format: Format, colour: bool) -> String {
    match format {
        Format::Text => report::text(&found.report, &trees.head, colour),
        Format::Json => serde_json::to_string_pretty(found).unwrap_or_default(),
        Format::Sarif => report::sarif(&found.report),
        Format::Junit => report::junit(&found.report),
        Format::Github => report::github(&found.report),
    }
}

/// What the change's request says.
///
/// # Errors
/// The server's refusal.
pub async fn declared(app: &App, change: &str) -> Outcome<Declared> {
    let request = app.client()?.change(target::change(change)?).await?.change;
    let metadata = request.metadata;
    let operations = serde_json::to_value(&metadata.operations)
        .and_then(serde_json::from_value)
        .map_err(|e| Failure::Other(format!("This program is older than the server: {e}.")))?;
    Ok(Declared {
        operations,
        breaking: metadata.breaking_change,
        tables: metadata.affected_tables,
        endpoints: metadata.affected_endpoints,
        components: metadata.affected_components,
    })
}
