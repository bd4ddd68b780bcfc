//! A refused form, as the fields and the summary show it.

use crate::error::{UiError, UiResult};
use crate::ui::{ErrorSummary, FormProblem, Tone};
use domain::{AppError, Problem};
use leptos::prelude::*;

/// The problems of a refusal; `field` names the field of a pointer.
pub fn form_problems(error: &UiError, field: impl Fn(&Problem) -> Option<String>) -> Vec<FormProblem> {
    match &error.0 {
        AppError::Invalid(problems) => {
            problems.iter().map(|p| FormProblem { field: field(p), message: p.message.clone() }).collect()
        }
        AppError::Blocked(reasons) => reasons.iter().map(FormProblem::general).collect(),
        other => vec![FormProblem::general(other.to_string())],
    }
}

/// The name of the field: the pointer without its slash.
pub fn plain_field(problem: &Problem) -> Option<String> {
    problem.pointer.strip_prefix('/').filter(|name| !name.is_empty()).map(str::to_owned)
}

/// The summary of a form's last attempt; nothing while it went well.
#[component]
pub fn Refusal<T: Clone + Send + Sync + 'static>(
    /// The action's value.
    #[prop(into)]
    value: Signal<Option<UiResult<T>>>,
    /// Id of the summary; needed where a page has several forms.
    #[prop(optional, into)]
    id: String,
) -> impl IntoView {
    let problems = Signal::derive(move || {
        value.with(|v| match v {
            Some(Err(error)) => form_problems(error, plain_field),
            _ => Vec::new(),
        })
    });
    let id = if id.is_empty() { "error-summary".to_owned() } else { id };
    view! { <ErrorSummary problems=problems id=id /> }
}

/// What is wrong with one field, of a form's last attempt.
pub fn problem_of<T: Clone + Send + Sync + 'static>(
    value: Signal<Option<UiResult<T>>>,
    name: &'static str,
) -> Signal<Option<String>> {
    Signal::derive(move || {
        value.with(|v| match v {
            Some(Err(UiError(AppError::Invalid(problems)))) => {
                problems.iter().find(|p| plain_field(p).as_deref() == Some(name)).map(|p| p.message.clone())
            }
            _ => None,
        })
    })
}

/// Says what came of an action, once per outcome.
pub fn toast_outcome<T: Clone + Send + Sync + 'static>(value: Signal<Option<UiResult<T>>>, done: &'static str) {
    let announcer = crate::ui::Announcer::expect();
    Effect::new(move |_| {
        value.with(|v| match v {
            Some(Ok(_)) => announcer.toast(Tone::Success, done),
            Some(Err(error)) => announcer.toast(Tone::Danger, error.to_string()),
            None => {}
        });
    });
}
