//! HTML that the server has made, brought up to date in place.

use super::morph::morph;
use leptos::{html, prelude::*};

/// Shows `html`. When it changes, only what reads otherwise is touched: what a reader has opened, chosen or typed stays,
/// and so do the focus and what is scrolled. Elements that can move or go carry an `id` or a `data-key`.
#[component]
pub fn ServerHtml(#[prop(into)] html: Signal<String>) -> impl IntoView {
    let place = NodeRef::<html::Div>::new();
    let first = html.get_untracked();
    let drawn = first.clone();
    Effect::new(move |before: Option<String>| {
        let before = before.unwrap_or_else(|| first.clone());
        let now = html.get();
        if now != before
            && let Some(place) = place.get()
        {
            morph(&place, &before, &now);
        }
        now
    });
    view! { <div node_ref=place inner_html=drawn></div> }
}
