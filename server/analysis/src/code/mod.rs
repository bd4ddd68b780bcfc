//! What code does with the database.

pub(crate) mod lines;
