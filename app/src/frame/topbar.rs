//! The top bar: drawer on a phone, search, new change, theme, user.

use super::nav::{NavEntry, NavList};
use crate::ui::{Button, Glyph, Icon, IconButton, SearchInput, Variant};
use leptos::{children::ViewFnOnce, prelude::*};

/// The bar at the top of every page, 48 px.
#[component]
pub fn TopBar(
    /// The same entries as the side navigation, for the drawer.
    #[prop(into)]
    entries: Signal<Vec<NavEntry>>,
    #[prop(into)] path: Signal<String>,
    /// What is being searched for now.
    #[prop(optional, into)]
    search: String,
    /// Where "New change" leads; `None` when the viewer may not create one.
    #[prop(optional, into)]
    new_href: MaybeProp<String>,
    /// Theme menu and user menu.
    #[prop(optional, into)]
    end: Option<ViewFnOnce>,
) -> impl IntoView {
    view! {
        <header class="ui-topbar">
            <details class="ui-drawer" data-menu="">
                <summary class="ui-drawer-button" title="Menu">
                    <Glyph icon=Icon::Menu class="size-5" />
                    <span class="sr-only">"Menu"</span>
                </summary>
                <div class="ui-drawer-panel">
                    <p class="ui-nav-brand"><Glyph icon=Icon::Layers class="size-5 text-accent" /> "Change management"</p>
                    <nav aria-label="Main menu" class="px-2 py-2">
                        <NavList entries=entries path=path />
                    </nav>
                </div>
            </details>
            <search class="min-w-0 flex-1">
                <form action="/changes" method="get" role="search" class="max-w-100">
                    <SearchInput id="global-search" name="text" label="Search changes" value=search placeholder="Search" />
                </form>
            </search>
            {move || {
                new_href
                    .get()
                    .map(|href| {
                        view! {
                            <Button variant=Variant::Primary icon=Icon::Plus href=href.clone() class="max-sm:hidden">"New change"</Button>
                            <IconButton variant=Variant::Primary icon=Icon::Plus label="New change" href=href class="sm:hidden" />
                        }
                    })
            }}
            {end.map(|end| end.run())}
        </header>
    }
}
