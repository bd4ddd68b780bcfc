//! Text fields, of one line and of several.

use super::{
    field::{CONTROL, Field, described, field_id, follow, heard},
    prop::Maybe,
};
use leptos::prelude::*;

/// Some fixed-width fonts draw the underscore below their own line; a field would cut it off.
const MONO: &str = "font-mono leading-[1.7]";

/// One line of text. `kind` is the input type: `text` when left out, `email`, `password`, `number`, `url`, `search`,
/// `date`, `datetime-local`, `file`.
#[component]
pub fn TextField(
    #[prop(into)] name: String,
    #[prop(into)] label: String,
    #[prop(optional, into, name = "kind")] Maybe(kind): Maybe<String>,
    #[prop(optional, into)] value: String,
    #[prop(optional, into)] bind: Option<RwSignal<String>>,
    #[prop(optional, into)] on_input: Option<Callback<String>>,
    #[prop(optional, into)] hint: MaybeProp<String>,
    #[prop(optional, into)] error: MaybeProp<String>,
    #[prop(optional)] required: bool,
    #[prop(optional)] disabled: bool,
    #[prop(optional)] readonly: bool,
    #[prop(optional)] autofocus: bool,
    #[prop(optional)] hide_label: bool,
    #[prop(optional)] mono: bool,
    #[prop(optional, into, name = "placeholder")] Maybe(placeholder): Maybe<String>,
    #[prop(optional, into, name = "autocomplete")] Maybe(autocomplete): Maybe<String>,
    #[prop(optional, into, name = "inputmode")] Maybe(inputmode): Maybe<String>,
    #[prop(optional, into)] maxlength: Option<u32>,
    #[prop(optional, into, name = "min")] Maybe(min): Maybe<String>,
    #[prop(optional, into, name = "max")] Maybe(max): Maybe<String>,
    #[prop(optional, into, name = "list")] Maybe(list): Maybe<String>,
    #[prop(optional, into, name = "id")] Maybe(id): Maybe<String>,
    #[prop(optional, into)] class: String,
) -> impl IntoView {
    let id = id.unwrap_or_else(|| field_id(&name));
    follow(id.clone(), bind);
    let value = bind.map_or(value, |bind| bind.get_untracked());
    let described = described(&id, hint, error);
    let look = format!("h-control read-only:bg-surface-2 {CONTROL} {}", if mono { MONO } else { "" });
    view! {
        <Field id=id.clone() label=label hint=hint error=error required=required hide_label=hide_label class=class>
            <input
                id=id
                class=look
                type=kind.unwrap_or_else(|| "text".to_owned())
                name=name
                value=value
                required=required
                disabled=disabled
                readonly=readonly
                autofocus=autofocus
                placeholder=placeholder
                autocomplete=autocomplete
                inputmode=inputmode
                maxlength=maxlength.map(|n| n.to_string())
                min=min
                max=max
                list=list
                aria-invalid=move || error.with(Option::is_some).then_some("true")
                aria-describedby=described
                on:input=move |event| heard(bind, on_input, event_target_value(&event))
            />
        </Field>
    }
}

/// Several lines of text; grows with its content where the browser can.
#[component]
pub fn TextArea(
    #[prop(into)] name: String,
    #[prop(into)] label: String,
    #[prop(optional, into)] value: String,
    #[prop(optional, into)] bind: Option<RwSignal<String>>,
    #[prop(optional, into)] on_input: Option<Callback<String>>,
    #[prop(optional, into)] hint: MaybeProp<String>,
    #[prop(optional, into)] error: MaybeProp<String>,
    #[prop(optional)] required: bool,
    #[prop(optional)] disabled: bool,
    #[prop(optional)] hide_label: bool,
    #[prop(optional)] mono: bool,
    #[prop(optional, into, name = "placeholder")] Maybe(placeholder): Maybe<String>,
    #[prop(optional, into)] maxlength: Option<u32>,
    #[prop(default = 4)] rows: u32,
    #[prop(optional, into, name = "id")] Maybe(id): Maybe<String>,
    #[prop(optional, into)] class: String,
) -> impl IntoView {
    let id = id.unwrap_or_else(|| field_id(&name));
    follow(id.clone(), bind);
    let value = bind.map_or(value, |bind| bind.get_untracked());
    let described = described(&id, hint, error);
    let look = format!(
        "block field-sizing-content max-h-120 py-1.5 {CONTROL} {} {}",
        tall(rows),
        if mono { MONO } else { "" }
    );
    view! {
        <Field id=id.clone() label=label hint=hint error=error required=required hide_label=hide_label class=class>
            <textarea
                id=id
                class=look
                name=name
                rows=rows.to_string()
                required=required
                disabled=disabled
                placeholder=placeholder
                maxlength=maxlength.map(|n| n.to_string())
                aria-invalid=move || error.with(Option::is_some).then_some("true")
                aria-describedby=described
                on:input=move |event| heard(bind, on_input, event_target_value(&event))
            >
                {value}
            </textarea>
        </Field>
    }
}

/// Least height: `field-sizing` ignores `rows`.
const fn tall(rows: u32) -> &'static str {
    match rows {
        0..=2 => "min-h-14",
        3 => "min-h-20",
        4 | 5 => "min-h-24",
        6..=8 => "min-h-40",
        _ => "min-h-60",
    }
}
