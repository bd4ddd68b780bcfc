//! The standard workflow and what breaking changes add to it (SPEC, Steps).
//!
//! A step whose automation does not exist yet is a manual step here; giving it an [`Automation`] is all that makes it automatic.

use super::definition::{Applies, Automation, StepDefinition};
use crate::words::{EvidenceKind as E, Role, Stage};

const BASE: StepDefinition = StepDefinition {
    id: "",
    title: "",
    hint: "",
    stage: Stage::Submission,
    owner: Role::Developer,
    evidence: &[],
    requires: &[],
    automation: None,
    safety: false,
    optional: false,
    approval: None,
    applies: Applies::Always,
};

/// All steps in the order of the checklist.
pub const DEFINITIONS: &[StepDefinition] = &[
    StepDefinition {
        id: "validate-form",
        title: "Validate form",
        hint: "The intake rules check the request.",
        automation: Some(Automation::ValidateForm),
        ..BASE
    },
    StepDefinition {
        id: "assign-id",
        title: "Assign id",
        hint: "The request gets its number.",
        requires: &["validate-form"],
        automation: Some(Automation::AssignId),
        ..BASE
    },
    StepDefinition {
        id: "route-to-team",
        title: "Route to team",
        hint: "The project's routing rules name the team.",
        requires: &["assign-id"],
        automation: Some(Automation::RouteToTeam),
        ..BASE
    },
    StepDefinition {
        id: "analyze-components",
        title: "Analyze components",
        hint: "Say which components the change reaches, and how.",
        stage: Stage::ImpactAnalysis,
        evidence: &[E::Note],
        requires: &["route-to-team"],
        ..BASE
    },
    StepDefinition {
        id: "detect-dependencies",
        title: "Detect dependencies",
        hint: "Find what depends on the changed tables, columns and endpoints.",
        stage: Stage::ImpactAnalysis,
        evidence: &[E::Note],
        requires: &["route-to-team"],
        ..BASE
    },
    StepDefinition {
        id: "detailed-dependency-map",
        title: "Detailed dependency map",
        hint: "Attach the map of every reader and writer of what breaks.",
        stage: Stage::ImpactAnalysis,
        evidence: &[E::Document],
        requires: &["analyze-components", "detect-dependencies"],
        safety: true,
        applies: Applies::Breaking,
        ..BASE
    },
    StepDefinition {
        id: "review-impact-report",
        title: "Review impact report",
        hint: "Read the analysis and say whether the risk is acceptable.",
        stage: Stage::ImpactAnalysis,
        owner: Role::Reviewer,
        evidence: &[E::Note],
        requires: &["analyze-components", "detect-dependencies", "detailed-dependency-map"],
        ..BASE
    },
    StepDefinition {
        id: "generate-templates",
        title: "Generate templates",
        hint: "Put the skeleton of migration, repository, endpoint and tests on the branch.",
        stage: Stage::Planning,
        evidence: &[E::Commit],
        requires: &["review-impact-report"],
        optional: true,
        ..BASE
    },
    StepDefinition {
        id: "create-checklist",
        title: "Create checklist",
        hint: "The checklist follows from type, operations and breaking flag.",
        stage: Stage::Planning,
        requires: &["review-impact-report"],
        automation: Some(Automation::CreateChecklist),
        ..BASE
    },
    StepDefinition {
        id: "estimate-effort",
        title: "Estimate effort",
        hint: "Confirm or correct the estimate and say what it rests on.",
        stage: Stage::Planning,
        evidence: &[E::Note],
        requires: &["review-impact-report"],
        ..BASE
    },
    StepDefinition {
        id: "migration-strategy",
        title: "Migration strategy",
        hint: "Describe how old and new code run side by side while it is deployed.",
        stage: Stage::Planning,
        owner: Role::Architect,
        evidence: &[E::Document],
        requires: &["review-impact-report"],
        safety: true,
        applies: Applies::Breaking,
        ..BASE
    },
    StepDefinition {
        id: "rollback-plan",
        title: "Rollback plan",
        hint: "Describe each step back, and what data it would lose.",
        stage: Stage::Planning,
        evidence: &[E::Document],
        requires: &["migration-strategy"],
        safety: true,
        applies: Applies::Breaking,
        ..BASE
    },
    StepDefinition {
        id: "create-migration-files",
        title: "Create migration files",
        hint: "Write the migration, up and down, and commit it.",
        stage: Stage::Implementation,
        evidence: &[E::Commit],
        requires: &["create-checklist", "estimate-effort", "migration-strategy", "rollback-plan"],
        applies: Applies::Schema,
        ..BASE
    },
    StepDefinition {
        id: "implement-repository-methods",
        title: "Implement repository methods",
        hint: "Make the repositories use the new shape.",
        stage: Stage::Implementation,
        evidence: &[E::Commit],
        requires: &["create-checklist", "estimate-effort", "create-migration-files"],
        applies: Applies::Repository,
        ..BASE
    },
    StepDefinition {
        id: "add-api-endpoints",
        title: "Add API endpoints",
        hint: "Add or adapt the endpoints and their OpenAPI description.",
        stage: Stage::Implementation,
        evidence: &[E::Commit],
        requires: &["create-checklist", "estimate-effort", "implement-repository-methods"],
        applies: Applies::Api,
        ..BASE
    },
    StepDefinition {
        id: "update-client-methods",
        title: "Update client methods",
        hint: "Adapt the clients and open the pull request.",
        stage: Stage::Implementation,
        evidence: &[E::PullRequest],
        requires: &["create-checklist", "estimate-effort", "add-api-endpoints"],
        applies: Applies::Client,
        ..BASE
    },
    StepDefinition {
        id: "run-automated-tests",
        title: "Run automated tests",
        hint: "Run the whole suite on the branch.",
        stage: Stage::Validation,
        evidence: &[E::TestRun],
        requires: &[
            "create-migration-files",
            "implement-repository-methods",
            "add-api-endpoints",
            "update-client-methods",
        ],
        safety: true,
        ..BASE
    },
    StepDefinition {
        id: "validate-completeness",
        title: "Validate completeness",
        hint: "Check that migration, repository, endpoint and client are all there.",
        stage: Stage::Validation,
        owner: Role::Reviewer,
        evidence: &[E::Note],
        requires: &[
            "create-migration-files",
            "implement-repository-methods",
            "add-api-endpoints",
            "update-client-methods",
        ],
        safety: true,
        ..BASE
    },
    StepDefinition {
        id: "check-breaking-changes",
        title: "Check breaking changes",
        hint: "Compare what the branch does with what the request declares.",
        stage: Stage::Validation,
        owner: Role::Reviewer,
        evidence: &[E::Note],
        requires: &[
            "create-migration-files",
            "implement-repository-methods",
            "add-api-endpoints",
            "update-client-methods",
        ],
        safety: true,
        ..BASE
    },
    StepDefinition {
        id: "prove-rollback",
        title: "Prove rollback",
        hint: "Run the migration up, down and up on a copy and attach the result.",
        stage: Stage::Validation,
        evidence: &[E::TestRun],
        requires: &["create-migration-files", "rollback-plan"],
        safety: true,
        applies: Applies::Breaking,
        ..BASE
    },
    StepDefinition {
        id: "code-review",
        title: "Code review",
        hint: "A reviewer reads the change and approves it.",
        stage: Stage::Review,
        owner: Role::Reviewer,
        requires: &["run-automated-tests", "validate-completeness", "check-breaking-changes", "prove-rollback"],
        safety: true,
        approval: Some((Role::Reviewer, 1)),
        ..BASE
    },
    StepDefinition {
        id: "architecture-review",
        title: "Architecture review",
        hint: "An architect judges the design of the breaking change.",
        stage: Stage::Review,
        owner: Role::Architect,
        evidence: &[E::Note],
        requires: &["code-review"],
        safety: true,
        applies: Applies::Breaking,
        ..BASE
    },
    StepDefinition {
        id: "architecture-approval",
        title: "Architecture approval",
        hint: "The architecture team approves the breaking change.",
        stage: Stage::Review,
        owner: Role::Architect,
        requires: &["architecture-review"],
        safety: true,
        approval: Some((Role::Architect, 1)),
        applies: Applies::Breaking,
        ..BASE
    },
    StepDefinition {
        id: "stakeholder-approval",
        title: "Stakeholder approval",
        hint: "A stakeholder agrees that it may go out.",
        stage: Stage::Review,
        owner: Role::Stakeholder,
        requires: &["code-review", "architecture-approval"],
        approval: Some((Role::Stakeholder, 1)),
        ..BASE
    },
    StepDefinition {
        id: "deploy-staging",
        title: "Deploy to staging",
        hint: "Deploy the branch to staging and link the run.",
        stage: Stage::Deployment,
        owner: Role::ReleaseManager,
        evidence: &[E::Link],
        requires: &["code-review", "stakeholder-approval", "architecture-approval"],
        ..BASE
    },
    StepDefinition {
        id: "run-integration-tests",
        title: "Run integration tests",
        hint: "Run the integration tests against staging.",
        stage: Stage::Deployment,
        owner: Role::ReleaseManager,
        evidence: &[E::TestRun],
        requires: &["deploy-staging"],
        safety: true,
        ..BASE
    },
    StepDefinition {
        id: "deploy-production",
        title: "Deploy to production",
        hint: "Deploy to production and link the run.",
        stage: Stage::Deployment,
        owner: Role::ReleaseManager,
        evidence: &[E::Link],
        requires: &["run-integration-tests"],
        ..BASE
    },
    StepDefinition {
        id: "monitor-metrics",
        title: "Monitor metrics",
        hint: "Watch the metrics after the deployment and link what you saw.",
        stage: Stage::Deployment,
        owner: Role::ReleaseManager,
        evidence: &[E::Link],
        requires: &["deploy-production"],
        safety: true,
        ..BASE
    },
    StepDefinition {
        id: "extended-monitoring",
        title: "Extended monitoring",
        hint: "Keep watching for the longer period that a breaking change needs.",
        stage: Stage::Deployment,
        owner: Role::ReleaseManager,
        evidence: &[E::Link, E::Note],
        requires: &["monitor-metrics"],
        safety: true,
        applies: Applies::Breaking,
        ..BASE
    },
    StepDefinition {
        id: "verify-functionality",
        title: "Verify functionality",
        hint: "Use the changed feature in production as its users do.",
        stage: Stage::PostDeployment,
        owner: Role::Requester,
        evidence: &[E::Note],
        requires: &["monitor-metrics", "extended-monitoring"],
        ..BASE
    },
    StepDefinition {
        id: "update-documentation",
        title: "Update documentation",
        hint: "Bring the documentation up to date and link it.",
        stage: Stage::PostDeployment,
        evidence: &[E::Link],
        requires: &["monitor-metrics"],
        ..BASE
    },
    StepDefinition {
        id: "close-change-request",
        title: "Close change request",
        hint: "Say how it went; the change closes.",
        stage: Stage::PostDeployment,
        owner: Role::Requester,
        requires: &["verify-functionality", "update-documentation"],
        ..BASE
    },
];
