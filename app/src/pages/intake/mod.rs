//! Requesting a change, and altering the request.

mod edit;
mod form;
mod new;
mod submit;

pub use edit::EditChangePage;
pub use new::NewChangePage;
