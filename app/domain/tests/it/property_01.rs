//! Property 1: the validation finds every missing field and every broken rule, and nothing where nothing is wrong.

use crate::gen_input::{project, valid_input};
use domain::change::Operation;
use domain::intake::{ChangeInput, DependencyFacts, validate};
use domain::words::ChangeType;
use proptest::prelude::*;
use std::collections::BTreeSet;

/// Ways to spoil a request: what to do, and the code that must then be reported. None hides another.
type Defect = (fn(&mut ChangeInput), &'static str);

const DEFECTS: &[Defect] = &[
    (|i| i.title = None, "title.required"),
    (|i| i.title = Some("x".repeat(201)), "title.too-long"),
    (|i| i.title = Some("ab".to_owned()), "title.too-short"),
    (|i| i.title = Some("two\nlines".to_owned()), "title.line-break"),
    (|i| i.title = Some("nul \0 inside".to_owned()), "title.control-characters"),
    (|i| i.description = Some("d".repeat(20_001)), "description.too-long"),
    (|i| i.priority = Some("urgent".to_owned()), "priority.unknown"),
    (|i| i.metadata.estimated_effort = Some("huge".to_owned()), "effort.unknown"),
    (|i| i.metadata.affected_tables.push("no table; drop".to_owned()), "table.syntax"),
    (|i| i.metadata.affected_tables.push("a.b.c".to_owned()), "table.syntax"),
    (|i| i.metadata.affected_endpoints.push("FETCH /x".to_owned()), "endpoint.syntax"),
    (|i| i.metadata.affected_endpoints.push("GET x".to_owned()), "endpoint.syntax"),
    (|i| i.metadata.affected_components.push("nowhere".to_owned()), "component.unknown"),
    (|i| i.metadata.dependencies.push("42".to_owned()), "dependency.syntax"),
    (|i| i.metadata.dependencies.push("CHG-404".to_owned()), "dependency.unknown"),
    (|i| i.metadata.dependencies.push("CHG-2".to_owned()), "dependency.ended"),
    (|i| i.metadata.dependencies.push("CHG-3".to_owned()), "dependency.cycle"),
    (|i| i.metadata.dependencies.push("CHG-9".to_owned()), "dependency.self"),
    (|i| i.metadata.operations.push(Operation::AddTable { table: "1x".to_owned() }), "operation.table"),
    (|i| i.metadata.operations.push(Operation::AddEndpoint { endpoint: "nope".to_owned() }), "operation.endpoint"),
    (
        |i| {
            i.metadata.operations.push(Operation::AddIndex {
                table: "t".to_owned(),
                name: "i".to_owned(),
                columns: Vec::new(),
                unique: false,
            })
        },
        "operation.columns",
    ),
    (
        |i| {
            i.metadata
                .operations
                .push(Operation::AddRepositoryMethod { component: "nowhere".to_owned(), name: "find".to_owned() })
        },
        "operation.component",
    ),
    (
        |i| {
            i.metadata.operations.push(Operation::DropColumn { table: "t".to_owned(), name: "c".to_owned() });
            i.metadata.breaking_change = false;
        },
        "breaking.undeclared",
    ),
    (
        |i| {
            i.priority = Some("critical".to_owned());
            i.metadata.justification = None;
        },
        "justification.required",
    ),
];

fn facts() -> DependencyFacts {
    DependencyFacts {
        found: [("CHG-1".to_owned(), true), ("CHG-2".to_owned(), false), ("CHG-3".to_owned(), true)].into(),
        cyclic: vec!["CHG-3".to_owned()],
        own: Some("CHG-9".to_owned()),
        known: true,
    }
}

fn codes(input: &ChangeInput) -> BTreeSet<String> {
    validate(input, &project(), &facts()).err().unwrap_or_default().into_iter().map(|p| p.code).collect()
}

/// Defects that set the same member: only the last one stands.
fn overwritten(chosen: &[usize]) -> BTreeSet<&'static str> {
    let member = |i: usize| match DEFECTS[i].1 {
        c if c.starts_with("title") => Some("title"),
        "priority.unknown" | "justification.required" => Some("priority"),
        _ => None,
    };
    let mut expected = BTreeSet::new();
    for (at, &i) in chosen.iter().enumerate() {
        let later = chosen[at + 1..].iter().any(|&j| member(i).is_some() && member(i) == member(j));
        if !later {
            expected.insert(DEFECTS[i].1);
        }
    }
    expected
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(512))]

    #[test]
    fn property_01_change_request_validation_accepts_what_is_right(input in valid_input()) {
        let result = validate(&input, &project(), &facts());
        prop_assert!(result.is_ok(), "{:?}", result);
    }

    #[test]
    fn property_01_change_request_validation_finds_every_defect(
        input in valid_input(),
        chosen in prop::collection::vec(0..DEFECTS.len(), 1..6),
    ) {
        let mut input = input;
        let mut chosen = chosen;
        chosen.dedup();
        for &i in &chosen {
            (DEFECTS[i].0)(&mut input);
        }
        let found = codes(&input);
        for expected in overwritten(&chosen) {
            prop_assert!(found.contains(expected), "{expected} was not among {found:?}");
        }
        // Nothing is invented: every report belongs to a chosen defect.
        let chosen_codes: BTreeSet<&str> = chosen.iter().map(|&i| DEFECTS[i].1).collect();
        for code in &found {
            let known = chosen_codes.contains(code.as_str()) || (code == "title.control-characters" || code == "title.too-short");
            prop_assert!(known, "{code} was reported without cause");
        }
    }

    #[test]
    fn property_01_change_request_validation_demands_the_types_own_operation_and_layer(input in valid_input()) {
        let kind: ChangeType = input.kind.as_deref().unwrap().parse().unwrap();
        let mut bare = input;
        let defining = kind.defining_operations();
        bare.metadata.operations.retain(|o| !defining.contains(&o.kind()));
        bare.metadata.affected_components.clear();
        let found = codes(&bare);
        prop_assert_eq!(found.contains("operations.type-mismatch"), !defining.is_empty() && !bare.metadata.operations.is_empty());
        prop_assert_eq!(found.contains("components.mandatory"), kind != ChangeType::Performance);
    }

    #[test]
    fn property_01_change_request_validation_takes_any_text_without_panic(
        title in any::<String>(), description in any::<String>(), kind in any::<String>(), entries in prop::collection::vec(any::<String>(), 0..5),
    ) {
        let mut input = ChangeInput { title: Some(title), description: Some(description), kind: Some(kind), ..ChangeInput::default() };
        input.metadata.affected_tables = entries.clone();
        input.metadata.affected_endpoints = entries.clone();
        input.metadata.affected_components = entries.clone();
        input.metadata.dependencies = entries;
        if let Err(problems) = validate(&input, &project(), &facts()) {
            prop_assert!(problems.iter().all(|p| !p.message.is_empty() && p.pointer.starts_with('/')));
        }
    }
}

#[test]
fn nothing_at_all_is_told_in_one_go() {
    let found = codes(&ChangeInput::default());
    assert_eq!(found.into_iter().collect::<Vec<_>>(), ["title.required", "type.required"]);
}
