//! What a validation looks for, and why.

use super::Engine;
use crate::access::authorise;
use crate::validation::{Further, further_rules};
use analysis::rules::{RULES, Rule};
use async_trait::async_trait;
use domain::access::Action;
use domain::api::{OtherName, RuleBook, RuleDetail, RuleInfo};
use domain::words::{Effect, RuleFamily, Severity};
use domain::{Actor, AppError, AppResult};

#[async_trait]
impl RuleBook for Engine {
    async fn rules(&self, actor: &Actor) -> AppResult<Vec<RuleInfo>> {
        authorise(actor, Action::Own, "", || "Rules".to_owned())?;
        Ok(RULES.iter().map(info).chain(further_rules().map(further)).collect())
    }

    async fn rule(&self, actor: &Actor, name: &str) -> AppResult<RuleDetail> {
        let what = || format!("Rule `{}`", name.chars().take(60).collect::<String>());
        authorise(actor, Action::Own, "", what)?;
        if let Some(rule) = Rule::find(name) {
            let (bad, good) = (rule.bad.to_owned(), rule.good.to_owned());
            return Ok(RuleDetail { rule: info(rule), doc: rule.doc(), bad, good });
        }
        let rule = further_rules().find(|rule| rule.name == name).ok_or_else(|| AppError::NotFound(what()))?;
        let doc = format!("{}\n\n{}", sentence(&rule.summary), rule.level());
        Ok(RuleDetail { rule: further(rule), doc, bad: String::new(), good: String::new() })
    }
}

fn info(rule: &Rule) -> RuleInfo {
    let other = |(tool, name): &(&str, &str)| OtherName { tool: (*tool).to_owned(), name: (*name).to_owned() };
    RuleInfo {
        name: rule.name.to_owned(),
        family: RuleFamily::Sql,
        severity: Some(severity(rule.severity)),
        fixed: false,
        effects: rule.effects.iter().copied().map(effect).collect(),
        dialects: rule.dialects.iter().map(|dialect| format!("{dialect:?}").to_lowercase()).collect(),
        summary: rule.summary(),
        opt_in: rule.opt_in,
        also_known_as: rule.also_known_as.iter().map(other).collect(),
    }
}

fn further(rule: Further) -> RuleInfo {
    RuleInfo {
        name: rule.name.to_owned(),
        family: rule.family,
        severity: rule.severities.first().copied().map(severity),
        fixed: !rule.has_level(),
        effects: Vec::new(),
        dialects: Vec::new(),
        summary: sentence(&rule.summary),
        opt_in: false,
        also_known_as: Vec::new(),
    }
}

/// With a capital at its start and a full stop at its end, as those of the rules on SQL have.
fn sentence(text: &str) -> String {
    let mut letters = text.chars();
    let first = letters.next().into_iter().flat_map(char::to_uppercase);
    first.chain(letters).chain((!text.ends_with('.')).then_some('.')).collect()
}

fn severity(severity: analysis::Severity) -> Severity {
    match severity {
        analysis::Severity::Error => Severity::Error,
        analysis::Severity::Warning => Severity::Warning,
        analysis::Severity::Notice => Severity::Notice,
    }
}

fn effect(effect: analysis::Effect) -> Effect {
    match effect {
        analysis::Effect::Breaking => Effect::Breaking,
        analysis::Effect::DataLoss => Effect::DataLoss,
        analysis::Effect::Blocking => Effect::Blocking,
        analysis::Effect::DataDependent => Effect::DataDependent,
        analysis::Effect::Irreversible => Effect::Irreversible,
        analysis::Effect::Malformed => Effect::Malformed,
        analysis::Effect::Incomplete => Effect::Incomplete,
        analysis::Effect::Convention => Effect::Convention,
    }
}
