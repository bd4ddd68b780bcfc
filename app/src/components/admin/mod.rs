//! Parts of the administration.

mod new_user;
mod projects;
mod roles_field;
mod users;

pub use new_user::NewUserForm;
pub use projects::{NewProjectForm, ProjectTable};
pub use users::UsersList;
