//! Refuses writes that another site's page could have sent in a signed-in person's name.
//!
//! - A request with an API token passes: a browser adds no token by itself, and no other site may ask it to (no CORS).
//! - `Sec-Fetch-Site`, which scripts cannot forge, must say `same-origin` or `none` (typed by the user).
//! - Without it, `Origin` must be this host.
//! - With neither, the client is no browser of the last years: it passes only without a session cookie.

use super::client::Credential;
use super::problem::{ApiError, ApiResult};
use axum::http::{HeaderMap, Method, header};

/// Checks a request.
///
/// # Errors
/// 403.
pub fn check(
    method: &Method,
    headers: &HeaderMap,
    credential: &Credential,
    public_host: Option<&str>,
) -> ApiResult<()> {
    if matches!(*method, Method::GET | Method::HEAD | Method::OPTIONS) || matches!(credential, Credential::Token(_)) {
        return Ok(());
    }
    let site = headers.get("sec-fetch-site").map(|v| v.to_str().unwrap_or_default());
    let origin = headers.get(header::ORIGIN).map(|v| v.to_str().unwrap_or_default());
    let own = match (site, origin) {
        (Some(site), _) => matches!(site, "same-origin" | "none"),
        (None, Some(origin)) => is_own(origin, headers, public_host),
        (None, None) => matches!(credential, Credential::Nobody),
    };
    if own { Ok(()) } else { Err(ApiError::cross_site()) }
}

fn is_own(origin: &str, headers: &HeaderMap, public_host: Option<&str>) -> bool {
    let Some((_, host)) = origin.split_once("://") else { return false };
    let asked = headers.get(header::HOST).and_then(|v| v.to_str().ok());
    asked.is_some_and(|h| h.eq_ignore_ascii_case(host)) || public_host.is_some_and(|h| h.eq_ignore_ascii_case(host))
}

#[cfg(test)]
mod tests {
    use super::*;
    use axum::http::HeaderValue;

    fn passes(credential: &Credential, pairs: &[(&'static str, &'static str)]) -> bool {
        let mut headers = HeaderMap::new();
        for (name, value) in [("host", "c.example:3000")].iter().chain(pairs) {
            headers.insert(*name, HeaderValue::from_static(value));
        }
        check(&Method::POST, &headers, credential, Some("public.example")).is_ok()
    }

    #[test]
    fn only_own_pages_write_with_a_cookie() {
        let session = Credential::Session("s".into());
        for (pairs, expected) in [
            (&[("sec-fetch-site", "same-origin")][..], true),
            (&[("sec-fetch-site", "none")], true),
            (&[("sec-fetch-site", "same-site")], false),
            (&[("sec-fetch-site", "cross-site")], false),
            // The forged origin does not help.
            (&[("sec-fetch-site", "cross-site"), ("origin", "http://c.example:3000")], false),
            (&[("origin", "http://c.example:3000")], true),
            (&[("origin", "https://public.example")], true),
            (&[("origin", "http://c.example")], false),
            (&[("origin", "https://evil.example")], false),
            (&[("origin", "null")], false),
            (&[], false),
        ] {
            assert_eq!(passes(&session, pairs), expected, "{pairs:?}");
        }
    }

    #[test]
    fn signing_in_is_protected_too() {
        assert!(passes(&Credential::Nobody, &[]));
        assert!(!passes(&Credential::Nobody, &[("origin", "https://evil.example")]));
        assert!(!passes(&Credential::Nobody, &[("sec-fetch-site", "cross-site")]));
    }

    #[test]
    fn tokens_need_no_origin() {
        assert!(passes(&Credential::Token("t".into()), &[("origin", "https://tool.example")]));
    }
}
