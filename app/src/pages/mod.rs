//! One folder a feature, one file a page: a resource and its composition.

pub mod account;
pub mod admin;
pub mod audit;
pub mod board;
pub mod change;
pub mod changes;
pub mod dashboard;
pub mod failure;
pub mod intake;
pub mod rules;
pub mod session;
pub mod signed_in;
