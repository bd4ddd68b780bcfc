//! The first visit of somebody who was invited, or whose password was reset.

use crate::components::problems::{Refusal, problem_of};
use crate::components::session::Entry;
use crate::server_fns::session::RedeemLink;
use crate::ui::{Button, TextField, Variant};
use leptos::prelude::*;
use leptos::server_fn::ServerFn;
use leptos_meta::Title;
use leptos_router::hooks::use_params_map;

/// Sets the password by a one-time link.
#[component]
pub fn WelcomePage() -> impl IntoView {
    let link = use_params_map().with_untracked(|p| p.get_str("link").unwrap_or_default().to_owned());
    let value: Signal<_> = ServerAction::<RedeemLink>::new().value().into();
    view! {
        <Title text="Welcome" />
        <Entry title="Choose a password" text="This link works once. Afterwards you sign in with your user name and this password.">
            <Refusal value=value />
            <form method="post" action=RedeemLink::url() class="grid gap-4">
                <input type="hidden" name="link" value=link />
                <TextField
                    name="password"
                    label="New password"
                    kind="password"
                    required=true
                    autocomplete="new-password"
                    hint="At least 12 characters. A few unrelated words are easy to remember."
                    error=problem_of(value, "password")
                />
                <TextField
                    name="repeat"
                    label="The same again"
                    kind="password"
                    required=true
                    autocomplete="new-password"
                    error=problem_of(value, "repeat")
                />
                <Button variant=Variant::Primary submit=true class="w-full">"Set password and sign in"</Button>
            </form>
        </Entry>
    }
}
