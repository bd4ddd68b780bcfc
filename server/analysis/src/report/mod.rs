//! Findings as people and programs read them. Everything here takes text from strangers: each form escapes it.

mod github;
mod junit;
mod sarif;
mod text;

pub use github::github;
pub use junit::junit;
pub use sarif::sarif;
pub use text::text;

use crate::{Report, Severity};

/// The report as JSON, pretty-printed.
pub fn json(report: &Report) -> String {
    serde_json::to_string_pretty(report).unwrap_or_default()
}

/// How many errors, warnings and notices.
pub(crate) fn counts(report: &Report) -> [usize; 3] {
    [Severity::Error, Severity::Warning, Severity::Notice]
        .map(|severity| report.findings.iter().filter(|finding| finding.severity == severity).count())
}

/// Takes away what could steer a terminal or break a line: control characters and marks of writing direction.
pub(crate) fn tame(text: &str) -> String {
    text.chars()
        .map(|c| match c {
            '\t' => ' ',
            c if c.is_control() || matches!(c, '\u{200E}' | '\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}' | '\u{FEFF}') => '\u{FFFD}',
            c => c,
        })
        .collect()
}

#[cfg(test)]
mod tests;
