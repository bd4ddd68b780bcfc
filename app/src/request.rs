//! The request as a page sees it while it is rendered. `request_browser` is its twin: the same signatures.

use crate::context;
use crate::error::UiError;
use crate::viewer::Viewer;
use leptos::prelude::use_context;

/// Time of the request, milliseconds since 1970.
pub fn now_millis() -> i64 {
    context::visit().map_or(0, |visit| visit.now_millis)
}

/// Sets the status of the answer.
pub fn set_status(code: u16) {
    if let Ok(respond) = context::respond() {
        respond.status(code);
    }
}

/// Nothing: where the viewer's browser stands is known in the browser only.
pub fn origin() -> String {
    String::new()
}

/// Who looks, as the server found out before it began to draw; `None` where it did not.
pub fn viewer() -> Option<Result<Viewer, UiError>> {
    use_context::<Result<Viewer, UiError>>()
}

/// Nothing: a page on its way to the browser is as new as can be.
pub fn load_again() {}
