//! The names of everything a validation can find beyond the rules on SQL.

use crate::proof;
use analysis::{completeness, openapi};
use domain::words::RuleFamily;

const OWN: &[(&str, &str)] = &[
    ("undeclared-breaking", "the request is not declared breaking, and its files break something"),
    ("unreadable-document", "the API document cannot be read"),
];

/// A rule that no project sets a level for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Further {
    /// Its name, in kebab-case.
    pub name: &'static str,
    /// What it looks at.
    pub family: RuleFamily,
    /// What it finds.
    pub summary: String,
}

/// Each of them, by family.
pub fn further_rules() -> impl Iterator<Item = Further> {
    let families = [
        (RuleFamily::Request, OWN),
        (RuleFamily::Completeness, completeness::RULES),
        (RuleFamily::Proof, proof::RULES),
    ];
    let plain = families.into_iter().flat_map(|(family, rules)| {
        rules.iter().map(move |(name, summary)| Further { name, family, summary: (*summary).to_owned() })
    });
    plain.chain(openapi::RULES.iter().map(|rule| Further {
        name: rule.name,
        family: RuleFamily::Api,
        summary: format!("{}; breaking {}", rule.summary, rule.breaking),
    }))
}
