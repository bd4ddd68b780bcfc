//! Changes by stage, live; a drop shows what is left to do before the next stage.

use crate::components::board::{Advance, BoardFilters, BoardQuery, Lanes, StageBoard, stage_names};
use crate::drag::{DragBoard, Verdict};
use crate::error::UiError;
use crate::frame::Page;
use crate::live::Live;
use crate::server_fns::changes::{get_board, get_change};
use crate::ui::{Announcer, Crumb, Dialog, Loaded, NoMatch, NoneYet, Shape, Skeleton, Tone, browser};
use crate::wire::reading;
use domain::AppError;
use domain::api::{Board, ChangeDetail, ChangeFilter, LiveEvent};
use domain::words::Stage;
use leptos::{prelude::*, task::spawn_local};
use leptos_meta::Title;
use leptos_router::hooks::use_query_map;
use std::collections::BTreeSet;

/// `/board`.
#[component]
pub fn BoardPage() -> impl IntoView {
    let query = use_query_map();
    let asked = Memo::new(move |_| query.with(BoardQuery::read));
    let filter = Memo::new(move |_| asked.with(|q| q.filter.clone()));
    let board = reading(move || filter.get(), get_board);
    view! {
        <Title text="Board" />
        <Page title="Board" crumbs=vec![Crumb::link("Dashboard", "/"), Crumb::here("Board")] wide=true>
            {move || view! { <BoardFilters query=asked.get() /> }}
            <div class="mt-3">
                <Loaded from=board shape=Shape::Columns count=5 let:board>
                    <Whole board=board filter=filter.get_untracked() lanes=Signal::derive(move || asked.with(|q| q.lanes)) />
                </Loaded>
            </div>
        </Page>
    }
}

#[component]
fn Whole(board: Board, filter: ChangeFilter, lanes: Signal<Lanes>) -> impl IntoView {
    let shown = RwSignal::new(board);
    let altered = RwSignal::new(BTreeSet::new());
    let advance = RwSignal::new(None::<String>);
    let drag = stage_drag(shown, advance);
    follow(shown, altered, drag, filter.clone());
    let filtered = filter != ChangeFilter::default();
    let empty = Memo::new(move |_| shown.with(|b| b.columns.iter().all(|c| c.cards.is_empty())));
    let current = Memo::new(move |_| shown.get());
    move || {
        match (empty.get(), filtered) {
        (true, true) => view! { <NoMatch what="changes" clear_href="/board" /> }.into_any(),
        (true, false) => view! { <NoneYet title="No live changes" text="Submitted changes stand here by stage until they are closed." /> }.into_any(),
        _ => view! {
            {move || view! { <StageBoard board=current lanes=lanes.get() drag=drag altered=altered /> }}
            <AdvanceDialog change=advance />
        }
        .into_any(),
    }
    }
}

/// Where a change may be dropped: its next stage, which shows what is left to do.
fn stage_drag(shown: RwSignal<Board>, advance: RwSignal<Option<String>>) -> DragBoard {
    let at = move |key: &str| {
        shown.with_untracked(|b| {
            b.columns
                .iter()
                .flat_map(|c| &c.cards)
                .find(|c| c.key() == key)
                .map(|c| (c.stage, c.steps_total - c.steps_done))
        })
    };
    let rule = Callback::new(move |(key, column): (String, String)| {
        let (Some((from, left)), Ok(to)) = (at(&key), column.parse::<Stage>()) else { return Verdict::Here };
        let next = from.next();
        match () {
            () if from == to => Verdict::Here,
            () if next == Some(to) && left == 1 => Verdict::Yes(format!("Shows the step to do before {}", to.label())),
            () if next == Some(to) => Verdict::Yes(format!("Shows the {left} steps to do before {}", to.label())),
            () if to < from => {
                Verdict::No("A stage opens again by reopening one of its steps, on the page of the change.".to_owned())
            }
            () => Verdict::No(format!("Stages pass in order; next is {}.", next.map_or("closing", |s| s.label()))),
        }
    });
    DragBoard::new(stage_names(), rule, Callback::new(move |(key, _): (String, String)| advance.set(Some(key))))
}

/// Reads the board again soon after an event, once for many; never while a card is lifted.
fn follow(shown: RwSignal<Board>, altered: RwSignal<BTreeSet<String>>, drag: DragBoard, filter: ChangeFilter) {
    let waiting = StoredValue::new(BTreeSet::<String>::new());
    let filter = StoredValue::new(filter);
    let announcer = Announcer::expect();
    Live::on_event(move |event: LiveEvent| {
        let Some(number) = event.number else { return };
        let first = waiting.with_value(BTreeSet::is_empty);
        waiting.update_value(|w| {
            w.insert(format!("CHG-{number}"));
        });
        announcer.say(event.summary);
        if first {
            read_soon(shown, altered, drag, filter, waiting);
        }
    });
}

fn read_soon(
    shown: RwSignal<Board>,
    altered: RwSignal<BTreeSet<String>>,
    drag: DragBoard,
    asked: StoredValue<ChangeFilter>,
    waiting: StoredValue<BTreeSet<String>>,
) {
    browser::after(150, move || {
        if drag.lifted.try_get_untracked().flatten().is_some() {
            return read_soon(shown, altered, drag, asked, waiting);
        }
        let (Some(filter), Some(keys)) = (asked.try_get_value(), waiting.try_update_value(std::mem::take)) else {
            return;
        };
        spawn_local(async move {
            let board = match get_board(filter).await {
                Ok(board) => board,
                // The line is down: what was heard is read when it is back.
                Err(UiError(AppError::Unavailable(_))) => {
                    waiting.try_update_value(|w| w.extend(keys));
                    return browser::after(1000, move || read_soon(shown, altered, drag, asked, waiting));
                }
                Err(_) => return,
            };
            shown.try_set(board);
            altered.try_set(keys);
            browser::after(2500, move || {
                altered.try_set(BTreeSet::new());
            });
        });
    });
}

/// The remaining steps of the dropped change.
#[component]
fn AdvanceDialog(change: RwSignal<Option<String>>) -> impl IntoView {
    let open = RwSignal::new(false);
    let detail = RwSignal::new(None::<ChangeDetail>);
    let announcer = Announcer::expect();
    Effect::new(move |_| {
        let key = change.get();
        open.set(key.is_some());
        detail.set(None);
        if let Some(key) = key {
            spawn_local(async move {
                match get_change(key).await {
                    Ok(view) => drop(detail.try_set(Some(view.detail))),
                    Err(error) => {
                        change.try_set(None);
                        announcer.toast(Tone::Danger, error.to_string());
                    }
                }
            });
        }
    });
    let body = move || match detail.get() {
        Some(detail) => view! { <Advance detail=detail /> }.into_any(),
        None => view! { <Skeleton /> }.into_any(),
    };
    let closed = Callback::new(move |()| {
        if let Some(key) = change.try_update(Option::take).flatten() {
            browser::focus(&format!("card-{key}"));
        }
    });
    view! { <Dialog id="advance" title="Before the next stage" open=open on_close=closed>{body}</Dialog> }
}
