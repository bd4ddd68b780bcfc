//! The page of one change: everything on one address, each section linkable, live.

use super::history::{FirstPage, HistorySection};
use super::url_error::UrlError;
use crate::components::change::{
    ActionsCard, ApprovalsCard, ChangeState, Discussion, EvidenceSection, Facts, Found, FoundBreaking, Heard,
    OperationsCard, PROSE, PrimaryAction, PropertiesCard, Readiness, RelatedCard, StageStepper, State, StepDialog,
    StepsSection, ValidationSection, steps_drag,
};
use crate::frame::Page;
use crate::server_fns::changes::{ChangeView, change_history, get_change};
use crate::server_fns::validation::{get_validation, get_validation_report};
use crate::ui::{Button, Card, Crumb, Icon, Loaded, Notice, Shape, Tone};
use crate::wire::reading;
use leptos::{children::ViewFnOnce, prelude::*};
use leptos_meta::Title;
use leptos_router::hooks::use_params_map;

/// `/changes/:id`.
#[component]
pub fn ChangePage() -> impl IntoView {
    let params = use_params_map();
    let id = Memo::new(move |_| params.with(|p| p.get("id").unwrap_or_default()));
    Heard::begin();
    let change = reading(move || id.get(), get_change);
    // Made here, not below: what is made inside a loaded part is made again for each of its passes on the server.
    let history = reading(move || id.get(), |id| change_history(id, None));
    let validation = reading(move || id.get(), get_validation);
    let found = reading(move || id.get(), get_validation_report);
    view! {
        <Loaded from=change shape=Shape::Page whole=true back_href="/changes" let:view>
            <Whole view=view history=history validation=validation found=found />
        </Loaded>
    }
}

#[component]
fn Whole(view: ChangeView, history: FirstPage, validation: State, found: Found) -> impl IntoView {
    let state = ChangeState::provide(view);
    let board = steps_drag(state);
    Heard::follow(move |event| {
        state.heard(&event, move || board.lifted.try_with_untracked(Option::is_some) == Some(true))
    });
    let key = state.key();
    let title = state.part(|d| format!("{} {}", d.change.key(), d.change.title));
    let edit = state.part(|d| d.may_edit.allowed && d.change.status.is_live());
    let edit_href = format!("/changes/{key}/edit");
    let crumbs = vec![Crumb::link("Changes", "/changes"), Crumb::here(key)];
    view! {
        <Title text=move || title.get() />
        <Page
            title=title
            crumbs=crumbs
            wide=true
            beside=ViewFnOnce::from(|| view! { <Facts /> })
            actions=ViewFnOnce::from(move || {
                view! {
                    {move || edit.get().then(|| view! { <Button icon=Icon::Pencil href=edit_href.clone()>"Edit"</Button> })}
                    <div class="max-sm:fixed max-sm:inset-x-0 max-sm:bottom-0 max-sm:z-10 max-sm:border-t max-sm:border-line max-sm:bg-surface-1 max-sm:p-2 max-sm:empty:hidden max-sm:[&>a]:w-full"><PrimaryAction /></div>
                }
            })
        >
            <UrlError />
            <Stopped />
            <Escalated />
            <Warnings />
            <StageStepper />
            // Where there is one column, what the change is comes before what was done about it.
            <div class="mt-5 grid gap-4 max-sm:pb-14 lg:grid-cols-[minmax(0,1fr)_17rem] lg:grid-rows-[auto_1fr] 2xl:grid-cols-[minmax(0,1fr)_20rem]">
                <div class="grid min-w-0 content-start gap-4">
                    <Readiness />
                    <Description />
                    <StepsSection board=board />
                </div>
                <aside aria-label="About this change" class="grid min-w-0 content-start gap-4 lg:row-span-2">
                    <PropertiesCard />
                    <ActionsCard />
                    <OperationsCard />
                    <ApprovalsCard />
                    <RelatedCard />
                </aside>
                <div class="grid min-w-0 content-start gap-4">
                    <ValidationSection state=validation found=found />
                    <EvidenceSection />
                    <Discussion />
                    <HistorySection first=history />
                </div>
            </div>
            <StepDialog />
        </Page>
    }
}

/// Why the change does not go on, if so.
#[component]
fn Stopped() -> impl IntoView {
    let why = ChangeState::expect().part(|d| (d.change.status, d.change.status_reason.clone()));
    move || {
        let (status, reason) = why.get();
        reason.map(|reason| view! { <Notice tone=Tone::Warning title=status.label() class="mb-4">{reason}</Notice> })
    }
}

/// That more is at stake than the request said; while the change is live.
#[component]
fn Escalated() -> impl IntoView {
    let why = ChangeState::expect().part(|d| d.escalated.clone().filter(|_| d.change.status.is_live()));
    move || why.get().map(|why| view! { <FoundBreaking why=why class="mb-4" /> })
}

/// What to know beside what blocks, e.g. a component that is reached and not listed.
#[component]
fn Warnings() -> impl IntoView {
    let all = ChangeState::expect().part(|d| d.warnings.clone());
    move || {
        let all = all.get();
        (!all.is_empty()).then(|| {
            let lines = all.into_iter().map(|warning| view! { <li>{warning}</li> }).collect_view();
            view! { <Notice tone=Tone::Warning title="Worth knowing" class="mb-4"><ul class="grid gap-1">{lines}</ul></Notice> }
        })
    }
}

/// A description of more HTML than this is folded, so that the steps begin on the first screen.
const LONG: usize = 900;

#[component]
fn Description() -> impl IntoView {
    let view = ChangeState::expect().view;
    let html = Memo::new(move |_| view.with(|v| v.description_html.clone()));
    let long = Memo::new(move |_| html.with(|h| h.len() > LONG));
    let cut = move || {
        if long.get() {
            "max-h-32 overflow-hidden mask-b-from-60% peer-checked:max-h-none peer-checked:mask-none peer-focus-visible:outline-2"
        } else {
            ""
        }
    };
    view! {
        <Card id="description" title="Description" icon=Icon::FileText>
            {move || long.get().then(|| view! { <input type="checkbox" id="description-whole" class="peer sr-only" /> })}
            <div class=move || format!("{PROSE} {}", cut()) inner_html=move || html.get()></div>
            {move || {
                long.get().then(|| view! {
                    <label for="description-whole" class="link mt-2 inline-flex cursor-pointer peer-checked:hidden touch:min-h-11 touch:items-center">"Show all of it"</label>
                })
            }}
        </Card>
    }
}
