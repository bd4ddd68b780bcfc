//! Looks at changes' branches: the queue, what came out, and what need not be found out twice.

mod proofs;
mod queue;
mod read;
mod watch;

pub use proofs::{keep_proof, proof};
pub use queue::{Claimed, Finished, NewRun, claim, enqueue, finish, report};
pub use read::{last, last_report, of_digest, report_of};
pub use watch::{Watched, overdue_waivers, watched};
