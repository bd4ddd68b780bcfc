//! The command palette: Ctrl or ⌘ and K on every page. Also the single-letter shortcuts.

mod entries;
mod help;
mod keys;

use crate::server_fns::lists::list_changes;
use crate::ui::{Dialog, Glyph, Kbd, Place, SearchInput, browser};
use crate::viewer::Viewer;
use domain::api::ChangeFilter;
use entries::{Entry, matching, of_change, pages};
pub use help::HELP;
use help::Shortcuts;
use leptos::ev::KeyboardEvent;
use leptos::prelude::*;
use leptos::reactive::actions::ActionAbortHandle;
use leptos_router::hooks::use_navigate;

const ID: &str = "palette";
const INPUT: &str = "palette-text";

/// The dialog, closed until its shortcut. Finds pages, actions and changes.
#[component]
pub fn Palette(viewer: Viewer) -> impl IntoView {
    let text = RwSignal::new(String::new());
    let chosen = RwSignal::new(0_usize);
    let search = Action::new(|text: &String| {
        let filter = ChangeFilter { text: Some(text.clone()), limit: Some(8), ..ChangeFilter::default() };
        async move { list_changes(filter).await }
    });
    let last = StoredValue::new(None::<ActionAbortHandle>);
    let all = StoredValue::new(pages(&viewer));
    let found = Memo::new(move |_| {
        let typed = text.get();
        let mut found = all.with_value(|all| matching(all, &typed));
        if let (false, Some(Ok(page))) = (typed.trim().is_empty(), search.value().get()) {
            found.extend(page.items.iter().map(of_change));
        }
        found
    });
    let may_create = viewer.may_create();
    let navigate = use_navigate();
    let go = Callback::new(move |href: String| {
        browser::close_dialog(ID);
        if href.ends_with(HELP) {
            return browser::open_dialog(HELP);
        }
        navigate(&href, Default::default());
    });
    keys::install(go, may_create);
    let typed = Callback::new(move |value: String| {
        chosen.set(0);
        if !value.trim().is_empty() {
            // An earlier answer that arrives late must not replace this one.
            let before = last.try_update_value(|last| last.replace(search.dispatch(value.clone()))).flatten();
            if let Some(before) = before {
                before.abort();
            }
        }
        text.set(value);
    });
    let on_key = move |event: KeyboardEvent| {
        let count = found.with(Vec::len).max(1);
        match event.key().as_str() {
            "ArrowDown" => chosen.update(|at| *at = (*at + 1) % count),
            "ArrowUp" => chosen.update(|at| *at = (*at + count - 1) % count),
            "Enter" => {
                if let Some(entry) = found.with(|f| f.get(chosen.get_untracked()).cloned()) {
                    go.run(entry.href);
                }
            }
            _ => return,
        }
        event.prevent_default();
    };
    view! {
        <Shortcuts may_create=may_create />
        <Dialog id=ID title="Go to a change or a page" place=Place::Top bare=true>
            <div on:keydown=on_key>
                <div class="border-b border-line p-2">
                    <SearchInput id=INPUT name="palette" label="Change, page or action" placeholder="Change, page or action" on_input=typed />
                </div>
                <ul class="max-h-96 overflow-y-auto p-2" aria-label="Results">
                    {move || results(&found.get(), search.pending().get(), chosen, go)}
                </ul>
            </div>
        </Dialog>
    }
}

fn results(found: &[Entry], searching: bool, chosen: RwSignal<usize>, go: Callback<String>) -> AnyView {
    if found.is_empty() {
        let words = if searching { "Searching…" } else { "Nothing is called like this" };
        return view! { <li class="px-2 py-3 text-muted">{words}</li> }.into_any();
    }
    let item = |(at, entry): (usize, &Entry)| {
        let Entry { label, hint, href, icon, key } = entry.clone();
        let target = href.clone();
        view! {
            <li>
                <a
                    href=href
                    class="flex min-h-control items-center gap-2.5 rounded-sm px-2 py-1 text-normal no-underline hover:bg-surface-2"
                    class:bg-surface-2=move || chosen.get() == at
                    aria-current=move || (chosen.get() == at).then_some("true")
                    on:click=move |event| {
                        event.prevent_default();
                        go.run(target.clone());
                    }
                >
                    <Glyph icon=icon class="size-4 text-muted" />
                    <span class="min-w-0 flex-1 truncate text-strong">{label}</span>
                    <span class="truncate text-xs text-muted">{hint}</span>
                    {key.map(|key| view! { <Kbd keys=key /> })}
                </a>
            </li>
        }
    };
    found.iter().enumerate().map(item).collect_view().into_any()
}
