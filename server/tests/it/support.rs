//! A server of its own for each test: an ephemeral port, a fresh database, people in every role.

mod inputs;
mod reply;
mod repository;
mod world;

pub use inputs::{add_field, project};
pub use reply::Reply;
pub use repository::{Repository, USERS};
pub use world::Server;
