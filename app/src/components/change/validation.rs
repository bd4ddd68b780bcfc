//! The section `#validation`: what the change reaches, its branch, what is being found out about it, and what was found.

use super::form::{CommandForm, FormState, of, send};
use super::heard::on_news;
use super::state::ChangeState;
use super::step_forms::ActButton;
use crate::error::UiResult;
use crate::server_fns::validation::{
    AnalyseChange, DecideWaiver, RemoveBranch, RequestWaiver, SetBranch, ValidateChange, ValidationState,
    get_validation, get_validation_report,
};
use crate::ui::{Button, Card, Disclosure, Glyph, Icon, Loaded, ServerHtml, Shape, Size, TextField, Tone, browser};
use crate::wire::Reading;
use domain::AppError;
use leptos::{ev::SubmitEvent, form::FromFormData, prelude::*, server_fn::ServerFn};

/// How it stands.
pub type State = Reading<UiResult<ValidationState>>;
/// What was found, as HTML.
pub type Found = Reading<UiResult<String>>;

/// Facts after which the report reads otherwise.
const NEWS: [&str; 10] = [
    "change.rechecked",
    "validation.finished",
    "impact.analysed",
    "impact.failed",
    "branch.removed",
    "waiver.requested",
    "waiver.granted",
    "waiver.refused",
    "branch.set",
    "change.edited",
];

/// The whole section.
#[component]
pub fn ValidationSection(state: State, found: Found) -> impl IntoView {
    view! {
        <Card id="validation" title="Impact and branch validation" icon=Icon::ShieldAlert flush=true>
            <Loaded from=state shape=Shape::Rows count=2 let:now>
                <Running first=now />
            </Loaded>
            <Loaded from=found shape=Shape::Rows count=2 let:html>
                <WhatWasFound first=html />
            </Loaded>
        </Card>
    }
}

/// The branch, and the run that goes on. What is typed below it outlives the news.
#[component]
fn Running(first: ValidationState) -> impl IntoView {
    let now = RwSignal::new(first);
    on_news(
        |_| true,
        get_validation,
        move |new| {
            if now.try_with_untracked(|old| *old != new) == Some(true) {
                now.set(new);
            }
        },
    );
    let branch = Memo::new(move |_| now.with(|n| n.source.as_ref().map(|source| source.branch.clone())));
    let base = Memo::new(move |_| now.with(|n| n.source.as_ref().and_then(|source| source.base.clone())));
    let may_remove = Memo::new(move |_| now.with(|n| n.source.is_some() && n.may_remove_branch.allowed));
    let may_name = Memo::new(move |_| now.with(|n| n.may_set_branch.allowed));
    let may_validate = Memo::new(move |_| now.with(|n| n.may_validate.allowed && !n.going));
    let head = move || {
        branch.get().map(|branch| {
            view! {
                <div class="flex flex-wrap items-center gap-x-3 gap-y-1 px-4 pt-3">
                    <Glyph icon=Icon::Branch class="size-4 text-muted" />
                    <code class="min-w-0 truncate font-mono text-xs text-strong" title=branch.clone()>{branch.clone()}</code>
                    {move || {
                        base.get().map(|base| {
                            view! {
                                <span class="min-w-0 truncate text-xs text-muted">
                                    "compared with " <code class="font-mono">{base}</code>
                                </span>
                            }
                        })
                    }}
                    <div class="ml-auto">
                        {move || {
                            may_validate.get().then(|| {
                                view! { <ActButton command={of::<ValidateChange>()} icon=Icon::Refresh label="Validate again" size=Size::Small /> }
                            })
                        }}
                    </div>
                </div>
            }
        })
    };
    view! {
        {head}
        {move || {
            (branch.get().is_none() && may_validate.get()).then(|| {
                view! {
                    <div class="flex justify-end px-4 pt-3">
                        <ActButton command={of::<AnalyseChange>()} icon=Icon::Refresh label="Analyse again" size=Size::Small />
                    </div>
                }
            })
        }}
        <ServerHtml html=Signal::derive(move || now.with(|n| n.run_html.clone())) />
        {move || may_name.get().then(|| view! { <BranchForm named=branch.get() /> })}
        {move || may_remove.get().then(|| view! { <RemovalForm /> })}
    }
}

