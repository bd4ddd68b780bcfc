//! Projects and their rules.

use crate::access::Actor;
use crate::error::AppResult;
use crate::project::ProjectConfig;
use async_trait::async_trait;
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

/// A project with its rules.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct ProjectInfo {
    /// Its rules.
    #[serde(flatten)]
    pub config: ProjectConfig,
    /// Live changes.
    pub live_changes: i64,
    /// Since when.
    pub created_at: DateTime<Utc>,
    /// Counts edits.
    pub version: i64,
}

/// Use cases on projects.
#[async_trait]
pub trait Projects {
    /// Projects the actor sees, by name.
    async fn projects(&self, actor: &Actor) -> AppResult<Vec<ProjectInfo>>;
    /// One project.
    async fn project(&self, actor: &Actor, key: &str) -> AppResult<ProjectInfo>;
    /// Makes a project from its file. Administrators of the server.
    async fn create_project(&self, actor: &Actor, config: &ProjectConfig) -> AppResult<ProjectInfo>;
    /// Replaces a project's rules. Administrators of the project.
    async fn update_project(
        &self,
        actor: &Actor,
        key: &str,
        expected: Option<i64>,
        config: &ProjectConfig,
    ) -> AppResult<ProjectInfo>;
}
