//! The steps, as a board or as a list; the choice stands in the address and is remembered.

use super::customise::Customise;
use super::state::ChangeState;
use super::steps_board::StepsBoard;
use super::steps_list::StepsList;
use crate::drag::DragBoard;
use crate::ui::{Card, Icon, Segmented, Tab, browser};
use leptos::{children::ViewFnOnce, prelude::*};
use leptos_router::hooks::use_query_map;

const REMEMBERED: &str = "steps-view";

/// The section `#steps`.
#[component]
pub fn StepsSection(board: DragBoard) -> impl IntoView {
    let state = ChangeState::expect();
    let query = use_query_map();
    let small = state.view.with_untracked(|v| v.small);
    let remembered = RwSignal::new(None::<String>);
    Effect::new(move |_| remembered.set(browser::storage_get(REMEMBERED)));
    let asked = Memo::new(move |_| query.with(|q| q.get("view")));
    Effect::new(move |_| {
        if let Some(view) = asked.get().filter(|_| query.with(|q| q.get("step").is_none())) {
            browser::storage_set(REMEMBERED, &view);
        }
    });
    let as_list = Memo::new(move |_| match asked.get().or_else(|| remembered.get()).as_deref() {
        Some("list") => true,
        Some("board") => false,
        _ => small,
    });
    let open = Signal::derive(move || query.with(|q| q.get("step")));
    Effect::new(move |_| {
        if let Some(step) = open.get() {
            browser::after(60, move || browser::scroll_into_view(&format!("step-{step}")));
        }
    });
    let tabs = Signal::derive(move || {
        let list = as_list.get();
        vec![
            Tab::new("Board", "?view=board#steps", !list).icon(Icon::Board),
            Tab::new("List", "?view=list#steps", list).icon(Icon::List),
        ]
    });
    let body = move || match as_list.get() {
        true => view! { <StepsList open=open /> }.into_any(),
        false => view! { <StepsBoard board=board /> }.into_any(),
    };
    view! {
        <Card
            id="steps"
            title="Steps"
            icon=Icon::ListTodo
            flush=true
            actions=ViewFnOnce::from(move || view! { <Segmented label="View of the steps" tabs=tabs /> })
        >
            {body} <Customise />
        </Card>
    }
}
