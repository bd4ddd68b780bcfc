//! What is wrong with a form, all at once.

use super::{
    browser,
    field::field_id,
    icon::{Glyph, Icon},
    prop::Maybe,
};
use leptos::prelude::*;

/// One problem of a form.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FormProblem {
    /// Name of the field it belongs to; `None` for the form as a whole.
    pub field: Option<String>,
    /// What to do about it.
    pub message: String,
}

impl FormProblem {
    /// A problem of one field.
    pub fn of(field: impl Into<String>, message: impl Into<String>) -> Self {
        Self { field: Some(field.into()), message: message.into() }
    }
    /// A problem of the whole form.
    pub fn general(message: impl Into<String>) -> Self {
        Self { field: None, message: message.into() }
    }
}

/// The list of problems above a form, each linked to its field. Takes focus when problems appear, or with `attempt`
/// whenever that counts on, so that a list that shrinks while one types takes none; renders nothing while there are none. Without WASM the page carries `autofocus` to the same effect.
#[component]
pub fn ErrorSummary(
    #[prop(into)] problems: Signal<Vec<FormProblem>>,
    /// Counts the attempts to send the form.
    #[prop(optional)]
    attempt: Option<Signal<usize>>,
    #[prop(optional, into, name = "id")] Maybe(id): Maybe<String>,
) -> impl IntoView {
    let id = id.unwrap_or_else(|| "error-summary".to_owned());
    let target = id.clone();
    Effect::new(move |_| {
        let some = match attempt {
            Some(attempt) => {
                attempt.track();
                problems.with_untracked(|p| !p.is_empty())
            }
            None => problems.with(|p| !p.is_empty()),
        };
        if some {
            let target = target.clone();
            browser::after_paint(move || browser::focus(&target));
        }
    });
    move || {
        let problems = problems.get();
        (!problems.is_empty()).then(|| {
            let heading = match problems.len() {
                1 => "One thing needs your attention".to_owned(),
                n => format!("{n} things need your attention"),
            };
            let items = problems
                .into_iter()
                .map(|problem| match problem.field {
                    Some(field) => view! {
                        <li><a class="link inline-flex min-h-6 items-center text-danger! touch:min-h-11" href=format!("#{}", field_id(&field))>{problem.message}</a></li>
                    }
                    .into_any(),
                    None => view! { <li>{problem.message}</li> }.into_any(),
                })
                .collect_view();
            view! {
                <div
                    id=id.clone()
                    class="flex gap-2.5 rounded border border-danger-line bg-danger-fill px-3 py-2.5 text-danger"
                    role="alert"
                    tabindex="-1"
                    autofocus
                >
                    <Glyph icon=Icon::CircleAlert class="mt-0.5 size-4" />
                    <div class="min-w-0">
                        <p class="font-semibold">{heading}</p>
                        <ul class="mt-1 list-disc pl-4">{items}</ul>
                    </div>
                </div>
            }
        })
    }
}
