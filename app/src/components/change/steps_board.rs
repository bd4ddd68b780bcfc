//! The steps of a change as a board.

use super::moves::{perform, verdict};
use super::state::ChangeState;
use super::step_card::StepCard;
use super::tone;
use crate::components::board::{BoardColumn, MoveSheet};
use crate::drag::{DragBoard, Verdict};
use crate::ui::Count;
use domain::words::StepStatus;
use leptos::prelude::*;

/// Columns Blocked, Ready, In progress, Done, Not applicable.
#[component]
pub fn StepsBoard(board: DragBoard) -> impl IntoView {
    let state = ChangeState::expect();
    let asked = RwSignal::new(None::<(String, String)>);
    let on_move = Callback::new(move |id: String| {
        let title = state.step_now(&id).map(|s| s.step.title).unwrap_or_default();
        asked.set(Some((id, title)));
    });
    let columns = StepStatus::ALL
        .iter()
        .map(|status| view! { <StatusColumn status=*status board=board on_move=on_move /> })
        .collect_view();
    view! {
        <p id="drag-help" class="sr-only">"Press Space to lift this card, arrow keys to choose a column, Space to drop it, Escape to put it back."</p>
        <div data-drag-scroll="" class="ui-scroll-x ui-fade-x flex items-stretch gap-1.5 p-2" tabindex="-1">
            {columns}
        </div>
        <MoveSheet id="move-step" board=board columns=names() card=asked />
    }
}

fn names() -> Vec<(String, String)> {
    StepStatus::ALL.iter().map(|s| (s.as_str().to_owned(), s.label().to_owned())).collect()
}

/// The board's handle: made once by the section, so that a live update waits while a card is lifted.
pub fn steps_drag(state: ChangeState) -> DragBoard {
    let rule = Callback::new(move |(card, column): (String, String)| {
        let (Some(step), Ok(to)) = (state.step_now(&card), column.parse::<StepStatus>()) else { return Verdict::Here };
        let may_restore = state.view.with_untracked(|v| v.detail.may_customise.allowed);
        verdict(&step, step.status, to, may_restore)
    });
    let dropped = Callback::new(move |(card, column): (String, String)| {
        if let Ok(to) = column.parse::<StepStatus>() {
            perform(state, &card, to);
        }
    });
    DragBoard::new(names(), rule, dropped)
}

#[component]
fn StatusColumn(status: StepStatus, board: DragBoard, on_move: Callback<String>) -> impl IntoView {
    let state = ChangeState::expect();
    let steps = state.part(|d| d.steps.iter().map(|s| (s.step.id.clone(), s.status)).collect::<Vec<_>>());
    let ids = Memo::new(move |_| {
        let moving = state.moving.get();
        let here = |(id, at): &(String, StepStatus)| moving.get(id).copied().unwrap_or(*at) == status;
        steps.with(|steps| steps.iter().filter(|s| here(s)).map(|(id, _)| id.clone()).collect::<Vec<_>>())
    });
    let (tone, icon) = tone::of_step(status);
    let count = Signal::derive(move || ids.with(Vec::len));
    view! {
        <BoardColumn
            id=status.as_str()
            label=status.label()
            board=board
            icon=icon
            icon_class=tone.text()
            class="min-w-38 flex-1 basis-0 max-sm:min-w-60"
            list_class="max-h-144 overflow-y-auto overscroll-y-auto"
            head=move || view! { <Count value=count of="steps" /> }
        >
            <For each=move || ids.get() key=|id| id.clone() let:id>
                <li class="rounded bg-surface-3/40"><StepCard id=id board=board on_move=on_move /></li>
            </For>
        </BoardColumn>
    }
}
