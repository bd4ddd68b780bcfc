//! `change-mgmt serve`: from settings to a running server, and back.

mod log;
mod memory;
mod signals;

use crate::config::ServeConfig;
use crate::http::router;
use crate::wiring::{Database, Wired, WiringError, wire};
use axum::Router;
use std::io;
use std::net::SocketAddr;
use std::time::Duration;
use tokio::net::TcpListener;
use tokio::sync::watch;

pub use log::start as start_log;
pub use memory::give_back as give_memory_back;

/// How long requests may take to end once the server stops.
const GRACE: Duration = Duration::from_secs(10);

/// Why the server did not start, or did not end well.
#[derive(Debug, thiserror::Error)]
pub enum ServeError {
    /// The address cannot be listened on.
    #[error("cannot listen on {address}: {}", listen_advice(.source))]
    Listen {
        /// Where.
        address: SocketAddr,
        /// The system's reason.
        source: io::Error,
    },
    /// Database and data.
    #[error(transparent)]
    Wiring(#[from] WiringError),
    /// Accepting connections failed.
    #[error("the server failed: {0}")]
    Io(#[from] io::Error),
}

fn listen_advice(error: &io::Error) -> String {
    match error.kind() {
        io::ErrorKind::AddrInUse => {
            "the port is in use. Stop the other program, or choose another port with --listen.".to_owned()
        }
        io::ErrorKind::PermissionDenied => {
            "the system does not permit it; ports below 1024 need root. Choose another port with --listen.".to_owned()
        }
        io::ErrorKind::AddrNotAvailable => {
            "this machine does not have that address. Use 127.0.0.1, or 0.0.0.0 for all of its addresses.".to_owned()
        }
        _ => error.to_string(),
    }
}

/// Runs the server until it is told to stop (SIGINT, SIGTERM).
///
/// # Errors
/// A [`ServeError`] that says what to do.
pub async fn serve(config: ServeConfig) -> Result<(), ServeError> {
    // First of all: a taken port must not start a database.
    let address = config.listen;
    let listener = TcpListener::bind(address).await.map_err(|source| ServeError::Listen { address, source })?;
    let bound = listener.local_addr()?;
    let url = config.address(bound);
    let database = Database::open(&config).await?;
    let result = match wire(config, database.store.clone()).await {
        Ok(wired) => {
            announce(&url, wired.admin_link.as_deref());
            run(wired, listener, signals::stop()).await
        }
        Err(error) => Err(error.into()),
    };
    let closed = database.close().await;
    result?;
    tracing::info!("stopped");
    Ok(closed?)
}

/// Serves until `told` ends; used by tests with a signal of their own.
///
/// # Errors
/// Accepting connections fails.
pub async fn run(
    wired: Wired,
    listener: TcpListener,
    told: impl Future<Output = ()> + Send + 'static,
) -> Result<(), ServeError> {
    let mut tasks = wired.start_tasks();
    let service = router(wired.state.clone());
    let ended = answer(service, listener, told, wired.stop.clone()).await;
    wired.stop.send_replace(true);
    tasks.shutdown().await;
    wired.proofs.close().await;
    ended
}

async fn answer(
    service: Router,
    listener: TcpListener,
    told: impl Future<Output = ()> + Send + 'static,
    stop: watch::Sender<bool>,
) -> Result<(), ServeError> {
    let mut stopping = stop.subscribe();
    let graceful = async move {
        told.await;
        // Live streams end now, so that nothing but requests is waited for.
        stop.send_replace(true);
    };
    let make = service.into_make_service_with_connect_info::<SocketAddr>();
    let server = axum::serve(listener, make).with_graceful_shutdown(graceful).into_future();
    let late = async move {
        // Fails only when the server is gone.
        let _ = stopping.wait_for(|stop| *stop).await;
        tokio::time::sleep(GRACE).await;
    };
    tokio::select! {
        ended = server => Ok(ended?),
        () = late => {
            tracing::warn!("some requests did not end in time and were cut off");
            Ok(())
        }
    }
}

/// On standard output, for people and for scripts that wait for it.
fn announce(url: &str, admin_link: Option<&str>) {
    use std::io::Write as _;
    let mut out = io::stdout().lock();
    let link = admin_link.map(|path| {
        format!(
            "Set the administrator's password with this link. It works once, for a week; those of earlier starts no \
             longer do.\n  {url}{path}\n"
        )
    });
    let link = link.unwrap_or_default();
    // Nobody may be reading; that is no reason to stop.
    let _ = writeln!(out, "{link}change-mgmt is ready on {url}").and_then(|()| out.flush());
}
