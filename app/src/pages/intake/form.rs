//! The form itself: four short groups, the panel beside them, one button.

use super::submit::{Attempt, attempt};
use crate::components::intake::{
    Draft, FormContext, OperationsEditor, RiskFields, SidePanel, WhatFields, WhereFields, field_of, judge,
};
use crate::server_fns::intake::{Intake, SubmitChange};
use crate::ui::{Button, ErrorSummary, Icon, Kbd, Variant};
use domain::project::ProjectConfig;
use leptos::prelude::*;
use leptos::server_fn::ServerFn;
use std::collections::BTreeMap;

/// The form. It posts to the server function; with WASM it is checked first and sent without leaving the page.
#[component]
pub fn IntakeForm(intake: Intake) -> impl IntoView {
    let Intake { form, projects, key, problems, editing } = intake;
    let draft = Draft::new(form);
    let known = StoredValue::new(projects.clone());
    let project: Signal<Option<ProjectConfig>> = Signal::derive(move || {
        let key = draft.project.get();
        known.with_value(|all| all.iter().find(|p| p.key == key).or(all.first()).cloned())
    });
    let judgement =
        Memo::new(move |_| project.with(|p| p.as_ref().map(|p| judge(&draft.get(), p)).unwrap_or_default()));
    let live = RwSignal::new(false);
    let Attempt { summary, refused, tried, count, pending, on_submit } =
        attempt(draft, judgement, problems, editing.as_ref().map(|(key, _)| key.clone()), live);
    let errors = Memo::new(move |_| {
        let (form, ids) = (draft.get(), draft.rows.get().iter().map(|r| r.id).collect::<Vec<_>>());
        let own = if tried.get() { judgement.with(|j| j.problems.clone()) } else { Vec::new() };
        let all = own.into_iter().chain(refused.get());
        all.filter_map(|p| field_of(&p.pointer, &form, &ids).map(|name| (name, p.message))).rev_unique()
    });
    let context = FormContext { draft, judgement, errors, live };
    let editing_now = editing.is_some();
    let cancel = editing.as_ref().map_or_else(|| "/changes".to_owned(), |(key, _)| format!("/changes/{key}"));
    let hidden = editing.map(|(change, version)| {
        view! {
            <input type="hidden" name="change" value=change />
            <input type="hidden" name="version" value=version.to_string() />
        }
    });
    view! {
        <form method="post" action=SubmitChange::url() novalidate=move || live.get() on:submit=move |event| on_submit.run(event) class="grid items-start gap-6 lg:grid-cols-[1fr_20rem]">
            <div class="grid min-w-0 gap-6">
                <ErrorSummary problems=summary attempt=count />
                <input type="hidden" name="key" value=key />
                <input type="hidden" name="plain" value=move || if live.get() { "" } else { "yes" } />
                {hidden}
                <WhatFields context=context projects=projects fixed=editing_now />
                <WhereFields context=context project=project />
                <OperationsEditor context=context project=project />
                <RiskFields context=context />
                <div class="flex flex-wrap items-center justify-end gap-2 border-t border-line pt-4">
                    <Button href=cancel variant=Variant::Ghost>"Cancel"</Button>
                    <Kbd keys="Ctrl Enter" />
                    <Button submit=true variant=Variant::Primary icon=Icon::Send pending=pending>
                        {if editing_now { "Save changes" } else { "Submit change" }}
                    </Button>
                </div>
            </div>
            <SidePanel context=context />
        </form>
    }
}

trait RevUnique {
    fn rev_unique(self) -> BTreeMap<String, String>;
}

impl<I: Iterator<Item = (String, String)>> RevUnique for I {
    /// The first message of each field.
    fn rev_unique(self) -> BTreeMap<String, String> {
        let mut map = BTreeMap::new();
        for (name, message) in self {
            map.entry(name).or_insert(message);
        }
        map
    }
}
