//! Short status words.

use super::icon::{Glyph, Icon};
use super::prop::Maybe;
use leptos::prelude::*;

/// What a status means. Each tone has a text, a fill and a line colour, and a default icon: never colour alone.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Tone {
    /// No judgement.
    #[default]
    Neutral,
    /// Going on.
    Info,
    /// Good.
    Success,
    /// Needs care.
    Warning,
    /// Failed, blocked or dangerous.
    Danger,
}

impl Tone {
    /// The icon that says the same as the colour.
    pub const fn icon(self) -> Icon {
        match self {
            Tone::Neutral => Icon::Circle,
            Tone::Info => Icon::CircleDot,
            Tone::Success => Icon::CircleCheck,
            Tone::Warning => Icon::TriangleAlert,
            Tone::Danger => Icon::CircleX,
        }
    }
    /// Text colour class.
    pub const fn text(self) -> &'static str {
        match self {
            Tone::Neutral => "text-muted",
            Tone::Info => "text-info",
            Tone::Success => "text-success",
            Tone::Warning => "text-warning",
            Tone::Danger => "text-danger",
        }
    }
    /// Background class of bars and marks.
    pub const fn solid(self) -> &'static str {
        match self {
            Tone::Neutral => "bg-neutral-solid",
            Tone::Info => "bg-info-solid",
            Tone::Success => "bg-success-solid",
            Tone::Warning => "bg-warning-solid",
            Tone::Danger => "bg-danger-solid",
        }
    }
    /// Text, background and border classes of a filled area.
    pub const fn fill(self) -> &'static str {
        match self {
            Tone::Neutral => "bg-neutral-fill text-neutral border-neutral-line",
            Tone::Info => "bg-info-fill text-info border-info-line",
            Tone::Success => "bg-success-fill text-success border-success-line",
            Tone::Warning => "bg-warning-fill text-warning border-warning-line",
            Tone::Danger => "bg-danger-fill text-danger border-danger-line",
        }
    }
}

/// A status word with its icon. `icon` replaces the tone's own one; `plain` drops fill and border for dense rows.
#[component]
pub fn Badge(
    #[prop(optional)] tone: Tone,
    #[prop(optional, into, name = "icon")] Maybe(icon): Maybe<Icon>,
    #[prop(optional)] plain: bool,
    /// Longer text on hover.
    #[prop(optional, into, name = "title")]
    Maybe(title): Maybe<String>,
    #[prop(optional, into)] class: String,
    children: Children,
) -> impl IntoView {
    let look = if plain { tone.text().to_owned() } else { format!("h-5.5 border px-1.5 {}", tone.fill()) };
    view! {
        <span
            class=format!("inline-flex items-center gap-1 rounded align-middle text-xs font-medium whitespace-nowrap {look} {class}")
            title=title
        >
            <Glyph icon=icon.unwrap_or(tone.icon()) class="size-3.5" />
            {children()}
        </span>
    }
}

/// A number beside a heading, a tab or a navigation entry. `of` says what is counted, for assistive technology.
#[component]
pub fn Count(
    #[prop(into)] value: Signal<usize>,
    #[prop(optional, into, name = "of")] Maybe(of): Maybe<String>,
) -> impl IntoView {
    view! {
        <span class="inline-flex h-4.5 min-w-4.5 items-center justify-center rounded-full bg-surface-3 px-1.5 text-xs font-medium text-normal tabular-nums">
            {move || value.get()}
            {of.map(|of| view! { <span class="sr-only">{format!(" {of}")}</span> })}
        </span>
    }
}
