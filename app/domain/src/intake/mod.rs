//! From a form to a valid, routed change request.

mod form;
mod input;
mod risk;
mod route;
mod rules;
mod validate;

pub use form::{ChangeForm, OperationRow};
pub use input::{ChangeInput, DependencyFacts, MetadataInput, ValidChange};
pub use risk::{DECLARED_BREAKING, RiskAssessment, assess};
pub use route::{Routing, route};
pub use validate::{LIST_MAX, mandatory_layers, validate};
