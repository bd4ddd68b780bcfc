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
    let href = format!("/changes/{key}");
    let (icon, word) = if item.approval { (Icon::ShieldCheck, "Approval") } else { (Icon::ListTodo, "Step") };
    let action = if item.approval { "Review" } else { "Open" };
    view! {
        <li class="flex flex-wrap items-center gap-x-3 gap-y-2 px-4 py-2.5 transition-colors hover:bg-surface-2">
            <Glyph icon=icon class="size-4 self-start text-accent sm:mt-1" />
            <div class="min-w-0 flex-1 basis-52">
                <a href=href.clone() class="font-medium text-strong no-underline hover:underline">
                    <span class="sr-only">{format!("{word}: ")}</span>
                    {item.step_title}
                </a>
                <p class="flex flex-wrap items-center gap-x-2 text-xs text-muted">
                    <span class="font-mono">{key}</span>
                    <span class="min-w-0 truncate">{item.change.title}</span>
                </p>
            </div>
            {item.approval.then(|| view! { <Badge tone=Tone::Info icon=Icon::ShieldCheck>"Approval"</Badge> })}
            <span class="w-20"><PriorityBadge priority=item.change.priority /></span>
            <span class="w-20 text-xs text-muted"><Age since=item.change.stage_entered_at /></span>
            <Button size=Size::Small href=href>{action}</Button>
        </li>
    }
}
