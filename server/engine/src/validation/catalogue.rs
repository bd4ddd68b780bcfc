//! The names of everything a validation can find beyond the rules on SQL.

use crate::proof;
use analysis::{Severity, completeness, openapi};
use domain::words::RuleFamily;

/// The one that no project switches off or turns down: with it, a breaking change would go past those who have to
/// approve it (SPEC R2.7).
pub const UNDECLARED_BREAKING: &str = "undeclared-breaking";

const ERROR: &[Severity] = &[Severity::Error];

const OWN: &[(&str, &str, &[Severity])] = &[
    (
        UNDECLARED_BREAKING,
        "the request is not declared breaking, and its files break something",
        &[Severity::Error, Severity::Notice],
    ),
    (
        "removed-document",
        "the API document that the base has is gone, so that nothing tells what becomes of the API",
        ERROR,
    ),
    (
        "unknown-use",
        "the branch's code begins to use a column, or a table, that no migration makes",
        &[Severity::Warning, Severity::Notice],
    ),
    ("unread-migration", "a migration is a link or too large, so that nothing is known of what it does", ERROR),
    (
        "unread-code",
        "a source file cannot be read, or not wholly, so that the readers in it may be missing",
        &[Severity::Notice],
    ),
    (
        "unread-document",
        "the change touches an API document beside the one that is read, so that what it breaks there is not told",
        &[Severity::Warning],
    ),
    (
        "unread-folder",
        "the change touches a folder of migrations beside the one that is read, so that nothing is known of what it does",
        &[Severity::Warning],
    ),
    (
        "unread-queries",
        "queries that a library builds at run time are not read, so that the readers listed leave them out",
        &[Severity::Notice],
    ),
    (
        "unread-reference",
        "the API document refers to other files, which are not read, so that what changes in them is not compared",
        &[Severity::Warning],
    ),
    ("unreadable-document", "the API document cannot be read", &[Severity::Error, Severity::Warning, Severity::Notice]),
];

/// A rule on something else than SQL.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Further {
    /// Its name, in kebab-case.
    pub name: &'static str,
    /// What it looks at.
    pub family: RuleFamily,
    /// What it finds.
    pub summary: String,
    /// What its findings are if the project says nothing else, the gravest first; empty where it makes none: what it
    /// finds is listed beside them.
    pub severities: &'static [Severity],
}

impl Further {
    /// A project may give it another level.
    pub fn has_level(&self) -> bool {
        !self.severities.is_empty() && self.name != UNDECLARED_BREAKING
    }

    /// Its level, in sentences.
    pub fn level(&self) -> String {
        let words: Vec<&str> = self.severities.iter().map(|severity| severity.word()).collect();
        match words.as_slice() {
            [] => {
                "It is listed among the differences of the API and is never a finding, so it has no level.".to_owned()
            }
            _ if !self.has_level() => {
                "Its level is error until the change is treated as breaking, and notice from then \
                                       on; no project can set another."
                    .to_owned()
            }
            [word] => format!("Its level is {word}, unless the project file sets another under `[rules]`."),
            words => format!(
                "Its level is {}, by what is found, unless the project file sets one for all under `[rules]`.",
                words.join(" or ")
            ),
        }
    }
}

/// Each of them, by family.
pub fn further_rules() -> impl Iterator<Item = Further> {
    let families = [
        (RuleFamily::Request, OWN),
        (RuleFamily::Completeness, completeness::RULES),
        (RuleFamily::Proof, proof::RULES),
    ];
    let plain = families.into_iter().flat_map(|(family, rules)| {
        rules.iter().map(move |(name, summary, severities)| Further {
            name,
            family,
            summary: (*summary).to_owned(),
            severities,
        })
    });
    plain.chain(openapi::RULES.iter().map(|rule| Further {
        name: rule.name,
        family: RuleFamily::Api,
        summary: format!("{}; breaking {}", rule.summary, rule.breaking),
        // Only what breaks clients, or may, becomes a finding.
        severities: match rule.breaking {
            breaking if breaking.starts_with("never, but a warning") => &[Severity::Warning],
            breaking if breaking.starts_with("never") => &[],
            _ => ERROR,
        },
    }))
}
