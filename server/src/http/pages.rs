//! The pages and their server functions: what Leptos is handed for a request.

mod respond;

use super::auth::cookie;
use super::client::Client;
use super::error_pages;
use super::headers::CspNonce;
use super::problem::{ApiError, ApiResult, MEDIA_TYPE, status_of};
use super::state::HttpState;
use app::context::{Backend, Respond, SiteFiles, Visit};
use app::error::UiError;
use app::viewer::Viewer;
use axum::Router;
use axum::body::{Body, to_bytes};
use axum::extract::{Request, State};
use axum::http::{Method, StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::routing::{any, get};
use domain::AppError;
use leptos::nonce::Nonce;
use leptos::prelude::provide_context;
use leptos::server_fn::axum::server_fn_paths;
use leptos_axum::{generate_route_list, handle_server_fns_with_context, render_app_async_with_context};
use leptos_router::components::provide_server_redirect;
use std::sync::Arc;

/// Largest body of a failed server function.
const MAX_ERROR: usize = 1024 * 1024;

/// Paths and methods of all server functions.
pub fn server_functions() -> Vec<(&'static str, Method)> {
    server_fn_paths().collect()
}

/// Every page of the app's route table, and `/fn/…`.
pub fn routes() -> Router<HttpState> {
    let mut router = Router::new().route("/fn/{*name}", any(function));
    for route in generate_route_list(app::App) {
        router = router.route(route.path(), get(page));
    }
    router
}

/// Renders the page of this address. All of it is rendered before it is sent: it can be read without scripts, and its
/// status is known.
pub async fn page(State(state): State<HttpState>, client: Client, request: Request) -> Response {
    if let Err(refusal) = usable(&state, request.uri().path()).await {
        return error_pages::page(&refusal);
    }
    let viewer = viewer(&state, &client, theme(&request)).await;
    let basic = context(&state, client, &request);
    let context = move || {
        basic();
        provide_context(viewer.clone());
    };
    let files = files();
    let mut response = render_app_async_with_context(context, move || app::shell::shell(files.clone()))(request).await;
    // Leptos leads on only those who say that they take HTML, and means a script by all others.
    if response.headers_mut().remove("serverfnredirect").is_some() || response.status() == StatusCode::FOUND {
        *response.status_mut() = StatusCode::SEE_OTHER;
    }
    response
}

/// A one-time link leads to its form only while it works.
async fn usable(state: &HttpState, path: &str) -> ApiResult<()> {
    match path.strip_prefix("/welcome/") {
        Some(link) if !state.api.link_works(link).await? => Err(ApiError::new(
            StatusCode::GONE,
            "link-ended",
            "It was used already, it has expired, or a newer one was made since. Sign in if you have set your password; \
             otherwise ask an administrator for a new link.",
        )),
        _ => Ok(()),
    }
}

/// The same for an address that no route knows.
pub async fn missing(state: State<HttpState>, client: Client, request: Request) -> Response {
    if request.method() != Method::GET && request.method() != Method::HEAD {
        return StatusCode::NOT_FOUND.into_response();
    }
    let mut response = page(state, client, request).await;
    *response.status_mut() = StatusCode::NOT_FOUND;
    response
}

/// Runs a server function. A failed one gets the status of its error; its body stays.
async fn function(State(state): State<HttpState>, client: Client, request: Request) -> Response {
    if !server_fn_paths().any(|(path, method)| path == request.uri().path() && method == *request.method()) {
        return ApiError::from(AppError::NotFound("This server function".to_owned())).into_response();
    }
    let context = context(&state, client, &request);
    let response = handle_server_fns_with_context(context, request).await.into_response();
    if response.status() != StatusCode::INTERNAL_SERVER_ERROR
        || response.headers().get(header::CONTENT_TYPE).is_some_and(|v| v == MEDIA_TYPE)
    {
        return response;
    }
    let (mut parts, body) = response.into_parts();
    let bytes = to_bytes(body, MAX_ERROR).await.unwrap_or_default();
    if let Ok(error) = serde_json::from_slice::<AppError>(&bytes) {
        parts.status = status_of(&error);
    }
    Response::from_parts(parts, Body::from(bytes))
}

/// Who looks; nobody is an answer, not an error.
async fn viewer(state: &HttpState, client: &Client, theme: String) -> Result<Viewer, UiError> {
    if client.actor.is_anonymous() {
        return Ok(Viewer { theme, ..Viewer::default() });
    }
    let me = state.api.me(&client.actor).await?;
    Ok(Viewer { me: Some(me), theme, people: state.api.people(&client.actor).await? })
}

/// `light`, `dark` or `system`, as the cookie says.
fn theme(request: &Request) -> String {
    cookie(request.headers(), "theme").unwrap_or_else(|| "system".to_owned())
}

fn context(state: &HttpState, client: Client, request: &Request) -> impl Fn() + Clone + Send + Sync + 'static {
    let backend = Backend(Arc::clone(&state.api));
    let visit = Visit {
        session: client.session().map(str::to_owned),
        actor: client.actor,
        peer: client.peer,
        agent: client.agent,
        now_millis: chrono::Utc::now().timestamp_millis(),
        theme: theme(request),
    };
    let nonce = request.extensions().get::<CspNonce>().map(|n| n.0.clone()).unwrap_or_default();
    let secure = state.config.secure();
    move || {
        provide_context(backend.clone());
        provide_context(visit.clone());
        provide_context(Nonce::from_value(nonce.clone()));
        provide_server_redirect(leptos_axum::redirect);
        if let Some(head) = respond::Head::of_request(secure) {
            provide_context(Respond(Arc::new(head)));
        }
    }
}

fn files() -> SiteFiles {
    crate::site::names().map_or_else(SiteFiles::default, |names| SiteFiles {
        js: names.js.clone(),
        wasm: names.wasm.clone(),
        css: names.css.clone(),
        font: names.font.clone().unwrap_or_default(),
    })
}
