//! Checkboxes and radio buttons.

use super::{
    field::{Choice, HINT, LABEL, described, error_line, field_id, required_mark},
    prop::Maybe,
};
use leptos::prelude::*;

/// A checkbox with its label at the right. The form sends `value` (`true` when left out) or nothing.
#[component]
pub fn CheckboxField(
    #[prop(into)] name: String,
    #[prop(into)] label: String,
    #[prop(optional, into, name = "value")] Maybe(value): Maybe<String>,
    #[prop(optional)] checked: bool,
    #[prop(optional, into)] on_change: Option<Callback<bool>>,
    #[prop(optional, into)] hint: MaybeProp<String>,
    #[prop(optional, into)] error: MaybeProp<String>,
    #[prop(optional)] required: bool,
    #[prop(optional)] disabled: bool,
    #[prop(optional, into, name = "id")] Maybe(id): Maybe<String>,
    #[prop(optional, into)] class: String,
) -> impl IntoView {
    let id = id.unwrap_or_else(|| field_id(&name));
    let described = described(&id, hint, error);
    let (hint_id, error_id) = (format!("{id}-hint"), format!("{id}-error"));
    let target = id.clone();
    view! {
        <div class=format!("min-w-0 {class}")>
            <label for=target class=OPTION>
                <input
                    id=id
                    class=TICK
                    type="checkbox"
                    name=name
                    value=value.unwrap_or_else(|| "true".to_owned())
                    checked=checked
                    required=required
                    disabled=disabled
                    aria-invalid=move || error.with(Option::is_some).then_some("true")
                    aria-describedby=described
                    on:change=move |event| {
                        if let Some(on_change) = on_change {
                            on_change.run(event_target_checked(&event));
                        }
                    }
                />
                <span class="text-strong">{label} {required.then(required_mark)}</span>
            </label>
            {move || hint.get().map(|hint| view! { <p id=hint_id.clone() class="ml-6.5 text-xs text-muted touch:ml-7.5">{hint}</p> })}
            {move || error.get().map(|error| error_line(error_id.clone(), error))}
        </div>
    }
}

const OPTION: &str = "flex min-h-control-sm cursor-pointer items-center gap-2.5 py-0.5";
const TICK: &str = "size-4 shrink-0 cursor-pointer accent-accent touch:size-5";

/// Radio buttons for few choices; `inline` puts them in a row.
#[component]
pub fn RadioGroup(
    #[prop(into)] name: String,
    #[prop(into)] label: String,
    choices: Vec<Choice>,
    #[prop(optional, into)] value: String,
    #[prop(optional, into)] on_change: Option<Callback<String>>,
    #[prop(optional, into)] hint: MaybeProp<String>,
    #[prop(optional, into)] error: MaybeProp<String>,
    #[prop(optional)] required: bool,
    #[prop(optional)] inline: bool,
    #[prop(optional, into)] class: String,
) -> impl IntoView {
    let id = field_id(&name);
    let described = described(&id, hint, error);
    let (hint_id, error_id) = (format!("{id}-hint"), format!("{id}-error"));
    let options = choices
        .into_iter()
        .enumerate()
        .map(|(index, choice)| {
            let sent = choice.value.clone();
            let option_id = if index == 0 { id.clone() } else { format!("{id}-{index}") };
            let hinted = choice.hint.is_some();
            let aria = hinted.then(|| format!("{option_id}-more"));
            let more_id = aria.clone();
            view! {
                <label class=format!("{OPTION} {}", if hinted { "items-start!" } else { "" })>
                    <input
                        id=option_id
                        class=format!("{TICK} {}", if hinted { "mt-0.5" } else { "" })
                        type="radio"
                        name=name.clone()
                        checked=choice.value == value
                        value=choice.value
                        required=required
                        disabled=choice.disabled
                        aria-describedby=aria
                        on:change=move |_| {
                            if let Some(on_change) = on_change {
                                on_change.run(sent.clone());
                            }
                        }
                    />
                    <span class="min-w-0">
                        <span class="block text-strong">{choice.label}</span>
                        {choice.hint.map(|hint| view! { <span id=more_id class="block text-xs text-muted">{hint}</span> })}
                    </span>
                </label>
            }
        })
        .collect_view();
    view! {
        <fieldset class=format!("min-w-0 {class}") aria-describedby=described>
            <legend class=LABEL>{label} {required.then(required_mark)}</legend>
            <div class=if inline { "flex flex-wrap gap-x-5" } else { "grid gap-0.5" }>{options}</div>
            {move || hint.get().map(|hint| view! { <p id=hint_id.clone() class=HINT>{hint}</p> })}
            {move || error.get().map(|error| error_line(error_id.clone(), error))}
        </fieldset>
    }
}
