//! What a cluster is started with.

use std::path::PathBuf;

use super::Binaries;

/// What to run, and where.
#[derive(Debug, Clone)]
pub struct ClusterConfig {
    /// The cluster's folder, made when absent; PostgreSQL's data is in `pgdata` below it.
    pub data_dir: PathBuf,
    /// The programs. When others made the data, installed ones of that version are used instead.
    pub binaries: Binaries,
    /// Flush commits to disk. Off only for data that may be lost: then a power cut destroys the cluster.
    pub fsync: bool,
    /// Further settings of `postgresql.conf`, as names and values; they win over the supervisor's own.
    pub settings: Vec<(String, String)>,
    /// The most memory one of PostgreSQL's processes may map, in KiB; what asks for more gets an error.
    pub address_space: Option<u64>,
}

impl ClusterConfig {
    /// A durable cluster with PostgreSQL's default settings.
    pub fn new(data_dir: impl Into<PathBuf>, binaries: Binaries) -> Self {
        Self { data_dir: data_dir.into(), binaries, fsync: true, settings: Vec::new(), address_space: None }
    }
}
