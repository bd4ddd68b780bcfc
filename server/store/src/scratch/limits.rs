//! What a run may use.

use std::time::Duration;

/// What is stopped, and when.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Limits {
    /// The longest that one statement may run.
    pub statement: Duration,
    /// The longest wait for a lock.
    pub lock: Duration,
    /// How many bytes a database may grow to.
    pub database_bytes: i64,
    /// How many KiB of temporary files a session may write.
    pub temp_file_kib: u64,
    /// How many KiB of memory one process of the cluster may map.
    pub process_kib: Option<u64>,
    /// How many snapshots of histories are kept.
    pub snapshots: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            statement: Duration::from_secs(15),
            lock: Duration::from_secs(5),
            database_bytes: 512 << 20,
            temp_file_kib: 128 << 10,
            process_kib: Some(1 << 20),
            snapshots: 12,
        }
    }
}

impl Limits {
    /// The cluster's settings.
    pub(super) fn settings(&self) -> Vec<(String, String)> {
        let temp_files = format!("{}kB", self.temp_file_kib);
        [
            ("max_connections", "40"),
            ("shared_buffers", "32MB"),
            ("wal_level", "minimal"),
            ("max_wal_senders", "0"),
            ("max_wal_size", "128MB"),
            ("min_wal_size", "32MB"),
            ("checkpoint_timeout", "1h"),
            // Nothing runs beside the sessions: no parallel workers, and no rows that change their place.
            ("autovacuum", "off"),
            ("max_worker_processes", "0"),
            ("max_parallel_workers", "0"),
            ("max_prepared_transactions", "0"),
            ("max_locks_per_transaction", "1024"),
            ("work_mem", "8MB"),
            ("jit", "off"),
            ("track_activities", "on"),
            ("log_min_messages", "fatal"),
            ("log_min_error_statement", "panic"),
            ("temp_file_limit", temp_files.as_str()),
        ]
        .map(|(name, value)| (name.to_owned(), value.to_owned()))
        .to_vec()
    }
}
