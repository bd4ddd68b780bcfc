//! `change-mgmt rules`: what is looked for, and why.

use super::{
    App,
    exit::{Failure, Outcome},
    output::{BOLD, DIM, paint},
};
use analysis::rules::{RULES, Rule};
use clap::Args;
use engine::close;
use engine::validation::{Further, further_rules};
use serde_json::json;

/// List the rules of `validate`, or explain one by our or another tool's name
#[derive(Args, Debug)]
pub struct Rules {
    /// A rule, e.g. rename-column, or another tool's name for it, e.g. DS103
    name: Option<String>,
}

/// Runs it.
///
/// # Errors
/// `NotFound` for a rule that does not exist.
pub fn run(app: &App, args: &Rules) -> Outcome {
    match args.name.as_deref() {
        None if app.out.json => app.out.json(&RULES.iter().map(facts).collect::<Vec<_>>()),
        None => list(app),
        Some(name) => match (Rule::find(name), further_rules().find(|rule| rule.name == name)) {
            (Some(rule), _) if app.out.json => app.out.json(&facts(rule)),
            (Some(rule), _) => explain(app, rule),
            (None, Some(rule)) if app.out.json => app.out.json(&json!({
                "name": rule.name, "family": rule.family, "severity": rule.severities.first(), "fixed": !rule.has_level(),
                "summary": rule.summary, "doc": rule.level(),
            })),
            (None, Some(rule)) => {
                app.out.line(format!("{}  {}\n\n{}\n\n{}", paint(BOLD, rule.name), word(&rule), rule.summary, rule.level()))
            }
            (None, None) => Err(Failure::Usage(unknown(name))),
        },
    }
}

fn unknown(name: &str) -> String {
    let elsewhere = RULES.iter().flat_map(|rule| rule.also_known_as).map(|(_, name)| *name);
    let near =
        close(name, RULES.iter().map(|rule| rule.name).chain(further_rules().map(|rule| rule.name)).chain(elsewhere));
    let meant = match near.is_empty() {
        true => String::new(),
        false => format!("Near to it: {}. ", near.join(", ")),
    };
    format!("There is no rule `{name}`. {meant}`change-mgmt rules` lists them all.")
}

fn facts(rule: &Rule) -> serde_json::Value {
    json!({
        "name": rule.name, "severity": rule.severity, "effects": rule.effects, "dialects": rule.dialects,
        "summary": rule.summary(), "doc": rule.doc(), "bad": rule.bad, "good": rule.good, "optIn": rule.opt_in,
        "alsoKnownAs": rule.also_known_as.iter().map(|(tool, name)| json!({ "tool": tool, "name": name })).collect::<Vec<_>>(),
    })
}

fn list(app: &App) -> Outcome {
    let width = RULES.iter().map(|rule| rule.name.len()).max().unwrap_or(0);
    for rule in RULES {
        let severity = if rule.opt_in { "off" } else { rule.severity.word() };
        app.out.line(format!("{:width$}  {severity:7}  {}", rule.name, rule.summary()))?;
    }
    for rule in further_rules() {
        app.out.line(format!("{:width$}  {:7}  {}", rule.name, word(&rule), rule.summary))?;
    }
    app.out.note(format!("{} rules on SQL. `change-mgmt rules NAME` explains one.", RULES.len()));
    Ok(())
}

/// The gravest that its findings are if the project says nothing else.
fn word(rule: &Further) -> &'static str {
    rule.severities.first().map_or("listed", |severity| severity.word())
}

fn explain(app: &App, rule: &Rule) -> Outcome {
    let out = &app.out;
    out.line(format!("{}  {}", paint(BOLD, rule.name), rule.severity.word()))?;
    if rule.opt_in {
        let word = rule.severity.word();
        out.line(paint(DIM, &format!("Off, unless the project or `--rule {}={word}` switches it on.", rule.name)))?;
    }
    out.line("")?;
    out.line(rule.doc().trim())?;
    for (title, sql) in [("Fires on", rule.bad), ("Does not fire on", rule.good)] {
        out.line(format!("\n{}", paint(BOLD, title)))?;
        for line in sql.trim().lines() {
            out.line(format!("    {line}"))?;
        }
    }
    if !rule.also_known_as.is_empty() {
        let names: Vec<String> = rule.also_known_as.iter().map(|(tool, name)| format!("{tool} {name}")).collect();
        out.line(format!("\n{}", paint(DIM, &format!("Elsewhere: {}", names.join(", ")))))?;
    }
    Ok(())
}
