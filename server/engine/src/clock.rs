//! Time and ids come from here, so that tests can fix them.

use chrono::{DateTime, SubsecRound, Utc};
use uuid::Uuid;

/// Source of time and ids.
pub trait Clock: Send + Sync {
    /// Now, in whole microseconds (what PostgreSQL keeps).
    fn now(&self) -> DateTime<Utc>;
    /// A new UUIDv7.
    fn id(&self) -> Uuid;
}

/// The machine's clock.
#[derive(Clone, Copy, Debug, Default)]
pub struct SystemClock;

impl Clock for SystemClock {
    fn now(&self) -> DateTime<Utc> {
        Utc::now().trunc_subsecs(6)
    }
    fn id(&self) -> Uuid {
        Uuid::now_v7()
    }
}
