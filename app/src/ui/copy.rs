//! Copying a text.

use super::{
    badge::Tone,
    browser,
    icon::{Glyph, Icon},
    prop::Maybe,
    toast::Announcer,
};
use leptos::prelude::*;

/// An id or a digest in monospace with a button that copies it. `shown` is a shorter form to display.
#[component]
pub fn CopyText(
    #[prop(into)] text: String,
    /// What it is: "Change id".
    #[prop(into)]
    label: String,
    #[prop(optional, into, name = "shown")] Maybe(shown): Maybe<String>,
    #[prop(optional, into)] class: String,
) -> impl IntoView {
    let copied = RwSignal::new(false);
    let announcer = Announcer::expect();
    let title = text.clone();
    let shown = shown.unwrap_or_else(|| text.clone());
    let said = label.clone();
    let copy = move |_| {
        let said = said.clone();
        browser::copy_text(&text, move |worked| {
            if worked {
                copied.set(true);
                announcer.say(format!("{said} copied"));
                browser::after(1500, move || {
                    copied.try_set(false);
                });
            } else {
                announcer.toast(Tone::Danger, format!("{said} could not be copied: the browser does not allow it"));
            }
        });
    };
    view! {
        <button
            type="button"
            class=format!(
                "group inline-flex min-h-6 max-w-full min-w-0 cursor-pointer items-center gap-1.5 rounded-sm font-mono text-xs text-normal hover:text-strong touch:min-h-11 {class}",
            )
            title=title
            on:click=copy
        >
            <span class="sr-only">{format!("Copy {label}: ")}</span>
            <span class="truncate">{shown}</span>
            {move || {
                let (icon, class) = if copied.get() { (Icon::Check, "size-3.5 text-success") } else { (Icon::Copy, "size-3.5 text-muted") };
                view! { <Glyph icon=icon class=class /> }
            }}
        </button>
    }
}
