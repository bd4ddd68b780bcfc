//! For CI servers that show test results.

use super::{read_by, tame};
use crate::{Report, Severity};
use std::collections::BTreeMap;
use std::fmt::Write;

/// A suite for each script; errors and warnings are failures, a script without any is a test that passed.
pub fn junit(report: &Report) -> String {
    let mut suites: BTreeMap<&str, Vec<&crate::Finding>> =
        report.scripts.iter().map(|path| (path.as_str(), Vec::new())).collect();
    for finding in &report.findings {
        suites.entry(finding.place.as_ref().map_or("", |place| place.path.as_str())).or_default().push(finding);
    }
    let fails = |finding: &crate::Finding| finding.severity != Severity::Notice;
    let failures = report.findings.iter().filter(|finding| fails(finding)).count();
    let tests: usize = suites.values().map(|findings| findings.len().max(1)).sum();
    let mut out = String::from("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
    let _ = writeln!(out, "<testsuites name=\"change-mgmt\" tests=\"{tests}\" failures=\"{failures}\" errors=\"0\">");
    for (path, findings) in suites {
        let failures = findings.iter().filter(|finding| fails(finding)).count();
        let tests = findings.len().max(1);
        let path = xml(path);
        let _ = writeln!(out, "  <testsuite name=\"{path}\" tests=\"{tests}\" failures=\"{failures}\" errors=\"0\">");
        if findings.is_empty() {
            let _ = writeln!(out, "    <testcase classname=\"{path}\" name=\"no findings\"/>");
        }
        for finding in findings {
            let line = finding.place.as_ref().map_or(1, |place| place.line);
            let (name, message) = (xml(&format!("{} at line {line}", finding.rule)), xml(&finding.message));
            let body = xml([finding.why.as_str(), &finding.fix, &read_by(finding)].join("\n").trim_end());
            let open = format!("    <testcase classname=\"{path}\" name=\"{name}\" file=\"{path}\" line=\"{line}\">");
            let inner = if fails(finding) {
                format!("<failure type=\"{}\" message=\"{message}\">{body}</failure>", finding.severity.word())
            } else {
                format!("<system-out>{message}</system-out>")
            };
            let _ = writeln!(out, "{open}{inner}</testcase>");
        }
        out.push_str("  </testsuite>\n");
    }
    out.push_str("</testsuites>\n");
    out
}

/// Escapes for an attribute or a text; what XML cannot hold at all is replaced.
fn xml(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for line in text.split('\n').enumerate() {
        if line.0 > 0 {
            out.push_str("&#10;");
        }
        for c in tame(line.1).chars() {
            match c {
                '&' => out.push_str("&amp;"),
                '<' => out.push_str("&lt;"),
                '>' => out.push_str("&gt;"),
                '"' => out.push_str("&quot;"),
                '\'' => out.push_str("&#39;"),
                '\u{FFFE}' | '\u{FFFF}' => out.push('\u{FFFD}'),
                c => out.push(c),
            }
        }
    }
    out
}
