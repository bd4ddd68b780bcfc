//! What waits for the viewer.

use crate::components::list::Age;
use crate::components::words::PriorityBadge;
use crate::ui::{Badge, Button, Glyph, Icon, RowList, Size, Tone};
use domain::api::NeedsYou;
use leptos::prelude::*;

/// Approvals and steps, most urgent first.
#[component]
pub fn NeedsYouList(items: Vec<NeedsYou>) -> impl IntoView {
    if items.is_empty() {
        return view! {
            <p class="flex gap-2.5 px-4 py-3 text-muted">
                <Glyph icon=Icon::CircleCheck class="mt-0.5 size-4 text-success" />
                <span>
                    <span class="font-medium text-strong">"Nothing waits for you. "</span>
                    "Approvals you are asked for and steps you can do next appear here."
                </span>
            </p>
        }
        .into_any();
    }
    view! { <RowList label="Needs you">{items.into_iter().map(row).collect_view()}</RowList> }.into_any()
}

fn row(item: NeedsYou) -> impl IntoView {
    let key = item.change.key();
    let href = format!("/changes/{key}{}", if item.waiver.is_some() { "#waivers" } else { "" });
    let (icon, word) = match (item.waiver, item.approval) {
        (Some(_), _) => (Icon::ShieldAlert, "Waiver"),
        (None, true) => (Icon::ShieldCheck, "Approval"),
        (None, false) => (Icon::ListTodo, "Step"),
    };
    let action = if item.approval { "Review" } else { "Open" };
    view! {
        <li class="grid grid-cols-[auto_minmax(0,1fr)_auto] items-center gap-x-3 gap-y-1 px-4 py-2.5 transition-colors hover:bg-surface-2 sm:grid-cols-[auto_minmax(0,1fr)_auto_auto]">
            <Glyph icon=icon class="mt-1 size-4 self-start text-accent" />
            <div class="min-w-0">
                <a href=href.clone() class="font-medium text-strong no-underline hover:underline">
                    <span class="sr-only">{format!("{word}: ")}</span>
                    {item.step_title}
                </a>
                <p class="flex items-baseline gap-x-2 text-xs text-muted">
                    <span class="shrink-0 font-mono">{key}</span>
                    <span class="min-w-0 truncate">{item.change.title}</span>
                </p>
            </div>
            <div class="col-start-2 row-start-2 flex items-center gap-x-3 sm:col-start-3 sm:row-start-1">
                {item.approval.then(|| view! { <Badge tone=Tone::Info icon=icon>{word}</Badge> })}
                <span class="sm:w-20"><PriorityBadge priority=item.change.priority /></span>
                <span class="text-xs text-muted sm:w-20"><Age since=item.since /></span>
            </div>
            <Button size=Size::Small href=href class="col-start-3 row-span-2 row-start-1 sm:col-start-4 sm:row-span-1">{action}</Button>
        </li>
    }
}
