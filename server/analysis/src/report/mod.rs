//! Findings as people and programs read them. Everything here takes text from strangers: each form escapes it.

mod github;
mod junit;
mod sarif;
mod text;

pub use github::github;
pub use junit::junit;
pub use sarif::sarif;
pub use text::text;

use crate::{Finding, Report, Severity};

/// Most readers of one finding that are shown; how many more there are is said.
const READERS: usize = 5;

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

/// `read by: src/a.rs:1, src/b.rs:2, 3 more`, for forms that show a finding in one piece; empty where nobody reads it.
pub(crate) fn read_by(finding: &Finding) -> String {
    let places = finding.readers.iter().take(READERS).map(|place| format!("{}:{}", tame(&place.path), place.line));
    let more = finding.readers.len().saturating_sub(READERS);
    let more = (more > 0).then(|| format!("{more} more"));
    let all: Vec<String> = places.chain(more).collect();
    if all.is_empty() { String::new() } else { format!("read by: {}", all.join(", ")) }
}

#[cfg(test)]
mod tests;
