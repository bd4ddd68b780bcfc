//! The live stream.

use crate::access::Actor;
use crate::error::AppResult;
use async_trait::async_trait;
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use std::{fmt, str::FromStr};
use uuid::Uuid;

/// Position in the stream: transaction, then row. Ordered so that a late commit is never behind a cursor.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Cursor {
    /// Transaction id.
    pub transaction: u64,
    /// Row id.
    pub row: i64,
}

impl fmt::Display for Cursor {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}-{}", self.transaction, self.row)
    }
}

impl FromStr for Cursor {
    type Err = crate::error::AppError;
    fn from_str(s: &str) -> Result<Self, Self::Err> {
        let parsed =
            s.split_once('-').and_then(|(t, r)| Some(Self { transaction: t.parse().ok()?, row: r.parse().ok()? }));
        parsed.ok_or_else(|| {
            Self::Err::invalid("/since", "cursor.syntax", "Give the id of an event of this stream, e.g. `742-17`.")
        })
    }
}

/// Something happened; small, so that a browser fetches what it needs.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct LiveEvent {
    /// Position, as text.
    pub id: String,
    /// Project key.
    pub project: String,
    /// The change.
    pub change_id: Option<Uuid>,
    /// `n` of `CHG-n`.
    pub number: Option<i64>,
    /// The audit entry's action, e.g. `step.completed`.
    pub action: String,
    /// Who.
    pub actor: String,
    /// For people: `CHG-42 moved from Planning to Implementation`.
    pub summary: String,
    /// The change's version after it.
    pub version: Option<i64>,
    /// When.
    pub at: DateTime<Utc>,
}

/// Use cases on the stream. The server wakes readers by the database's notifications.
#[async_trait]
pub trait Events {
    /// Events the actor may see after the cursor, oldest first, with the cursor to go on from; at most `limit` are read.
    async fn events_since(&self, actor: &Actor, since: Cursor, limit: u32) -> AppResult<(Vec<LiveEvent>, Cursor)>;
    /// The position of now.
    async fn latest(&self) -> AppResult<Cursor>;
}
