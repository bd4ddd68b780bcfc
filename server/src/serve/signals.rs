//! Being told to stop.

use tokio::signal::unix::{SignalKind, signal};

/// Ends on SIGINT or SIGTERM; a second one is left to the system, so that it ends the process at once.
pub async fn stop() {
    let (Ok(mut interrupt), Ok(mut terminate)) = (signal(SignalKind::interrupt()), signal(SignalKind::terminate()))
    else {
        tracing::error!("signals cannot be received; stop the server with SIGKILL");
        return std::future::pending().await;
    };
    tokio::select! {
        _ = interrupt.recv() => {}
        _ = terminate.recv() => {}
    }
    tracing::info!("stopping");
}
