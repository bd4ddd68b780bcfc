//! Bordered areas: cards, notices and figures.

use super::{
    badge::Tone,
    icon::{Glyph, Icon},
    prop::Maybe,
};
use leptos::{children::ViewFnOnce, prelude::*};

/// A bordered section with an optional heading and actions at its right. `id` makes it linkable (`#id`).
#[component]
pub fn Card(
    #[prop(optional, into, name = "title")] Maybe(title): Maybe<String>,
    /// A line under the heading.
    #[prop(optional, into, name = "hint")]
    Maybe(hint): Maybe<String>,
    #[prop(optional, into, name = "icon")] Maybe(icon): Maybe<Icon>,
    #[prop(optional, into, name = "id")] Maybe(id): Maybe<String>,
    /// Controls at the right of the heading: `actions=move || view! { … }`.
    #[prop(optional, into)]
    actions: Option<ViewFnOnce>,
    /// Without inner padding, for tables and lists.
    #[prop(optional)]
    flush: bool,
    #[prop(optional, into)] class: String,
    children: Children,
) -> impl IntoView {
    let heading_id = id.as_ref().map(|id| format!("{id}-heading"));
    let labelled = heading_id.clone().filter(|_| title.is_some());
    let head = (title.is_some() || actions.is_some()).then(|| {
        view! {
            <div class="flex min-h-11 flex-wrap items-center gap-x-3 gap-y-1 border-b border-line px-4 py-1.5">
                {icon.map(|icon| view! { <Glyph icon=icon class="size-4 text-muted" /> })}
                <div class="min-w-0 flex-auto">
                    {title.map(|title| view! { <h2 id=heading_id class="text-base font-semibold text-strong">{title}</h2> })}
                    {hint.map(|hint| view! { <p class="text-xs text-muted">{hint}</p> })}
                </div>
                {actions.map(|actions| view! { <div class="flex flex-wrap items-center gap-2">{actions.run()}</div> })}
            </div>
        }
    });
    view! {
        <section
            id=id
            aria-labelledby=labelled
            class=format!("min-w-0 scroll-mt-16 rounded border border-line bg-surface-1 {class}")
        >
            {head}
            <div class=if flush { "" } else { "p-4" }>{children()}</div>
        </section>
    }
}

/// A message inside the page, with the icon of its tone. `live` announces it when it appears.
#[component]
pub fn Notice(
    #[prop(optional)] tone: Tone,
    #[prop(optional, into, name = "title")] Maybe(title): Maybe<String>,
    #[prop(optional, into, name = "icon")] Maybe(icon): Maybe<Icon>,
    #[prop(optional)] live: bool,
    #[prop(optional, into)] class: String,
    /// Controls below the text.
    #[prop(optional, into)]
    actions: Option<ViewFnOnce>,
    children: Children,
) -> impl IntoView {
    let icon = icon.unwrap_or(if tone == Tone::Neutral || tone == Tone::Info { Icon::Info } else { tone.icon() });
    view! {
        <div class=format!("flex gap-2.5 rounded border px-3 py-2.5 {} {class}", tone.fill()) role=live.then_some("status")>
            <Glyph icon=icon class="mt-0.5 size-4" />
            <div class="min-w-0 flex-1 text-strong">
                {title.map(|title| view! { <p class="font-medium">{title}</p> })}
                <div class="break-words">{children()}</div>
                {actions.map(|actions| view! { <div class="mt-2 flex flex-wrap gap-2">{actions.run()}</div> })}
            </div>
        </div>
    }
}

/// A figure of a report: label, number with unit, how it moved; a link to its source when `href` is given.
#[component]
pub fn Figure(
    #[prop(into)] label: String,
    #[prop(into)] value: String,
    #[prop(optional, into, name = "unit")] Maybe(unit): Maybe<String>,
    /// How it moved, in words: "3 fewer than last week".
    #[prop(optional, into, name = "trend")]
    Maybe(trend): Maybe<String>,
    #[prop(optional)] trend_tone: Tone,
    #[prop(optional, into, name = "trend_icon")] Maybe(trend_icon): Maybe<Icon>,
    #[prop(optional, into, name = "href")] Maybe(href): Maybe<String>,
) -> impl IntoView {
    let face = view! {
        <span class="block text-xs font-medium text-muted">{label}</span>
        <span class="mt-1 block text-xl leading-8 font-semibold text-strong tabular-nums">
            {value} {unit.map(|unit| view! { <span class="ml-1 text-base font-normal text-muted">{unit}</span> })}
        </span>
        {trend
            .map(|trend| {
                view! {
                    <span class=format!("mt-1 flex items-center gap-1 text-xs {}", trend_tone.text())>
                        {trend_icon.map(|icon| view! { <Glyph icon=icon class="size-3.5" /> })} {trend}
                    </span>
                }
            })}
    };
    const BOX: &str = "block min-w-0 rounded border border-line bg-surface-1 px-4 py-3 no-underline";
    match href {
        Some(href) => {
            view! { <a href=href class=format!("{BOX} transition-colors hover:bg-surface-2")>{face}</a> }.into_any()
        }
        None => view! { <div class=BOX>{face}</div> }.into_any(),
    }
}
