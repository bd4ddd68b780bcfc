//! One audit entry for an operation, in its transaction (SPEC R3.3).

use super::Engine;
use crate::error::app;
use chrono::{DateTime, Utc};
use domain::{Actor, AppResult};
use serde_json::Value;
use store::Tx;
use store::audit::{NewEntry, append};
use uuid::Uuid;

/// An operation that is not a command on a change.
pub(super) struct Record<'a> {
    pub stream: String,
    pub project: Option<&'a str>,
    pub change: Option<Uuid>,
    pub action: &'a str,
    pub subject: String,
    pub details: Value,
}

impl<'a> Record<'a> {
    /// About a user's own account.
    pub fn of_user(user: &str, action: &'a str, details: Value) -> Self {
        Self { stream: format!("user:{user}"), project: None, change: None, action, subject: user.to_owned(), details }
    }
    /// About users as a whole.
    pub fn of_server(action: &'a str, subject: &str, details: Value) -> Self {
        Self { stream: "server".to_owned(), project: None, change: None, action, subject: subject.to_owned(), details }
    }
    /// About a project.
    pub fn of_project(key: &'a str, action: &'a str, subject: &str, details: Value) -> Self {
        Self {
            stream: format!("project:{key}"),
            project: Some(key),
            change: None,
            action,
            subject: subject.to_owned(),
            details,
        }
    }
}

impl Engine {
    /// Appends the entry.
    pub(super) async fn record(&self, tx: &mut Tx, actor: &Actor, at: DateTime<Utc>, r: Record<'_>) -> AppResult<()> {
        let entry = NewEntry {
            id: self.clock.id(),
            stream: r.stream,
            project: r.project.map(str::to_owned),
            change_id: r.change,
            action: r.action.to_owned(),
            actor: actor.name.clone(),
            subject: r.subject,
            details: r.details,
            origin: actor.origin,
            created_at: at,
        };
        append(tx, entry).await.map_err(app)?;
        Ok(())
    }
}
