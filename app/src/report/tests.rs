use super::render;
use domain::api::{Permission, ValidationReport, ValidationRun, ValidationView};
use domain::words::{RunState, RunSubject};
use serde_json::json;

fn yes() -> Permission {
    Permission { allowed: true, reason: None }
}

fn view() -> ValidationView {
    let run = ValidationRun {
        id: uuid::Uuid::nil(),
        about: RunSubject::Branch,
        state: RunState::Done,
        cause: "branch-set".into(),
        requested_by: "ann".into(),
        requested_at: chrono::DateTime::UNIX_EPOCH,
        finished_at: None,
        head: None,
        base: None,
        attempts: 1,
        parts: Vec::new(),
        error: None,
    };
    ValidationView {
        source: None,
        run: Some(run),
        outcome: None,
        current: true,
        blocked: Vec::new(),
        waivers: Vec::new(),
        may_set_branch: yes(),
        impact: None,
        impact_current: false,
        may_remove_branch: yes(),
        may_validate: yes(),
        may_analyse: yes(),
        may_waive: yes(),
    }
}

fn html(report: serde_json::Value) -> String {
    let view = view();
    let report = ValidationReport { run: view.run.clone().unwrap(), report };
    render(&view, &report, "CHG-7", "vic")
}

#[test]
fn nothing_from_a_repository_becomes_markup() {
    let evil = "<script>alert(1)</script>\"'><img src=x onerror=y>";
    let place = json!({ "path": evil, "line": 1, "column": 1, "endLine": 1, "endColumn": 1 });
    let html = html(json!({
        "findings": [{ "rule": evil, "severity": evil, "place": place, "message": evil, "why": evil, "fix": evil,
                       "readers": [place], "fingerprint": evil }],
        "scripts": [evil],
        "scriptTexts": { evil: evil },
        "notes": [evil],
        "api": [{ "rule": evil, "breaking": true, "subject": evil, "message": evil, "place": place }],
        "impact": { "risk": evil, "effort": evil, "riskReasons": [evil],
                    "graph": { "nodes": [{ "id": evil, "label": evil, "kind": evil, "layer": 9 }, { "id": "b", "label": "b", "kind": "x", "layer": 1 }],
                               "edges": [{ "from": "b", "to": evil, "label": evil }] } },
        "proof": { "verdict": evil, "passes": [{ "direction": evil, "statements": [{ "place": place, "locks": [{ "relation": evil, "mode": evil }] }] }],
                   "differences": [{ "kind": evil, "object": evil, "oldCode": { "level": evil, "reason": evil } }] },
    }));
    assert!(!html.contains("<script>") && !html.contains("<img"), "{html}");
    assert!(html.contains("&lt;script&gt;"));
}

#[test]
fn a_report_of_another_shape_says_so() {
    assert!(html(json!({ "findings": "none" })).contains("another version"));
    assert!(html(json!({})).contains("None"));
    // Places beyond the end of a file, and spans that are none.
    let place = json!({ "path": "a.sql", "line": 99, "column": 1, "endLine": 0, "endColumn": 0 });
    let html = html(json!({
        "findings": [{ "rule": "r", "severity": "error", "place": place, "message": "m" }],
        "scriptTexts": { "a.sql": "ä" },
        "proof": { "passes": [{ "statements": [{ "place": place, "span": [1, 77] }] }] },
    }));
    assert!(html.contains("a.sql:99") || html.contains(">m<"), "{html}");
}

#[test]
fn of_hundreds_of_findings_the_first_are_told_in_full() {
    let place = |line: usize| json!({ "path": "a.sql", "line": line, "column": 1, "endLine": line, "endColumn": 2 });
    let finding = |i: usize| json!({ "rule": "r", "severity": "warning", "place": place(i + 1), "message": format!("m{i}"), "why": "because", "fix": "", "readers": [], "fingerprint": i.to_string() });
    let findings: Vec<_> = (0..300).map(finding).collect();
    let html = html(
        json!({ "findings": findings, "scripts": ["a.sql"], "scriptTexts": { "a.sql": "select 1;\n".repeat(300) } }),
    );
    assert_eq!(html.matches("data-severity").count(), 300);
    assert_eq!(html.matches("because").count(), super::findings::FULL);
    assert!(html.len() < 700_000, "{}", html.len());
}

#[test]
fn of_a_long_line_it_is_said_which_part_is_meant() {
    let first = "CREATE TABLE one (id bigint PRIMARY KEY, words text, more text, and_more text, even_more text);";
    let line = format!("{first} DROP TABLE two; DROP TABLE three;");
    let at = |part: &str| line.find(part).unwrap() + 1;
    let finding = |column: usize, end: usize| {
        let place = json!({ "path": "1.sql", "line": 1, "column": column, "endLine": 1, "endColumn": end });
        json!({ "rule": "drop-table", "severity": "error", "place": place, "message": "gone", "fingerprint": column.to_string() })
    };
    let shown = |column: usize, end: usize| {
        let all = json!({ "findings": [finding(column, end)], "scripts": ["1.sql"], "scriptTexts": { "1.sql": line.clone() } });
        html(all)
    };
    let two = shown(at("DROP TABLE two"), at("; DROP TABLE three"));
    assert!(two.contains(">DROP TABLE two<!></code>"), "{two}");
    assert!(shown(1, at(" DROP TABLE two")).contains("…<!></code>"));
    assert!(!shown(1, line.len() + 1).contains("…<!></code>"));
}
