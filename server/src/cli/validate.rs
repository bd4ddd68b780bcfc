//! `change-mgmt validate`: what a change's files do, with or without a server.

use super::{
    App,
    checkout::Checkout,
    exit::{Failure, Outcome},
    prove, remote, target,
};
use analysis::{Files, report};
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
    #[command(flatten)]
    prove: prove::Prove,
    /// Hold the files against the request of this change, too; asks the server
    #[arg(long, value_name = "CHANGE")]
    change_id: Option<String>,
    /// Team that makes the change: what it does to another team's tables is found [default: the change's own]
    #[arg(long, env = "CHANGE_MGMT_TEAM", value_name = "NAME")]
    team: Option<String>,
    /// Have the server look at that change's own branch instead, and wait for the result
    #[arg(long, requires = "change_id", conflicts_with_all = ["prove", "base"])]
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

/// How the findings are written, and where to.
pub struct Written<'a> {
    format: Format,
    output: Option<&'a PathBuf>,
}

impl Written<'_> {
    /// For people, at the terminal.
    pub fn is_shown(&self) -> bool {
        self.format == Format::Text && self.output.is_none()
    }

    /// Writes them; `files` are those that were looked at.
    ///
    /// # Errors
    /// The file cannot be written; `Pipe` where the reader has gone.
    pub fn write(&self, app: &App, found: &Validation, files: &Files) -> Outcome {
        let text = match self.format {
            // The terminal's own layer takes colours out again where nobody sees them.
            Format::Text => report::text(&found.report, files, self.output.is_none()),
            Format::Json => found.json(),
            Format::Sarif => report::sarif(&found.report),
            Format::Junit => report::junit(&found.report),
            Format::Github => report::github(&found.report),
        };
        if let Some(path) = self.output {
            return std::fs::write(path, text)
                .map_err(|e| Failure::Other(format!("Cannot write {}: {e}.", path.display())));
        }
        match self.format {
            Format::Json | Format::Sarif => app.out.raw(text.trim_end_matches('\n'))?,
            _ => app.out.line(text.trim_end_matches('\n'))?,
        }
        let compatible = found.api.iter().filter(|difference| !difference.is_finding()).count();
        if self.is_shown() && compatible > 0 {
            let word = if compatible == 1 { "difference" } else { "differences" };
            app.out.line(format!("API document: {compatible} compatible {word}; --format json lists them."))?;
        }
        match &found.proof {
            Some(proof) if self.is_shown() => prove::print(app, proof),
            _ => Ok(()),
        }
    }
}

/// The end of a validation: what blocks is told by the exit code, also to those who read no more than the first line.
///
/// # Errors
/// `Findings` where something blocks; what went wrong while it was written.
pub fn ended(written: Outcome, blocking: usize) -> Outcome {
    match written {
        Ok(()) | Err(Failure::Pipe) if blocking > 0 => Err(Failure::Findings(blocking)),
        other => other,
    }
}

/// Runs it.
///
/// # Errors
/// What cannot be read; `Findings` where something blocks.
pub async fn run(app: &App, args: Validate) -> Outcome {
    let format = if app.out.json { Format::Json } else { args.format };
    let written = Written { format, output: args.output.as_ref() };
    if let (true, Some(change)) = (args.server, &args.change_id) {
        return remote::run(app, target::change(change)?, &written).await;
    }
    let request = match &args.change_id {
        Some(change) => Some(request(app, change).await?),
        None => None,
    };
    let mut trees = args.checkout.read().await?;
    // A variable of CI that is set to nothing says nothing.
    match (args.team.as_ref().filter(|team| !team.trim().is_empty()), &request) {
        (Some(team), _) => trees.made_by(team)?,
        // The server's word: it may know teams that the base does not list.
        (None, Some(request)) => trees.rules.made_by(Some(&request.team)),
        (None, None) => {}
    }
    let declared = request.as_ref().map(|request| &request.declared);
    let input = Input { head: &trees.head, base: &trees.base, rules: &trees.rules, declared, unread: &trees.unread };
    let mut found = validate(&input);
    if let Some(proof) = args.prove.proof(app, &trees).await? {
        found.add(proof, &trees.rules, &trees.base);
    }
    let shown = written.write(app, &found, &trees.head);
    if format == Format::Text {
        trees.notes.iter().for_each(|note| app.out.note(note));
    }
    let blocking = found.report.findings.iter().filter(|f| f.severity == analysis::Severity::Error).count();
    // What was too much to list may block as well.
    let ended = ended(shown, blocking + found.report.unlisted);
    // The process ends: the system takes all of it back at once, instead of a million pieces one by one.
    std::mem::forget((found, trees));
    ended
}

/// What a server knows of a change.
pub struct Request {
    /// What the request says of itself.
    pub declared: Declared,
    /// The team that has it.
    pub team: String,
}

/// What the server knows of this change.
///
/// # Errors
/// The server's refusal.
pub async fn request(app: &App, change: &str) -> Outcome<Request> {
    let detail = app.client()?.change(target::change(change)?).await?;
    let (request, escalated) = (detail.change, detail.escalated.is_some());
    let metadata = request.metadata;
    let operations = serde_json::to_value(&metadata.operations)
        .and_then(serde_json::from_value)
        .map_err(|e| Failure::Other(format!("This program is older than the server: {e}.")))?;
    let declared = Declared {
        operations,
        breaking: metadata.breaking_change,
        escalated,
        tables: metadata.affected_tables,
        endpoints: metadata.affected_endpoints,
        components: metadata.affected_components,
    };
    Ok(Request { declared, team: request.team })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_reader_that_has_gone_takes_no_exit_code_along() {
        let code = |written, blocking| ended(written, blocking).err().map_or(0, |failure| failure.exit_code());
        assert_eq!(code(Ok(()), 0), 0);
        assert_eq!(code(Err(Failure::Pipe), 0), 0);
        assert_eq!(code(Ok(()), 2), 6);
        assert_eq!(code(Err(Failure::Pipe), 2), 6);
        // What could not be written is worse than what it would have said.
        assert_eq!(code(Err(Failure::Other(String::new())), 2), 1);
    }
}
