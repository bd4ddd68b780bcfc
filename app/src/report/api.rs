//! What differs in the API document.

use super::findings::rich;
use super::model::ApiDifference;
use super::part;
use crate::ui::{Badge, Tone};
use leptos::prelude::*;

/// The section `#api`; nothing where there is no difference.
pub fn section(differences: &[ApiDifference]) -> Option<AnyView> {
    if differences.is_empty() {
        return None;
    }
    let breaking = differences.iter().filter(|d| d.breaking).count();
    let mut sorted: Vec<&ApiDifference> = differences.iter().collect();
    sorted.sort_by_key(|d| !d.breaking);
    let rows = sorted.into_iter().map(row).collect_view();
    let summary = format!("{} breaking, {} compatible", breaking, differences.len() - breaking);
    Some(part("api", "API", summary, breaking > 0, view! { <ul class="grid gap-2 px-4 pb-4">{rows}</ul> }).into_any())
}

fn row(difference: &ApiDifference) -> impl IntoView + use<> {
    let (tone, word) = if difference.breaking { (Tone::Danger, "Breaking") } else { (Tone::Success, "Compatible") };
    view! {
        <li class="grid gap-x-3 sm:grid-cols-[7rem_minmax(0,1fr)]">
            <span><Badge plain=true tone=tone>{word}</Badge></span>
            <p class="min-w-0 break-words">
                <code class="font-mono text-xs text-strong">{difference.subject.clone()}</code>
                " " <span class="text-normal">{rich(&difference.message)}</span>
                " " <span class="font-mono text-xs text-muted">{difference.place.text()}</span>
            </p>
        </li>
    }
}
