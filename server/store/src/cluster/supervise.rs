//! Keeps PostgreSQL running until it is told to stop.

use std::time::Duration;

use tokio::{
    process::Child,
    sync::{oneshot, watch},
    time::Instant,
};

use super::{
    ClusterConfig, ClusterError, initdb,
    layout::Layout,
    lock::ServersLock,
    log,
    process::{Runner, Running},
    retry::{first_start, rest_after, start_again},
    supervisor::{Order, Started},
    user::RunAs,
};

/// A run at least this long was healthy.
const HEALTHY: Duration = Duration::from_secs(60);
const LOG_CHECK: Duration = Duration::from_secs(10);

async fn prepare(config: ClusterConfig) -> Result<(Runner, ServersLock), ClusterError> {
    let ClusterConfig { data_dir, binaries, fsync, settings, address_space } = config;
    let run_as = RunAs::choose()?;
    let layout = Layout::prepare(&data_dir, &run_as)?;
    let binaries = initdb::matching(&layout, binaries)?;
    run_as.check_reach(layout.base(), &binaries)?;
    let lock = ServersLock::join(&layout.servers_lock()).await?;
    Ok((Runner { layout, binaries, run_as, fsync, settings, address_space }, lock))
}

/// The life of the supervisor. The first start's outcome goes to `started`, the stop's is returned.
pub(super) async fn run(
    config: ClusterConfig,
    mut orders: watch::Receiver<Order>,
    started: oneshot::Sender<Result<Started, ClusterError>>,
) -> Result<(), ClusterError> {
    let (runner, lock) = match prepare(config).await {
        Ok(prepared) => prepared,
        Err(error) => {
            let _ = started.send(Err(error));
            return Ok(());
        }
    };
    let mut slot = None;
    let first = tokio::select! {
        first = first_start(&runner, &mut slot) => first,
        _ = ordered(&mut orders) => return finish(&runner, lock, *orders.borrow(), slot).await,
    };
    let (mut running, found) = match first {
        Ok(both) => both,
        Err(error) => {
            // Nothing of a failed start is left when the caller hears of it.
            let stopped = finish(&runner, lock, Order::Stop("fast"), slot).await;
            let _ = started.send(Err(error));
            return stopped;
        }
    };
    let _ = started.send(Ok(found));
    let mut quick_ends = 0;
    loop {
        let since = Instant::now();
        if watch_over(&runner, &mut running, &mut orders).await {
            return finish(&runner, lock, *orders.borrow(), running.into_child()).await;
        }
        quick_ends = if since.elapsed() < HEALTHY { quick_ends + 1 } else { 0 };
        let ended = Instant::now();
        tracing::warn!(pid = running.file.pid, "PostgreSQL ended unasked; starting it again");
        running = tokio::select! {
            again = start_again(&runner, &mut slot, rest_after(quick_ends)) => again,
            _ = ordered(&mut orders) => return finish(&runner, lock, *orders.borrow(), slot).await,
        };
        tracing::info!(pid = running.file.pid, elapsed = ?ended.elapsed(), "PostgreSQL runs again");
    }
}

/// Returns when an order other than `Run` stands (or nobody is left to give one).
async fn ordered(orders: &mut watch::Receiver<Order>) {
    let _ = orders.wait_for(|order| *order != Order::Run).await;
}

/// Whether it ended because of an order; otherwise PostgreSQL is gone.
async fn watch_over(runner: &Runner, running: &mut Running, orders: &mut watch::Receiver<Order>) -> bool {
    let mut check = tokio::time::interval(LOG_CHECK);
    let gone = running.gone(runner);
    tokio::pin!(gone);
    loop {
        tokio::select! {
            _ = ordered(orders) => return true,
            () = &mut gone => return false,
            _ = check.tick() => if let Err(error) = log::rotate(&runner.layout.log()) {
                tracing::warn!(%error, "PostgreSQL's log cannot be cut");
            },
        }
    }
}

async fn finish(runner: &Runner, lock: ServersLock, order: Order, child: Option<Child>) -> Result<(), ClusterError> {
    let Order::Stop(mode) = order else {
        return Ok(());
    };
    match lock.leave() {
        Some(_last) => runner.stop(mode, child).await,
        None => {
            tracing::info!("another server uses PostgreSQL; leaving it running");
            Ok(())
        }
    }
}
