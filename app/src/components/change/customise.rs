//! Altering the checklist: a further step, another place, another owner.

use super::form::{CommandForm, of};
use super::state::ChangeState;
use crate::server_fns::steps::{AddStep, MoveStep, ReassignStep};
use crate::ui::{Button, CheckboxField, Choice, Disclosure, FieldGroup, Icon, SelectField, TextArea, TextField};
use domain::words::{EvidenceKind, Role, Stage};
use leptos::prelude::*;

/// The forms, folded; nothing for those who may not.
#[component]
pub fn Customise() -> impl IntoView {
    let state = ChangeState::expect();
    let allowed = state.part(|d| d.may_customise.allowed && d.change.status.is_live());
    move || {
        allowed.get().then(|| {
            view! {
                <div class="grid gap-1 border-t border-line px-4 py-3">
                    <Disclosure summary="Add a step"><AddForm /></Disclosure>
                    <Disclosure summary="Reorder or reassign steps"><MoveForms /></Disclosure>
                </div>
            }
        })
    }
}

fn roles() -> Vec<Choice> {
    Role::ALL.iter().filter(|r| **r != Role::Viewer).map(|r| Choice::new(r.as_str(), r.label())).collect()
}

#[component]
fn AddForm() -> impl IntoView {
    let state = ChangeState::expect();
    let at = state.view.with_untracked(|v| v.detail.change.stage);
    let stages: Vec<Choice> =
        Stage::ALL.iter().filter(|s| **s >= at).map(|s| Choice::new(s.as_str(), s.label())).collect();
    let kinds = EvidenceKind::ALL.iter().filter(|k| **k != EvidenceKind::Approval).enumerate();
    let kinds = kinds
        .map(|(i, k)| view! { <CheckboxField name=format!("evidence[{i}]") id=format!("add-evidence-{i}") label=k.label() value=k.as_str() /> })
        .collect_view();
    let shown = ["/title", "/stage"].map(str::to_owned).to_vec();
    view! {
        <CommandForm command={of::<AddStep>()} hidden=vec![] shown=shown class="grid max-w-[36rem] gap-3" let:form>
            <TextField name="title" id="add-title" label="Title" required=true error=form.problem("/title") />
            <TextArea name="hint" id="add-hint" label="What has to be done" rows=2 />
            <div class="grid gap-3 sm:grid-cols-2">
                <SelectField name="stage" id="add-stage" label="Stage" choices=stages value=at.as_str() error=form.problem("/stage") />
                <SelectField name="owner" id="add-owner" label="Owner" choices=roles() value=Role::Developer.as_str() />
            </div>
            <FieldGroup legend="Evidence it asks for"><div class="grid gap-x-4 sm:grid-cols-2">{kinds}</div></FieldGroup>
            <div><Button submit=true icon=Icon::Plus pending=form.pending>"Add step"</Button></div>
        </CommandForm>
    }
}

#[component]
fn MoveForms() -> impl IntoView {
    let state = ChangeState::expect();
    let steps = state.part(|d| {
        let open = d.steps.iter().filter(|s| s.step.completion.is_none());
        open.map(|s| Choice::new(s.step.id.clone(), format!("{} ({})", s.step.title, s.step.stage.label())))
            .collect::<Vec<_>>()
    });
    view! {
        <div class="grid max-w-[36rem] gap-5">
            <CommandForm command={of::<MoveStep>()} hidden=vec![] shown=vec!["/after".to_owned()] class="grid gap-3" let:form>
                <SelectField name="step" id="move-which" label="Move step" choices=steps />
                <SelectField name="after" id="move-after" label="Behind" choices=steps blank="First of its stage" error=form.problem("/after") />
                <div><Button submit=true pending=form.pending>"Move"</Button></div>
            </CommandForm>
            <CommandForm command={of::<ReassignStep>()} hidden=vec![] class="grid gap-3" let:form>
                <SelectField name="step" id="reassign-which" label="Reassign step" choices=steps />
                <SelectField name="owner" id="reassign-owner" label="To" choices=roles() />
                <div><Button submit=true pending=form.pending>"Reassign"</Button></div>
            </CommandForm>
        </div>
    }
}
