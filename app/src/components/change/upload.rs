//! Sends a chosen file to the server.

use crate::error::UiError;
use domain::AppError;
use domain::change::DocumentRef;
use gloo_net::http::Request;
use leptos::prelude::document;
use leptos::task::spawn_local;
use serde::Deserialize;
use wasm_bindgen::JsCast;
use web_sys::{FormData, HtmlInputElement};

#[derive(Deserialize)]
struct Refusal {
    #[serde(default)]
    title: String,
    #[serde(default)]
    detail: Option<String>,
}

/// Uploads the file chosen in the input with this id as a document of the change.
pub fn send(change: &str, input_id: &str, done: impl FnOnce(Result<DocumentRef, UiError>) + 'static) {
    let input = document().get_element_by_id(input_id).and_then(|e| e.dyn_into::<HtmlInputElement>().ok());
    let file = input.and_then(|i| i.files()).and_then(|files| files.get(0));
    let (Some(file), Ok(form)) = (file, FormData::new()) else { return done(refused("Choose a file.")) };
    if form.append_with_blob_and_filename("file", &file, &file.name()).is_err() {
        return done(refused("This file cannot be read."));
    }
    let url = format!("/api/changes/{change}/documents");
    spawn_local(async move { done(post(&url, form).await) });
}

fn refused(text: &str) -> Result<DocumentRef, UiError> {
    Err(UiError(AppError::Denied(text.to_owned())))
}

async fn post(url: &str, form: FormData) -> Result<DocumentRef, UiError> {
    let silent =
        |_| UiError(AppError::Unavailable("The upload was cut off. Check the connection and try again.".to_owned()));
    let request = Request::post(url).header("accept", "application/json").body(form).map_err(silent)?;
    let response = request.send().await.map_err(silent)?;
    if response.ok() {
        return response.json().await.map_err(silent);
    }
    match response.json::<Refusal>().await {
        Ok(r) => refused(&r.detail.unwrap_or(r.title)),
        Err(_) => refused(&format!("The server refused the file ({}).", response.status())),
    }
}
