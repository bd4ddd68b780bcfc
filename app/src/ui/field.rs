//! Form fields. Each is a native control with `name` and `value`, so a form works before and without WASM.
//!
//! The id of a control is [`field_id`] of its name, so a summary can link to it. A field with `bind` follows a signal:
//! what was typed before WASM arrived is taken over, never overwritten.

use super::{
    browser,
    icon::{Glyph, Icon},
    prop::Maybe,
};
use leptos::prelude::*;

/// The id of the control called `name`: the name with everything but letters and digits replaced by `-`.
pub fn field_id(name: &str) -> String {
    let tail: String = name.chars().map(|c| if c.is_ascii_alphanumeric() { c } else { '-' }).collect();
    format!("f-{tail}")
}

/// One choice of a select, a radio group or a segmented control.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Choice {
    /// What the form sends.
    pub value: String,
    /// What people read.
    pub label: String,
    /// A second line (radio groups only).
    pub hint: Option<String>,
    /// Shown, but not to be chosen.
    pub disabled: bool,
}

impl Choice {
    /// A choice with a label.
    pub fn new(value: impl Into<String>, label: impl Into<String>) -> Self {
        Self { value: value.into(), label: label.into(), hint: None, disabled: false }
    }
    /// Adds a second line.
    pub fn hint(mut self, hint: impl Into<String>) -> Self {
        self.hint = Some(hint.into());
        self
    }
    /// Makes it unavailable.
    pub fn disabled(mut self) -> Self {
        self.disabled = true;
        self
    }
}

pub(super) const CONTROL: &str = "w-full min-w-0 rounded border border-control bg-input px-2.5 text-input text-strong \
    placeholder:text-muted transition-colors hover:border-control-strong aria-invalid:border-danger \
    disabled:bg-surface-2 disabled:text-muted disabled:cursor-not-allowed";

/// Label, hint and error around a control that the children bring. The control takes `id`, and
/// `aria-describedby="{id}-hint {id}-error"`.
#[component]
pub fn Field(
    #[prop(into)] id: String,
    #[prop(into)] label: String,
    #[prop(optional, into)] hint: MaybeProp<String>,
    #[prop(optional, into)] error: MaybeProp<String>,
    #[prop(optional)] required: bool,
    /// Keeps the label for assistive technology only.
    #[prop(optional)]
    hide_label: bool,
    #[prop(optional, into)] class: String,
    children: Children,
) -> impl IntoView {
    let hint_id = format!("{id}-hint");
    let error_id = format!("{id}-error");
    view! {
        <div class=format!("min-w-0 {class}")>
            <label for=id class=if hide_label { "sr-only" } else { LABEL }>
                {label} {required.then(required_mark)}
            </label>
            {children()}
            {move || hint.get().map(|hint| view! { <p id=hint_id.clone() class=HINT>{hint}</p> })}
            {move || error.get().map(|error| error_line(error_id.clone(), error))}
        </div>
    }
}

pub(super) const LABEL: &str = "mb-1 block font-medium text-strong";
pub(super) const HINT: &str = "mt-1 text-xs text-muted";

pub(super) fn required_mark() -> impl IntoView {
    view! { <span class="ml-0.5 text-danger" aria-hidden="true">"*"</span> <span class="sr-only">" (required)"</span> }
}

pub(super) fn error_line(id: String, error: String) -> impl IntoView {
    view! {
        <p id=id class="mt-1 flex gap-1 text-xs font-medium text-danger">
            <Glyph icon=Icon::CircleAlert class="mt-px size-3.5" />
            <span>{error}</span>
        </p>
    }
}

pub(super) fn described(
    id: &str,
    hint: MaybeProp<String>,
    error: MaybeProp<String>,
) -> impl Fn() -> Option<String> + Clone + use<> {
    let (hint_id, error_id) = (format!("{id}-hint"), format!("{id}-error"));
    move || match (hint.with(Option::is_some), error.with(Option::is_some)) {
        (true, true) => Some(format!("{error_id} {hint_id}")),
        (true, false) => Some(hint_id.clone()),
        (false, true) => Some(error_id.clone()),
        (false, false) => None,
    }
}

/// Keeps a control and a signal the same. What the control holds when WASM arrives wins over the signal's first value.
pub(super) fn follow(id: String, bind: Option<RwSignal<String>>) {
    let Some(signal) = bind else { return };
    Effect::new(move |seen: Option<()>| {
        let wanted = signal.get();
        match (seen, browser::value_of(&id)) {
            (None, Some(held)) if held != wanted => signal.set(held),
            (Some(()), Some(held)) if held != wanted => browser::set_value(&id, &wanted),
            _ => {}
        }
    });
}

pub(super) fn heard(bind: Option<RwSignal<String>>, on_input: Option<Callback<String>>, value: String) {
    if let Some(bind) = bind {
        bind.set(value.clone());
    }
    if let Some(on_input) = on_input {
        on_input.run(value);
    }
}

/// A group of fields with a heading, for the parts of a long form.
#[component]
pub fn FieldGroup(
    #[prop(into)] legend: String,
    #[prop(optional, into, name = "hint")] Maybe(hint): Maybe<String>,
    #[prop(optional, into)] class: String,
    children: Children,
) -> impl IntoView {
    view! {
        <fieldset class=format!("min-w-0 border-t border-line pt-4 {class}")>
            <legend class="contents">
                <span class="block text-md font-semibold text-strong">{legend}</span>
            </legend>
            {hint.map(|hint| view! { <p class="text-muted">{hint}</p> })}
            <div class="mt-3 grid gap-4">{children()}</div>
        </fieldset>
    }
}
