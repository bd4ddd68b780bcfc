//! The question before a step moves: evidence, a decision, a reason. Asked in place.

use super::form::of;
use super::state::{Ask, ChangeState};
use super::step_forms::{CompleteForm, DecideForm, ReasonForm};
use super::step_panel::StepPanel;
use crate::server_fns::steps::{ReopenStep, SkipStep};
use crate::ui::{Dialog, Icon, Variant};
use leptos::prelude::*;

/// The dialog for [`ChangeState::ask`].
#[component]
pub fn StepDialog() -> impl IntoView {
    let state = ChangeState::expect();
    let open = RwSignal::new(false);
    Effect::new(move |_| open.set(state.ask.with(Option::is_some)));
    let closed = Callback::new(move |()| {
        if let Some(ask) = state.ask.try_update(Option::take).flatten() {
            crate::ui::browser::focus(&format!("card-{}", ask.step()));
        }
    });
    let body = move || state.ask.get().and_then(|ask| content(state, ask));
    // The heading stays while the dialog closes.
    let heading = Memo::new(move |last: Option<&(String, String)>| {
        let step = state.ask.get().and_then(|ask| state.step_now(ask.step()));
        step.map(|s| (s.step.title, s.step.hint)).or_else(|| last.cloned()).unwrap_or_default()
    });
    move || {
        let (title, hint) = heading.get();
        view! { <Dialog id="step-dialog" title=title description=hint open=open on_close=closed>{body}</Dialog> }
    }
}

fn content(state: ChangeState, ask: Ask) -> Option<AnyView> {
    let step = state.step_now(ask.step())?;
    let id = step.step.id.clone();
    let done = {
        let id = id.clone();
        Callback::new(move |()| {
            state.ask.set(None);
            state.show_card(&id);
        })
    };
    let hidden = vec![("step", id.clone())];
    let form = match ask {
        Ask::Complete(_) if step.step.is_approval() => {
            view! { <DecideForm step=step.step prefix="dialog" done=done /> }.into_any()
        }
        Ask::Complete(_) => view! { <CompleteForm step=step.step prefix="dialog" done=done /> }.into_any(),
        Ask::Reopen(_) => view! {
            <ReasonForm command={of::<ReopenStep>()}
                hidden=hidden
                verb="Reopen step"
                hint="What has to be done again. Steps that depend on it reopen, too."
                icon=Icon::Undo
                variant=Variant::Primary
                prefix="dialog-reopen"
                done=done
            />
        }
        .into_any(),
        Ask::Skip(_) => view! {
            <ReasonForm command={of::<SkipStep>()}
                hidden=hidden
                verb="Mark not applicable"
                hint="Why this change does not need the step."
                icon=Icon::CircleMinus
                variant=Variant::Primary
                prefix="dialog-skip"
                done=done
            />
        }
        .into_any(),
        Ask::Show(_) => {
            let step = state.step(&id);
            return Some(view! { <StepPanel step=step prefix="show" hint=false /> }.into_any());
        }
    };
    Some(form)
}
