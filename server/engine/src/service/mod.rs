//! One file a feature; each implements a trait of `domain::api` for [`Engine`].

mod accounts;
mod audit;
mod branches;
mod changes;
mod create;
mod dashboard;
mod detail;
mod documents;
mod events;
mod execute;
pub(crate) mod figures;
mod links;
mod projects;
mod record;
mod rules;
mod sample;
mod sessions;
mod summary;
mod throttle;
mod tick;
mod tip;
mod tokens;
mod users;
mod validations;
mod visible;

use crate::clock::Clock;
use crate::ports::Repositories;
use std::sync::Arc;
use store::Store;

/// What an installation can set.
#[derive(Clone, Debug)]
pub struct Settings {
    /// Largest uploaded file, bytes.
    pub max_document_bytes: usize,
    /// How long a session lasts without use, hours.
    pub session_hours: i64,
    /// Sample people may sign in with one click.
    pub sample: bool,
}

impl Default for Settings {
    fn default() -> Self {
        Self { max_document_bytes: 10 * 1024 * 1024, session_hours: 24 * 14, sample: false }
    }
}

/// All use cases on one database.
#[derive(Clone)]
pub struct Engine {
    pub(crate) store: Store,
    pub(crate) clock: Arc<dyn Clock>,
    pub(crate) settings: Settings,
    pub(crate) memory: figures::Memory,
    /// Where projects' repositories are read; `None`: nothing is asked of them while somebody waits.
    pub(crate) repositories: Option<Arc<dyn Repositories>>,
}

impl Engine {
    /// Puts the parts together.
    pub fn new(store: Store, clock: Arc<dyn Clock>, settings: Settings) -> Self {
        Self { store, clock, settings, memory: figures::Memory::default(), repositories: None }
    }
    /// With the projects' repositories, so that a branch that is not there is refused at once.
    pub fn with_repositories(self, repositories: Arc<dyn Repositories>) -> Self {
        Self { repositories: Some(repositories), ..self }
    }
    /// The database, for wiring and tests.
    pub fn store(&self) -> &Store {
        &self.store
    }
    /// The settings in force.
    pub fn settings(&self) -> &Settings {
        &self.settings
    }
}
