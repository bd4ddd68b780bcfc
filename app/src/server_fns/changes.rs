//! One change, the board, and what people do to a change as a whole.

#[cfg(feature = "ssr")]
use super::run::{execute, given, load};
#[cfg(feature = "ssr")]
use crate::context::{backend, visit};
use crate::error::UiResult;
use crate::wire::Wire;
use domain::api::{Board, ChangeDetail, ChangeFilter, Page};
use domain::audit::AuditEntry;
#[cfg(feature = "ssr")]
use domain::{api::AuditQuery, change::Command};
use leptos::prelude::*;
use leptos::server_fn::codec::Json;
use serde::{Deserialize, Serialize};

/// A change with what its page needs besides.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ChangeView {
    /// The change.
    pub detail: ChangeDetail,
    /// Description as safe HTML.
    pub description_html: String,
    /// Comments as safe HTML, in the order of `detail.comments`.
    pub comment_html: Vec<String>,
    /// User name of the viewer.
    pub me: String,
    /// True on a phone: the list of steps is the better first view.
    pub small: bool,
}

/// One change, by `CHG-n` or UUID.
#[server(prefix = "/fn", endpoint = "get_change", output = Wire)]
pub async fn get_change(change: String) -> UiResult<ChangeView> {
    load(&change).await
}

/// Live changes by stage.
#[server(prefix = "/fn", endpoint = "get_board", input = Json, output = Wire)]
pub async fn get_board(filter: ChangeFilter) -> UiResult<Board> {
    Ok(backend()?.board(&visit()?.actor, &filter).await?)
}

/// A page of a change's audit trail, newest first.
#[server(prefix = "/fn", endpoint = "change_history", output = Wire)]
pub async fn change_history(change: String, cursor: Option<String>) -> UiResult<Page<AuditEntry>> {
    let query = AuditQuery { cursor, limit: Some(30), ..AuditQuery::default() };
    Ok(backend()?.history(&visit()?.actor, change.parse()?, &query).await?)
}

/// Takes a change for somebody, or gives it back with an empty name.
#[server(prefix = "/fn", endpoint = "assign_change", output = Wire)]
pub async fn assign_change(change: String, assignee: Option<String>) -> UiResult<ChangeView> {
    execute(&change, None, Command::Assign { assignee: given(assignee) }).await
}

/// Pauses a change.
#[server(prefix = "/fn", endpoint = "hold_change", output = Wire)]
pub async fn hold_change(change: String, reason: String) -> UiResult<ChangeView> {
    execute(&change, None, Command::Hold { reason }).await
}

/// Goes on with a paused change.
#[server(prefix = "/fn", endpoint = "resume_change", output = Wire)]
pub async fn resume_change(change: String) -> UiResult<ChangeView> {
    execute(&change, None, Command::Resume).await
}

/// Withdraws a change.
#[server(prefix = "/fn", endpoint = "cancel_change", output = Wire)]
pub async fn cancel_change(change: String, reason: String) -> UiResult<ChangeView> {
    execute(&change, None, Command::Cancel { reason }).await
}

/// Turns a change down.
#[server(prefix = "/fn", endpoint = "reject_change", output = Wire)]
pub async fn reject_change(change: String, reason: String) -> UiResult<ChangeView> {
    execute(&change, None, Command::Reject { reason }).await
}

/// Adds a remark.
#[server(prefix = "/fn", endpoint = "comment_change", output = Wire)]
pub async fn comment_change(change: String, body: String) -> UiResult<ChangeView> {
    execute(&change, None, Command::Comment { body }).await
}
