//! What pages and server functions can set of the response.

use crate::http::cookies;
use app::context::ResponseHead;
use axum::http::{HeaderValue, StatusCode, header};
use domain::api::Session;
use leptos::prelude::use_context;
use leptos_axum::ResponseOptions;

/// The response that Leptos is going to send.
pub struct Head {
    options: ResponseOptions,
    parts: axum::http::request::Parts,
    secure: bool,
}

impl Head {
    /// From the context that Leptos set up.
    pub fn of_request(secure: bool) -> Option<Self> {
        Some(Self { options: use_context()?, parts: use_context()?, secure })
    }
    fn append(&self, value: Option<HeaderValue>) {
        if let Some(value) = value {
            self.options.append_header(header::SET_COOKIE, value);
        }
    }
}

impl ResponseHead for Head {
    fn status(&self, code: u16) {
        if let Ok(status) = StatusCode::from_u16(code) {
            self.options.set_status(status);
        }
    }

    fn redirect(&self, path: &str) {
        // Only paths of this site, and nothing that a header cannot hold.
        let own = path.starts_with('/')
            && !path.starts_with("//")
            && !path.contains('\\')
            && HeaderValue::from_str(path).is_ok();
        let Ok(location) = HeaderValue::from_str(if own { path } else { "/" }) else { return };
        self.options.insert_header(header::LOCATION, location);
        if self.parts.headers.get(header::ACCEPT).and_then(|v| v.to_str().ok()).is_some_and(|v| v.contains("text/html"))
        {
            self.options.set_status(StatusCode::SEE_OTHER);
        } else {
            self.options
                .insert_header(header::HeaderName::from_static("serverfnredirect"), HeaderValue::from_static(""));
        }
    }

    fn start_session(&self, session: &Session) {
        self.append(cookies::session(session, self.secure));
    }

    fn end_session(&self) {
        self.append(cookies::end(self.secure));
    }

    fn cookie(&self, name: &str, value: &str) {
        self.append(cookies::lasting(name, value, self.secure));
    }
}
