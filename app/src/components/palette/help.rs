//! What the keyboard can do, on one sheet.

use crate::ui::{Dialog, Kbd};
use leptos::prelude::*;

/// Id of the dialog.
pub const HELP: &str = "shortcuts";

/// The sheet, closed until `?`, the palette or the user menu opens it.
#[component]
pub fn Shortcuts(may_create: bool) -> impl IntoView {
    let row = |keys: &'static str, what: &'static str| {
        view! {
            <div class="flex items-center justify-between gap-4 py-1.5">
                <dt class="text-normal">{what}</dt>
                <dd class="flex shrink-0 gap-1">{keys.split(", ").map(|keys| view! { <Kbd keys=keys /> }).collect_view()}</dd>
            </div>
        }
    };
    let group = |title: &'static str, rows: Vec<AnyView>| {
        view! {
            <section>
                <h3 class="text-xs font-medium text-muted">{title}</h3>
                <dl class="divide-y divide-line">{rows}</dl>
            </section>
        }
    };
    let everywhere = [
        Some(row("Ctrl K, ⌘ K", "Go to a change or a page")),
        Some(row("/", "Search changes")),
        may_create.then(|| row("C", "New change")),
        Some(row("?", "Show these shortcuts")),
    ];
    let everywhere = everywhere.into_iter().flatten().map(IntoAny::into_any).collect();
    let writing = vec![row("Ctrl Enter, ⌘ Enter", "Send the form or the comment").into_any()];
    let boards = vec![
        row("Space", "Lift the card in focus, or drop it").into_any(),
        row("← →", "Choose its column").into_any(),
        row("Esc", "Put it back").into_any(),
    ];
    view! {
        <Dialog id=HELP title="Keyboard shortcuts">
            <div class="grid gap-4">{group("Everywhere", everywhere)} {group("While writing", writing)} {group("On a board", boards)}</div>
        </Dialog>
    }
}
