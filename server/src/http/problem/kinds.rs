//! The kinds of problems, as `/problems/<code>` explains them: every answer's `type` leads here.

use super::ApiError;
use axum::extract::Path;
use axum::http::header;
use axum::response::{IntoResponse, Response};
use domain::AppError;

/// Code, title, and what to do about it.
const KINDS: &[(&str, &str, &str)] = &[
    (
        "unauthenticated",
        "Sign in first",
        "Send a session cookie or `Authorization: Bearer cmt_…`. A token may have ended or been revoked; `change-mgmt login` makes a new one.",
    ),
    (
        "denied",
        "Not allowed",
        "The account lacks the role, or the token the scope, that the detail names. An administrator of the project gives roles.",
    ),
    (
        "cross-site",
        "Request from another site",
        "A browser's write must come from a page of this server. Programs use a token instead of a cookie.",
    ),
    (
        "not-found",
        "Not found",
        "Nothing stands there, or nothing that this account may see. Changes are named `CHG-7` or by their UUID.",
    ),
    (
        "link-ended",
        "This link works no longer",
        "A one-time link works once, for a week, and until a newer one is made. An administrator makes another, or \
         `change-mgmt admin link USER` on the server's machine.",
    ),
    ("conflict", "Already done, or altered meanwhile", "Read it again and decide anew; somebody else was there first."),
    ("blocked", "Not possible yet", "`reasons` lists what has to be done first."),
    (
        "invalid",
        "The input is wrong",
        "`problems` lists everything that is wrong, each with a JSON pointer, a stable code and what to do.",
    ),
    (
        "malformed",
        "The request cannot be read",
        "The detail says where. Unknown members and parameters are refused so that a typing error is not silently ignored.",
    ),
    (
        "precondition-failed",
        "Altered meanwhile",
        "`If-Match` names another version than the present one. Read it again and send its new `ETag`.",
    ),
    ("too-many-attempts", "Too many attempts", "Wait for the seconds that `Retry-After` says."),
    ("too-large", "Too large", "Send less at once. The limit of uploads is a setting of the server."),
    (
        "method-not-allowed",
        "Method not allowed",
        "`Allow` lists the methods of this address; `/api/docs` describes them.",
    ),
    (
        "unsupported-media-type",
        "Wrong media type",
        "Send `Content-Type: application/json`, and `multipart/form-data` for files.",
    ),
    ("misdirected", "Unknown host", "The request names a host that is not this server's public address."),
    ("timeout", "Took too long", "Try again; if it happens often, the server's log says where the time goes."),
    (
        "unavailable",
        "Not available right now",
        "The database or another part is away. `Retry-After` says when to try again; nothing was changed.",
    ),
    (
        "internal",
        "Something went wrong on the server",
        "The server's log holds the details under the id that the detail names.",
    ),
];

/// A kind of error for people.
pub(super) fn title(code: &str) -> &'static str {
    KINDS.iter().find(|(known, ..)| *known == code).map_or("The request failed", |(_, title, _)| title)
}

/// `/problems/{code}`: what it means and what to do.
pub async fn page(Path(code): Path<String>) -> Response {
    match KINDS.iter().find(|(known, ..)| *known == code) {
        Some((code, title, advice)) => {
            let plain = [(header::CONTENT_TYPE, "text/plain; charset=utf-8")];
            (plain, format!("{title} ({code})\n\n{advice}\n")).into_response()
        }
        None => ApiError::from(AppError::NotFound("This kind of problem".to_owned())).into_response(),
    }
}
