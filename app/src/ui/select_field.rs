//! Selects.

use super::{
    field::{CONTROL, Choice, Field, described, field_id, follow, heard},
    icon::{Glyph, Icon},
    prop::Maybe,
};
use leptos::prelude::*;

/// A native select. `blank` adds a first, empty choice with that label.
#[component]
pub fn SelectField(
    #[prop(into)] name: String,
    #[prop(into)] label: String,
    #[prop(into)] choices: Signal<Vec<Choice>>,
    #[prop(optional, into)] value: String,
    #[prop(optional, into)] bind: Option<RwSignal<String>>,
    #[prop(optional, into)] on_change: Option<Callback<String>>,
    #[prop(optional, into, name = "blank")] Maybe(blank): Maybe<String>,
    #[prop(optional, into)] hint: MaybeProp<String>,
    #[prop(optional, into)] error: MaybeProp<String>,
    #[prop(optional)] required: bool,
    #[prop(optional)] disabled: bool,
    #[prop(optional)] hide_label: bool,
    #[prop(optional, into, name = "id")] Maybe(id): Maybe<String>,
    #[prop(optional, into)] class: String,
) -> impl IntoView {
    let id = id.unwrap_or_else(|| field_id(&name));
    follow(id.clone(), bind);
    let value = bind.map_or(value, |bind| bind.get_untracked());
    let described = described(&id, hint, error);
    let blank_chosen = value.is_empty();
    let options = move || {
        let value = bind.map_or_else(|| value.clone(), |bind| bind.get_untracked());
        choices
            .get()
            .into_iter()
            .map(|choice| {
                let selected = choice.value == value;
                view! { <option value=choice.value selected=selected disabled=choice.disabled>{choice.label}</option> }
            })
            .collect_view()
    };
    view! {
        <Field id=id.clone() label=label hint=hint error=error required=required hide_label=hide_label class=class>
            <div class="relative">
                <select
                    id=id
                    class=format!("h-control appearance-none pr-8! {CONTROL}")
                    name=name
                    required=required
                    disabled=disabled
                    aria-invalid=move || error.with(Option::is_some).then_some("true")
                    aria-describedby=described
                    on:change=move |event| heard(bind, on_change, event_target_value(&event))
                >
                    {blank.map(|blank| view! { <option value="" selected=blank_chosen>{blank}</option> })}
                    {options}
                </select>
                <span class="pointer-events-none absolute inset-y-0 right-2.5 flex items-center text-muted">
                    <Glyph icon=Icon::ChevronDown />
                </span>
            </div>
        </Field>
    }
}
