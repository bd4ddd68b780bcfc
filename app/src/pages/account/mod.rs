//! The viewer's account.

use crate::components::account::{PasswordCard, SessionsCard, TokensCard};
use crate::frame::Page;
use crate::server_fns::account::{CreateToken, RevokeToken, get_account};
use crate::ui::{Card, Crumb, Icon, Loaded, Properties, Property, Shape};
use crate::wire::reading;
use domain::api::Me;
use leptos::prelude::*;
use leptos_meta::Title;

/// Who they are, password, sessions, tokens.
#[component]
pub fn AccountPage() -> impl IntoView {
    let create = ServerAction::<CreateToken>::new();
    let revoke = ServerAction::<RevokeToken>::new();
    let account = reading(move || (create.version().get(), revoke.version().get()), |_| get_account());
    view! {
        <Title text="Account" />
        <Page title="Account" crumbs=vec![Crumb::link("Dashboard", "/"), Crumb::here("Account")] narrow=true>
            <Loaded from=account shape=Shape::Page let:account>
                {let name = account.me.name.clone();
                view! { <div class="grid gap-4">
                    <Person me=account.me />
                    <TokensCard tokens=account.tokens create=create revoke=revoke />
                    <SessionsCard sessions=account.sessions />
                    <PasswordCard name=name />
                </div> }}
            </Loaded>
        </Page>
    }
}

#[component]
fn Person(me: Me) -> impl IntoView {
    let roles = me
        .roles
        .into_iter()
        .map(|(project, roles)| {
            let words = roles.iter().map(|r| r.label()).collect::<Vec<_>>().join(", ");
            view! { <Property label=project>{words}</Property> }
        })
        .collect_view();
    view! {
        <Card title="You" id="you" icon=Icon::User>
            <Properties>
                <Property label="Name">{me.display_name}</Property>
                <Property label="User name"><span class="font-mono">{me.name}</span></Property>
                {me.admin.then(|| view! { <Property label="Server">"Administrator"</Property> })}
                {roles}
            </Properties>
        </Card>
    }
}
