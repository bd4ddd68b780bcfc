//! The files of the site (scripts, styles, fonts, icons), compiled into the program by `build.rs`.
//!
//! Files whose names hold a hash of their content are cached for ever; the others are asked for again each time and
//! answered with 304 while their `ETag` holds.

use std::collections::HashMap;
use std::sync::LazyLock;

use axum::body::Body;
use axum::http::{HeaderMap, HeaderValue, Method, StatusCode, Uri, header};
use axum::response::{IntoResponse, Response};
use serde::Deserialize;

include!(concat!(env!("OUT_DIR"), "/site_assets.rs"));

/// One file of the site, in every coding it is kept in.
#[derive(Debug)]
pub struct Asset {
    /// Path of the URL, with the leading slash.
    pub path: &'static str,
    pub content_type: &'static str,
    pub identity: &'static [u8],
    pub brotli: Option<&'static [u8]>,
    pub gzip: Option<&'static [u8]>,
    /// The path holds a hash of the content.
    pub immutable: bool,
    /// Hash of the content, in quotes.
    pub etag: &'static str,
}

/// Paths that a page needs to start the application in the browser.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SiteNames {
    pub js: String,
    pub wasm: String,
    pub css: String,
    /// The text font, to be preloaded.
    pub font: Option<String>,
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct Manifest {
    names: HashMap<String, String>,
}

static NAMES: LazyLock<HashMap<String, String>> =
    LazyLock::new(|| serde_json::from_str::<Manifest>(MANIFEST).unwrap_or_default().names);

static SITE: LazyLock<Option<SiteNames>> = LazyLock::new(|| site_names(&NAMES));

fn site_names(names: &HashMap<String, String>) -> Option<SiteNames> {
    Some(SiteNames {
        js: names.get("app.js")?.clone(),
        wasm: names.get("app.wasm")?.clone(),
        css: names.get("app.css")?.clone(),
        font: names.get("inter.woff2").cloned(),
    })
}

/// What a page has to load; `None` when the program was compiled without a site (pages then work without scripts).
#[must_use]
pub fn names() -> Option<&'static SiteNames> {
    SITE.as_ref()
}

/// The hashed path of a file by its logical name, e.g. `logo.svg` of `public/`.
#[must_use]
pub fn url(logical: &str) -> Option<&'static str> {
    NAMES.get(logical).map(String::as_str)
}

/// The file at this URL path.
#[must_use]
pub fn get(path: &str) -> Option<&'static Asset> {
    let at = ASSETS.binary_search_by(|asset| asset.path.cmp(path)).ok()?;
    ASSETS.get(at)
}

/// Handler: the file that the URL names, 404 when there is none, 405 for other methods than GET and HEAD.
pub async fn serve(method: Method, uri: Uri, headers: HeaderMap) -> Response {
    match get(uri.path()) {
        Some(asset) => reply(asset, &method, &headers),
        None => StatusCode::NOT_FOUND.into_response(),
    }
}

/// Answers a request for this file.
#[must_use]
pub fn reply(asset: &Asset, method: &Method, headers: &HeaderMap) -> Response {
    if method != Method::GET && method != Method::HEAD {
        return (StatusCode::METHOD_NOT_ALLOWED, [(header::ALLOW, "GET, HEAD")]).into_response();
    }
    let (coding, bytes) = asset.best(headers);
    // A coding is a representation of its own and needs its own tag (RFC 9110, 8.8.3).
    let etag = match coding {
        Some(coding) => format!("{}-{coding}\"", asset.etag.trim_end_matches('"')),
        None => asset.etag.to_owned(),
    };
    let cache = if asset.immutable { "public, max-age=31536000, immutable" } else { "no-cache" };

    let fresh = knows(headers, &etag);
    let mut response = if fresh {
        StatusCode::NOT_MODIFIED.into_response()
    } else if method == Method::HEAD {
        Body::empty().into_response()
    } else {
        Body::from(bytes).into_response()
    };
    let out = response.headers_mut();
    out.insert(header::CACHE_CONTROL, HeaderValue::from_static(cache));
    if asset.brotli.is_some() || asset.gzip.is_some() {
        out.insert(header::VARY, HeaderValue::from_static("accept-encoding"));
    }
    if let Ok(etag) = HeaderValue::from_str(&etag) {
        out.insert(header::ETAG, etag);
    }
    if !fresh {
        out.insert(header::CONTENT_TYPE, HeaderValue::from_static(asset.content_type));
        out.insert(header::CONTENT_LENGTH, HeaderValue::from(bytes.len()));
        if let Some(coding) = coding {
            out.insert(header::CONTENT_ENCODING, HeaderValue::from_static(coding));
        }
    }
    response
}

impl Asset {
    /// The smallest form that the client takes: Brotli, then gzip, then as it is.
    fn best(&self, headers: &HeaderMap) -> (Option<&'static str>, &'static [u8]) {
        match (self.brotli, self.gzip) {
            (Some(bytes), _) if accepts(headers, "br") => (Some("br"), bytes),
            (_, Some(bytes)) if accepts(headers, "gzip") => (Some("gzip"), bytes),
            _ => (None, self.identity),
        }
    }
}

/// `Accept-Encoding` names the coding and does not give it the weight 0. Browsers never send `*`; it is not taken.
fn accepts(headers: &HeaderMap, coding: &str) -> bool {
    values(headers, header::ACCEPT_ENCODING).any(|item| {
        let mut parts = item.split(';').map(str::trim);
        parts.next().is_some_and(|name| name.eq_ignore_ascii_case(coding))
            && parts.all(|p| p.strip_prefix("q=").and_then(|q| q.parse::<f32>().ok()).is_none_or(|q| q > 0.0))
    })
}

