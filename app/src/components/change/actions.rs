//! What people do to the change as a whole: take it, pause it, withdraw it, turn it down.

use super::form::{CommandForm, of};
use super::state::ChangeState;
use super::step_forms::{ActButton, ReasonForm};
use crate::components::people::People;
use crate::server_fns::changes::{AssignChange, CancelChange, HoldChange, RejectChange, ResumeChange};
use crate::ui::{Button, Card, Disclosure, Icon, SelectField, Size, Variant};
use domain::words::WorkflowStatus;
use leptos::prelude::*;

/// What the viewer may do; below it, folded, why they may not do the rest.
#[component]
pub fn ActionsCard() -> impl IntoView {
    let state = ChangeState::expect();
    let rights = state.part(|d| {
        let change = &d.change;
        (
            change.status,
            change.assignee.clone(),
            [d.may_assign.clone(), d.may_hold.clone(), d.may_cancel.clone(), d.may_reject.clone()],
        )
    });
    let body = move || {
        let (status, assignee, [assign, hold, cancel, reject]) = rights.get();
        if !status.is_live() {
            return view! { <p class="text-muted">{format!("The change is {}; nothing more can be done to it.", status.label().to_lowercase())}</p> }.into_any();
        }
        let refused: Vec<(&str, String)> = [
            ("Assign", &assign),
            (if status == WorkflowStatus::OnHold { "Resume" } else { "Put on hold" }, &hold),
            ("Reject", &reject),
            ("Cancel", &cancel),
        ]
        .into_iter()
        .filter(|(_, right)| !right.allowed)
        .map(|(what, right)| (what, right.reason.clone().unwrap_or_default()))
        .collect();
        let none = (refused.len() == 4)
            .then(|| view! { <p class="text-muted">"The change as a whole is in other hands. Steps that are yours stand on the board."</p> });
        view! {
            <div class="grid gap-2">
                {none}
                {assign.allowed.then(|| assigning(state, assignee))}
                {hold.allowed.then(|| pausing(status))}
                {reject.allowed.then(|| ending::<RejectChange>("Reject", "Reject change", "Why it will not be done. The requester reads this.", Icon::CircleX, "reject"))}
                {cancel.allowed.then(|| ending::<CancelChange>("Cancel", "Cancel change", "Why it is withdrawn.", Icon::Ban, "cancel"))}
                {(!refused.is_empty()).then(|| why_not(refused))}
            </div>
        }
        .into_any()
    };
    view! { <Card id="actions" title="Actions">{body}</Card> }
}

fn why_not(refused: Vec<(&'static str, String)>) -> impl IntoView {
    let few = match refused.as_slice() {
        [(one, _)] => one.to_lowercase(),
        _ => "do more".to_owned(),
    };
    let rows = refused
        .into_iter()
        .map(|(what, why)| {
            view! { <div><dt class="font-medium text-normal">{what}</dt><dd class="text-muted">{why}</dd></div> }
        })
        .collect_view();
    view! {
        <Disclosure summary=format!("Why can’t I {few}?") quiet=true>
            <dl class="grid gap-2 text-xs">{rows}</dl>
        </Disclosure>
    }
}

fn assigning(state: ChangeState, assignee: Option<String>) -> impl IntoView {
    let (me, project) = state.view.with_untracked(|v| (v.me.clone(), v.detail.change.project.clone()));
    let hidden = |name: &str| vec![("assignee", name.to_owned())];
    let quick = if assignee.as_deref() == Some(me.as_str()) {
        view! { <ActButton command={of::<AssignChange>()} hidden=hidden("") icon=Icon::Undo label="Give it back" /> }
            .into_any()
    } else {
        view! { <ActButton command={of::<AssignChange>()} hidden=hidden(&me) icon=Icon::User label="Take it" /> }
            .into_any()
    };
    let mut people = People::choices(Some(&project));
    people.retain(|choice| Some(&choice.value) != assignee.as_ref() && choice.value != me);
    view! {
        {quick}
        <Disclosure summary="Assign to somebody else">
            <CommandForm command={of::<AssignChange>()} hidden=vec![] class="flex items-end gap-2" let:form>
                <SelectField name="assignee" id="assign-to" label="Person" choices=people class="min-w-0 flex-1" />
                <Button submit=true pending=form.pending>"Assign"</Button>
            </CommandForm>
        </Disclosure>
    }
}

fn pausing(status: WorkflowStatus) -> AnyView {
    match status {
        WorkflowStatus::OnHold => {
            view! { <ActButton command={of::<ResumeChange>()} icon=Icon::Play label="Resume" variant=Variant::Primary size=Size::Medium /> }.into_any()
        }
        _ => view! {
            <Disclosure summary="Put on hold">
                <ReasonForm command={of::<HoldChange>()} verb="Hold change" hint="What it waits for." icon=Icon::Pause prefix="hold" />
            </Disclosure>
        }
        .into_any(),
    }
}

fn ending<S: super::form::ChangeCommand>(
    summary: &'static str,
    verb: &'static str,
    hint: &'static str,
    icon: Icon,
    prefix: &'static str,
) -> impl IntoView {
    view! {
        <Disclosure summary=summary>
            <ReasonForm command={of::<S>()} verb=verb hint=hint icon=icon variant=Variant::Danger prefix=prefix />
        </Disclosure>
    }
}
