//! Sending the form with WASM, and the draft that survives a reload.

use crate::components::intake::{Draft, Judgement, field_of};
use crate::components::problems::form_problems;
use crate::error::UiError;
use crate::server_fns::intake::SubmitChange;
use crate::ui::{FormProblem, browser};
use domain::{AppError, Problem};
use leptos::ev::SubmitEvent;
use leptos::form::FromFormData;
use leptos::prelude::*;

/// What an attempt to submit shows.
pub struct Attempt {
    /// The list above the form.
    pub summary: Signal<Vec<FormProblem>>,
    /// What only the server found.
    pub refused: Signal<Vec<Problem>>,
    /// True after the first attempt: fields then show what is wrong with them.
    pub tried: RwSignal<bool>,
    /// True while the server is working on it.
    pub pending: Signal<bool>,
    /// Handler of the form.
    pub on_submit: Callback<SubmitEvent>,
}

/// Wires the form. `problems` are those of an attempt without scripts; `editing` is the change being edited.
pub fn attempt(
    draft: Draft,
    judgement: Memo<Judgement>,
    problems: Vec<Problem>,
    editing: Option<String>,
    live: RwSignal<bool>,
) -> Attempt {
    let fresh = editing.is_none() && problems.is_empty();
    let place = editing.map_or_else(|| "draft:new-change".to_owned(), |key| format!("draft:{key}"));
    let action = ServerAction::<SubmitChange>::new();
    let tried = RwSignal::new(!problems.is_empty());
    let checked = RwSignal::new(problems);
    let refused = Signal::derive(move || match action.value().get() {
        Some(Err(UiError(AppError::Invalid(problems)))) => problems,
        _ => Vec::new(),
    });
    let named = move |problem: &Problem| {
        let ids: Vec<usize> = draft.rows.get_untracked().iter().map(|row| row.id).collect();
        field_of(&problem.pointer, &untrack(|| draft.get()), &ids)
    };
    let summary = Signal::derive(move || match action.value().get() {
        Some(Err(error)) => form_problems(&error, named),
        _ => form_problems(&UiError(AppError::Invalid(checked.get())), named),
    });
    let sent = Signal::derive(move || action.pending().get() || action.value().with(|v| matches!(v, Some(Ok(())))));
    keep(draft, place, fresh, live, sent);
    let on_submit = Callback::new(move |event: SubmitEvent| {
        event.prevent_default();
        let found = judgement.with_untracked(|j| j.problems.clone());
        tried.set(true);
        action.value().set(None);
        checked.set(found.clone());
        if found.is_empty()
            && let Ok(filled) = SubmitChange::from_event(&event)
        {
            action.dispatch(filled);
        }
    });
    Attempt { summary, refused, tried, pending: action.pending().into(), on_submit }
}

/// Keeps what is typed in the browser until it is sent; a fresh form takes it over.
fn keep(draft: Draft, place: String, fresh: bool, live: RwSignal<bool>, sent: Signal<bool>) {
    let first = untrack(|| draft.get());
    Effect::new(move |seen: Option<()>| {
        let form = draft.get();
        if seen.is_none() {
            live.set(true);
            let held = browser::storage_get(&place).filter(|_| fresh).and_then(|text| crate::wire::parse(&text).ok());
            let first = first.clone();
            // Outside of the effect, whose next run would take the new rows with it. What was typed meanwhile wins.
            browser::after_paint(move || {
                if let (Some(form), true) = (held, untrack(|| draft.get()) == first) {
                    draft.set(form);
                }
            });
            return;
        }
        match serde_json::to_string(&form) {
            Ok(text) if !sent.get() => browser::storage_set(&place, &text),
            _ => browser::storage_remove(&place),
        }
    });
}
