//! From a form to a valid, routed change request.

mod form;
mod risk;
mod route;
mod validate;

pub use form::{ChangeForm, OperationRow};
pub use risk::{RiskAssessment, assess};
pub use route::{Routing, route};
pub use validate::{ChangeInput, DependencyFacts, LIST_MAX, MetadataInput, ValidChange, mandatory_layers, validate};
