//! Finds out who asks: by token, else by session cookie.

use super::client::{Client, Credential};
use super::csrf;
use super::problem::ApiError;
use super::state::HttpState;
use axum::extract::{ConnectInfo, Request, State};
use axum::http::request::Parts;
use axum::http::{HeaderMap, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use domain::AppError;
use domain::words::Origin;
use std::net::SocketAddr;
use std::time::Instant;

/// Header by which the command-line client names itself; it only decides the origin in the audit trail.
const CLIENT_HEADER: &str = "x-change-mgmt-client";

/// The middleware: puts a [`Client`] into the request, or refuses it.
pub async fn identify(State(state): State<HttpState>, request: Request, next: Next) -> Response {
    let (mut parts, body) = request.into_parts();
    match admitted(&state, &parts).await {
        Ok(client) => {
            parts.extensions.insert(client);
            next.run(Request::from_parts(parts, body)).await
        }
        Err(error) => error.into_response(),
    }
}

/// The client, unless it asks too often. People are counted by name wherever they sit, all others by address.
async fn admitted(state: &HttpState, request: &Parts) -> Result<Client, ApiError> {
    let count = |who: String| state.limiter.take(&who, Instant::now()).map_err(|wait| AppError::TooMany(wait).into());
    match client(state, request).await {
        Ok(client) if !client.actor.is_anonymous() => count(format!("user:{}", client.actor.name)).map(|()| client),
        Ok(client) => count(client.peer.clone()).map(|()| client),
        // Guessing tokens is asking, too.
        Err(error) => count(peer(state, request)).and(Err(error)),
    }
}

async fn client(state: &HttpState, request: &Parts) -> Result<Client, ApiError> {
    let headers = &request.headers;
    let credential = credential(headers, state.config.secure())?;
    csrf::check(&request.method, headers, &credential, state.config.public_host())?;
    let origin = match &credential {
        Credential::Session(_) => Origin::Web,
        _ if text(headers, CLIENT_HEADER) == "cli" => Origin::Cli,
        Credential::Token(_) => Origin::Rest,
        Credential::Nobody if request.uri.path().starts_with("/api/") => Origin::Rest,
        Credential::Nobody => Origin::Web,
    };
    let actor = credential.actor(state.api.as_ref(), origin).await?;
    Ok(Client {
        actor,
        credential,
        peer: peer(state, request),
        agent: text(headers, "user-agent").chars().take(300).collect(),
    })
}

/// Reads the proof. An `Authorization` header that is not a token of ours is an error, never ignored.
fn credential(headers: &HeaderMap, secure: bool) -> Result<Credential, ApiError> {
    if let Some(value) = headers.get(header::AUTHORIZATION) {
        let token = value
            .to_str()
            .ok()
            .and_then(|v| v.split_once(' '))
            .filter(|(scheme, _)| scheme.eq_ignore_ascii_case("bearer"))
            .map(|(_, t)| t.trim());
        return match token {
            Some(token) if !token.is_empty() => Ok(Credential::Token(token.to_owned())),
            _ => Err(AppError::Unauthenticated.into()),
        };
    }
    Ok(cookie(headers, session_cookie(secure)).map_or(Credential::Nobody, Credential::Session))
}

/// Name of the session cookie. Browsers take the `__Host-` prefix only from a secure origin, for the whole host.
pub const fn session_cookie(secure: bool) -> &'static str {
    if secure { "__Host-session" } else { "session" }
}

/// Value of a cookie.
pub fn cookie(headers: &HeaderMap, name: &str) -> Option<String> {
    headers
        .get_all(header::COOKIE)
        .iter()
        .filter_map(|value| value.to_str().ok())
        .flat_map(|value| value.split(';'))
        .filter_map(|pair| pair.trim().split_once('='))
        .find(|(n, v)| *n == name && !v.is_empty())
        .map(|(_, v)| v.to_owned())
}

fn text<'a>(headers: &'a HeaderMap, name: &str) -> &'a str {
    headers.get(name).and_then(|v| v.to_str().ok()).unwrap_or_default()
}

fn peer(state: &HttpState, request: &Parts) -> String {
    if state.config.trust_proxy
        && let Some(last) =
            text(&request.headers, "x-forwarded-for").rsplit(',').next().map(str::trim).filter(|v| !v.is_empty())
    {
        return last.chars().take(60).collect();
    }
    request.extensions.get::<ConnectInfo<SocketAddr>>().map_or_else(String::new, |info| info.0.ip().to_string())
}
