//! How dangerous a declared change looks, with reasons.

use crate::change::{ChangeMetadata, Operation};
use crate::words::{ChangeType, Priority, Risk};
use serde::{Deserialize, Serialize};

/// A risk with its reasons, the weightiest first.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct RiskAssessment {
    /// The highest of all reasons.
    pub risk: Risk,
    /// For people.
    pub reasons: Vec<String>,
}

/// The reason where the request has the mark.
pub const DECLARED_BREAKING: &str = "The change is declared breaking.";

/// Judges a change by what it declares.
pub fn assess(kind: ChangeType, priority: Priority, metadata: &ChangeMetadata) -> RiskAssessment {
    let mut found: Vec<(Risk, String)> = Vec::new();
    for op in &metadata.operations {
        // A form that is being filled in says nothing yet.
        if op.table() == Some("") || op.columns().contains(&"") {
            continue;
        }
        let risk = match op {
            Operation::DropTable { .. } | Operation::DropColumn { .. } => Risk::Critical,
            Operation::RemoveEndpoint { .. } => Risk::High,
            Operation::MigrateData { .. } | Operation::AddConstraint { .. } | Operation::AddForeignKey { .. } => {
                Risk::Medium
            }
            Operation::AddIndex { unique: true, .. } => Risk::Medium,
            _ if op.breaks().is_some() => Risk::High,
            Operation::ModifyColumn { .. } => Risk::Medium,
            _ => continue,
        };
        let why = op.breaks().map_or_else(|| "it can lock or fail on existing rows".to_owned(), str::to_owned);
        found.push((risk, format!("{}: {why}.", capitalised(&op.summary()))));
    }
    if metadata.breaking_change {
        found.push((Risk::High, DECLARED_BREAKING.to_owned()));
    } else if let Some(why) = kind.breaks() {
        found.push((Risk::High, format!("{}: {why}.", kind.label())));
    }
    if metadata.affected_components.len() > 3 {
        found.push((Risk::Medium, format!("It reaches {} components.", metadata.affected_components.len())));
    }
    if priority == Priority::Critical {
        found.push((Risk::Medium, "It is urgent, so there is little time to check.".to_owned()));
    }
    found.sort_by_key(|f| std::cmp::Reverse(f.0));
    let risk = found.first().map_or(Risk::Low, |f| f.0);
    if found.is_empty() {
        found.push((Risk::Low, "Nothing is declared that old code would notice.".to_owned()));
    }
    RiskAssessment { risk, reasons: found.into_iter().map(|f| f.1).collect() }
}

fn capitalised(s: &str) -> String {
    let mut chars = s.chars();
    chars.next().map(|c| c.to_uppercase().chain(chars).collect()).unwrap_or_default()
}
