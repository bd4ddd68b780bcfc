//! Where a change stands, and for how long.

use crate::ui::{Clock, span};
use chrono::{DateTime, Utc};
use domain::words::Stage;
use leptos::prelude::*;

/// Eight marks, one a stage, with the stage's name and "2 of 5" for its steps.
#[component]
pub fn StageProgress(stage: Stage, done: i32, total: i32, #[prop(optional)] ended: bool) -> impl IntoView {
    let marks = Stage::ALL
        .iter()
        .map(|s| {
            let look = match s.index().cmp(&stage.index()) {
                _ if ended => "bg-control",
                std::cmp::Ordering::Less => "bg-success",
                std::cmp::Ordering::Equal => "bg-accent",
                std::cmp::Ordering::Greater => "bg-surface-3",
            };
            view! { <span class=format!("h-1 flex-1 rounded-full {look}")></span> }
        })
        .collect_view();
    view! {
        <span class="grid min-w-36 flex-1 gap-1.5">
            <span class="flex items-baseline justify-between gap-2 text-xs">
                <span class="font-medium text-strong">{stage.label()}</span>
                <span class="text-muted tabular-nums">{format!("{done} of {total}")}<span class="sr-only">" steps"</span></span>
            </span>
            <span class="flex gap-0.5" aria-hidden="true">{marks}</span>
        </span>
    }
}

/// How long since `since`, marked once it is more than a week.
#[component]
pub fn Age(since: DateTime<Utc>) -> impl IntoView {
    let clock = use_context::<Clock>();
    let gap = move || clock.map(|clock| clock.now.get().signed_duration_since(since).max(chrono::Duration::zero()));
    let words = move || gap().map(span).unwrap_or_default();
    let late = move || gap().is_some_and(|gap| gap.num_days() >= 7);
    view! {
        <span class="tabular-nums whitespace-nowrap" class:text-warning=late class:font-medium=late>
            {words}
        </span>
    }
}
