//! The affected components as check boxes.

use super::FormContext;
use crate::ui::{Glyph, Icon, field_id};
use domain::project::ProjectConfig;
use leptos::html::Input;
use leptos::prelude::*;

const NAME: &str = "form[affectedComponents][]";

/// One box a component of the project, with layer and team.
#[component]
pub fn ComponentsField(context: FormContext, #[prop(into)] project: Signal<Option<ProjectConfig>>) -> impl IntoView {
    let error = context.error(NAME);
    let boxes = move || {
        let components = project.get().map(|p| p.components).unwrap_or_default();
        components
            .into_iter()
            .enumerate()
            .map(|(i, c)| view! { <OneBox context=context first=i == 0 name=c.name layer=c.layer.label() team=c.team /> })
            .collect_view()
    };
    view! {
        <fieldset class="min-w-0">
            <legend class="mb-1 font-medium text-strong">"Affected components"</legend>
            <div class="grid gap-x-4 sm:grid-cols-2">{boxes}</div>
            {move || error.get().map(|e| view! { <p class="mt-1 flex gap-1 text-xs font-medium text-danger"><Glyph icon=Icon::CircleAlert class="mt-px size-3.5" />{e}</p> })}
        </fieldset>
    }
}

#[component]
fn OneBox(context: FormContext, first: bool, name: String, layer: &'static str, team: String) -> impl IntoView {
    let chosen = context.draft.components;
    let node = NodeRef::<Input>::new();
    let (held, sent, value) = (name.clone(), name.clone(), name.clone());
    let checked = chosen.with_untracked(|c| c.contains(&name));
    let put = move |on: bool| {
        chosen.update(|c| {
            c.retain(|n| *n != sent);
            if on {
                c.push(sent.clone());
            }
        });
    };
    let listen = put.clone();
    // A box ticked before WASM arrived counts; afterwards the signal leads.
    Effect::new(move |seen: Option<()>| {
        let wanted = chosen.with(|c| c.contains(&held));
        if let Some(node) = node.get() {
            match seen {
                None if node.checked() && !wanted => put(true),
                _ => node.set_checked(wanted),
            }
        }
    });
    let id = if first { field_id(NAME) } else { field_id(&format!("{NAME}{name}")) };
    let target = id.clone();
    view! {
        <label for=target class="flex min-h-control cursor-pointer items-center gap-2.5 py-0.5">
            <input
                node_ref=node
                id=id
                class="size-4 shrink-0 cursor-pointer accent-accent touch:size-5"
                type="checkbox"
                name=NAME
                value=value
                checked=checked
                on:change=move |event| listen(event_target_checked(&event))
            />
            <span class="min-w-0 truncate text-strong">{name}</span>
            <span class="truncate text-xs text-muted">{format!("{layer}, {team}")}</span>
        </label>
    }
}
