//! What the system has found out about a change's branch, as far as the workflow depends on it (SPEC R2.6, R2.7, R4.5).

use super::{ImpactOutcome, Operation, Workflow};
use crate::canonical;
use crate::words::Check;
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// Where the work on a change is.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct Source {
    /// Branch of the project's repository.
    pub branch: String,
    /// Revision it is compared with; `None`: where it left the main line.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub base: Option<String>,
}

/// A finding that blocks deployment until it is mended or waived.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct Blocking {
    /// Names it again after lines moved; what a waiver is bound to.
    pub fingerprint: String,
    /// The rule.
    pub rule: String,
    /// The step it holds up.
    pub check: Check,
    /// What was found.
    pub message: String,
    /// `path:line`, if it has a place.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub place: Option<String>,
    /// Code that is hit, `path:line`; at most ten.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub readers: Vec<String>,
}

/// The result of a validation.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct ValidationOutcome {
    /// The run; its whole report is kept beside the change.
    pub run: Uuid,
    /// Branch that was looked at.
    pub branch: String,
    /// Its last commit.
    pub head: String,
    /// The commit it was compared with.
    pub base: String,
    /// The commit of the main line that it was looked at on top of, where that had more than the base.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub onto: Option<String>,
    /// Digest of what the request declared at that time; see [`declared`].
    pub declared: String,
    /// When it was over.
    pub at: DateTime<Utc>,
    /// What blocks: all that a waiver was asked for, and at most 200 others.
    pub blocking: Vec<Blocking>,
    /// Blocking findings beyond those.
    #[serde(default)]
    pub unlisted: u32,
    /// Findings that do not block.
    #[serde(default)]
    pub warnings: u32,
    /// Why it breaks what runs today; `None`: it does not.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub breaks: Option<String>,
    /// What became of up, down, up on a scratch database: `reversible`, `irreversible`, `fails`, `unproven`; `None`: not run.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub rollback: Option<String>,
    /// Operations found in the branch.
    #[serde(default)]
    pub operations: Vec<Operation>,
    /// What it reaches; `None` in results of older versions.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub impact: Option<ImpactOutcome>,
}

/// Digest of what a validation holds the branch against.
pub fn declared(operations: &[Operation], breaking: bool) -> String {
    canonical::digest(&(operations, breaking))
}

/// Somebody else's word on a waiver.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct WaiverDecision {
    /// User name.
    pub by: String,
    /// When.
    pub at: DateTime<Utc>,
    /// Granted, or refused.
    pub granted: bool,
    /// It had been granted before, and counts no longer.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub revoked: bool,
    /// Free text.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
}

/// Longest time a waiver may hold, days.
pub const WAIVER_DAYS: i64 = 180;

/// A blocking finding that may pass for some time (SPEC R2.6).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct Waiver {
    /// Counts from 1 within the change.
    pub id: u32,
    /// Of the finding.
    pub fingerprint: String,
    /// Of the finding.
    pub rule: String,
    /// Of the finding.
    pub message: String,
    /// Why it may pass.
    pub reason: String,
    /// User name.
    pub requested_by: String,
    /// When.
    pub requested_at: DateTime<Utc>,
    /// From then on it counts no longer.
    pub expires_at: DateTime<Utc>,
    /// The second person's word; `None`: nobody has decided.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub decision: Option<WaiverDecision>,
    /// Its time is over.
    #[serde(default)]
    pub expired: bool,
}

impl Waiver {
    /// The finding may pass because of it.
    pub fn counts(&self) -> bool {
        !self.expired && self.decision.as_ref().is_some_and(|d| d.granted)
    }
    /// The last day on which it counts.
    pub fn last_day(&self) -> chrono::NaiveDate {
        (self.expires_at - chrono::TimeDelta::microseconds(1)).date_naive()
    }
    /// What was decided, in a word; `None`: nothing yet.
    pub fn decided(&self) -> Option<&'static str> {
        self.decision.as_ref().map(|decision| self.word(decision))
    }
    /// The word for a decision on it.
    pub fn word(&self, decision: &WaiverDecision) -> &'static str {
        match decision {
            d if d.granted => "granted",
            d if d.by == self.requested_by => "withdrawn",
            d if d.revoked => "revoked",
            _ => "refused",
        }
    }
    /// Somebody has yet to decide.
    pub fn is_open(&self) -> bool {
        !self.expired && self.decision.is_none()
    }
}

impl Workflow {
    /// The waiver that lets a finding pass.
    pub fn waiver(&self, fingerprint: &str) -> Option<&Waiver> {
        self.waivers.iter().find(|w| w.fingerprint == fingerprint && w.counts())
    }
}
