use super::{render_list, render_rule};
use crate::server_fns::rules::RuleFilter;
use domain::api::{OtherName, RuleDetail, RuleInfo};
use domain::words::{Effect, RuleFamily, Severity};
use leptos::prelude::Owner;

fn drop_column() -> RuleInfo {
    RuleInfo {
        name: "drop-column".to_owned(),
        family: RuleFamily::Sql,
        severity: Some(Severity::Error),
        fixed: false,
        effects: vec![Effect::Breaking, Effect::DataLoss],
        dialects: vec!["postgres".to_owned()],
        summary: "A column goes.".to_owned(),
        opt_in: false,
        also_known_as: vec![OtherName { tool: "atlas".to_owned(), name: "DS103".to_owned() }],
    }
}

fn proof() -> RuleInfo {
    RuleInfo {
        name: "proof-rows-lost".to_owned(),
        family: RuleFamily::Proof,
        severity: None,
        fixed: true,
        effects: Vec::new(),
        dialects: Vec::new(),
        summary: "Rows are gone.".to_owned(),
        opt_in: false,
        also_known_as: Vec::new(),
    }
}

#[test]
fn the_filter_leaves_what_it_says() {
    let of = |text: &str, severity: &str, effect: &str, family: &str| {
        let given = |value: &str| (!value.is_empty()).then(|| value.to_owned());
        let filter =
            RuleFilter { text: given(text), severity: given(severity), effect: given(effect), family: given(family) };
        let html = Owner::new().with(|| render_list(vec![proof(), drop_column()], &filter));
        ["/rules/drop-column", "/rules/proof-rows-lost"].map(|href| html.contains(href))
    };
    assert_eq!(of("", "", "", ""), [true, true]);
    assert_eq!(of("ds103", "", "", ""), [true, false]);
    assert_eq!(of("gone ROWS", "", "", ""), [false, true]);
    assert_eq!(of("", "error", "", ""), [true, false]);
    assert_eq!(of("", "warning", "", ""), [false, false]);
    assert_eq!(of("", "", "data-loss", ""), [true, false]);
    assert_eq!(of("", "", "", "proof"), [false, true]);
}

#[test]
fn a_page_says_everything_and_marks_up_the_text() {
    let detail = RuleDetail {
        rule: drop_column(),
        doc: "A column goes.\n\nCode `x` fails.\n\nInstead: wait.\n".to_owned(),
        bad: "ALTER TABLE a\nDROP COLUMN b;".to_owned(),
        good: "SELECT 1;".to_owned(),
    };
    let html = Owner::new().with(|| render_rule(detail));
    for part in ["<code>x</code>", "<strong>Instead:</strong> wait.", "DROP COLUMN b;", "SELECT 1;", "DS103", "Atlas"] {
        assert!(html.contains(part), "{part} is not in {html}");
    }
}
