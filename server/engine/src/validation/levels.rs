//! How much each finding matters, as the project says.

use super::catalogue::{UNDECLARED_BREAKING, further_rules};
use super::rules::{Rules, RulesError, read};
use analysis::rules::{Level, Rule};
use analysis::{Finding, Severity};
use std::collections::BTreeMap;

/// Levels by rule.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Levels {
    /// Of the rules on SQL: they decide what is asked at all.
    sql: BTreeMap<String, Level>,
    /// Of all others.
    further: BTreeMap<String, Level>,
}

/// Levels by rule of every family; another tool's name of a rule is taken, too.
///
/// # Errors
/// No such rule or level, or a rule that has none.
pub fn levels(said: &BTreeMap<String, String>) -> Result<Levels, RulesError> {
    let mut levels = Levels::default();
    for (name, word) in said {
        let level = || read(&format!("rules.{name}"), word, "Known are off, notice, warning and error.");
        if let Some(rule) = Rule::find(name) {
            levels.sql.insert(rule.name.to_owned(), level()?);
            continue;
        }
        let rule = further_rules()
            .find(|rule| rule.name == *name)
            .ok_or_else(|| RulesError::new("rules", name, "is not known", "`change-mgmt rules` lists all rules."))?;
        let level = level()?;
        if rule.name == UNDECLARED_BREAKING && level != Level::Error {
            let why =
                "A breaking change would go past those who have to approve it; declare the request breaking instead.";
            return Err(RulesError::new(
                &format!("rules.{name}"),
                word,
                "is refused: it blocks until the change is treated as breaking",
                why,
            ));
        }
        if rule.severities.is_empty() {
            return Err(RulesError::new("rules", name, "has no level", &rule.level()));
        }
        levels.further.insert(rule.name.to_owned(), level);
    }
    Ok(levels)
}

impl Rules {
    /// Takes these levels over; they win against those that are set.
    pub fn set(&mut self, levels: Levels) {
        self.options.rules.extend(levels.sql);
        self.further.extend(levels.further);
    }

    /// Gives each finding the level that the project sets for its rule. The linter has done so for its own.
    pub fn settle(&self, findings: &mut Vec<Finding>) {
        let level = |finding: &Finding| self.further.get(&finding.rule).copied();
        findings.retain(|finding| level(finding) != Some(Level::Off));
        for finding in findings {
            finding.severity = match level(finding) {
                Some(Level::Notice) => Severity::Notice,
                Some(Level::Warning) => Severity::Warning,
                Some(Level::Error) => Severity::Error,
                Some(Level::Off) | None => finding.severity,
            };
        }
    }
}
