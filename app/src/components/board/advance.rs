//! What a change still needs before its next stage: what a drop on that stage opens.

use crate::components::change::{tone, waits};
use crate::ui::{Badge, Button, Icon, Notice, Size, Tone};
use domain::api::{ChangeDetail, StepView};
use domain::words::StepStatus;
use leptos::prelude::*;

/// "2 steps to do before Planning", each with the way to do it.
#[component]
pub fn Advance(detail: ChangeDetail) -> impl IntoView {
    let change = &detail.change;
    let key = change.key();
    let next = change.stage.next().map_or("closing", |s| s.label());
    let open: Vec<StepView> = detail
        .steps
        .iter()
        .filter(|s| s.step.stage == change.stage && s.step.is_required() && !s.step.is_settled())
        .cloned()
        .collect();
    let heading = match open.len() {
        0 => format!("Nothing is left to do before {next}."),
        1 => format!("1 step to do before {next}"),
        n => format!("{n} steps to do before {next}"),
    };
    let why = change
        .status_reason
        .clone()
        .map(|why| view! { <Notice tone=Tone::Warning title=change.status.label() class="mb-3">{why}</Notice> });
    let rows = open.into_iter().map(|s| row(&key, s)).collect_view();
    view! {
        {why}
        <p class="font-medium text-strong">{format!("{} {}", key, change.title)}</p>
        <p class="mb-2 text-muted">{format!("{heading}. A stage passes by itself when its last required step is done.")}</p>
        <ul class="divide-y divide-line rounded border border-line">{rows}</ul>
        <p class="mt-3"><a class="link" href=format!("/changes/{key}")>{format!("Open {key}")}</a></p>
    }
}

fn row(key: &str, s: StepView) -> impl IntoView + use<> {
    let (tone, icon) = tone::of_step(s.status);
    let id = s.step.id.clone();
    let href = format!("/changes/{key}?view=list&step={id}#step-{id}");
    let open = matches!(s.status, StepStatus::Ready | StepStatus::InProgress);
    let line = match (open, s.complete.allowed) {
        (false, _) => waits(&s),
        (true, true) => s.step.hint.clone(),
        (true, false) => s.complete.reason.clone().unwrap_or_default(),
    };
    let verb = if s.step.is_approval() { "Decide" } else { "Complete" };
    let spoken = s.step.title.clone();
    let action = (open && s.complete.allowed).then(|| {
        view! { <Button size=Size::Small icon=Icon::Check href=href>{verb} <span class="sr-only">{format!(" {spoken}")}</span></Button> }
    });
    view! {
        <li class="flex flex-wrap items-center gap-x-3 gap-y-1 px-3 py-2">
            <div class="min-w-0 flex-1 basis-48">
                <p class="flex flex-wrap items-center gap-2 font-medium text-strong">{s.step.title.clone()} <Badge plain=true tone=tone icon=icon>{s.status.label()}</Badge></p>
                <p class="text-xs text-muted">{line}</p>
            </div>
            {action}
        </li>
    }
}
