//! The fields of the form, but for the operations.

use super::FormContext;
use super::components_field::ComponentsField;
use crate::ui::{Choice, FieldGroup, Glyph, Icon, SelectField, TextArea, TextField, field_id};
use domain::project::ProjectConfig;
use domain::words::{ChangeType, Effort, Priority};
use leptos::html::Input;
use leptos::prelude::*;

fn choices<T: Copy>(words: &[T], value: fn(T) -> &'static str, label: fn(T) -> &'static str) -> Signal<Vec<Choice>> {
    Signal::stored(words.iter().map(|w| Choice::new(value(*w), label(*w))).collect())
}

/// Project, title, type, description.
#[component]
pub fn WhatFields(context: FormContext, projects: Vec<ProjectConfig>, #[prop(optional)] fixed: bool) -> impl IntoView {
    let d = context.draft;
    let kinds = choices(ChangeType::ALL, ChangeType::as_str, ChangeType::label);
    let project = if projects.len() > 1 && !fixed {
        let keys =
            Signal::stored(projects.iter().map(|p| Choice::new(p.key.clone(), p.name.clone())).collect::<Vec<_>>());
        view! { <SelectField name="form[project]" label="Project" choices=keys bind=d.project required=true error=context.error("form[project]") /> }.into_any()
    } else {
        view! { <input type="hidden" name="form[project]" value=d.project.get_untracked() /> }.into_any()
    };
    let suggest = Callback::new(move |kind: String| d.suggest_operation(&kind));
    view! {
        <FieldGroup legend="What">
            {project}
            <TextField
                name="form[title]"
                label="Title"
                bind=d.title
                required=true
                maxlength=200_u32
                placeholder="Add a locale to users"
                error=context.error("form[title]")
            />
            <SelectField
                name="form[kind]"
                label="Type"
                choices=kinds
                blank="Choose a type"
                bind=d.kind
                on_change=suggest
                required=true
                hint="It decides which operations and components belong to the change, and which steps it has to pass."
                error=context.error("form[kind]")
            />
            <TextArea
                name="form[description]"
                label="Description"
                bind=d.description
                rows=5
                maxlength=20_000_u32
                hint="Why is it needed, who is waiting for it? Markdown is welcome."
                error=context.error("form[description]")
            />
        </FieldGroup>
    }
}

/// Components, tables, endpoints.
#[component]
pub fn WhereFields(context: FormContext, #[prop(into)] project: Signal<Option<ProjectConfig>>) -> impl IntoView {
    let d = context.draft;
    view! {
        <FieldGroup legend="Where">
            <ComponentsField context=context project=project />
            <div class="grid gap-4 sm:grid-cols-2">
                <TextArea
                    name="form[affectedTables]"
                    label="Affected tables"
                    bind=d.tables
                    rows=2
                    mono=true
                    hint="One a line, such as users or billing.invoices."
                    error=context.error("form[affectedTables]")
                />
                <TextArea
                    name="form[affectedEndpoints]"
                    label="Affected endpoints"
                    bind=d.endpoints
                    rows=2
                    mono=true
                    hint="One a line, such as GET /api/users/{id}."
                    error=context.error("form[affectedEndpoints]")
                />
            </div>
        </FieldGroup>
    }
}

/// Breaking or not, priority, effort, dependencies.
#[component]
pub fn RiskFields(context: FormContext) -> impl IntoView {
    let d = context.draft;
    let critical = move || d.priority.get() == Priority::Critical.as_str() || !context.live.get();
    view! {
        <FieldGroup legend="Risk and effort">
            <BreakingField context=context />
            <div class="grid gap-4 sm:grid-cols-2">
                <SelectField
                    name="form[priority]"
                    label="Priority"
                    choices=choices(Priority::ALL, Priority::as_str, Priority::label)
                    bind=d.priority
                    error=context.error("form[priority]")
                />
                <SelectField
                    name="form[estimatedEffort]"
                    label="Effort"
                    choices=choices(Effort::ALL, Effort::as_str, Effort::label)
                    blank="Not estimated yet"
                    bind=d.effort
                    error=context.error("form[estimatedEffort]")
                />
            </div>
            <div class:hidden=move || !critical()>
                <TextArea
                    name="form[justification]"
                    label="Why is it critical?"
                    bind=d.justification
                    rows=2
                    maxlength=2000_u32
                    hint="Needed for critical priority only. Reviewers read it first."
                    error=context.error("form[justification]")
                />
            </div>
            <TextField
                name="form[dependencies]"
                label="Waits for"
                bind=d.dependencies
                mono=true
                placeholder="CHG-12, CHG-15"
                hint="Changes that have to be finished first, separated by commas."
                error=context.error("form[dependencies]")
            />
        </FieldGroup>
    }
}

#[component]
fn BreakingField(context: FormContext) -> impl IntoView {
    const NAME: &str = "form[breakingChange]";
    let breaking = context.draft.breaking;
    let node = NodeRef::<Input>::new();
    Effect::new(move |seen: Option<()>| {
        let wanted = breaking.get();
        if let Some(node) = node.get() {
            match seen {
                None if node.checked() && !wanted => breaking.set(true),
                _ => node.set_checked(wanted),
            }
        }
    });
    let error = context.error(NAME);
    let checked = breaking.get_untracked();
    view! {
        <div>
            <label for=field_id(NAME) class="flex min-h-control cursor-pointer items-center gap-2.5">
                <input
                    node_ref=node
                    id=field_id(NAME)
                    class="size-4 shrink-0 cursor-pointer accent-accent touch:size-5"
                    type="checkbox"
                    name=NAME
                    value="on"
                    checked=checked
                    aria-describedby="breaking-hint"
                    on:change=move |event| breaking.set(event_target_checked(&event))
                />
                <span class="font-medium text-strong">"Breaking change"</span>
            </label>
            <p id="breaking-hint" class="ml-6.5 text-xs text-muted">
                "Code written for the old state stops working. It adds an architecture approval, a rollback plan and longer monitoring."
            </p>
            {move || {
                error.get().map(|e| view! {
                    <p class="mt-1 ml-6.5 flex gap-1 text-xs font-medium text-danger"><Glyph icon=Icon::CircleAlert class="mt-px size-3.5" />{e}</p>
                })
            }}
        </div>
    }
}
