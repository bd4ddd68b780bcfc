//! Filters above a list. The URL holds them; these are links and a plain form.

use super::icon::{Glyph, Icon};
use super::prop::Maybe;
use leptos::prelude::*;

/// An active filter with a link that takes it away.
#[component]
pub fn FilterChip(
    #[prop(into)] label: String,
    #[prop(into)] value: String,
    #[prop(into)] remove_href: String,
) -> impl IntoView {
    let title = format!("Remove filter: {label} {value}");
    view! {
        <span class="inline-flex h-control-sm items-center rounded border border-line bg-surface-1 pl-2 text-xs text-normal">
            <span class="text-muted">{label}</span>
            <span class="ml-1 font-medium text-strong">{value}</span>
            <a
                href=remove_href
                class="-my-px ml-0.5 inline-flex h-control-sm min-w-control-sm items-center justify-center rounded-sm text-muted hover:text-strong"
                aria-label=title.clone()
                title=title
            >
                <Glyph icon=Icon::X class="size-3" />
            </a>
        </span>
    }
}

/// A row of controls above a list: wraps on a phone. Children are fields with hidden labels, chips and buttons.
#[component]
pub fn Toolbar(
    #[prop(into)] label: String,
    #[prop(optional, into)] class: String,
    children: Children,
) -> impl IntoView {
    view! { <div role="group" aria-label=label class=format!("flex flex-wrap items-center gap-2 {class}")>{children()}</div> }
}

/// A search box for a GET form.
#[component]
pub fn SearchInput(
    #[prop(into)] name: String,
    #[prop(into)] label: String,
    #[prop(optional, into)] value: String,
    #[prop(optional, into, name = "placeholder")] Maybe(placeholder): Maybe<String>,
    #[prop(optional, into, name = "id")] Maybe(id): Maybe<String>,
    #[prop(optional, into)] on_input: Option<Callback<String>>,
    #[prop(optional, into)] class: String,
) -> impl IntoView {
    let id = id.unwrap_or_else(|| super::field::field_id(&name));
    view! {
        <div class=format!("relative min-w-0 {class}")>
            <label for=id.clone() class="sr-only">{label}</label>
            <span class="pointer-events-none absolute inset-y-0 left-2.5 flex items-center text-muted">
                <Glyph icon=Icon::Search />
            </span>
            <input
                id=id
                type="search"
                name=name
                value=value
                placeholder=placeholder
                autocomplete="off"
                class=format!("h-control pl-8! {}", super::field::CONTROL)
                on:input=move |event| {
                    if let Some(on_input) = on_input {
                        on_input.run(event_target_value(&event));
                    }
                }
            />
        </div>
    }
}
