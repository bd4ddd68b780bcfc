//! The steps of a change as a list by stage. Everything works here without scripts.

use super::people::done_by;
use super::state::ChangeState;
use super::step_panel::StepPanel;
use super::tone;
use crate::ui::{Badge, Glyph, Icon};
use domain::words::{Stage, StepStatus};
use leptos::prelude::*;

/// Stages in order, each with its steps; a step unfolds to its forms. `open` is the step unfolded at first.
#[component]
pub fn StepsList(#[prop(into)] open: Signal<Option<String>>) -> impl IntoView {
    let state = ChangeState::expect();
    let stages = state.part(|d| {
        let of = |stage: Stage| {
            let steps: Vec<String> =
                d.steps.iter().filter(|s| s.step.stage == stage).map(|s| s.step.id.clone()).collect();
            (stage, steps)
        };
        Stage::ALL.iter().map(|s| of(*s)).filter(|(_, steps)| !steps.is_empty()).collect::<Vec<_>>()
    });
    view! {
        <For each=move || stages.get() key=|(stage, steps)| (*stage, steps.clone()) let((stage, steps))>
            <StageGroup stage=stage steps=steps open=open />
        </For>
    }
}

#[component]
fn StageGroup(stage: Stage, steps: Vec<String>, open: Signal<Option<String>>) -> impl IntoView {
    let state = ChangeState::expect();
    let facts = state.part(move |d| {
        let mine = || d.steps.iter().filter(|s| s.step.stage == stage && s.step.not_applicable.is_none());
        (mine().filter(|s| s.step.completion.is_some()).count(), mine().count(), d.change.stage == stage)
    });
    let heading = format!("stage-{stage}");
    let labelled = heading.clone();
    view! {
        <section aria-labelledby=labelled class="border-t border-line first:border-t-0">
            <div class="flex min-h-9 items-center gap-2 bg-surface-2 px-4">
                <h3 id=heading class="text-xs font-semibold text-strong">{stage.label()}</h3>
                <span class="text-xs text-muted tabular-nums">{move || { let (done, all, _) = facts.get(); format!("{done} of {all}") }}</span>
                {move || facts.get().2.then(|| view! { <span class="text-xs font-medium text-accent">"Current stage"</span> })}
            </div>
            <ul class="divide-y divide-line">
                {steps.into_iter().map(|id| view! { <StepRow id=id open=open /> }).collect_view()}
            </ul>
        </section>
    }
}

#[component]
fn StepRow(id: String, open: Signal<Option<String>>) -> impl IntoView {
    let state = ChangeState::expect();
    let step = state.step(&id);
    let row_id = format!("step-{id}");
    let look = {
        let row_id = row_id.clone();
        move || {
            if state.is_altered(&row_id) {
                "scroll-mt-16 bg-accent-fill transition-colors"
            } else {
                "scroll-mt-16 transition-colors"
            }
        }
    };
    let is_open = move || open.with(|open| open.as_deref() == Some(id.as_str()));
    let face = move || {
        step.get().map(|s| {
            let (tone, icon) = tone::of_step(s.status);
            let title = if s.status == StepStatus::NotApplicable { "text-muted" } else { "text-strong" };
            let who = match s.step.completion {
                Some(_) if s.step.automatic => String::new(),
                Some(_) => state.view.with_untracked(|v| done_by(&s.step, &v.detail.evidence)),
                None => s.step.owner.label().to_owned(),
            };
            view! {
                <Badge plain=true tone=tone icon=icon class="shrink-0 justify-start sm:w-27"><span class="max-sm:sr-only">{s.status.label()}</span></Badge>
                <span class=format!("min-w-0 flex-1 basis-40 font-medium break-words {title}")>{s.step.title.clone()}</span>
                {s.step.is_approval().then(|| view! { <Badge plain=true icon=Icon::ThumbsUp>"Approval"</Badge> })}
                {s.step.automatic.then(|| view! { <Badge plain=true icon=Icon::Zap>"Automatic"</Badge> })}
                {(!who.is_empty()).then(|| view! { <span class="text-xs text-muted">{who}</span> })}
            }
        })
    };
    view! {
        <li id=row_id class=look>
            <details class="ui-disclosure" open=is_open>
                <summary class="flex min-h-11 cursor-pointer list-none items-center gap-2 px-4 py-1.5 hover:bg-surface-2">
                    <Glyph icon=Icon::ChevronRight class="ui-chevron size-4 text-muted" />
                    <span class="flex min-w-0 flex-1 flex-wrap items-center gap-x-3 gap-y-1">{face}</span>
                </summary>
                <div class="px-4 pt-1 pb-4 sm:pl-10"><div class="max-w-[36rem]"><StepPanel step=step prefix="list" /></div></div>
            </details>
        </li>
    }
}
