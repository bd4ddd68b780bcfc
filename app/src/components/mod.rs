//! Parts of pages. They know the domain and fetch nothing.

pub mod account;
pub mod admin;
pub mod audit;
pub mod board;
pub mod change;
pub mod dashboard;
pub mod intake;
pub mod list;
pub mod palette;
pub mod people;
pub mod problems;
pub mod session;
pub mod words;
