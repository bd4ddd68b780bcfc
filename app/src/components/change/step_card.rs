//! A step as a card of the change's board.

use super::people::doers;
use super::state::{Ask, ChangeState};
use super::tone;
use crate::components::people::Person;
use crate::drag::DragBoard;
use crate::server_fns::changes::ChangeView;
use crate::ui::{Button, Glyph, Icon, Size, Spinner};
use domain::access::SYSTEM;
use domain::api::StepView;
use domain::words::StepStatus;
use leptos::{ev, prelude::*};

const CARD: &str = "relative flex flex-col gap-1.5 rounded border bg-surface-1 p-2 select-none touch-manipulation \
    transition-colors duration-150 outline-offset-1 focus-visible:outline-2 focus-visible:outline-focus";

/// The card. `on_move` opens the "Move to…" sheet for it.
#[component]
pub fn StepCard(id: String, board: DragBoard, on_move: Callback<String>) -> impl IntoView {
    let state = ChangeState::expect();
    let step = state.step(&id);
    move || step.get().map(|step| view! { <Card step=step board=board on_move=on_move /> })
}

#[component]
fn Card(step: StepView, board: DragBoard, on_move: Callback<String>) -> impl IntoView {
    let state = ChangeState::expect();
    let id = step.step.id.clone();
    let name = step.step.title.clone();
    let card_id = format!("card-{id}");
    let look = {
        let (id, card_id) = (id.clone(), card_id.clone());
        move || match (board.is_lifted(&id), state.is_altered(&card_id)) {
            (true, _) => format!("{CARD} cursor-grabbing border-accent shadow-overlay"),
            (_, true) => format!("{CARD} cursor-grab border-accent-line bg-accent-fill!"),
            _ => format!("{CARD} cursor-grab border-line hover:border-line-strong"),
        }
    };
    let pending = {
        let id = id.clone();
        move || state.moving.with(|m| m.contains_key(&id))
    };
    let show = {
        let id = id.clone();
        move |event: ev::MouseEvent| {
            if !event.ctrl_key() && !event.meta_key() && !event.shift_key() {
                event.prevent_default();
                state.ask.set(Some(Ask::Show(id.clone())));
            }
        }
    };
    let (press, key, left) = (id.clone(), id.clone(), id.clone());
    let spoken = name.clone();
    let href = format!("?view=list&step={id}#step-{id}");
    view! {
        <div
            id=card_id.clone()
            data-card=id.clone()
            tabindex="0"
            role="group"
            aria-labelledby=format!("{card_id}-title")
            aria-roledescription="movable card"
            aria-describedby="drag-help"
            class=look
            on:pointerdown=move |event| board.press(&event, &press)
            on:keydown=move |event| board.key(&event, &key, &spoken)
            on:focusout=move |_| board.left(&left)
        >
            <div class="flex items-start gap-1.5">
                <a
                    id=format!("{card_id}-title")
                    href=href
                    draggable="false"
                    class="min-w-0 flex-1 font-medium break-words text-strong no-underline hover:underline"
                    on:click=show
                >
                    {name}
                </a>
                {move || pending().then(|| view! { <Spinner class="appear-late mt-0.5" /> })}
            </div>
            {facts(&step)}
            <CardActions step=step on_move=on_move />
        </div>
    }
}

fn facts(step: &StepView) -> impl IntoView + use<> {
    let s = &step.step;
    let mark = |icon: Icon, word: &'static str| view! { <span class="inline-flex items-center gap-1"><Glyph icon=icon class="size-3" />{word}</span> };
    let line = match step.status {
        StepStatus::Blocked => step.waits_for.first().map(|t| format!("Waits for: {t}")),
        StepStatus::NotApplicable => s.not_applicable.clone(),
        _ => None,
    };
    let by = match step.status {
        StepStatus::Done => {
            let evidence = |v: &ChangeView| doers(s, &v.detail.evidence);
            ChangeState::expect().view.with_untracked(evidence).into_iter().find(|user| user != SYSTEM)
        }
        StepStatus::InProgress => s.started.as_ref().map(|b| b.by.clone()),
        _ => None,
    };
    let (_, icon) = tone::of_step(step.status);
    view! {
        {line.map(|l| view! { <p class="flex gap-1 text-xs break-words text-muted"><Glyph icon=icon class="mt-0.5 size-3" /><span class="line-clamp-2">{l}</span></p> })}
        <p class="flex flex-wrap items-center gap-x-2 gap-y-1 text-xs text-muted">
            <span>{s.stage.label()}</span>
            {match by {
                Some(by) => view! { <Person user=by /> }.into_any(),
                None => view! { <span>{s.owner.label()}</span> }.into_any(),
            }}
            {s.is_approval().then(|| mark(Icon::ThumbsUp, "Approval"))}
            {s.automatic.then(|| mark(Icon::Zap, "Automatic"))}
            {s.optional.then(|| mark(Icon::CircleDashed, "Optional"))}
        </p>
    }
}

#[component]
fn CardActions(step: StepView, on_move: Callback<String>) -> impl IntoView {
    let state = ChangeState::expect();
    let (id, title) = (step.step.id.clone(), step.step.title.clone());
    let quick = match step.status {
        StepStatus::Ready if step.start.allowed && !step.step.is_approval() => {
            Some((Icon::Play, "Start", StepStatus::InProgress))
        }
        StepStatus::Ready | StepStatus::InProgress if step.complete.allowed => Some(if step.step.is_approval() {
            (Icon::ThumbsUp, "Decide", StepStatus::Done)
        } else {
            (Icon::Check, "Complete", StepStatus::Done)
        }),
        _ => None,
    };
    let go = id.clone();
    let quick = quick.map(|(icon, word, to)| {
        let spoken = title.clone();
        view! {
            <Button size=Size::Small icon=icon on_click=Callback::new(move |_| super::moves::perform(state, &go, to))>
                {word} <span class="sr-only">{format!(" {spoken}")}</span>
            </Button>
        }
    });
    let fixed = step.step.automatic;
    let menu = (!fixed).then(|| {
        view! {
            <Button
                size=Size::Small
                variant=crate::ui::Variant::Ghost
                icon=Icon::Move
                class="-ml-1"
                on_click=Callback::new(move |_| on_move.run(id.clone()))
                attr:aria-haspopup="dialog"
            >
                "Move to…" <span class="sr-only">{format!(" {title}")}</span>
            </Button>
        }
    });
    view! { <div class="mt-auto flex flex-wrap items-center gap-1 ui-scripted">{quick} {menu}</div> }
}
