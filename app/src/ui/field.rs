//! Form fields. Each is a native control with `name` and `value`, so a form works before and without WASM.
//!
//! The id of a control is [`field_id`] of its name, so a summary can link to it. A field with `bind` follows a signal:
//! what was typed before WASM arrived is taken over, never overwritten.

use super::{
    prop::Maybe,
    browser,
    icon::{Glyph, Icon},
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

const LABEL: &str = "mb-1 block font-medium text-strong";
const HINT: &str = "mt-1 text-xs text-muted";

fn required_mark() -> impl IntoView {
    view! { <span class="ml-0.5 text-danger" aria-hidden="true">"*"</span> <span class="sr-only">" (required)"</span> }
}

fn error_line(id: String, error: String) -> impl IntoView {
    view! {
        <p id=id class="mt-1 flex gap-1 text-xs font-medium text-danger">
            <Glyph icon=Icon::CircleAlert class="mt-px size-3.5" />
            <span>{error}</span>
        </p>
    }
}

fn described(id: &str, hint: MaybeProp<String>, error: MaybeProp<String>) -> impl Fn() -> Option<String> + Clone + use<> {
    let (hint_id, error_id) = (format!("{id}-hint"), format!("{id}-error"));
    move || match (hint.with(Option::is_some), error.with(Option::is_some)) {
        (true, true) => Some(format!("{error_id} {hint_id}")),
        (true, false) => Some(hint_id.clone()),
        (false, true) => Some(error_id.clone()),
        (false, false) => None,
    }
}

/// Keeps a control and a signal the same. What the control holds when WASM arrives wins over the signal's first value.
fn follow(id: String, bind: Option<RwSignal<String>>) {
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

fn heard(bind: Option<RwSignal<String>>, on_input: Option<Callback<String>>, value: String) {
    if let Some(bind) = bind {
        bind.set(value.clone());
    }
    if let Some(on_input) = on_input {
        on_input.run(value);
    }
}

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
    let look = format!("h-control read-only:bg-surface-2 {CONTROL} {}", if mono { "font-mono" } else { "" });
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
    let look = format!("block field-sizing-content max-h-120 py-1.5 {CONTROL} {} {}", tall(rows), if mono { "font-mono" } else { "" });
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
