//! How far something has come.

use super::badge::Tone;
use leptos::prelude::*;

/// A bar with "3 of 5" beside it. `label` says what is counted, for assistive technology; `show_label` shows it, too.
#[component]
pub fn Progress(
    #[prop(into)] value: Signal<u32>,
    #[prop(into)] max: Signal<u32>,
    #[prop(into)] label: String,
    #[prop(optional)] show_label: bool,
    #[prop(optional)] tone: Option<Tone>,
    #[prop(optional, into)] class: String,
) -> impl IntoView {
    let colour = match tone {
        None => "text-accent-solid",
        Some(Tone::Neutral) => "text-neutral-solid",
        Some(Tone::Info) => "text-info-solid",
        Some(Tone::Success) => "text-success-solid",
        Some(Tone::Warning) => "text-warning-solid",
        Some(Tone::Danger) => "text-danger-solid",
    };
    let shown = show_label.then(|| label.clone());
    view! {
        <span class=format!("flex min-w-0 items-center gap-2 {class}")>
            {shown.map(|label| view! { <span class="text-xs text-muted" aria-hidden="true">{label}</span> })}
            <progress
                class=format!("ui-progress min-w-8 flex-1 {colour}")
                value=move || value.get().to_string()
                max=move || max.get().max(1).to_string()
                aria-label=label
            ></progress>
            <span class="text-xs whitespace-nowrap text-muted tabular-nums">
                {move || format!("{} of {}", value.get(), max.get())}
            </span>
        </span>
    }
}
