//! Why a form posted without scripts was refused: the server sends the viewer back with the reason in the address.

use crate::error::UiError;
use crate::ui::{Notice, Tone};
use leptos::prelude::*;
use leptos::server_fn::error::ServerFnUrlError;
use leptos_router::hooks::use_query_map;

/// Shows the reason, if there is one.
#[component]
pub fn UrlError() -> impl IntoView {
    let query = use_query_map();
    move || {
        let encoded = query.with(|q| q.get("__err"))?;
        let UiError(error) = ServerFnUrlError::<UiError>::decode_err(&encoded);
        Some(view! {
            <Notice tone=Tone::Danger title="This was refused" live=true class="mb-4">{error.to_string()}</Notice>
        })
    }
}
