//! The forms of one step: begin, put back, complete, decide, open again, leave out.

use super::evidence_fields::EvidenceFields;
use super::form::{ChangeCommand, CommandForm, of};
use super::state::ChangeState;
use crate::server_fns::steps::{CompleteStep, DecideStep};
use crate::ui::{Button, Icon, Notice, Size, TextArea, Tone, Variant};
use domain::change::Step;
use leptos::prelude::*;
use std::marker::PhantomData;

/// A single button that acts on a step or on the whole change.
#[component]
pub fn ActButton<S: ChangeCommand>(
    command: PhantomData<S>,
    #[prop(optional)] hidden: Vec<(&'static str, String)>,
    icon: Icon,
    #[prop(into)] label: String,
    #[prop(optional)] variant: Variant,
    #[prop(optional)] size: Size,
    #[prop(optional, into)] done: Option<Callback<()>>,
) -> impl IntoView {
    view! {
        <CommandForm command=command hidden=hidden done=done.unwrap_or_else(|| Callback::new(|()| ())) let:form>
            <Button submit=true icon=icon variant=variant size=size pending=form.pending>{label}</Button>
        </CommandForm>
    }
}

/// Evidence, notes, and "Complete".
#[component]
pub fn CompleteForm(
    step: Step,
    #[prop(into)] prefix: String,
    #[prop(optional, into)] done: Option<Callback<()>>,
) -> impl IntoView {
    let kinds = step.evidence.clone();
    let shown = (0..kinds.len()).map(|i| format!("/evidence/{i}/value")).chain(["/notes".to_owned()]).collect();
    let notes_id = format!("{prefix}-notes");
    view! {
        <CommandForm command={of::<CompleteStep>()}
            hidden=vec![("step", step.id)]
            shown=shown
            done=done.unwrap_or_else(|| Callback::new(|()| ()))
            class="grid gap-3"
            let:form
        >
            <EvidenceFields kinds=kinds prefix=prefix form=form />
            <TextArea name="notes" id=notes_id label="Remark" hint="Optional. What the next person should know." error=form.problem("/notes") rows=2 />
            <div class="flex flex-wrap gap-2">
                <Button submit=true variant=Variant::Primary icon=Icon::Check pending=form.pending>"Complete step"</Button>
            </div>
        </CommandForm>
    }
}

/// That the branch breaks something, which the request did not say, and what.
#[component]
pub fn FoundBreaking(why: String, #[prop(optional, into)] class: String) -> impl IntoView {
    view! { <Notice tone=Tone::Warning title="Breaks what runs today, which the request did not declare" class=class>{why}</Notice> }
}

/// "Approve" or "Request changes", bound to what the approver sees now.
#[component]
pub fn DecideForm(
    step: Step,
    #[prop(into)] prefix: String,
    #[prop(optional, into)] done: Option<Callback<()>>,
) -> impl IntoView {
    let (digest, escalated) =
        ChangeState::expect().view.with_untracked(|v| (v.detail.digest.clone(), v.detail.escalated.clone()));
    let found = escalated.map(|why| view! { <FoundBreaking why=why /> });
    let short: String = digest.chars().take(12).collect();
    view! {
        <CommandForm command={of::<DecideStep>()}
            hidden=vec![("step", step.id), ("digest", digest)]
            shown=vec!["/note".to_owned()]
            done=done.unwrap_or_else(|| Callback::new(|()| ()))
            class="grid gap-3"
            let:form
        >
            {found}
            <p class="text-muted">
                "You decide on exactly what this page shows, digest " <code class="font-mono text-xs text-normal">{short}</code>
                ". A later edit voids the decision."
            </p>
            <TextArea name="note" id=format!("{prefix}-note") label="Remark" hint="Needed when you request changes." error=form.problem("/note") rows=3 />
            <div class="flex flex-wrap gap-2">
                <Button submit=true name="decision" value="approve" variant=Variant::Primary icon=Icon::ThumbsUp pending=form.pending>
                    "Approve"
                </Button>
                <Button submit=true name="decision" value="request-changes" icon=Icon::Message pending=form.pending>
                    "Request changes"
                </Button>
            </div>
        </CommandForm>
    }
}

/// A reason, and a button with the verb.
#[component]
pub fn ReasonForm<S: ChangeCommand>(
    command: PhantomData<S>,
    #[prop(optional)] hidden: Vec<(&'static str, String)>,
    #[prop(into)] verb: String,
    #[prop(into)] hint: String,
    icon: Icon,
    #[prop(optional)] variant: Variant,
    #[prop(into)] prefix: String,
    #[prop(optional, into)] done: Option<Callback<()>>,
) -> impl IntoView {
    view! {
        <CommandForm command=command
            hidden=hidden
            shown=vec!["/reason".to_owned()]
            done=done.unwrap_or_else(|| Callback::new(|()| ()))
            class="grid gap-3"
            let:form
        >
            <TextArea name="reason" id=format!("{prefix}-reason") label="Reason" hint=hint error=form.problem("/reason") rows=2 />
            <div>
                <Button submit=true variant=variant icon=icon pending=form.pending>{verb}</Button>
            </div>
        </CommandForm>
    }
}
