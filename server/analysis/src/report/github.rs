//! Annotations of a GitHub Actions run.

use super::{read_by, tame};
use crate::{Report, Severity};
use std::fmt::Write;

/// One workflow command a finding; GitHub shows them beside the lines of a pull request.
pub fn github(report: &Report) -> String {
    let mut out = String::new();
    for finding in &report.findings {
        let kind = match finding.severity {
            Severity::Error => "error",
            Severity::Warning => "warning",
            Severity::Notice => "notice",
        };
        let place = finding.place.as_ref().map_or_else(String::new, |place| {
            let path = property(&place.path);
            format!(
                "file={path},line={},col={},endLine={},endColumn={},",
                place.line, place.column, place.end_line, place.end_column
            )
        });
        let parts = [&finding.message, &finding.why, &finding.fix].map(|part| tame(part));
        let message = [parts.join("\n"), read_by(finding)].join("\n");
        let _ = writeln!(out, "::{kind} {place}title={}::{}", property(&finding.rule), data(message.trim_end()));
    }
    out
}

fn data(text: &str) -> String {
    text.replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A")
}

fn property(text: &str) -> String {
    data(text).replace(':', "%3A").replace(',', "%2C")
}
