//! Reading and checking the audit trail.

use super::Engine;
use super::visible::project_name;
use crate::access::authorise;
use crate::error::app;
use async_trait::async_trait;
use domain::access::Action;
use domain::api::{AuditLog, AuditQuery, ChangeRef, Page};
use domain::audit::{AuditEntry, AuditReport};
use domain::{Actor, AppResult};
use store::audit;

#[async_trait]
impl AuditLog for Engine {
    async fn history(&self, actor: &Actor, change: ChangeRef, query: &AuditQuery) -> AppResult<Page<AuditEntry>> {
        let mut tx = self.store.begin().await.map_err(app)?;
        let state = self.visible_change(&mut tx, actor, change).await?;
        audit::history(&mut tx, state.request.id, query).await.map_err(app)
    }

    async fn entries(&self, actor: &Actor, query: &AuditQuery) -> AppResult<Page<AuditEntry>> {
        let mut tx = self.store.begin().await.map_err(app)?;
        let visible = self.visible_projects(&mut tx, actor, query.project.as_deref()).await?;
        audit::entries(&mut tx, visible.as_deref(), query).await.map_err(app)
    }

    async fn verify(&self, actor: &Actor, project: Option<&str>) -> AppResult<AuditReport> {
        match project {
            Some(key) => {
                authorise(actor, Action::VerifyAudit, key, || project_name(key))?;
                let mut tx = self.store.begin().await.map_err(app)?;
                self.visible_projects(&mut tx, actor, project).await?;
            }
            None => authorise(actor, Action::AdministerServer, "", || "The server".to_owned())?,
        }
        audit::verify(&self.store, project).await.map_err(app)
    }
}
