//! SARIF 2.1.0, for code scanning.

use super::tame;
use crate::rules::Rule;
use crate::{Place, Report, Severity};
use serde_json::{Value, json};
use std::collections::BTreeMap;

/// The report as one SARIF run.
pub fn sarif(report: &Report) -> String {
    let used: BTreeMap<&str, Option<&Rule>> =
        report.findings.iter().map(|finding| (finding.rule.as_str(), Rule::find(&finding.rule))).collect();
    let index: BTreeMap<&str, usize> = used.keys().enumerate().map(|(at, name)| (*name, at)).collect();
    let rules: Vec<Value> = used
        .iter()
        .map(|(name, rule)| match rule {
            Some(rule) => json!({
                "id": name,
                "shortDescription": { "text": rule.summary() },
                "fullDescription": { "text": rule.why() },
                "help": { "text": rule.doc(), "markdown": rule.doc() },
                "defaultConfiguration": { "level": level(rule.severity) },
                "properties": { "tags": rule.effects },
            }),
            None => json!({ "id": name }),
        })
        .collect();
    let results: Vec<Value> = report
        .findings
        .iter()
        .map(|finding| {
            let places = |places: &mut dyn Iterator<Item = &Place>| places.map(location).collect::<Vec<_>>();
            json!({
                "ruleId": finding.rule,
                "ruleIndex": index.get(finding.rule.as_str()),
                "level": level(finding.severity),
                "message": { "text": format!("{}\n{}\n{}", tame(&finding.message), tame(&finding.why), tame(&finding.fix)) },
                "locations": places(&mut finding.place.iter()),
                "relatedLocations": places(&mut finding.readers.iter()),
                "partialFingerprints": { "changeMgmt/v1": finding.fingerprint },
            })
        })
        .collect();
    let whole = json!({
        "$schema": "https://json.schemastore.org/sarif-2.1.0.json",
        "version": "2.1.0",
        "runs": [{
            "tool": { "driver": { "name": "change-mgmt", "version": env!("CARGO_PKG_VERSION"), "rules": rules } },
            "columnKind": "unicodeCodePoints",
            "results": results,
        }],
    });
    serde_json::to_string_pretty(&whole).unwrap_or_default()
}

fn level(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Notice => "note",
    }
}

fn location(place: &Place) -> Value {
    json!({ "physicalLocation": {
        "artifactLocation": { "uri": uri(&place.path), "uriBaseId": "%SRCROOT%" },
        "region": {
            "startLine": place.line, "startColumn": place.column, "endLine": place.end_line, "endColumn": place.end_column,
        },
    } })
}

/// A path as a relative URI reference.
fn uri(path: &str) -> String {
    path.bytes()
        .map(|byte| match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' | b'/' => char::from(byte).to_string(),
            byte => format!("%{byte:02X}"),
        })
        .collect()
}
