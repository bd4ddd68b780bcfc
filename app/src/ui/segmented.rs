//! Tabs and segmented controls: a choice between views of the same thing.

use super::{
    badge::Count,
    field::{Choice, field_id},
    icon::{Glyph, Icon},
};
use leptos::prelude::*;

/// One tab: a link, so that the URL says which view is open.
#[derive(Clone, Debug, Default)]
pub struct Tab {
    /// The word.
    pub label: String,
    /// Where it leads.
    pub href: String,
    /// Whether it is open now.
    pub current: bool,
    /// A number beside the word.
    pub count: Option<usize>,
    /// An icon before the word.
    pub icon: Option<Icon>,
}

impl Tab {
    /// A tab.
    pub fn new(label: impl Into<String>, href: impl Into<String>, current: bool) -> Self {
        Self { label: label.into(), href: href.into(), current, ..Self::default() }
    }
    /// With a number.
    pub fn count(mut self, count: usize) -> Self {
        self.count = Some(count);
        self
    }
    /// With an icon.
    pub fn icon(mut self, icon: Icon) -> Self {
        self.icon = Some(icon);
        self
    }
}

/// Underlined tabs for the main views of a page; they scroll sideways when there is no room.
#[component]
pub fn Tabs(
    #[prop(into)] label: String,
    #[prop(into)] tabs: Signal<Vec<Tab>>,
    #[prop(optional, into)] class: String,
) -> impl IntoView {
    const LOOK: &str = "-mb-px inline-flex min-h-control items-center gap-1.5 border-b-2 px-1 pb-1 text-base font-medium whitespace-nowrap \
        no-underline transition-colors";
    let item = |tab: Tab| {
        let look =
            if tab.current { "border-accent text-strong" } else { "border-transparent text-muted hover:text-strong" };
        view! {
            <a href=tab.href class=format!("{LOOK} {look}") aria-current=tab.current.then_some("page")>
                {tab.icon.map(|icon| view! { <Glyph icon=icon /> })} {tab.label}
                {tab.count.map(|count| view! { <Count value=count /> })}
            </a>
        }
    };
    view! {
        <nav aria-label=label class=format!("ui-scroll-x flex gap-4 border-b border-line {class}")>
            {move || tabs.get().into_iter().map(item).collect_view()}
        </nav>
    }
}

const GROUP: &str = "inline-flex max-w-full overflow-x-auto rounded border border-line bg-surface-2 p-0.5";
const SEGMENT: &str = "inline-flex min-h-[calc(var(--control)-6px)] touch:min-h-11 cursor-pointer items-center gap-1.5 rounded-sm border px-2.5 \
    text-base font-medium whitespace-nowrap no-underline transition-colors";

/// A segmented control of links, for a small choice such as board or list.
#[component]
pub fn Segmented(
    #[prop(into)] label: String,
    #[prop(into)] tabs: Signal<Vec<Tab>>,
    #[prop(optional, into)] class: String,
) -> impl IntoView {
    let item = |tab: Tab| {
        let look = if tab.current {
            "border-line-strong bg-surface-1 text-strong"
        } else {
            "border-transparent text-muted hover:text-strong"
        };
        view! {
            <a href=tab.href class=format!("{SEGMENT} {look}") aria-current=tab.current.then_some("true")>
                {tab.icon.map(|icon| view! { <Glyph icon=icon /> })} {tab.label}
                {tab.count.map(|count| view! { <Count value=count /> })}
            </a>
        }
    };
    view! {
        <nav aria-label=label class=format!("{GROUP} {class}")>
            {move || tabs.get().into_iter().map(item).collect_view()}
        </nav>
    }
}

/// A segmented control of radio buttons, as part of a form.
#[component]
pub fn SegmentedField(
    #[prop(into)] name: String,
    #[prop(into)] label: String,
    choices: Vec<Choice>,
    #[prop(optional, into)] value: String,
    #[prop(optional)] hide_label: bool,
    #[prop(optional, into)] on_change: Option<Callback<String>>,
    #[prop(optional, into)] class: String,
) -> impl IntoView {
    let id = field_id(&name);
    let options = choices
        .into_iter()
        .enumerate()
        .map(|(index, choice)| {
            let sent = choice.value.clone();
            view! {
                <label class=format!(
                    "{SEGMENT} relative border-transparent text-muted has-checked:border-line-strong has-checked:bg-surface-1 \
                     has-checked:text-strong has-focus-visible:outline-2 has-focus-visible:outline-focus",
                )>
                    <input
                        id=if index == 0 { id.clone() } else { format!("{id}-{index}") }
                        class="absolute inset-0 cursor-pointer opacity-0"
                        type="radio"
                        name=name.clone()
                        checked=choice.value == value
                        value=choice.value
                        disabled=choice.disabled
                        on:change=move |_| {
                            if let Some(on_change) = on_change {
                                on_change.run(sent.clone());
                            }
                        }
                    />
                    {choice.label}
                </label>
            }
        })
        .collect_view();
    view! {
        <fieldset class=format!("min-w-0 {class}")>
            <legend class=if hide_label { "sr-only" } else { "mb-1 font-medium text-strong" }>{label}</legend>
            <div class=GROUP>{options}</div>
        </fieldset>
    }
}
