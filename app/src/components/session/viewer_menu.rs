//! The viewer's own menu.

use crate::components::palette::HELP;
use crate::frame::UserMenu;
use crate::server_fns::session::SignOut;
use crate::ui::{Icon, MenuButton, MenuLink, browser};
use crate::viewer::Viewer;
use leptos::prelude::*;
use leptos::server_fn::ServerFn;

/// Name, roles, account, sign out.
#[component]
pub fn ViewerMenu(viewer: Viewer) -> impl IntoView {
    let roles = viewer.role_words();
    let name = viewer.me.map(|me| me.display_name).unwrap_or_default();
    view! {
        <UserMenu name=name roles=roles>
            <MenuLink href="/account" icon=Icon::User>"Account"</MenuLink>
            <div class="ui-scripted touch:hidden">
                <MenuButton icon=Icon::Command on_click=Callback::new(|_| browser::open_dialog(HELP))>"Keyboard shortcuts"</MenuButton>
            </div>
            <form method="post" action=SignOut::url()>
                <MenuButton icon=Icon::LogOut submit=true>"Sign out"</MenuButton>
            </form>
        </UserMenu>
    }
}
