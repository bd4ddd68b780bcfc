//! Roles per project as check boxes.

use crate::ui::CheckboxField;
use domain::words::Role;
use leptos::prelude::*;
use std::collections::{BTreeMap, BTreeSet};

/// One group a project; `prefix` keeps the ids of several forms apart.
#[component]
pub fn RolesField(
    #[prop(into)] prefix: String,
    projects: Vec<(String, String)>,
    #[prop(optional)] held: BTreeMap<String, BTreeSet<Role>>,
) -> impl IntoView {
    projects
        .into_iter()
        .map(|(key, name)| {
            let has = held.get(&key).cloned().unwrap_or_default();
            let boxes = Role::ALL
                .iter()
                .map(|role| {
                    let id = format!("{prefix}-{key}-{role}");
                    view! { <CheckboxField name="held[]" id=id value=format!("{key}:{role}") label=role.label() checked=has.contains(role) /> }
                })
                .collect_view();
            view! {
                <fieldset>
                    <legend class="mb-1 font-medium text-strong">{format!("Roles in {name}")}</legend>
                    <input type="hidden" name="projects[]" value=key />
                    <div class="grid grid-cols-2 gap-x-4 sm:grid-cols-4">{boxes}</div>
                </fieldset>
            }
        })
        .collect_view()
}