/// The report. Its forms are plain ones.
#[component]
fn WhatWasFound(first: String) -> impl IntoView {
    let html = RwSignal::new(first);
    let change = ChangeState::expect();
    on_news(
        |action| NEWS.contains(&action),
        get_validation_report,
        move |new| {
            html.try_set(new);
        },
    );
    let form = FormState::new();
    view! { <div on:submit=move |event| sent(change, form, &event)><ServerHtml html=html /></div> }
}

/// The forms of the report are plain ones; with scripts they stay on the page. The report is long: why one was refused is
/// told where it is seen from anywhere in it.
fn sent(change: ChangeState, form: FormState, event: &SubmitEvent) {
    let action = browser::form_action(event);
    let told = move |refused: Option<AppError>| {
        if let Some(error) = refused {
            change.announcer.toast(Tone::Danger, error.to_string());
        }
    };
    if action.ends_with(RequestWaiver::url()) {
        if let Ok(input) = RequestWaiver::from_event(event.as_ref()) {
            event.prevent_default();
            send(change, form, input, told);
        }
    } else if action.ends_with(DecideWaiver::url())
        && let Ok(input) = DecideWaiver::from_event(event.as_ref())
    {
        event.prevent_default();
        send(change, form, input, told);
    }
}

#[component]
fn BranchForm(named: Option<String>) -> impl IntoView {
    let another = named.is_some();
    let class = match another {
        true => "grid gap-3 sm:grid-cols-2 sm:items-start",
        false => "grid gap-3 sm:grid-cols-[minmax(0,1fr)_minmax(0,1fr)_auto] sm:items-start",
    };
    let form = move |label: &'static str| {
        let shown = ["/branch", "/base", "/reason"].map(str::to_owned).to_vec();
        view! {
            <CommandForm command={of::<SetBranch>()} hidden=vec![] shown=shown class=class let:form>
                <TextField name="branch" id="branch-name" label="Branch" mono=true required=true error=form.problem("/branch") />
                <TextField name="base" id="branch-base" label="Compare with" hint="Left empty: where it left the main line." mono=true error=form.problem("/base") />
                {another.then(|| view! {
                    <TextField name="reason" id="branch-reason" label="Reason" hint="Needed while something blocks on the last one." error=form.problem("/reason") />
                })}
                <div class="sm:pt-6"><Button submit=true icon=Icon::Branch pending=form.pending>{label}</Button></div>
            </CommandForm>
        }
    };
    match named {
        None => view! { <div class="border-t border-line px-4 py-3">{form("Name branch")}</div> }.into_any(),
        Some(_) => view! {
            <div class="px-4 pb-3"><Disclosure summary="Another branch" quiet=true>{form("Change branch")}</Disclosure></div>
        }
        .into_any(),
    }
}

#[component]
fn RemovalForm() -> impl IntoView {
    view! {
        <div class="px-4 pb-3">
            <Disclosure summary="Take the branch off" quiet=true>
                <CommandForm command={of::<RemoveBranch>()} hidden=vec![] shown=vec!["/reason".to_owned()] class="grid gap-3 sm:grid-cols-[minmax(0,1fr)_auto] sm:items-start" let:form>
                    <TextField name="reason" id="branch-removal-reason" label="Reason" hint="People decide again what the validation decided. Needed while something blocks on the branch." error=form.problem("/reason") />
                    <div class="sm:pt-6"><Button submit=true pending=form.pending>"Take off"</Button></div>
                </CommandForm>
            </Disclosure>
        </div>
    }
}
