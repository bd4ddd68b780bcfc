//! Memory that was needed once is given back.
//!
//! glibc hands out large pieces of memory singly and gives them back when they are freed, but it takes the size of each
//! such piece for a sign to do so only with larger ones from then on. After a few uploads all of their buffers come from
//! its pools, which keep them: three files of 9 MB left 70 MB behind, for good. A size that is set stays as it is. It is
//! read when a process starts, so the server starts itself once more with it.

use std::env;
use std::os::unix::process::CommandExt as _;
use std::process::Command;

/// glibc's name for the size from which memory is given back at once, bytes.
const THRESHOLD: &str = "MALLOC_MMAP_THRESHOLD_";
/// More than anything but a file takes in one piece.
const SIZE: &str = "1048576";

/// Makes this process one that gives memory back: the same process, begun anew. Returns where it is one already, or
/// where that is not possible; it then works all the same.
pub fn give_back() {
    if !cfg!(target_env = "gnu") || env::var_os(THRESHOLD).is_some() {
        return;
    }
    let Ok(program) = env::current_exe() else { return };
    let mut arguments = env::args_os();
    let mut again = Command::new(program);
    if let Some(name) = arguments.next() {
        again.arg0(name);
    }
    let failure = again.args(arguments).env(THRESHOLD, SIZE).exec();
    tracing::debug!(%failure, "the server keeps memory that it needed once");
}
