//! For people at a terminal.

use super::{READERS, counts, tame};
use crate::{Files, Finding, Report, Severity, Text};
use std::collections::HashMap;
use std::fmt::Write;

/// Longest stretch of a source line that is shown, in characters.
const SHOWN: usize = 160;

/// Each finding with its place, the line it stands in, why it matters and what to do; `files` are those that were
/// looked at.
pub fn text(report: &Report, files: &Files, colour: bool) -> String {
    let mut out = String::new();
    let mut texts: HashMap<&str, Vec<String>> = HashMap::new();
    for finding in &report.findings {
        let place = finding.place.as_ref();
        let line = place.and_then(|place| {
            let lines = texts.entry(place.path.as_str()).or_insert_with(|| {
                let text = files.get(&place.path).map(|bytes| Text::read(bytes).text).unwrap_or_default();
                text.lines().map(str::to_owned).collect()
            });
            let number = usize::try_from(place.line).unwrap_or(1);
            lines.get(number.saturating_sub(1)).cloned()
        });
        one(&mut out, finding, line.as_deref(), colour);
    }
    let [errors, warnings, notices] = counts(report);
    let plural = |count: usize, word: &str| format!("{count} {word}{}", if count == 1 { "" } else { "s" });
    if report.findings.is_empty() {
        let _ = writeln!(out, "No findings in {}.", plural(report.scripts.len(), "new migration"));
    } else {
        let _ = writeln!(
            out,
            "{}, {}, {} in {}.",
            plural(errors, "error"),
            plural(warnings, "warning"),
            plural(notices, "notice"),
            plural(report.scripts.len(), "new migration")
        );
    }
    if report.unlisted > 0 {
        let _ = writeln!(out, "{} more findings are not listed.", report.unlisted);
    }
    out
}

fn one(out: &mut String, finding: &Finding, line: Option<&str>, colour: bool) {
    let (paint, bold, dim, reset) = match (colour, finding.severity) {
        (false, _) => ("", "", "", ""),
        (_, Severity::Error) => ("\u{1b}[1;31m", "\u{1b}[1m", "\u{1b}[34m", "\u{1b}[0m"),
        (_, Severity::Warning) => ("\u{1b}[1;33m", "\u{1b}[1m", "\u{1b}[34m", "\u{1b}[0m"),
        (_, Severity::Notice) => ("\u{1b}[1;36m", "\u{1b}[1m", "\u{1b}[34m", "\u{1b}[0m"),
    };
    let _ = writeln!(
        out,
        "{paint}{}[{}]{reset}{bold}: {}{reset}",
        finding.severity.word(),
        finding.rule,
        tame(&finding.message)
    );
    let number = finding.place.as_ref().map(|place| place.line.to_string()).unwrap_or_default();
    let gutter = " ".repeat(number.len());
    if let Some(place) = &finding.place {
        let _ = writeln!(out, "{gutter}{dim}-->{reset} {}:{}:{}", tame(&place.path), place.line, place.column);
        if let Some(line) = line {
            let column = usize::try_from(place.column).unwrap_or(1).max(1) - 1;
            let length = line.chars().count();
            let last =
                if place.end_line == place.line { usize::try_from(place.end_column).unwrap_or(1) - 1 } else { length };
            // A line of megabytes is shown around the place only.
            let from = column.saturating_sub(SHOWN / 2).min(if length > SHOWN { usize::MAX } else { 0 });
            let shown: String = tame(&line.chars().skip(from).take(SHOWN).collect::<String>());
            let caret = last.min(from + SHOWN).max(column + 1) - column;
            let _ = writeln!(out, "{gutter} {dim}|{reset}");
            let _ = writeln!(out, "{dim}{number} |{reset} {}", shown.trim_end());
            let _ = writeln!(
                out,
                "{gutter} {dim}|{reset} {}{paint}{}{reset}",
                " ".repeat(column - from),
                "^".repeat(caret)
            );
        }
    }
    for (name, value) in [("why", &finding.why), ("fix", &finding.fix)] {
        if !value.is_empty() {
            let _ = writeln!(out, "{gutter} {dim}={reset} {bold}{name}{reset}: {}", tame(value));
        }
    }
    for reader in finding.readers.iter().take(READERS) {
        let _ = writeln!(out, "{gutter} {dim}={reset} {bold}read by{reset}: {}:{}", tame(&reader.path), reader.line);
    }
    let more = finding.readers.len().saturating_sub(READERS);
    if more > 0 {
        let _ = writeln!(out, "{gutter} {dim}={reset} {bold}read by{reset}: {more} more; --format json lists all");
    }
    let _ = writeln!(out, "{gutter} {dim}={reset} {bold}more{reset}: change-mgmt rules {}\n", finding.rule);
}
