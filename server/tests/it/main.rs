//! The server over real HTTP, on a real PostgreSQL.
#![allow(clippy::unwrap_used, clippy::expect_used)]

mod authz;
mod away;
mod cli;
mod events;
mod headers;
mod kill;
mod limits;
mod openapi;
mod problems;
mod process;
mod property_02;
mod rest;
mod sign_in;
mod support;
mod tidy;
mod validate;
mod validate_rules;
