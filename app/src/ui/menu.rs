//! Menus and disclosures on `<details>`: they open without WASM. Escape and a press elsewhere close a menu once
//! `browser::install_menu_closers` has run (the frame does).

use super::{
    button::{Size, Variant, button_class},
    icon::{Glyph, Icon},
    prop::Maybe,
};
use leptos::{ev::MouseEvent, prelude::*};

/// A button that unfolds a list of [`MenuLink`], [`MenuButton`] and [`MenuDivider`]. With `icon_only` the label is read out, not shown.
#[component]
pub fn Menu(
    #[prop(into)] label: String,
    #[prop(optional, into)] icon: MaybeProp<Icon>,
    #[prop(optional)] icon_only: bool,
    #[prop(optional)] variant: Variant,
    #[prop(optional)] size: Size,
    /// Opens to the left, for a menu at the right edge.
    #[prop(optional)]
    end: bool,
    #[prop(optional, into, name = "id")] Maybe(id): Maybe<String>,
    #[prop(optional, into)] class: String,
    children: Children,
) -> impl IntoView {
    let summary = format!(
        "{} list-none {}",
        button_class(variant, size),
        match (icon_only, size) {
            (true, Size::Small) => "min-w-control-sm px-0!",
            (true, Size::Medium) => "min-w-control px-0!",
            _ => "",
        }
    );
    let title = icon_only.then(|| label.clone());
    view! {
        <details id=id class=format!("ui-menu relative {class}") data-menu="">
            <summary class=summary title=title>
                {move || icon.get().map(|icon| view! { <Glyph icon=icon /> })}
                <span class=if icon_only { "sr-only" } else { "truncate" }>{label}</span>
                {(!icon_only).then(|| view! { <Glyph icon=Icon::ChevronDown class="size-3.5 text-muted" /> })}
            </summary>
            <div class=format!("ui-menu-panel {}", if end { "ui-menu-end" } else { "" })>{children()}</div>
        </details>
    }
}

const ITEM: &str = "flex min-h-control w-full cursor-pointer items-center gap-2 rounded-sm px-2 text-left text-base text-normal \
    no-underline enabled:hover:bg-surface-2 enabled:hover:text-strong [a&]:hover:bg-surface-2 [a&]:hover:text-strong \
    disabled:cursor-not-allowed disabled:text-muted";

/// An entry that leads elsewhere.
#[component]
pub fn MenuLink(
    #[prop(into)] href: String,
    #[prop(optional, into, name = "icon")] Maybe(icon): Maybe<Icon>,
    #[prop(optional)] current: bool,
    children: Children,
) -> impl IntoView {
    view! {
        <a href=href class=ITEM aria-current=current.then_some("true")>
            {icon.map(|icon| view! { <Glyph icon=icon class="size-4 text-muted" /> })}
            <span class="min-w-0 flex-1 truncate">{children()}</span>
            {current.then(|| view! { <Glyph icon=Icon::Check /> })}
        </a>
    }
}

/// An entry that acts: with `submit` it submits the form around it, `name` and `value` going along. `checked` marks the
/// chosen one of a set. `reason` is shown under a disabled entry.
#[component]
pub fn MenuButton(
    #[prop(optional, into, name = "icon")] Maybe(icon): Maybe<Icon>,
    #[prop(optional)] submit: bool,
    #[prop(optional, into, name = "name")] Maybe(name): Maybe<String>,
    #[prop(optional, into, name = "value")] Maybe(value): Maybe<String>,
    #[prop(optional, into)] checked: Option<Signal<bool>>,
    #[prop(optional)] danger: bool,
    #[prop(optional, into)] disabled: Signal<bool>,
    #[prop(optional, into, name = "reason")] Maybe(reason): Maybe<String>,
    #[prop(optional, into)] on_click: Option<Callback<MouseEvent>>,
    children: Children,
) -> impl IntoView {
    view! {
        <button
            type=if submit { "submit" } else { "button" }
            name=name
            value=value
            class=format!("{ITEM} {}", if danger { "text-danger!" } else { "" })
            disabled=move || disabled.get()
            aria-pressed=move || checked.map(|c| if c.get() { "true" } else { "false" })
            on:click=move |event| {
                if let Some(on_click) = on_click {
                    on_click.run(event);
                }
            }
        >
            {icon.map(|icon| view! { <Glyph icon=icon class=if danger { "size-4" } else { "size-4 text-muted" } /> })}
            <span class="min-w-0 flex-1">
                <span class="block truncate">{children()}</span>
                {reason.map(|reason| view! { <span class="block text-xs text-muted">{reason}</span> })}
            </span>
            {move || checked.is_some_and(|c| c.get()).then(|| view! { <Glyph icon=Icon::Check /> })}
        </button>
    }
}

/// A line between groups of entries, or a small heading with `label`.
#[component]
pub fn MenuDivider(#[prop(optional, into, name = "label")] Maybe(label): Maybe<String>) -> impl IntoView {
    match label {
        Some(label) => view! { <p class="px-2 pt-2 pb-1 text-xs font-medium text-muted">{label}</p> }.into_any(),
        None => view! { <hr class="my-1 border-line" /> }.into_any(),
    }
}

/// A foldable part of a page.
#[component]
pub fn Disclosure(
    #[prop(into)] summary: String,
    #[prop(optional)] open: bool,
    /// Steps back behind what stands around it.
    #[prop(optional)]
    quiet: bool,
    #[prop(optional, into, name = "id")] Maybe(id): Maybe<String>,
    #[prop(optional, into)] class: String,
    children: Children,
) -> impl IntoView {
    let look = if quiet { "text-xs text-muted hover:text-strong" } else { "text-strong" };
    view! {
        <details id=id class=format!("ui-disclosure {class}") open=open>
            <summary class=format!("flex min-h-control-sm cursor-pointer list-none items-center gap-1.5 rounded font-medium {look}")>
                <Glyph icon=Icon::ChevronRight class="ui-chevron size-4 text-muted" />
                {summary}
            </summary>
            <div class="pt-2 pl-5.5">{children()}</div>
        </details>
    }
}
