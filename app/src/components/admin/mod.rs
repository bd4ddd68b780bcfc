//! Parts of the administration.

mod new_user;
mod projects;
mod roles_field;
mod rules;
mod users;

pub use new_user::NewUserForm;
pub use projects::{NewProjectForm, ProjectTable};
pub use rules::{ComponentsTable, ProjectFacts, RoutingCard, WorkflowCard};
pub use users::UsersList;
