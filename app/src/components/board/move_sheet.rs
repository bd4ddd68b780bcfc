//! "Move to…": every outcome of dragging by taps, with the reason where it is not possible.

use crate::drag::{DragBoard, Verdict};
use crate::ui::{Dialog, Glyph, Icon};
use leptos::prelude::*;

/// The sheet for the card in `card` (id and name); closed while that is `None`.
#[component]
pub fn MoveSheet(
    #[prop(into)] id: String,
    board: DragBoard,
    /// Id and name of each column, in order.
    columns: Vec<(String, String)>,
    card: RwSignal<Option<(String, String)>>,
) -> impl IntoView {
    let open = RwSignal::new(false);
    Effect::new(move |_| open.set(card.with(Option::is_some)));
    let columns = StoredValue::new(columns);
    let body = move || {
        card.get().map(|(card_id, name)| {
            let items = columns
                .get_value()
                .into_iter()
                .map(|(column, label)| view! { <Choice board=board card_id=card_id.clone() column=column label=label card=card /> })
                .collect_view();
            view! {
                <p class="mb-2 font-medium text-strong">{name}</p>
                <ul class="-mx-2 grid gap-0.5">{items}</ul>
            }
        })
    };
    view! {
        <Dialog id=id title="Move to…" open=open on_close=Callback::new(move |()| card.set(None))>
            {body}
        </Dialog>
    }
}

#[component]
fn Choice(
    board: DragBoard,
    card_id: String,
    column: String,
    label: String,
    card: RwSignal<Option<(String, String)>>,
) -> impl IntoView {
    let (icon, line, allowed) = match board.verdict(&card_id, &column) {
        Verdict::Here => (Icon::Check, "It is here now.".to_owned(), false),
        Verdict::Yes(what) => (Icon::ArrowRight, what, true),
        Verdict::No(why) => (Icon::Lock, why, false),
    };
    let choose = move |_| {
        if allowed {
            card.set(None);
            board.choose(&card_id, &column);
        }
    };
    let look = if allowed { "cursor-pointer hover:bg-surface-2" } else { "cursor-not-allowed" };
    let word = if allowed { "font-medium text-strong" } else { "font-medium text-muted" };
    view! {
        <li>
            <button
                type="button"
                class=format!("flex min-h-11 w-full items-start gap-2.5 rounded px-2 py-2 text-left {look}")
                aria-disabled=(!allowed).then_some("true")
                on:click=choose
            >
                <Glyph icon=icon class="mt-0.5 size-4 text-muted" />
                <span class="min-w-0">
                    <span class=format!("block {word}")>{label}</span>
                    <span class="block text-xs text-muted">{line}</span>
                </span>
            </button>
        </li>
    }
}
