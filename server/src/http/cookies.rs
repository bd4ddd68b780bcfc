//! `Set-Cookie` values. Scripts can read none of them.

use super::auth::session_cookie;
use axum::http::HeaderValue;
use chrono::Utc;
use domain::api::Session;

/// Browsers keep a cookie 400 days at most.
const LASTING_SECONDS: i64 = 400 * 24 * 3600;

/// Starts a session.
pub fn session(session: &Session, secure: bool) -> Option<HeaderValue> {
    let seconds = (session.expires_at - Utc::now()).num_seconds().max(0);
    set(session_cookie(secure), &session.secret, seconds, secure)
}

/// Ends the session.
pub fn end(secure: bool) -> Option<HeaderValue> {
    set(session_cookie(secure), "", 0, secure)
}

/// A preference, such as the theme. `None` for a name or value that no cookie can hold.
pub fn lasting(name: &str, value: &str, secure: bool) -> Option<HeaderValue> {
    let plain = |text: &str| text.bytes().all(|b| b.is_ascii_alphanumeric() || b"-_.".contains(&b));
    if name.is_empty() || !plain(name) || !plain(value) || name == session_cookie(secure) {
        return None;
    }
    set(name, value, LASTING_SECONDS, secure)
}

fn set(name: &str, value: &str, seconds: i64, secure: bool) -> Option<HeaderValue> {
    let secure = if secure { "; Secure" } else { "" };
    HeaderValue::try_from(format!("{name}={value}; Path=/; HttpOnly; SameSite=Lax; Max-Age={seconds}{secure}")).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_preference_cannot_smuggle_attributes_or_a_session() {
        assert!(lasting("theme", "dark", false).is_some());
        assert!(lasting("theme", "dark; Domain=evil.example", false).is_none());
        assert!(lasting("session", "x", false).is_none());
        assert!(lasting("th\r\neme", "x", false).is_none());
    }

    #[test]
    fn behind_tls_the_session_cookie_is_bound_to_the_host() {
        let value = end(true).unwrap();
        assert_eq!(value.to_str().unwrap(), "__Host-session=; Path=/; HttpOnly; SameSite=Lax; Max-Age=0; Secure");
    }
}
