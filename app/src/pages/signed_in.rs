//! The frame of every page that needs somebody to be signed in. Others are sent to the sign-in page and back.

use crate::components::palette::Palette;
use crate::components::people::People;
use crate::components::session::ViewerMenu;
use crate::frame::{Frame, NavEntry, Theme, ThemeMenu, TopBar};
use crate::live::LiveBanner;
use crate::request;
use crate::server_fns::session::SetTheme;
use crate::ui::{AsFailure, FailurePage};
use crate::viewer::Viewer;
use crate::wire::Tree;
use leptos::prelude::*;
use leptos::server_fn::ServerFn;
use leptos_router::components::{Outlet, Redirect};
use leptos_router::hooks::use_location;
use leptos_router::location::Url;

/// The frame for the person who looks. The server says who that is before the page is drawn, so nothing waits for it,
/// and a page's own readings start at once and only once.
#[component]
pub fn SignedIn() -> impl IntoView {
    looking(|viewer| match viewer.me {
        Some(_) => framed(viewer, || view! { <Outlet /> }),
        None => view! { <Entrance /> }.into_any(),
    })
}

/// What to show, by who looks.
pub fn looking(show: impl FnOnce(Viewer) -> AnyView) -> AnyView {
    match SharedValue::<_, Tree>::new_with_encoding(request::viewer).into_inner() {
        Some(Ok(viewer)) => show(viewer),
        Some(Err(error)) => {
            let retry = Callback::new(|()| request::load_again());
            view! { <FailurePage failure=error.as_failure() retry=Some(retry) /> }.into_any()
        }
        // Reached by a link inside the app: only the server knows who looks.
        None => {
            request::load_again();
            ().into_any()
        }
    }
}

/// Path and query of the page shown.
fn here() -> Signal<String> {
    let location = use_location();
    Signal::derive(move || {
        let (path, search) = (location.pathname.get(), location.search.get());
        if search.is_empty() { path } else { format!("{path}?{search}") }
    })
}

/// Sends people to the sign-in page, and from there back here.
#[component]
fn Entrance() -> impl IntoView {
    let path = format!("/sign-in?next={}", Url::escape(&here().get_untracked()));
    view! { <Redirect path=path /> }
}

/// The frame around `page`, for somebody who is signed in.
pub fn framed<V: IntoView + 'static>(mut viewer: Viewer, page: impl FnOnce() -> V + Send + 'static) -> AnyView {
    let (location, here) = (use_location(), here());
    People::provide(std::mem::take(&mut viewer.people));
    provide_context(viewer.clone());
    let looking = viewer.clone();
    let entries = Signal::stored(NavEntry::standard(viewer.may_verify(), viewer.may_administer()));
    let may_create = viewer.may_create();
    // On the form itself its own button is the primary one.
    let new_href = Signal::derive(move || {
        (may_create && location.pathname.get() != "/changes/new").then(|| "/changes/new".to_owned())
    });
    let theme = RwSignal::new(Theme::parse(&viewer.theme));
    let set_theme = ServerAction::<SetTheme>::new();
    let on_theme = Callback::new(move |chosen: Theme| {
        theme.set(chosen);
        set_theme.dispatch(SetTheme { theme: chosen.as_str().to_owned(), next: String::new() });
    });
    let end = move || {
        view! {
            <ThemeMenu action=SetTheme::url() current=theme next=here on_theme=on_theme />
            <ViewerMenu viewer=viewer />
        }
    };
    let top = move || view! { <TopBar entries=entries path=location.pathname new_href=new_href end=end /> };
    view! {
        <Frame entries=entries path=location.pathname top=top banner=|| view! { <LiveBanner /> }>
            {page()}
            <Palette viewer=looking />
        </Frame>
    }
    .into_any()
}
