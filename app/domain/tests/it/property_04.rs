//! Property 4: the checklist of any change is complete: all standard steps, those that do not apply with the reason.

use crate::gen_input::{project, valid_input};
use domain::intake::{DependencyFacts, validate};
use domain::words::Stage;
use domain::workflow::checklist;
use proptest::prelude::*;
use std::collections::{BTreeMap, BTreeSet};

/// The specification's list, written out once more.
const STANDARD: &[(Stage, &[&str])] = &[
    (Stage::Submission, &["validate-form", "assign-id", "route-to-team"]),
    (Stage::ImpactAnalysis, &["analyze-components", "detect-dependencies", "review-impact-report"]),
    (Stage::Planning, &["generate-templates", "create-checklist", "estimate-effort"]),
    (
        Stage::Implementation,
        &["create-migration-files", "implement-repository-methods", "add-api-endpoints", "update-client-methods"],
    ),
    (Stage::Validation, &["run-automated-tests", "validate-completeness", "check-breaking-changes"]),
    (Stage::Review, &["code-review", "stakeholder-approval"]),
    (Stage::Deployment, &["deploy-staging", "run-integration-tests", "deploy-production", "monitor-metrics"]),
    (Stage::PostDeployment, &["verify-functionality", "update-documentation", "close-change-request"]),
];

const BREAKING: &[(Stage, &[&str])] = &[
    (Stage::ImpactAnalysis, &["detailed-dependency-map"]),
    (Stage::Planning, &["migration-strategy", "rollback-plan"]),
    (Stage::Validation, &["prove-rollback"]),
    (Stage::Review, &["architecture-review", "architecture-approval"]),
    (Stage::Deployment, &["extended-monitoring"]),
];

/// Steps that may be not applicable, depending on what changes.
const CONDITIONAL: &[&str] =
    &["create-migration-files", "implement-repository-methods", "add-api-endpoints", "update-client-methods"];

proptest! {
    #![proptest_config(ProptestConfig::with_cases(512))]

    #[test]
    fn property_04_checklist_generation_consistency(input in valid_input()) {
        let project = project();
        let change = validate(&input, &project, &DependencyFacts::default()).unwrap();
        let steps = checklist(change.kind, &change.metadata, &project);
        let by_id: BTreeMap<&str, _> = steps.iter().map(|s| (s.id.as_str(), s)).collect();
        prop_assert_eq!(by_id.len(), steps.len(), "a step stands twice");

        for (stage, ids) in STANDARD {
            for id in *ids {
                let step = by_id.get(id).unwrap_or_else(|| panic!("{id} is missing"));
                prop_assert_eq!(step.stage, *stage);
                prop_assert!(step.not_applicable.is_none() || CONDITIONAL.contains(id), "{} must apply", id);
            }
        }
        for (stage, ids) in BREAKING {
            for id in *ids {
                let step = by_id.get(id).unwrap_or_else(|| panic!("{id} is missing"));
                prop_assert_eq!(step.stage, *stage);
                prop_assert!(step.safety, "{} is a safety step", id);
                prop_assert_eq!(step.not_applicable.is_none(), change.metadata.breaking_change);
            }
        }
        let applies = |id: &str| by_id[id].not_applicable.is_none();
        if change.kind.changes_schema() {
            prop_assert!(applies("create-migration-files"));
        }
        if change.kind.changes_api() {
            prop_assert!(applies("add-api-endpoints") && applies("update-client-methods"));
        }
        for step in &steps {
            prop_assert!(step.not_applicable.as_ref().is_none_or(|r| !r.is_empty()), "{} lacks a reason", step.id);
        }

        // Stages never go back along the list, and no step waits for a later one: the prerequisites form a DAG.
        let mut seen: BTreeSet<&str> = BTreeSet::new();
        let mut stage = Stage::Submission;
        for step in &steps {
            prop_assert!(step.stage >= stage);
            stage = step.stage;
            for r in &step.requires {
                prop_assert!(seen.contains(r.as_str()), "{} waits for {}, which comes later or is missing", step.id, r);
            }
            seen.insert(&step.id);
        }

        // The same request gives the same checklist.
        prop_assert_eq!(checklist(change.kind, &change.metadata, &project), steps.clone());
    }
}
