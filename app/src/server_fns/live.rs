//! Where the live stream begins.

#[cfg(feature = "ssr")]
use crate::context::{backend, visit};
use crate::error::UiResult;
use crate::wire::Wire;
use leptos::prelude::*;

/// Position of the stream at the time of the page; `None` for nobody.
#[server(prefix = "/fn", endpoint = "live_cursor", output = Wire)]
pub async fn live_cursor() -> UiResult<Option<String>> {
    let (backend, visit) = (backend()?, visit()?);
    if visit.actor.is_anonymous() {
        return Ok(None);
    }
    Ok(Some(backend.latest().await?.to_string()))
}
