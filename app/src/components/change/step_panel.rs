//! Everything on one step, with what the viewer can do about it.

use super::evidence::EvidenceLine;
use super::form::of;
use super::moves::waits;
use super::people::done_by;
use super::state::ChangeState;
use super::step_forms::{ActButton, CompleteForm, DecideForm, ReasonForm};
use crate::components::people::People;
use crate::server_fns::steps::{ReopenStep, RestoreStep, SkipStep, StartStep, StopStep};
use crate::ui::{Disclosure, Glyph, Icon, Size, Time, Tone};
use domain::api::{Permission, StepView};
use domain::change::Evidence;
use domain::words::StepStatus;
use leptos::prelude::*;

/// The step in full. `prefix` keeps ids apart where a step is shown twice.
#[component]
pub fn StepPanel(
    step: Memo<Option<StepView>>,
    #[prop(into)] prefix: String,
    /// False where the hint stands above already.
    #[prop(default = true)]
    hint: bool,
) -> impl IntoView {
    let state = ChangeState::expect();
    let restorable = state.part(|d| d.may_customise.allowed && d.change.status.is_live());
    move || {
        step.get().map(|s| {
            let prefix = format!("{prefix}-{}", s.step.id);
            view! {
                <div class="grid gap-3">
                    {(hint && !s.step.hint.is_empty()).then(|| view! { <p class="text-normal">{s.step.hint.clone()}</p> })}
                    {facts(&s)}
                    {forms(s, prefix, restorable.get())}
                </div>
            }
        })
    }
}

fn facts(s: &StepView) -> impl IntoView + use<> {
    let state = ChangeState::expect();
    let ids = s.step.completion.as_ref().map(|c| c.evidence.clone()).unwrap_or_default();
    let given: Vec<Evidence> =
        state.view.with_untracked(|v| v.detail.evidence.iter().filter(|e| ids.contains(&e.id)).cloned().collect());
    let key = state.key();
    let line = |icon: Icon, tone: Tone, text: String| {
        view! {
            <p class="flex items-start gap-1.5">
                <Glyph icon=icon class=format!("mt-0.5 size-4 {}", tone.text()) />
                <span class="min-w-0 break-words">{text}</span>
            </p>
        }
    };
    let blocked = (s.status == StepStatus::Blocked).then(|| line(Icon::Lock, Tone::Neutral, waits(s)));
    let left_out = s
        .step
        .not_applicable
        .clone()
        .map(|why| line(Icon::CircleMinus, Tone::Neutral, format!("Not applicable: {why}")));
    let started = s.step.started.clone().filter(|_| s.step.completion.is_none()).map(|b| {
        view! { <p class="text-muted">{format!("{} began it ", People::name(&b.by))} <Time at=b.at /></p> }
    });
    let by = state.view.with_untracked(|v| done_by(&s.step, &v.detail.evidence));
    let done = s.step.completion.clone().map(|c| {
        view! {
            <p class="text-muted">{format!("{by} ")} <Time at=c.completed_at /></p>
            {c.notes.map(|notes| view! { <p class="break-words whitespace-pre-line">{notes}</p> })}
        }
    });
    let evidence = (!given.is_empty()).then(|| {
        let items =
            given.into_iter().map(|e| view! { <li><EvidenceLine evidence=e change=key.clone() /></li> }).collect_view();
        view! { <ul class="grid gap-1">{items}</ul> }
    });
    view! { {blocked} {left_out} {started} {done} {evidence} }
}

fn refusal(permission: &Permission) -> Option<AnyView> {
    let why = permission.reason.clone().filter(|_| !permission.allowed)?;
    Some(view! { <p class="flex items-start gap-1.5 text-muted"><Glyph icon=Icon::Lock class="mt-0.5 size-4" />{why}</p> }.into_any())
}

fn forms(s: StepView, prefix: String, restorable: bool) -> impl IntoView {
    let hidden = vec![("step", s.step.id.clone())];
    let (of_reopen, of_skip, of_restore) = (hidden.clone(), hidden.clone(), hidden.clone());
    let (reopen_prefix, skip_prefix) = (format!("{prefix}-reopen"), format!("{prefix}-skip"));
    let open = matches!(s.status, StepStatus::Ready | StepStatus::InProgress);
    let approval = s.step.is_approval();
    let start = (open && s.start.allowed && !approval).then(|| match s.status {
        StepStatus::Ready => view! { <ActButton command={of::<StartStep>()} hidden=hidden.clone() icon=Icon::Play label="Start" size=Size::Small /> }.into_any(),
        _ => view! { <ActButton command={of::<StopStep>()} hidden=hidden.clone() icon=Icon::Undo label="Put back to Ready" size=Size::Small /> }.into_any(),
    });
    let complete = match (open, s.complete.allowed, approval) {
        (true, true, true) => Some(view! { <DecideForm step=s.step.clone() prefix=prefix.clone() /> }.into_any()),
        (true, true, false) => Some(view! { <CompleteForm step=s.step.clone() prefix=prefix.clone() /> }.into_any()),
        (true, false, _) => refusal(&s.complete),
        _ => None,
    };
    let reopen = (s.status == StepStatus::Done && s.reopen.allowed).then(|| {
        view! {
            <Disclosure summary="Reopen">
                <ReasonForm command={of::<ReopenStep>()}
                    hidden=of_reopen
                    verb="Reopen step"
                    hint="What has to be done again. Steps that depend on it reopen, too."
                    icon=Icon::Undo
                    prefix=reopen_prefix
                />
            </Disclosure>
        }
    });
    let skip = (s.status != StepStatus::Done && s.status != StepStatus::NotApplicable && s.skip.allowed).then(|| {
        view! {
            <Disclosure summary="Not applicable">
                <ReasonForm command={of::<SkipStep>()}
                    hidden=of_skip
                    verb="Mark not applicable"
                    hint="Why this change does not need the step."
                    icon=Icon::CircleMinus
                    prefix=skip_prefix
                />
            </Disclosure>
        }
    });
    let restore = (s.status == StepStatus::NotApplicable && restorable).then(|| {
        view! { <ActButton command={of::<RestoreStep>()} hidden=of_restore icon=Icon::Undo label="Make it apply again" size=Size::Small /> }
    });
    view! { {start} {complete} {reopen} {skip} {restore} }
}
