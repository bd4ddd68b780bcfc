//! Reading and checking the audit trail.

use super::{ChangeRef, Page};
use crate::access::Actor;
use crate::audit::{AuditEntry, AuditReport};
use crate::error::AppResult;
use async_trait::async_trait;
use serde::{Deserialize, Serialize};

/// Which entries to read, newest first.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct AuditQuery {
    /// Project key.
    pub project: Option<String>,
    /// User name.
    pub actor: Option<String>,
    /// Action, or its first part, e.g. `step`.
    pub action: Option<String>,
    /// From the previous page.
    pub cursor: Option<String>,
    /// 1 to 200; 50 if left out.
    pub limit: Option<u32>,
}

/// Use cases on the audit trail.
#[async_trait]
pub trait AuditLog {
    /// A change's own entries, newest first.
    async fn history(&self, actor: &Actor, change: ChangeRef, query: &AuditQuery) -> AppResult<Page<AuditEntry>>;
    /// Entries of the projects the actor sees (server entries for administrators), newest first.
    async fn entries(&self, actor: &Actor, query: &AuditQuery) -> AppResult<Page<AuditEntry>>;
    /// Recomputes every chain and checkpoint of a project (`None`: of all projects and the server; administrators only).
    async fn verify(&self, actor: &Actor, project: Option<&str>) -> AppResult<AuditReport>;
}
