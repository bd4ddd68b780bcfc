//! Who is signed in.

use crate::ui::{Avatar, MenuDivider};
use leptos::prelude::*;

/// Name and roles of the viewer; the children are the entries, such as Account and Sign out.
#[component]
pub fn UserMenu(#[prop(into)] name: String, #[prop(into)] roles: Vec<String>, children: Children) -> impl IntoView {
    let roles = if roles.is_empty() { "No role yet".to_owned() } else { roles.join(", ") };
    view! {
        <details class="ui-menu relative" data-menu="">
            <summary
                class="inline-flex min-h-control min-w-control cursor-pointer list-none items-center justify-center rounded-full"
                title=name.clone()
            >
                <Avatar name=name.clone() large=true />
                <span class="sr-only">", your account"</span>
            </summary>
            <div class="ui-menu-panel ui-menu-end">
                <div class="px-2 py-1.5">
                    <p class="truncate font-medium text-strong">{name}</p>
                    <p class="text-xs text-muted">{roles}</p>
                </div>
                <MenuDivider />
                {children()}
            </div>
        </details>
    }
}
