//! What the sample people give as evidence: what the change itself says.

use super::script::Script;
use domain::api::ChangeDetail;
use domain::change::{NewEvidence, Operation};
use domain::words::EvidenceKind;
use uuid::Uuid;

fn operations(detail: &ChangeDetail) -> String {
    let all: Vec<String> = detail.change.metadata.operations.iter().map(Operation::summary).collect();
    if all.is_empty() { "no schema object changes, only how the rows are kept".to_owned() } else { all.join("; ") }
}

fn note(step: &str, detail: &ChangeDetail, script: &Script) -> String {
    let m = &detail.change.metadata;
    match step {
        "analyze-components" => format!("Reaches {}: {}.", m.affected_components.join(", "), operations(detail)),
        "detect-dependencies" => {
            let waits = if m.dependencies.is_empty() {
                String::new()
            } else {
                format!(" It waits for {}.", m.dependencies.join(", "))
            };
            format!(
                "Searched migrations and code for {}: every query on it is in the store.{waits}",
                m.affected_tables.join(", ")
            )
        }
        "review-impact-report" => {
            let why = detail.risk.reasons.first().map_or("", String::as_str);
            format!("Risk {}, and acceptable. {why}", detail.risk.risk.label().to_lowercase())
        }
        "estimate-effort" => {
            let size = m.estimated_effort.map_or("unknown", domain::words::Effort::label);
            format!(
                "{size}. Operations: {}; components: {}; tests included.",
                m.operations.len(),
                m.affected_components.len()
            )
        }
        "validate-completeness" => {
            format!("Migration up and down, queries and tests are there for: {}.", operations(detail))
        }
        "check-breaking-changes" if m.breaking_change => {
            format!("Breaks what the request declares and nothing else: {}.", operations(detail))
        }
        "check-breaking-changes" => format!(
            "The schemas before and after differ by: {}. The previous binary runs on the new schema.",
            operations(detail)
        ),
        "architecture-review" => {
            "Old and new binary run side by side as the strategy says, and the way back was proven.".to_owned()
        }
        "extended-monitoring" => "72 hours without a failed query or a slower page.".to_owned(),
        _ => script.outcome.clone().unwrap_or_else(|| format!("Checked on staging: {}.", operations(detail))),
    }
}

fn address(step: &str, detail: &ChangeDetail) -> String {
    let n = detail.change.number;
    match step {
        "deploy-staging" => format!("https://ci.example.org/change-mgmt/deployments/staging/{}", 300 + n),
        "deploy-production" => format!("https://ci.example.org/change-mgmt/deployments/production/{}", 200 + n),
        "update-documentation" => "https://git.example.org/change-mgmt/src/README.md".to_owned(),
        _ => format!("https://metrics.example.org/change-mgmt?change=CHG-{n}"),
    }
}

/// One piece of each kind the step needs; `document` is the uploaded file, if it needs one.
pub(super) fn for_step(
    step: &str,
    kinds: &[EvidenceKind],
    detail: &ChangeDetail,
    script: &Script,
    document: Option<Uuid>,
) -> Vec<NewEvidence> {
    let n = detail.change.number;
    kinds
        .iter()
        .map(|kind| {
            let value = match kind {
                EvidenceKind::Link => address(step, detail),
                EvidenceKind::Commit => script.commit.clone().unwrap_or_default(),
                EvidenceKind::PullRequest => format!("https://git.example.org/change-mgmt/pulls/{}", 20 + n),
                EvidenceKind::TestRun => format!("https://ci.example.org/change-mgmt/runs/{}-{step}", 1400 + n),
                EvidenceKind::Note => note(step, detail, script),
                EvidenceKind::Document | EvidenceKind::Approval => String::new(),
            };
            NewEvidence { kind: *kind, value, document: document.filter(|_| *kind == EvidenceKind::Document) }
        })
        .collect()
}
