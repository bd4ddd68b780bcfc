//! A command on a change as a form: it posts and comes back without scripts, and stays on the page with them.

use super::state::ChangeState;
use crate::error::UiError;
use crate::server_fns::changes::ChangeView;
use crate::ui::{Notice, Tone};
use domain::AppError;
use leptos::{ev::SubmitEvent, form::FromFormData, prelude::*, server_fn::ServerFn, task::spawn_local};
use serde::de::DeserializeOwned;
use std::marker::PhantomData;

/// A server function that acts on a change.
pub trait ChangeCommand:
    ServerFn<Output = ChangeView, Error = UiError> + DeserializeOwned + Send + Sync + 'static
{
}
impl<S: ServerFn<Output = ChangeView, Error = UiError> + DeserializeOwned + Send + Sync + 'static> ChangeCommand for S {}

/// Names a command to a form.
pub const fn of<S: ChangeCommand>() -> PhantomData<S> {
    PhantomData
}

/// How a form is doing.
#[derive(Clone, Copy)]
pub struct FormState {
    /// Waiting for the server.
    pub pending: RwSignal<bool>,
    /// Why it was refused last time.
    pub error: RwSignal<Option<AppError>>,
}

impl FormState {
    /// A form nobody has sent yet.
    pub fn new() -> Self {
        Self { pending: RwSignal::new(false), error: RwSignal::new(None) }
    }
    /// What is wrong with one member.
    pub fn problem(&self, pointer: impl Into<String>) -> MaybeProp<String> {
        let (error, pointer) = (self.error, pointer.into());
        MaybeProp::derive(move || match error.get()? {
            AppError::Invalid(problems) => {
                let mine: Vec<String> =
                    problems.into_iter().filter(|p| p.pointer == pointer).map(|p| p.message).collect();
                (!mine.is_empty()).then(|| mine.join(" "))
            }
            _ => None,
        })
    }
    /// What is wrong with the whole; with the fields in `shown` excepted.
    fn rest(&self, shown: &[String]) -> Option<String> {
        match self.error.get()? {
            AppError::Invalid(problems) => {
                let rest: Vec<String> =
                    problems.into_iter().filter(|p| !shown.contains(&p.pointer)).map(|p| p.message).collect();
                (!rest.is_empty()).then(|| rest.join(" "))
            }
            other => Some(other.to_string()),
        }
    }
}

impl Default for FormState {
    fn default() -> Self {
        Self::new()
    }
}

/// Sends a command; the page takes over what comes back. `done` is told why it was refused, if it was: the form may be
/// gone by then.
pub fn send<S: ChangeCommand>(
    state: ChangeState,
    form: FormState,
    input: S,
    done: impl FnOnce(Option<AppError>) + 'static,
) {
    form.pending.set(true);
    spawn_local(async move {
        let result = input.run_on_client().await;
        form.pending.try_set(false);
        let refused = result.as_ref().err().map(|UiError(error)| error.clone());
        match result {
            Ok(view) => state.accept(view),
            Err(UiError(error)) => state.announcer.say(error.to_string()),
        }
        form.error.try_set(refused.clone());
        done(refused);
    });
}

/// The form. `hidden` are its fixed members, `shown` the pointers of the members whose problems its fields show
/// themselves. The children get the [`FormState`] from the context.
#[component]
pub fn CommandForm<S, C, V>(
    /// Which command: `of::<StartStep>()`.
    command: PhantomData<S>,
    hidden: Vec<(&'static str, String)>,
    #[prop(optional)] shown: Vec<String>,
    #[prop(optional, into)] done: Option<Callback<()>>,
    #[prop(optional, into)] class: String,
    children: C,
) -> impl IntoView
where
    S: ChangeCommand,
    C: FnOnce(FormState) -> V + Send + 'static,
    V: IntoView + 'static,
{
    let PhantomData = command;
    let state = ChangeState::expect();
    let form = FormState::new();
    let submit = move |event: SubmitEvent| {
        if event.default_prevented() {
            return;
        }
        event.prevent_default();
        if form.pending.get_untracked() {
            return;
        }
        match S::from_event(event.as_ref()) {
            Ok(input) => send(state, form, input, move |refused| {
                if let Some(done) = done.filter(|_| refused.is_none()) {
                    done.run(());
                }
            }),
            Err(error) => form.error.set(Some(AppError::invalid("", "form.malformed", error.to_string()))),
        }
    };
    let fixed = [("change", state.key())].into_iter().chain(hidden);
    let fixed = fixed.map(|(name, value)| view! { <input type="hidden" name=name value=value /> }).collect_view();
    view! {
        <form action=S::url() method="post" novalidate class=class on:submit=submit>
            {fixed} {children(form)}
            {move || {
                form.rest(&shown).map(|text| view! { <Notice tone=Tone::Danger live=true class="mt-2">{text}</Notice> })
            }}
        </form>
    }
}