/// `If-None-Match` holds the tag (weak comparison, as for GET).
fn knows(headers: &HeaderMap, etag: &str) -> bool {
    values(headers, header::IF_NONE_MATCH).any(|tag| tag == "*" || tag.trim_start_matches("W/") == etag)
}

fn values(headers: &HeaderMap, name: header::HeaderName) -> impl Iterator<Item = &str> {
    headers
        .get_all(name)
        .into_iter()
        .filter_map(|value| value.to_str().ok())
        .flat_map(|value| value.split(','))
        .map(str::trim)
}

#[cfg(test)]
mod tests {
    use super::*;

    static HASHED: Asset = Asset {
        path: "/pkg/app.0123456789abcdef.js",
        content_type: "text/javascript; charset=utf-8",
        identity: b"identity",
        brotli: Some(b"br"),
        gzip: Some(b"gzip"),
        immutable: true,
        etag: "\"t\"",
    };
    static PLAIN: Asset = Asset {
        path: "/favicon.ico",
        content_type: "image/x-icon",
        identity: b"icon",
        brotli: None,
        gzip: None,
        immutable: false,
        etag: "\"i\"",
    };

    fn ask(asset: &Asset, name: header::HeaderName, value: &str) -> Response {
        let mut headers = HeaderMap::new();
        if !value.is_empty() {
            headers.insert(name, HeaderValue::from_str(value).unwrap_or(HeaderValue::from_static("")));
        }
        reply(asset, &Method::GET, &headers)
    }

    fn header_of(response: &Response, name: header::HeaderName) -> &str {
        response.headers().get(name).and_then(|v| v.to_str().ok()).unwrap_or_default()
    }

    #[test]
    fn the_smallest_accepted_coding_is_sent() {
        for (accept, coding, length) in [
            ("gzip, deflate, br, zstd", "br", "2"),
            ("GZIP", "gzip", "4"),
            ("br;q=0, gzip;q=0.5", "gzip", "4"),
            ("br; q=0.0", "", "8"),
            ("deflate", "", "8"),
            ("", "", "8"),
        ] {
            let response = ask(&HASHED, header::ACCEPT_ENCODING, accept);
            assert_eq!(header_of(&response, header::CONTENT_ENCODING), coding, "{accept}");
            assert_eq!(header_of(&response, header::CONTENT_LENGTH), length, "{accept}");
            assert_eq!(header_of(&response, header::VARY), "accept-encoding", "{accept}");
        }
    }

    #[test]
    fn only_hashed_names_are_kept_for_ever() {
        let hashed = ask(&HASHED, header::ACCEPT_ENCODING, "");
        assert_eq!(header_of(&hashed, header::CACHE_CONTROL), "public, max-age=31536000, immutable");
        let plain = ask(&PLAIN, header::ACCEPT_ENCODING, "br");
        assert_eq!(header_of(&plain, header::CACHE_CONTROL), "no-cache");
        assert_eq!(header_of(&plain, header::CONTENT_ENCODING), "");
        assert_eq!(header_of(&plain, header::CONTENT_TYPE), "image/x-icon");
    }

    #[test]
    fn a_known_tag_is_answered_with_304() {
        for (tag, status) in [
            ("\"i\"", StatusCode::NOT_MODIFIED),
            ("\"x\", W/\"i\"", StatusCode::NOT_MODIFIED),
            ("*", StatusCode::NOT_MODIFIED),
            ("\"x\"", StatusCode::OK),
        ] {
            let response = ask(&PLAIN, header::IF_NONE_MATCH, tag);
            assert_eq!(response.status(), status, "{tag}");
            assert_eq!(header_of(&response, header::ETAG), "\"i\"", "{tag}");
        }
    }

    #[test]
    fn each_coding_has_its_own_tag() {
        assert_eq!(header_of(&ask(&HASHED, header::ACCEPT_ENCODING, "br"), header::ETAG), "\"t-br\"");
        assert_eq!(header_of(&ask(&HASHED, header::ACCEPT_ENCODING, ""), header::ETAG), "\"t\"");
    }

    #[test]
    fn head_has_the_length_and_other_methods_are_refused() {
        let response = reply(&HASHED, &Method::HEAD, &HeaderMap::new());
        assert_eq!(header_of(&response, header::CONTENT_LENGTH), "8");
        let response = reply(&HASHED, &Method::POST, &HeaderMap::new());
        assert_eq!(response.status(), StatusCode::METHOD_NOT_ALLOWED);
    }

    #[test]
    fn the_table_is_sorted_and_every_name_is_in_it() {
        assert!(ASSETS.is_sorted_by(|a, b| a.path < b.path));
        for asset in ASSETS {
            assert!(std::ptr::eq(get(asset.path).unwrap_or(&PLAIN), asset), "{}", asset.path);
        }
        for path in NAMES.values() {
            assert!(get(path).is_some_and(|asset| asset.immutable), "{path}");
        }
        assert!(get("/no/such/file").is_none());
    }

    #[test]
    fn a_site_needs_script_wasm_and_style() {
        let mut all = HashMap::new();
        for name in ["app.js", "app.wasm", "app.css"] {
            assert_eq!(site_names(&all), None);
            all.insert(name.to_owned(), format!("/pkg/{name}"));
        }
        let site = site_names(&all);
        assert_eq!(site.as_ref().map(|s| s.wasm.as_str()), Some("/pkg/app.wasm"));
        assert_eq!(site.and_then(|s| s.font), None);
    }
}
