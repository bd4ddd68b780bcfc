//! The server renders pages and never listens to its own stream.

use super::Live;

/// Nothing to do.
pub fn start(live: Live) {
    let _ = (Live::opened, Live::seen, Live::heard, Live::lost, live.cursor());
}
