//! The workflow as data, and the checklist made from it.

mod checklist;
mod definition;
mod steps;

pub use checklist::{checklist, merge};
pub use definition::{Applies, Automation, StepDefinition};
pub use steps::DEFINITIONS;
