//! Work in the background. Each job is idempotent and has a round that a test drives without waiting.

mod begin;
mod impact;
mod line;
mod look;
mod outcome;
mod parts;
mod proofs;
mod reached;
mod record;
#[cfg(test)]
mod tests;
mod validation;
mod watch;

pub(crate) use line::has_moved;
pub use proofs::Proofs;
pub use validation::Validator;
