//! Parts of pages. They know the domain and fetch nothing.

pub mod account;
pub mod admin;
pub mod board;
pub mod change;
pub mod intake;
pub mod list;
pub mod words;
