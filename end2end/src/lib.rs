//! Journeys through the product in a real browser: a served instance with sample data, Chromium, and three kinds of helper:
//! [`find`] names places on a page, [`act`] does what a person does, [`check`] says what must be true.
#![allow(clippy::unwrap_used, clippy::expect_used)]

pub mod act;
pub mod check;
pub mod find;
mod site;
mod visitor;

pub use site::Site;
pub use visitor::{Device, Visitor};
