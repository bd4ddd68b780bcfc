//! Sending the form with WASM, and the draft that survives a reload.

use crate::components::intake::{Draft, Judgement, field_of};
use crate::components::problems::form_problems;
use crate::error::UiError;
use crate::server_fns::intake::SubmitChange;
use crate::ui::{FormProblem, browser};
use domain::intake::ChangeForm;
use domain::{AppError, Problem};
use leptos::ev::SubmitEvent;
use leptos::form::FromFormData;
use leptos::prelude::*;

/// What an attempt to submit shows.
pub struct Attempt {
    /// The list above the form: what the last attempt found and is not mended yet.
    pub summary: Signal<Vec<FormProblem>>,
    /// What only the server found, as long as it stands.
    pub refused: Signal<Vec<Problem>>,
    /// True after the first attempt: fields then show what is wrong with them.
    pub tried: RwSignal<bool>,
    /// Counts the attempts and their answers.
    pub count: Signal<usize>,
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
    let attempts = RwSignal::new(0_usize);
    let sent_form = RwSignal::new(untrack(|| draft.get()));
    let named = move |problem: &Problem| {
        let ids: Vec<usize> = draft.rows.get_untracked().iter().map(|row| row.id).collect();
        field_of(&problem.pointer, &untrack(|| draft.get()), &ids)
    };
    // The server judges again at the next attempt; until then a field that was altered has the benefit of the doubt.
    let refused = Memo::new(move |_| match action.value().get() {
        Some(Err(UiError(AppError::Invalid(problems)))) => {
            let (then, now) = (sent_form.get(), draft.get());
            problems.into_iter().filter(|p| same_member(named(p).as_deref(), &then, &now)).collect()
        }
        _ => Vec::new(),
    });
    let summary = Memo::new(move |_| match action.value().get() {
        Some(Err(UiError(AppError::Invalid(_)))) => form_problems(&UiError(AppError::Invalid(refused.get())), named),
        Some(Err(error)) => form_problems(&error, named),
        _ => {
            let mut standing = checked.get();
            standing.retain(|p| judgement.with(|j| j.problems.contains(p)) || p.pointer.is_empty());
            form_problems(&UiError(AppError::Invalid(standing)), named)
        }
    });
    let count = Signal::derive(move || attempts.get() + action.version().get());
    let sent = Signal::derive(move || action.pending().get() || action.value().with(|v| matches!(v, Some(Ok(())))));
    keep(draft, place, fresh, live, sent);
    let on_submit = Callback::new(move |event: SubmitEvent| {
        event.prevent_default();
        let found = judgement.with_untracked(|j| j.problems.clone());
        tried.set(true);
        action.value().set(None);
        checked.set(found.clone());
        sent_form.set(untrack(|| draft.get()));
        attempts.update(|n| *n += 1);
        if found.is_empty()
            && let Ok(filled) = SubmitChange::from_event(&event)
        {
            action.dispatch(filled);
        }
    });
    let (summary, refused, pending) = (summary.into(), refused.into(), action.pending().into());
    Attempt { summary, refused, tried, count, pending, on_submit }
}

/// Whether the member that a field is about is as it was; that of no field always is.
fn same_member(field: Option<&str>, then: &ChangeForm, now: &ChangeForm) -> bool {
    let member = |form: &ChangeForm| {
        let name = field?.strip_prefix("form[")?.split(']').next()?.to_owned();
        serde_json::to_value(form).ok()?.get(name).cloned()
    };
    member(then) == member(now)
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
