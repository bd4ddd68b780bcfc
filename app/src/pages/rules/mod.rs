//! The rules of the validation.

mod list;
mod one;

pub use list::RulesPage;
pub use one::RulePage;
