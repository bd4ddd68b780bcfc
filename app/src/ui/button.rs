//! Buttons, and links that look like buttons.

use super::icon::{Glyph, Icon};
use super::prop::Maybe;
use leptos::{ev::MouseEvent, prelude::*};

/// How much a button asks for attention. At most one primary button stands on a page.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Variant {
    /// The one obvious action of the page, filled with the accent.
    Primary,
    /// Any other action, outlined.
    #[default]
    Secondary,
    /// An action inside a dense area, without outline.
    Ghost,
    /// An action that destroys or refuses.
    Danger,
}

/// Height of a control. On touch every size is 44 px high.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Size {
    /// 28 px, for rows and cards.
    Small,
    /// 32 px.
    #[default]
    Medium,
}

/// Classes of a button, for elements that must be written out by hand (`<summary>`, `<label>`).
pub fn button_class(variant: Variant, size: Size) -> String {
    let look = match variant {
        Variant::Primary => "border-transparent bg-accent text-on-accent hover:bg-accent-strong",
        Variant::Secondary => "border-line-strong bg-surface-1 text-strong hover:bg-surface-2",
        Variant::Ghost => "border-transparent bg-transparent text-normal hover:bg-surface-2 hover:text-strong",
        Variant::Danger => "border-danger-line bg-surface-1 text-danger hover:bg-danger-fill",
    };
    let size = match size {
        Size::Small => "min-h-control-sm px-2 text-xs touch:px-3 touch:text-sm",
        Size::Medium => "min-h-control px-3 text-base",
    };
    format!("{BASE} {look} {size}")
}

const BASE: &str = "inline-flex items-center justify-center gap-1.5 rounded border font-medium whitespace-nowrap no-underline \
    select-none cursor-pointer transition-colors duration-120 disabled:cursor-not-allowed disabled:opacity-50 \
    aria-disabled:cursor-not-allowed aria-disabled:opacity-50";

/// A button; with `href` a link that looks like one. The word comes from the children.
///
/// `submit` makes it submit its form; `name` and `value` then travel with the form. `pending` shows a spinner after
/// 400 ms and refuses further presses without losing focus.
#[component]
pub fn Button(
    #[prop(optional)] variant: Variant,
    #[prop(optional)] size: Size,
    #[prop(optional, into, name = "icon")] Maybe(icon): Maybe<Icon>,
    /// Puts the icon after the word.
    #[prop(optional)]
    icon_end: bool,
    #[prop(optional, into, name = "href")] Maybe(href): Maybe<String>,
    #[prop(optional)] submit: bool,
    #[prop(optional, into, name = "name")] Maybe(name): Maybe<String>,
    #[prop(optional, into, name = "value")] Maybe(value): Maybe<String>,
    #[prop(optional, into, name = "form")] Maybe(form): Maybe<String>,
    #[prop(optional, into, name = "id")] Maybe(id): Maybe<String>,
    #[prop(optional, into)] disabled: Signal<bool>,
    #[prop(optional, into)] pending: Signal<bool>,
    /// Id of the element that says more, such as why the button is disabled.
    #[prop(optional, into)]
    described_by: MaybeProp<String>,
    #[prop(optional, into)] on_click: Option<Callback<MouseEvent>>,
    #[prop(optional, into)] class: String,
    children: Children,
) -> impl IntoView {
    let class = format!("{} {class}", button_class(variant, size));
    let glyph = move |here: bool| icon.filter(|_| here).map(|icon| view! { <Glyph icon=icon /> });
    let face = view! { {glyph(!icon_end)} <span class="truncate">{children()}</span> {glyph(icon_end)} };
    match href {
        Some(href) => view! { <a id=id class=class href=href>{face}</a> }.into_any(),
        None => view! {
            <button
                id=id
                class=class
                type=if submit { "submit" } else { "button" }
                name=name
                value=value
                form=form
                disabled=move || disabled.get()
                aria-disabled=move || pending.get().then_some("true")
                aria-busy=move || pending.get().then_some("true")
                aria-describedby=move || described_by.get()
                on:click=move |event| {
                    if pending.get_untracked() {
                        event.prevent_default();
                    } else if let Some(on_click) = on_click {
                        on_click.run(event);
                    }
                }
            >
                {face}
                {move || pending.get().then(|| view! { <Spinner class="appear-late" /> })}
            </button>
        }
        .into_any(),
    }
}

/// A square button that shows only an icon; `label` is its accessible name and tooltip.
#[component]
pub fn IconButton(
    icon: Icon,
    #[prop(into)] label: String,
    #[prop(optional)] variant: Option<Variant>,
    #[prop(optional)] size: Size,
    #[prop(optional, into, name = "href")] Maybe(href): Maybe<String>,
    #[prop(optional)] submit: bool,
    #[prop(optional, into, name = "name")] Maybe(name): Maybe<String>,
    #[prop(optional, into, name = "value")] Maybe(value): Maybe<String>,
    #[prop(optional, into, name = "id")] Maybe(id): Maybe<String>,
    #[prop(optional, into)] disabled: Signal<bool>,
    #[prop(optional, into)] on_click: Option<Callback<MouseEvent>>,
    #[prop(optional, into)] class: String,
) -> impl IntoView {
    let width = match size {
        Size::Small => "min-w-control-sm px-0!",
        Size::Medium => "min-w-control px-0!",
    };
    let class = format!("{} {width} {class}", button_class(variant.unwrap_or(Variant::Ghost), size));
    let title = label.clone();
    match href {
        Some(href) => {
            view! { <a id=id class=class href=href aria-label=label title=title><Glyph icon=icon /></a> }.into_any()
        }
        None => view! {
            <button
                id=id
                class=class
                type=if submit { "submit" } else { "button" }
                name=name
                value=value
                aria-label=label
                title=title
                disabled=move || disabled.get()
                on:click=move |event| {
                    if let Some(on_click) = on_click {
                        on_click.run(event);
                    }
                }
            >
                <Glyph icon=icon />
            </button>
        }
        .into_any(),
    }
}

/// A turning circle for work in progress; decoration beside a word. It stands still under reduced motion.
#[component]
pub fn Spinner(#[prop(optional, into)] class: String) -> impl IntoView {
    view! { <span class=format!("inline-flex {class}")><Glyph icon=Icon::Loader class="size-4 animate-spin" /></span> }
}
