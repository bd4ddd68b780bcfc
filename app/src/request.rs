//! The request as a page sees it while it is rendered. `request_browser` is its twin: the same signatures.

use crate::context;

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
