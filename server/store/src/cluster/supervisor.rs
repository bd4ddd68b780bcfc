//! The handle to the thread that keeps PostgreSQL running.
//!
//! It lives on a thread of its own with a small runtime: it must outlive the runtime that started it (tests have
//! one each) and must not wait behind busy tasks.

use std::{path::PathBuf, thread::JoinHandle};

use sqlx::postgres::PgConnectOptions;
use tokio::sync::{oneshot, watch};

use super::{Binaries, ClusterConfig, ClusterError, supervise::run};

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Order {
    Run,
    /// Stop PostgreSQL unless another server uses it; with `pg_ctl`'s mode.
    Stop(&'static str),
    /// Leave it running for the next server.
    Leave,
}

/// Where the cluster was found or started.
#[derive(Debug, Clone)]
pub(super) struct Started {
    pub(super) base: PathBuf,
    pub(super) log: PathBuf,
    pub(super) socket_dir: PathBuf,
    pub(super) options: PgConnectOptions,
    pub(super) binaries: Binaries,
}

/// A handle to the thread.
#[derive(Debug)]
pub(super) struct Supervisor {
    orders: watch::Sender<Order>,
    ended: Option<oneshot::Receiver<Result<(), ClusterError>>>,
    thread: Option<JoinHandle<()>>,
}

impl Supervisor {
    pub(super) async fn start(config: ClusterConfig) -> Result<(Self, Started), ClusterError> {
        let (orders, received) = watch::channel(Order::Run);
        let (started, first) = oneshot::channel();
        let (end, ended) = oneshot::channel();
        let spawn_error = |source| ClusterError::Spawn { program: PathBuf::from("the supervisor's thread"), source };
        let thread = std::thread::Builder::new().name("postgres-supervisor".to_owned()).spawn(move || {
            match tokio::runtime::Builder::new_current_thread().enable_all().build() {
                Ok(runtime) => {
                    let result = runtime.block_on(run(config, received, started));
                    // Nobody listens after a `Leave`.
                    let _ = end.send(result);
                }
                Err(source) => {
                    let _ = started.send(Err(spawn_error(source)));
                }
            }
        });
        let thread = thread.map_err(spawn_error)?;
        // From here on, giving up the start lets the thread go.
        let supervisor = Self { orders, ended: Some(ended), thread: Some(thread) };
        let started = first.await.map_err(|_| ClusterError::Ended)??;
        Ok((supervisor, started))
    }

    pub(super) async fn stop(mut self, mode: &'static str) -> Result<(), ClusterError> {
        self.orders.send_replace(Order::Stop(mode));
        match self.ended.take() {
            Some(ended) => ended.await.map_err(|_| ClusterError::Ended)?,
            None => Ok(()),
        }
    }

    /// For `Drop`: returns when PostgreSQL has ended.
    pub(super) fn stop_blocking(&mut self, mode: &'static str) {
        self.orders.send_replace(Order::Stop(mode));
        if self.thread.take().is_some_and(|thread| thread.join().is_err()) {
            tracing::error!("the supervisor of PostgreSQL panicked");
        }
    }
}

impl Drop for Supervisor {
    fn drop(&mut self) {
        self.orders.send_if_modified(|order| {
            let first = *order == Order::Run;
            if first {
                *order = Order::Leave;
            }
            first
        });
    }
}
