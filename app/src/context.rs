//! What the server hands to a page or a server function. Exists in server builds only.

use domain::api::Api;
use domain::{Actor, AppError, AppResult};
use leptos::prelude::use_context;
use std::sync::Arc;

/// All use cases.
#[derive(Clone)]
pub struct Backend(pub Arc<dyn Api>);

/// The request being answered.
#[derive(Clone, Debug)]
pub struct Visit {
    /// Who asks; anonymous if nobody is signed in.
    pub actor: Actor,
    /// Session secret from the cookie, if any.
    pub session: Option<String>,
    /// Client's address.
    pub peer: String,
    /// Client's own description.
    pub agent: String,
    /// Time of the request, milliseconds since 1970; views count relative times from it.
    pub now_millis: i64,
    /// `light`, `dark` or `system`, from the cookie.
    pub theme: String,
}

/// Parts of the response a server function can set.
pub trait ResponseHead: Send + Sync {
    /// HTTP status.
    fn status(&self, code: u16);
    /// Sends the browser to a path of this site: a form without scripts by `Location` and 302, a call from WASM by the
    /// header that its client follows.
    fn redirect(&self, path: &str);
    /// Starts a session in the browser.
    fn start_session(&self, session: &domain::api::Session);
    /// Ends the session in the browser.
    fn end_session(&self);
    /// Sets a lasting cookie that scripts may not read.
    fn cookie(&self, name: &str, value: &str);
}

/// Handle on the response.
#[derive(Clone)]
pub struct Respond(pub Arc<dyn ResponseHead>);

/// Names of the built files, content-hashed; empty where the site was not built (pages then work without JavaScript).
#[derive(Clone, Debug, Default)]
pub struct SiteFiles {
    /// Path of the script, e.g. `/pkg/app.1a2b.js`.
    pub js: String,
    /// Path of the WebAssembly module.
    pub wasm: String,
    /// Path of the style sheet.
    pub css: String,
    /// Path of the text font; empty where it is not a file of the site.
    pub font: String,
}

/// All use cases, from the context.
///
/// # Errors
/// `Internal` where the server provided none, which is a defect of its wiring.
pub fn backend() -> AppResult<Arc<dyn Api>> {
    use_context::<Backend>().map(|b| b.0).ok_or_else(|| AppError::Internal("no backend in context".to_owned()))
}

/// The request, from the context.
///
/// # Errors
/// `Internal` where the server provided none.
pub fn visit() -> AppResult<Visit> {
    use_context::<Visit>().ok_or_else(|| AppError::Internal("no visit in context".to_owned()))
}

/// The response, from the context.
///
/// # Errors
/// `Internal` where the server provided none.
pub fn respond() -> AppResult<Arc<dyn ResponseHead>> {
    use_context::<Respond>().map(|r| r.0).ok_or_else(|| AppError::Internal("no response in context".to_owned()))
}
