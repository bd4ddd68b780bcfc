//! Beside the form: what is missing, and what the change will bring about.

use super::FormContext;
use crate::components::words::RiskBadge;
use crate::ui::{Card, Disclosure, Glyph, Icon, Properties, Property, field_id};
use leptos::prelude::*;

/// Validation, team, risk, operations and steps, while typing.
#[component]
pub fn SidePanel(context: FormContext) -> impl IntoView {
    view! {
        <div class="grid gap-4 lg:sticky lg:top-16">
            <Card title="Check" id="check" icon=Icon::ListTodo>
                {move || validation(context)}
            </Card>
            <Card title="What follows" id="outcome" icon=Icon::Branch>
                {move || outcome(context)}
            </Card>
        </div>
    }
}

fn validation(context: FormContext) -> AnyView {
    let judgement = context.judgement.get();
    if judgement.problems.is_empty() {
        return view! {
            <p class="flex items-center gap-2 font-medium text-success"><Glyph icon=Icon::CircleCheck /> "Ready to submit"</p>
        }
        .into_any();
    }
    let form = context.draft.get();
    let ids: Vec<usize> = context.draft.rows.get().iter().map(|row| row.id).collect();
    let items = judgement
        .problems
        .into_iter()
        .map(|problem| {
            let text = match super::field_of(&problem.pointer, &form, &ids) {
                Some(name) => view! { <a href=format!("#{}", field_id(&name)) class="text-normal no-underline hover:underline">{problem.message}</a> }.into_any(),
                None => problem.message.into_any(),
            };
            view! {
                <li class="flex gap-2"><Glyph icon=Icon::CircleDashed class="mt-0.5 size-4 text-muted" /><span class="min-w-0 break-words">{text}</span></li>
            }
        })
        .collect_view();
    view! { <ul class="grid gap-2" aria-label="Still to do">{items}</ul> }.into_any()
}

fn outcome(context: FormContext) -> AnyView {
    let judgement = context.judgement.get();
    let (Some((team, reason)), Some(risk)) = (judgement.team, judgement.risk) else {
        return view! { <p class="text-muted">"Choose a type to see team, risk and steps."</p> }.into_any();
    };
    let count: usize = judgement.steps.iter().map(|(_, titles)| titles.len()).sum();
    let stages = judgement
        .steps
        .into_iter()
        .filter(|(_, titles)| !titles.is_empty())
        .map(|(stage, titles)| {
            let titles = titles.into_iter().map(|t| view! { <li>{t}</li> }).collect_view();
            view! { <li><p class="text-xs font-medium text-muted">{stage.label()}</p><ul class="list-disc pl-4">{titles}</ul></li> }
        })
        .collect_view();
    let none = judgement
        .operations
        .is_empty()
        .then(|| view! { <span class="text-muted">"No operation is complete yet"</span> });
    let operations =
        judgement.operations.into_iter().map(|o| view! { <li class="break-words">{o}</li> }).collect_view();
    let reasons = risk.reasons.into_iter().map(|r| view! { <p class="text-xs text-muted">{r}</p> }).collect_view();
    view! {
        <Properties>
            <Property label="Team"><p>{team}</p><p class="text-xs text-muted">{reason}</p></Property>
            <Property label="Risk"><RiskBadge risk=risk.risk />{reasons}</Property>
            <Property label="Operations">{none}<ul class="font-mono text-xs">{operations}</ul></Property>
            <Property label="Steps">
                <Disclosure summary=format!("{count} steps in 8 stages")><ol class="grid gap-2">{stages}</ol></Disclosure>
            </Property>
        </Properties>
    }
    .into_any()
}
