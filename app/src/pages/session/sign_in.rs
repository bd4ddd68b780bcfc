//! Signing in. A plain form: the whole page is loaded anew for the person who signed in.

use crate::components::problems::{Refusal, problem_of};
use crate::components::session::{Entry, Samples};
use crate::server_fns::session::{SignIn, sample_users};
use crate::ui::{Button, TextField, Variant};
use crate::wire::reading;
use leptos::prelude::*;
use leptos::server_fn::ServerFn;
use leptos_meta::Title;
use leptos_router::hooks::use_query_map;

/// Name and password, or a sample person.
#[component]
pub fn SignInPage() -> impl IntoView {
    let query = use_query_map();
    let next = query.with_untracked(|q| q.get_str("next").unwrap_or("/").to_owned());
    let people = reading(|| (), |()| sample_users());
    let value: Signal<_> = ServerAction::<SignIn>::new().value().into();
    let samples_next = next.clone();
    view! {
        <Title text="Sign in" />
        <Entry title="Sign in" text="Your account decides which changes you see and what you may do.">
            <Refusal value=value />
            <form method="post" action=SignIn::url() class="grid gap-4">
                <input type="hidden" name="next" value=next />
                <TextField name="name" label="User name" required=true autofocus=true autocomplete="username" error=problem_of(value, "name") />
                <TextField
                    name="password"
                    label="Password"
                    kind="password"
                    required=true
                    autocomplete="current-password"
                    error=problem_of(value, "password")
                />
                <Button variant=Variant::Primary submit=true class="w-full">"Sign in"</Button>
            </form>
            <Suspense>
                {move || {
                    let next = samples_next.clone();
                    Suspend::new(async move { view! { <Samples people=people.await.unwrap_or_default() next=next /> } })
                }}
            </Suspense>
        </Entry>
    }
}
