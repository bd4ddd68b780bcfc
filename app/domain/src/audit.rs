//! The audit trail's entries and their hash chain (SPEC R3.3). Pure: the store reads and writes the rows.

use crate::canonical;
use crate::change::Event;
use crate::words::Origin;
use chrono::{DateTime, SecondsFormat, Utc};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use sha2::{Digest, Sha256};
use uuid::Uuid;

/// Hash before the first entry of a chain.
pub const GENESIS: &str = "0000000000000000000000000000000000000000000000000000000000000000";

/// One operation, as recorded.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct AuditEntry {
    /// Entry id.
    pub id: Uuid,
    /// Chain: `change:<uuid>`, `project:<key>` or `server`.
    pub stream: String,
    /// Counts from 1 within the chain, without gaps.
    pub seq: i64,
    /// Project it belongs to, if any.
    pub project: Option<String>,
    /// Change it belongs to, if any.
    pub change_id: Option<Uuid>,
    /// What was done, e.g. `step.completed`.
    pub action: String,
    /// User name, or `system`.
    pub actor: String,
    /// To what, for people: `CHG-42 code-review`.
    pub subject: String,
    /// Before and after; for changes `{"events": […]}`.
    #[cfg_attr(feature = "openapi", schema(value_type = Object))]
    pub details: Value,
    /// Skin through which it came.
    pub origin: Origin,
    /// When, whole microseconds.
    pub created_at: DateTime<Utc>,
    /// Hash of the entry before.
    pub prev_hash: String,
    /// Hash of this entry.
    pub hash: String,
}

impl AuditEntry {
    /// SHA-256 over every member but `hash` itself.
    pub fn expected_hash(&self) -> String {
        let value = serde_json::json!([
            self.id,
            self.stream,
            self.seq,
            self.project,
            self.change_id,
            self.action,
            self.actor,
            self.subject,
            self.details,
            self.origin,
            self.created_at.to_rfc3339_opts(SecondsFormat::Micros, true),
            self.prev_hash,
        ]);
        hex::encode(Sha256::digest(canonical::text(&value).as_bytes()))
    }

    /// The facts in it; empty for entries that are not about a change.
    pub fn events(&self) -> Vec<Event> {
        self.details.get("events").and_then(|e| serde_json::from_value(e.clone()).ok()).unwrap_or_default()
    }
}

/// Where a chain is broken.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct BrokenChain {
    /// Chain.
    pub stream: String,
    /// `CHG-n`, where it is the chain of a change or of its documents and the change is still there.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub change: Option<String>,
    /// Position of the first bad entry.
    pub seq: i64,
    /// What is wrong with it.
    pub reason: String,
}

impl BrokenChain {
    /// A break in a chain.
    pub fn new(stream: String, seq: i64, reason: &str) -> Self {
        Self { stream, change: None, seq, reason: reason.to_owned() }
    }
    /// The chain for people: the change first, where it is known.
    pub fn name(&self) -> String {
        self.change.as_ref().map_or_else(|| self.stream.clone(), |change| format!("{change} ({})", self.stream))
    }
    /// The change that the chain belongs to, if it belongs to one.
    pub fn change_id(&self) -> Option<Uuid> {
        let (kind, id) = self.stream.split_once(':')?;
        matches!(kind, "change" | "documents").then(|| Uuid::parse_str(id).ok()).flatten()
    }
}

/// Checks one chain entry by entry, so that a long one need not be held in memory.
#[derive(Clone, Debug)]
pub struct ChainCheck {
    stream: String,
    seq: i64,
    hash: String,
    broken: Option<BrokenChain>,
}

impl ChainCheck {
    /// Before the first entry.
    pub fn new(stream: impl Into<String>) -> Self {
        Self { stream: stream.into(), seq: 0, hash: GENESIS.to_owned(), broken: None }
    }

    /// Takes the next entry; after the first bad one the others are not judged.
    pub fn take(&mut self, entry: &AuditEntry) {
        if self.broken.is_some() {
            return;
        }
        let seq = self.seq + 1;
        let reason = if entry.seq != seq {
            "the entry is missing, or entries were reordered"
        } else if entry.stream != self.stream {
            "the entry belongs to another chain"
        } else if entry.prev_hash != self.hash {
            "the entry does not follow the one before it"
        } else if entry.hash != entry.expected_hash() {
            "the entry was altered"
        } else {
            self.seq = seq;
            self.hash.clone_from(&entry.hash);
            return;
        };
        self.break_at(seq, reason);
    }

    /// Notes a break found by other means, unless there is one already.
    pub fn break_at(&mut self, seq: i64, reason: &str) {
        if self.broken.is_none() {
            self.broken = Some(BrokenChain::new(self.stream.clone(), seq, reason));
        }
    }

    /// Position and hash of the last good entry.
    pub fn head(&self) -> ChainHead {
        ChainHead { stream: self.stream.clone(), seq: self.seq, hash: self.hash.clone() }
    }

    /// The first bad entry, if any.
    pub fn broken(&self) -> Option<&BrokenChain> {
        self.broken.as_ref()
    }
}

/// Checks one chain, oldest entry first; finds the first bad entry.
pub fn first_break<'a>(stream: &str, entries: impl IntoIterator<Item = &'a AuditEntry>) -> Option<BrokenChain> {
    let mut check = ChainCheck::new(stream);
    entries.into_iter().for_each(|e| check.take(e));
    check.broken
}

/// A recorded head of a chain; checkpoints hold these, so that a removed chain or a cut tail shows.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct ChainHead {
    /// Chain.
    pub stream: String,
    /// Its last position at the time.
    pub seq: i64,
    /// Hash there.
    pub hash: String,
}

/// Hash of a checkpoint: over the one before and the heads it records, sorted by stream.
pub fn checkpoint_hash(prev: &str, heads: &[ChainHead]) -> String {
    let mut sorted: Vec<&ChainHead> = heads.iter().collect();
    sorted.sort_by(|a, b| a.stream.cmp(&b.stream));
    canonical::digest(&(prev, sorted))
}

/// Result of a verification.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct AuditReport {
    /// Chains checked.
    pub chains: i64,
    /// Entries checked.
    pub entries: i64,
    /// Checkpoints checked.
    pub checkpoints: i64,
    /// First bad entry of each broken chain; empty when all is well.
    pub broken: Vec<BrokenChain>,
}
