//! A change as a card of the board.

use crate::components::change::tone;
use crate::components::people::{Person, TeamMark};
use crate::drag::DragBoard;
use crate::ui::{Badge, Button, Glyph, Icon, Progress, Size, Tone, Variant};
use domain::api::ChangeSummary;
use leptos::prelude::*;
use std::collections::BTreeSet;

const CARD: &str = "relative flex flex-col gap-1.5 rounded border bg-surface-1 p-2.5 select-none touch-manipulation transition-colors \
    duration-150 outline-offset-1 focus-visible:outline-2 focus-visible:outline-focus";

/// The card; `altered` holds the ids of cards to highlight. `on_move` opens the "Move to…" sheet.
#[component]
pub fn ChangeCard(
    change: ChangeSummary,
    board: DragBoard,
    altered: RwSignal<BTreeSet<String>>,
    on_move: Callback<(String, String)>,
) -> impl IntoView {
    let key = change.key();
    let card_id = format!("card-{key}");
    let look = {
        let key = key.clone();
        move || match (board.is_lifted(&key), altered.with(|a| a.contains(&key))) {
            (true, _) => format!("{CARD} cursor-grabbing border-accent shadow-overlay"),
            (_, true) => format!("{CARD} cursor-grab border-accent-line bg-accent-fill!"),
            _ => format!("{CARD} cursor-grab border-line hover:border-line-strong"),
        }
    };
    let (press, keyed, left) = (key.clone(), key.clone(), key.clone());
    let (spoken, moved) = (key.clone(), (key.clone(), change.title.clone()));
    view! {
        <div
            id=card_id.clone()
            data-card=key.clone()
            tabindex="0"
            role="group"
            aria-labelledby=format!("{card_id}-title")
            aria-roledescription="movable card"
            aria-describedby="drag-help"
            class=look
            on:pointerdown=move |event| board.press(&event, &press)
            on:keydown=move |event| board.key(&event, &keyed, &spoken)
            on:focusout=move |_| board.left(&left)
        >
            <a id=format!("{card_id}-title") href=format!("/changes/{key}") draggable="false" class="group/link min-w-0 no-underline">
                <span class="block text-xs text-muted tabular-nums">{key.clone()}</span>
                <span class="line-clamp-3 font-medium break-words text-strong group-hover/link:underline">{change.title.clone()}</span>
            </a>
            <Marks change=change.clone() />
            {change.blocked.clone().map(|why| view! {
                <p class="flex gap-1 text-xs text-danger"><Glyph icon=Icon::Ban class="mt-0.5 size-3" /><span class="line-clamp-2 break-words">{why}</span></p>
            })}
            <div class="flex items-center gap-1">
                {match change.assignee.clone() {
                    Some(user) => view! { <Person user=user class="flex-1 text-xs text-muted" /> }.into_any(),
                    None => view! { <TeamMark team=change.team.clone() class="flex-1 text-xs" /> }.into_any(),
                }}
                {change.status.is_live().then(|| view! {
                    <Button
                        class="ui-scripted"
                        size=Size::Small
                        variant=Variant::Ghost
                        icon=Icon::Move
                        on_click=Callback::new(move |_| on_move.run(moved.clone()))
                        attr:aria-haspopup="dialog"
                    >
                        "Move to…" <span class="sr-only">{format!(" CHG-{}", change.number)}</span>
                    </Button>
                })}
            </div>
        </div>
    }
}

#[component]
fn Marks(change: ChangeSummary) -> impl IntoView {
    let (risk_tone, risk_icon) = tone::of_risk(change.risk);
    let (priority_tone, priority_icon) = tone::of_priority(change.priority);
    let done = u32::try_from(change.steps_done).unwrap_or(0);
    let total = u32::try_from(change.steps_total).unwrap_or(0);
    view! {
        <p class="flex flex-wrap items-center gap-x-2.5 gap-y-0.5">
            <Badge plain=true icon=Icon::Database>{change.kind.label()}</Badge>
            <Badge plain=true tone=priority_tone icon=priority_icon>{change.priority.label()} <span class="sr-only">" priority"</span></Badge>
            <Badge plain=true tone=risk_tone icon=risk_icon>{format!("{} risk", change.risk.label())}</Badge>
            {change.breaking_change.then(|| view! { <Badge plain=true tone=Tone::Warning icon=Icon::TriangleAlert>"Breaking"</Badge> })}
        </p>
        <Progress value=done max=total label=format!("Steps of this stage, CHG-{}", change.number) />
        {change.current_step.clone().map(|next| view! { <p class="truncate text-xs text-muted">{format!("Next: {next}")}</p> })}
    }
}
