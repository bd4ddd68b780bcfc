//! The frame around every signed-in page: navigation, top bar, page head, live region. Plain props only.

mod nav;
mod theme;
mod topbar;
mod user_menu;

pub use nav::{Nav, NavEntry};
pub use theme::{Theme, ThemeMenu};
pub use topbar::TopBar;
pub use user_menu::UserMenu;

use crate::ui::{Breadcrumb, Crumb, Icon, LiveRegion, Notice, Tone, browser};
use leptos::{children::ViewFnOnce, prelude::*};

/// The whole page. `nav` and `top` fill the side and the top (a [`Nav`] and a [`TopBar`]); `banner` stands above the
/// page (an [`OfflineBanner`]); the children are one [`Page`].
///
/// An `Announcer` must be provided above the frame (`Announcer::provide()` in the app's root).
#[component]
pub fn Frame(
    /// Entries of the navigation, in order.
    #[prop(into)]
    entries: Signal<Vec<NavEntry>>,
    /// Path of the page shown, to mark its entry.
    #[prop(into)]
    path: Signal<String>,
    /// The top bar: `top=move || view! { <TopBar … /> }`.
    #[prop(into)]
    top: ViewFnOnce,
    /// Whether the navigation is collapsed: the cookie `nav` is `collapsed`.
    #[prop(optional)]
    collapsed: bool,
    /// Something above the page, such as an [`OfflineBanner`].
    #[prop(optional, into)]
    banner: Option<ViewFnOnce>,
    children: Children,
) -> impl IntoView {
    Effect::new(move |_| browser::install_menu_closers());
    view! {
        <a href="#main" class="ui-skip">"Skip to content"</a>
        <div class="ui-frame">
            <Nav entries=entries path=path collapsed=collapsed />
            <div class="ui-frame-body">
                {top.run()}
                {banner.map(|banner| banner.run())}
                {children()}
            </div>
        </div>
        <LiveRegion />
    }
}

/// The page itself: `<main id="main">` with breadcrumb, title and its one primary action.
#[component]
pub fn Page(
    #[prop(into)] title: Signal<String>,
    #[prop(optional, into)] crumbs: Signal<Vec<Crumb>>,
    /// A line under the title.
    #[prop(optional, into)]
    subtitle: MaybeProp<String>,
    /// Badges and the like beside the title.
    #[prop(optional, into)]
    beside: Option<ViewFnOnce>,
    /// Buttons at the right; on a phone below the title.
    #[prop(optional, into)]
    actions: Option<ViewFnOnce>,
    /// The one primary action, right of the others; on a phone fixed at the lower edge.
    #[prop(optional, into)]
    primary: Option<ViewFnOnce>,
    /// As wide as the window, for boards and wide tables; otherwise at most 80 rem.
    #[prop(optional)]
    wide: bool,
    /// At most 48 rem, for forms and texts.
    #[prop(optional)]
    narrow: bool,
    children: Children,
) -> impl IntoView {
    let width = match (wide, narrow) {
        (true, _) => "",
        (_, true) => "max-w-[48rem] mx-auto",
        _ => "max-w-[80rem] mx-auto",
    };
    view! {
        <main id="main" tabindex="-1" class="min-w-0 flex-1 px-4 pt-4 pb-12 outline-none sm:px-6">
            <div class=width>
                <div class="mb-4 flex flex-wrap items-end gap-x-4 gap-y-3">
                    <div class="min-w-0 flex-1 basis-72">
                        {move || crumbs.with(|c| !c.is_empty()).then(|| view! { <Breadcrumb crumbs=crumbs /> })}
                        <div class="mt-1 flex flex-wrap items-center gap-x-3 gap-y-1">
                            <h1 class="text-lg font-semibold text-strong break-words">{move || title.get()}</h1>
                            {beside.map(|beside| beside.run())}
                        </div>
                        {move || subtitle.get().map(|text| view! { <p class="mt-0.5 text-muted">{text}</p> })}
                    </div>
                    {(actions.is_some() || primary.is_some())
                        .then(|| {
                            view! {
                                <div class="flex flex-wrap items-center gap-2">
                                    {actions.map(|actions| actions.run())}
                                    {primary.map(|primary| view! { <div class="ui-primary">{primary.run()}</div> })}
                                </div>
                            }
                        })}
                </div>
                {children()}
            </div>
        </main>
    }
}

/// Says that live updates stopped, and since when; nothing while `since` is `None`.
#[component]
pub fn OfflineBanner(
    /// When the last update came, in words: "2 minutes ago".
    #[prop(into)]
    since: MaybeProp<String>,
) -> impl IntoView {
    move || {
        since.get().map(|since| {
            view! {
                <div class="px-4 pt-3 sm:px-6">
                    <Notice tone=Tone::Warning icon=Icon::Offline live=true>
                        {format!("Live updates stopped. Last updated {since}. Reconnecting…")}
                    </Notice>
                </div>
            }
        })
    }
}
