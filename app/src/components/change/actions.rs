//! What people do to the change as a whole: take it, pause it, withdraw it, turn it down.

use super::form::{CommandForm, of};
use super::state::ChangeState;
use super::step_forms::{ActButton, ReasonForm};
use crate::server_fns::changes::{AssignChange, CancelChange, HoldChange, RejectChange, ResumeChange};
use crate::ui::{Button, Card, Disclosure, Icon, Size, TextField, Variant};
use domain::api::Permission;
use domain::words::WorkflowStatus;
use leptos::prelude::*;

/// The actions; each that is not possible says why.
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
        view! {
            <div class="grid gap-2">
                {assigning(state, assignee, &assign)}
                {pausing(status, &hold)}
                {ending::<RejectChange>("Reject", "Reject change", "Why it will not be done. The requester reads this.", Icon::CircleX, "reject", &reject)}
                {ending::<CancelChange>("Cancel", "Cancel change", "Why it is withdrawn.", Icon::Ban, "cancel", &cancel)}
            </div>
        }
        .into_any()
    };
    view! { <Card id="actions" title="Actions">{body}</Card> }
}

fn why_not(what: &str, permission: &Permission) -> AnyView {
    let why = permission.reason.clone().unwrap_or_default();
    view! { <p class="text-xs text-muted"><span class="font-medium">{format!("{what}: ")}</span>{why}</p> }.into_any()
}

fn assigning(state: ChangeState, assignee: Option<String>, right: &Permission) -> AnyView {
    if !right.allowed {
        return why_not("Assign", right);
    }
    let me = state.view.with_untracked(|v| v.me.clone());
    let hidden = |name: &str| vec![("assignee", name.to_owned())];
    let quick = if assignee.as_deref() == Some(me.as_str()) {
        view! { <ActButton command={of::<AssignChange>()} hidden=hidden("") icon=Icon::Undo label="Give it back" /> }
            .into_any()
    } else {
        view! { <ActButton command={of::<AssignChange>()} hidden=hidden(&me) icon=Icon::User label="Take it" /> }
            .into_any()
    };
    view! {
        {quick}
        <Disclosure summary="Assign to somebody else">
            <CommandForm command={of::<AssignChange>()} hidden=vec![] class="flex items-end gap-2" let:form>
                <TextField name="assignee" id="assign-to" label="User name" autocomplete="off" class="flex-1" />
                <Button submit=true pending=form.pending>"Assign"</Button>
            </CommandForm>
        </Disclosure>
    }
    .into_any()
}

fn pausing(status: WorkflowStatus, right: &Permission) -> AnyView {
    match (right.allowed, status) {
        (false, _) => why_not("Hold", right),
        (true, WorkflowStatus::OnHold) => {
            view! { <ActButton command={of::<ResumeChange>()} icon=Icon::Play label="Resume" variant=Variant::Primary size=Size::Medium /> }.into_any()
        }
        (true, _) => view! {
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
    right: &Permission,
) -> AnyView {
    if !right.allowed {
        return why_not(summary, right);
    }
    view! {
        <Disclosure summary=summary>
            <ReasonForm command={of::<S>()} verb=verb hint=hint icon=icon variant=Variant::Danger prefix=prefix />
        </Disclosure>
    }
    .into_any()
}
