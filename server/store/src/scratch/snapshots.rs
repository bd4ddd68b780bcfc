//! Which histories are kept as databases to copy from.

use std::collections::BTreeMap;
use tokio::sync::{Mutex, RwLock, RwLockReadGuard};

const PREFIX: &str = "snapshot_";

/// The kept snapshots: key, and when it was last used.
#[derive(Debug, Default)]
pub(super) struct Snapshots {
    known: Mutex<(BTreeMap<String, u64>, u64)>,
    /// Held shared while one is copied, and alone while one is removed.
    in_use: RwLock<()>,
}

impl Snapshots {
    /// How many of the keys, in their order, up to the last one that is known.
    pub(super) async fn longest(&self, keys: &[String]) -> Option<usize> {
        let known = self.known.lock().await;
        keys.iter().rposition(|key| known.0.contains_key(key)).map(|at| at + 1)
    }

    /// Notes a use; false where it is not known.
    pub(super) async fn touch(&self, key: &str) -> bool {
        let mut known = self.known.lock().await;
        known.1 += 1;
        let now = known.1;
        known.0.get_mut(key).map(|at| *at = now).is_some()
    }

    pub(super) async fn add(&self, key: &str) {
        let mut known = self.known.lock().await;
        known.1 += 1;
        let now = known.1;
        known.0.insert(key.to_owned(), now);
    }

    pub(super) async fn forget(&self, key: &str) {
        self.known.lock().await.0.remove(key);
    }

    /// Those that were not used for longest, beyond so many; they are forgotten.
    pub(super) async fn surplus(&self, keep: usize) -> Vec<String> {
        let mut known = self.known.lock().await;
        let mut gone = Vec::new();
        while known.0.len() > keep.max(1) {
            let oldest = known.0.iter().min_by_key(|(_, at)| **at).map(|(key, _)| key.clone());
            let Some(oldest) = oldest else { break };
            known.0.remove(&oldest);
            gone.push(oldest);
        }
        gone
    }

    pub(super) async fn copying(&self) -> RwLockReadGuard<'_, ()> {
        self.in_use.read().await
    }

    pub(super) async fn removing(&self) -> tokio::sync::RwLockWriteGuard<'_, ()> {
        self.in_use.write().await
    }
}

/// The database of a snapshot. Keys are digests; anything else is reduced to what a name may hold.
pub(super) fn name(key: &str) -> String {
    let plain: String = key.chars().filter(|c| c.is_ascii_lowercase() || c.is_ascii_digit()).take(40).collect();
    format!("{PREFIX}{plain}")
}

/// The key of a snapshot's database.
pub(super) fn key(name: &str) -> Option<&str> {
    name.strip_prefix(PREFIX)
}
