//! Keys of the keyboard.

use leptos::prelude::*;

/// A shortcut, keys separated by blanks: `<Kbd keys="Ctrl K" />`. Hidden on touch.
#[component]
pub fn Kbd(#[prop(into)] keys: String) -> impl IntoView {
    let keys = keys
        .split_whitespace()
        .map(|key| {
            view! {
                <kbd class="inline-flex h-4.5 min-w-4.5 items-center justify-center rounded-sm border border-line bg-surface-2 px-1 font-sans text-xs text-muted">
                    {key.to_owned()}
                </kbd>
            }
        })
        .collect_view();
    view! { <span class="inline-flex gap-0.5 touch:hidden">{keys}</span> }
}
