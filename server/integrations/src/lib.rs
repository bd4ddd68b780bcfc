//! The outer world: repositories, and whatever else is reached beyond this process and its database.

pub mod git;
