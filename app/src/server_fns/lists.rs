//! Dashboard, lists of changes, the audit trail.

#[cfg(feature = "ssr")]
use crate::context::{backend, visit};
use crate::error::UiResult;
use crate::wire::Wire;
use domain::api::{AuditQuery, ChangeFilter, ChangeSummary, Dashboard, Page};
use domain::audit::{AuditEntry, AuditReport};
use leptos::prelude::*;
use leptos::server_fn::codec::Json;

/// The start page.
#[server(prefix = "/fn", endpoint = "dashboard", output = Wire)]
pub async fn get_dashboard() -> UiResult<Dashboard> {
    Ok(backend()?.dashboard(&visit()?.actor, None).await?)
}

/// A page of changes.
#[server(prefix = "/fn", endpoint = "list_changes", input = Json, output = Wire)]
pub async fn list_changes(filter: ChangeFilter) -> UiResult<Page<ChangeSummary>> {
    Ok(backend()?.list(&visit()?.actor, &filter).await?)
}

/// A page of audit entries, newest first.
#[server(prefix = "/fn", endpoint = "list_entries", input = Json, output = Wire)]
pub async fn list_entries(query: AuditQuery) -> UiResult<Page<AuditEntry>> {
    Ok(backend()?.entries(&visit()?.actor, &query).await?)
}

/// Recomputes the chains of a project; an empty name means all of them.
#[server(prefix = "/fn", endpoint = "verify_audit", output = Wire)]
pub async fn verify_audit(#[server(default)] project: String) -> UiResult<AuditReport> {
    let project = (!project.is_empty()).then_some(project);
    Ok(backend()?.verify(&visit()?.actor, project.as_deref()).await?)
}
