//! The five states of a list that shows no rows: loading, none yet, no match, not allowed, failed.

use super::{
    badge::Tone,
    button::{Button, Variant},
    icon::{Glyph, Icon},
    prop::Maybe,
};
use leptos::{children::ViewFnOnce, prelude::*};

/// What a skeleton stands for, so that nothing jumps when the content arrives.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Shape {
    /// Lines of text.
    #[default]
    Text,
    /// Rows of a table or list.
    Rows,
    /// Columns of a board.
    Columns,
    /// A row of figures.
    Figures,
    /// A page: heading, then a main and a side column.
    Page,
}

/// Grey blocks in the shape of what is to come. `count` rows, columns or lines.
#[component]
pub fn Skeleton(#[prop(optional)] shape: Shape, #[prop(default = 4)] count: usize) -> impl IntoView {
    let many = move |class: &'static str| {
        (0..count).map(|_| view! { <div class=format!("ui-bone {class}")></div> }).collect_view()
    };
    let blocks = match shape {
        Shape::Text => view! { <div class="ui-lines grid gap-2">{many("h-3.5")}</div> }.into_any(),
        Shape::Rows => {
            view! { <div class="divide-y divide-line">{(0..count).map(|_| row()).collect_view()}</div> }.into_any()
        }
        Shape::Columns => {
            view! { <div class="flex gap-3 overflow-hidden">{many("h-80 w-70 shrink-0")}</div> }.into_any()
        }
        Shape::Figures => view! { <div class="grid grid-cols-2 gap-3 lg:grid-cols-4">{many("h-24")}</div> }.into_any(),
        Shape::Page => view! {
            <div class="grid gap-4">
                <div class="ui-bone h-7 w-72 max-w-full"></div>
                <div class="grid gap-4 lg:grid-cols-[1fr_20rem]">
                    <div class="grid gap-4">{many("h-40")}</div>
                    <div class="ui-bone h-80"></div>
                </div>
            </div>
        }
        .into_any(),
    };
    view! {
        <div role="status" aria-busy="true">
            <span class="sr-only">"Loading…"</span>
            <div aria-hidden="true">{blocks}</div>
        </div>
    }
}

fn row() -> impl IntoView {
    view! {
        <div class="flex h-11 items-center gap-4 px-4 max-sm:h-24 max-sm:flex-wrap max-sm:content-center">
            <div class="ui-bone h-3.5 w-16"></div>
            <div class="ui-bone h-3.5 flex-1 max-sm:basis-full"></div>
            <div class="ui-bone h-3.5 w-24"></div>
        </div>
    }
}

/// The common face of the other four states: icon, title, text, actions.
#[component]
pub fn EmptyState(
    icon: Icon,
    #[prop(into)] title: String,
    #[prop(optional)] tone: Tone,
    #[prop(optional, into, name = "text")] Maybe(text): Maybe<String>,
    #[prop(optional_no_strip, into)] actions: Option<ViewFnOnce>,
    #[prop(optional)] alert: bool,
) -> impl IntoView {
    view! {
        <div class="flex flex-col items-center px-4 py-10 text-center" role=alert.then_some("alert")>
            <span class=format!("mb-3 inline-flex size-10 items-center justify-center rounded-full border {}", tone.fill())>
                <Glyph icon=icon class="size-5" />
            </span>
            <p class="text-md font-semibold text-strong">{title}</p>
            {text.map(|text| view! { <p class="mt-1 max-w-prose text-muted">{text}</p> })}
            {actions.map(|actions| view! { <div class="mt-4 flex flex-wrap justify-center gap-2">{actions.run()}</div> })}
        </div>
    }
}

/// Nothing exists yet. Say what will stand here, and give the action that makes the first one.
#[component]
pub fn NoneYet(
    #[prop(into)] title: String,
    #[prop(optional, into, name = "text")] Maybe(text): Maybe<String>,
    #[prop(default = Icon::Inbox)] icon: Icon,
    #[prop(optional, into)] actions: Option<ViewFnOnce>,
) -> impl IntoView {
    view! { <EmptyState icon=icon title=title text=text actions=actions /> }
}

/// There are some, but none matches the filters; `clear_href` is the list without them.
#[component]
pub fn NoMatch(
    #[prop(into)] clear_href: String,
    /// What was looked for: "changes".
    #[prop(into)]
    what: String,
) -> impl IntoView {
    view! {
        <EmptyState
            icon=Icon::Filter
            title=format!("No {what} match these filters")
            text="Loosen or clear the filters to see more."
            actions=ViewFnOnce::from(move || view! { <Button href=clear_href icon=Icon::X>"Clear filters"</Button> })
        />
    }
}

/// The viewer may not see this; `reason` says which right is missing and who can give it.
#[component]
pub fn NotAllowed(
    #[prop(optional, into, name = "reason")] Maybe(reason): Maybe<String>,
    #[prop(optional, into, name = "back_href")] Maybe(back_href): Maybe<String>,
) -> impl IntoView {
    let reason =
        reason.unwrap_or_else(|| "Your role does not include this. An administrator can change that.".to_owned());
    view! {
        <EmptyState
            icon=Icon::Lock
            tone=Tone::Warning
            title="You may not see this"
            text=reason
            actions=ViewFnOnce::from(move || {
                view! { <Button href=back_href.unwrap_or_else(|| "/".to_owned())>"Go back"</Button> }
            })
        />
    }
}

/// It went wrong. `reference` finds it in the server's log; `retry` is called by the button, which without it reloads `href`.
#[component]
pub fn Failed(
    #[prop(optional, into, name = "title")] Maybe(title): Maybe<String>,
    #[prop(optional, into, name = "message")] Maybe(message): Maybe<String>,
    #[prop(optional, into, name = "reference")] Maybe(reference): Maybe<String>,
    #[prop(optional_no_strip, into)] retry: Option<Callback<()>>,
    #[prop(optional, into, name = "href")] Maybe(href): Maybe<String>,
) -> impl IntoView {
    let message = message.unwrap_or_else(|| "Nothing was changed. Try again in a moment.".to_owned());
    let text = match reference {
        Some(reference) => format!("{message} Reference: {reference}"),
        None => message,
    };
    let actions = move || match retry {
        Some(retry) => view! {
            <Button icon=Icon::Refresh on_click=Callback::new(move |_| retry.run(()))>"Try again"</Button>
        }
        .into_any(),
        None => view! { <Button icon=Icon::Refresh href=href.unwrap_or_default()>"Try again"</Button> }.into_any(),
    };
    view! {
        <EmptyState
            icon=Icon::CircleAlert
            tone=Tone::Danger
            title=title.unwrap_or_else(|| "This could not be loaded".to_owned())
            text=text
            actions=ViewFnOnce::from(actions)
            alert=true
        />
    }
}

/// The address leads nowhere, or to something the viewer may not know of.
#[component]
pub fn NotFound(
    #[prop(optional, into, name = "what")] Maybe(what): Maybe<String>,
    #[prop(optional, into, name = "back_href")] Maybe(back_href): Maybe<String>,
) -> impl IntoView {
    let what = what.unwrap_or_else(|| "This page".to_owned());
    view! {
        <EmptyState
            icon=Icon::Search
            title=format!("{what} does not exist")
            text="It may have been renamed or removed, or you may not have access to it."
            actions=ViewFnOnce::from(move || {
                view! {
                    <Button variant=Variant::Secondary href=back_href.unwrap_or_else(|| "/".to_owned())>"Go back"</Button>
                }
            })
        />
    }
}
