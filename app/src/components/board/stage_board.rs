//! Changes by stage.

use super::change_card::ChangeCard;
use super::column::BoardColumn;
use super::filters::Lanes;
use super::move_sheet::MoveSheet;
use crate::drag::DragBoard;
use crate::ui::{Count, Icon, Time};
use domain::api::{Board, ChangeSummary};
use domain::words::{Priority, Stage};
use leptos::prelude::*;
use std::collections::BTreeSet;

/// Id and name of the columns.
pub fn stage_names() -> Vec<(String, String)> {
    Stage::ALL.iter().map(|s| (s.as_str().to_owned(), s.label().to_owned())).collect()
}

/// The lane a card stands in.
fn lane_of(change: &ChangeSummary, lanes: Lanes) -> String {
    match lanes {
        Lanes::None => String::new(),
        Lanes::Team => change.team.clone(),
        Lanes::Priority => change.priority.label().to_owned(),
    }
}

fn lane_names(board: &Board, lanes: Lanes) -> Vec<String> {
    let present: BTreeSet<String> = board.columns.iter().flat_map(|c| &c.cards).map(|c| lane_of(c, lanes)).collect();
    match lanes {
        Lanes::None => vec![String::new()],
        Lanes::Team => present.into_iter().collect(),
        Lanes::Priority => {
            Priority::ALL.iter().rev().map(|p| p.label().to_owned()).filter(|p| present.contains(p)).collect()
        }
    }
}

/// The board: a row of columns, or one a lane. Columns scroll, their headings stay.
#[component]
pub fn StageBoard(
    board: Memo<Board>,
    lanes: Lanes,
    drag: DragBoard,
    altered: RwSignal<BTreeSet<String>>,
) -> impl IntoView {
    let asked = RwSignal::new(None::<(String, String)>);
    let on_move =
        Callback::new(move |(key, title): (String, String)| asked.set(Some((key.clone(), format!("{key} {title}")))));
    let names = Memo::new(move |_| board.with(|b| lane_names(b, lanes)));
    let rows = move || {
        names
            .get()
            .into_iter()
            .map(|lane| {
                let label = (!lane.is_empty()).then(|| view! { <h2 class="sticky left-0 w-fit px-1 text-base font-semibold text-strong">{lane.clone()}</h2> });
                let columns = Stage::ALL
                    .iter()
                    .map(|stage| view! { <StageColumn stage=*stage lane=lane.clone() lanes=lanes board=board drag=drag altered=altered on_move=on_move /> })
                    .collect_view();
                view! { {label} <div class="flex min-h-0 flex-1 items-stretch gap-2">{columns}</div> }
            })
            .collect_view()
    };
    let height =
        if lanes == Lanes::None { "h-[calc(100dvh-14rem)] min-h-96 max-sm:h-[calc(100dvh-15.75rem)]" } else { "" };
    view! {
        <p id="drag-help" class="sr-only">"Press Space to lift this card, arrow keys to choose a stage, Space to drop it, Escape to put it back."</p>
        <div data-drag-scroll="" class=format!("ui-scroll-x ui-fade-x relative -mx-4 flex flex-col gap-2 px-4 pb-2 sm:-mx-6 sm:px-6 {height}") role="region" aria-label="Changes by stage" tabindex="0">
            {rows}
        </div>
        <MoveSheet id="move-change" board=drag columns=stage_names() card=asked />
    }
}

#[component]
fn StageColumn(
    stage: Stage,
    lane: String,
    lanes: Lanes,
    board: Memo<Board>,
    drag: DragBoard,
    altered: RwSignal<BTreeSet<String>>,
    on_move: Callback<(String, String)>,
) -> impl IntoView {
    let facts = Memo::new(move |_| {
        board.with(|b| b.columns.iter().find(|c| c.stage == stage).map(|c| (c.count, c.oldest)).unwrap_or_default())
    });
    let cards = Memo::new(move |_| {
        board.with(|b| {
            let column = b.columns.iter().find(|c| c.stage == stage).into_iter();
            column.flat_map(|c| &c.cards).filter(|c| lane_of(c, lanes) == lane).cloned().collect::<Vec<_>>()
        })
    });
    let count = Signal::derive(move || match lanes {
        Lanes::None => usize::try_from(facts.get().0).unwrap_or(0),
        _ => cards.with(Vec::len),
    });
    let oldest = move || facts.get().1.filter(|_| lanes == Lanes::None);
    let note = view! {
        <p class="min-h-4 px-1.5 pb-1 text-xs text-muted">
            {move || oldest().map(|at| view! { "Oldest arrived " <Time at=at /> })}
        </p>
    };
    let more = move || {
        let hidden = facts.get().0 - i64::try_from(cards.with(Vec::len)).unwrap_or(0);
        (lanes == Lanes::None && hidden > 0).then(|| {
            view! { <li class="p-1.5"><a class="link text-xs" href=format!("/changes?stage={stage}")>{format!("{hidden} more in the list")}</a></li> }
        })
    };
    let height = if lanes == Lanes::None { "min-h-0 overflow-y-auto overscroll-y-auto" } else { "" };
    view! {
        <BoardColumn
            id=stage.as_str()
            label=stage.label()
            board=drag
            icon=Icon::CircleDot
            icon_class="text-muted"
            class="w-62 shrink-0 snap-start min-h-0"
            list_class=height
            top=lanes == Lanes::None
            note=note.into_any()
            head=move || view! { <Count value=count of="changes" /> }
        >
            <For each=move || cards.get() key=|c| (c.id, c.version, c.steps_done, c.blocked.clone()) let:change>
                <Slot change=change drag=drag altered=altered on_move=on_move />
            </For>
            {more}
        </BoardColumn>
    }
}

/// A card's place; it keeps its height while the card is lifted. Cards out of sight cost no layout.
#[component]
fn Slot(
    change: ChangeSummary,
    drag: DragBoard,
    altered: RwSignal<BTreeSet<String>>,
    on_move: Callback<(String, String)>,
) -> impl IntoView {
    let key = change.key();
    let look = move || match drag.is_lifted(&key) {
        true => "rounded bg-surface-3",
        false => "rounded [content-visibility:auto] [contain-intrinsic-size:auto_10rem]",
    };
    view! { <li class=look><ChangeCard change=change board=drag altered=altered on_move=on_move /></li> }
}
