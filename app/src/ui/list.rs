//! Lists: properties, checks with reasons, history.

use super::{
    badge::Tone,
    icon::{Glyph, Icon},
    prop::Maybe,
};
use leptos::{children::ViewFnOnce, prelude::*};

/// Names and values, one [`Property`] each; `wide` puts them in two columns where there is room.
#[component]
pub fn Properties(
    #[prop(optional)] wide: bool,
    #[prop(optional, into)] class: String,
    children: Children,
) -> impl IntoView {
    let columns = if wide { "sm:grid-cols-2 gap-x-8" } else { "" };
    view! { <dl class=format!("grid gap-y-2.5 {columns} {class}")>{children()}</dl> }
}

/// One name and its value.
#[component]
pub fn Property(#[prop(into)] label: String, #[prop(optional)] stacked: bool, children: Children) -> impl IntoView {
    let look = if stacked { "grid gap-0.5" } else { "grid grid-cols-[6.5rem_minmax(0,1fr)] items-baseline gap-2" };
    view! {
        <div class=format!("min-w-0 {look}")>
            <dt class="min-w-0 break-words text-muted">{label}</dt>
            <dd class="min-w-0 break-words text-strong">{children()}</dd>
        </div>
    }
}

/// A list of [`CheckRow`]s or other rows, separated by hairlines.
#[component]
pub fn RowList(
    #[prop(optional, into, name = "label")] Maybe(label): Maybe<String>,
    #[prop(optional, into)] class: String,
    children: Children,
) -> impl IntoView {
    view! { <ul class=format!("divide-y divide-line {class}") aria-label=label>{children()}</ul> }
}

/// One thing that is passed, failed or waited for: title, reason, who has to act, and the way on at the right.
#[component]
pub fn CheckRow(
    #[prop(optional)] tone: Tone,
    #[prop(optional, into, name = "icon")] Maybe(icon): Maybe<Icon>,
    /// The state in a word: "Failed".
    #[prop(into)]
    state: String,
    #[prop(into)] title: String,
    #[prop(optional, into, name = "reason")] Maybe(reason): Maybe<String>,
    /// Who has to act: "Owner: database team".
    #[prop(optional, into, name = "owner")]
    Maybe(owner): Maybe<String>,
    #[prop(optional, into, name = "id")] Maybe(id): Maybe<String>,
    #[prop(optional, into)] actions: Option<ViewFnOnce>,
) -> impl IntoView {
    let icon = icon.unwrap_or(if tone == Tone::Neutral { Icon::CircleDashed } else { tone.icon() });
    view! {
        <li id=id class="flex scroll-mt-16 flex-wrap items-start gap-x-3 gap-y-2 px-4 py-2.5">
            <Glyph icon=icon class=format!("mt-0.5 size-4 {}", tone.text()) />
            <div class="min-w-0 flex-1 basis-56">
                <p class="flex flex-wrap items-baseline gap-x-2">
                    <span class="font-medium text-strong">{title}</span>
                    <span class=format!("text-xs font-medium {}", tone.text())>{state}</span>
                </p>
                {reason.map(|reason| view! { <p class="break-words text-normal">{reason}</p> })}
                {owner.map(|owner| view! { <p class="text-xs text-muted">{owner}</p> })}
            </div>
            {actions.map(|actions| view! { <div class="flex flex-wrap items-center gap-2">{actions.run()}</div> })}
        </li>
    }
}

/// A history, newest first or last as given, of [`TimelineItem`]s.
#[component]
pub fn Timeline(
    #[prop(into)] label: String,
    #[prop(optional, into)] class: String,
    children: Children,
) -> impl IntoView {
    view! { <ol class=format!("ui-timeline {class}") aria-label=label>{children()}</ol> }
}

/// One entry of a history. `time` stands at the right.
#[component]
pub fn TimelineItem(
    icon: Icon,
    #[prop(optional)] tone: Tone,
    #[prop(optional, into)] time: Option<ViewFnOnce>,
    #[prop(optional, into, name = "id")] Maybe(id): Maybe<String>,
    children: Children,
) -> impl IntoView {
    view! {
        <li id=id class="ui-timeline-item relative flex gap-3 pb-4 last:pb-0">
            <span class=format!("relative inline-flex size-6 shrink-0 items-center justify-center rounded-full border {}", tone.fill())>
                <Glyph icon=icon class="size-3.5" />
            </span>
            <div class="flex min-w-0 flex-1 flex-wrap items-baseline gap-x-2 pt-0.5">
                <div class="min-w-0 flex-1 basis-48 break-words">{children()}</div>
                {time.map(|time| view! { <span class="text-xs text-muted">{time.run()}</span> })}
            </div>
        </li>
    }
}
