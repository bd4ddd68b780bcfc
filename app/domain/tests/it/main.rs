//! The domain's rules, tested over generated inputs.
#![allow(clippy::unwrap_used, clippy::expect_used)]

mod access;
mod audit;
mod engine;
mod gen_input;
mod impact;
mod off_branch;
mod project;
mod property_01;
mod property_03;
mod property_04;
mod walk;
