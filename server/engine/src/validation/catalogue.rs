//! The names of everything a validation can find beyond the rules on SQL.

use crate::proof;
use analysis::{completeness, openapi};

const OWN: &[(&str, &str)] = &[
    ("undeclared-breaking", "the request is not declared breaking, and its files break something"),
    ("unreadable-document", "the API document cannot be read"),
];

/// Name and summary of each, by family.
pub fn further_rules() -> impl Iterator<Item = (&'static str, String)> {
    let api = openapi::RULES.iter().map(|rule| (rule.name, format!("{}; breaking {}", rule.summary, rule.breaking)));
    let plain = OWN.iter().chain(completeness::RULES).chain(proof::RULES);
    plain.map(|(name, summary)| (*name, (*summary).to_owned())).chain(api)
}
