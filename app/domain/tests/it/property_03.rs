//! Property 3: every valid change gets a team of its project, and the first matching rule decides.

use crate::gen_input::{PROJECT, project, valid_input};
use domain::intake::{DependencyFacts, ValidChange, route, validate};
use domain::project::{ProjectConfig, RoutingRule};
use domain::words::{ChangeType, Priority};
use proptest::prelude::*;

fn rule() -> impl Strategy<Value = RoutingRule> {
    (
        prop::collection::vec(prop::sample::select(ChangeType::ALL), 0..4),
        prop::collection::vec(prop::sample::select(domain::change::Operation::KINDS), 0..4),
        prop::collection::vec(prop::sample::select(vec!["schema", "orders-repository", "rest", "web"]), 0..3),
        prop::collection::vec(prop::sample::select(Priority::ALL), 0..3),
        prop::option::of(any::<bool>()),
        prop::sample::select(vec!["platform", "data", "api"]),
    )
        .prop_map(|(types, operations, components, priorities, breaking, team)| RoutingRule {
            types,
            operations: operations.into_iter().map(str::to_owned).collect(),
            components: components.into_iter().map(str::to_owned).collect(),
            priorities,
            breaking,
            team: team.to_owned(),
        })
}

/// The rule's meaning, written once more: a condition that is empty holds.
fn holds(r: &RoutingRule, c: &ValidChange) -> bool {
    let m = &c.metadata;
    (r.types.is_empty() || r.types.contains(&c.kind))
        && (r.operations.is_empty() || r.operations.iter().any(|k| m.operations.iter().any(|o| o.kind() == k)))
        && (r.components.is_empty() || r.components.iter().any(|k| m.affected_components.iter().any(|a| a == k)))
        && (r.priorities.is_empty() || r.priorities.contains(&c.priority))
        && r.breaking.is_none_or(|b| b == m.breaking_change)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(512))]

    #[test]
    fn property_03_automatic_assignment(input in valid_input(), rules in prop::collection::vec(rule(), 0..6)) {
        let project = ProjectConfig { routing: rules, ..project() };
        prop_assert!(project.problems().is_empty());
        let change = validate(&input, &project, &DependencyFacts::default()).unwrap();
        let routing = route(&change, &project);
        let expected = project.routing.iter().find(|r| holds(r, &change)).map_or("platform", |r| r.team.as_str());
        prop_assert_eq!(&routing.team, expected);
        prop_assert!(project.teams.iter().any(|t| t.name == routing.team));
        prop_assert!(!routing.reason.is_empty());
    }
}

#[test]
fn the_reason_names_the_rule() {
    let project = ProjectConfig::from_toml(PROJECT).unwrap();
    let input = serde_json::json!({
        "title": "Index orders by customer", "type": "add-index",
        "metadata": {"affectedComponents": ["schema"], "operations": [{"kind": "add-index", "table": "orders", "name": "i", "columns": ["customer_id"]}]}
    });
    let change = validate(&serde_json::from_value(input).unwrap(), &project, &DependencyFacts::default()).unwrap();
    let routing = route(&change, &project);
    assert_eq!((routing.team.as_str(), routing.reason.as_str()), ("data", "Routing rule 2: operation add-index."));
}
