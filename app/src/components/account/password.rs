//! Changing the password.

use crate::components::problems::{Refusal, problem_of, toast_outcome};
use crate::server_fns::account::ChangePassword;
use crate::ui::{Button, Card, Icon, TextField};
use leptos::prelude::*;

/// The current one, the new one twice.
#[component]
pub fn PasswordCard(#[prop(into)] name: String) -> impl IntoView {
    let action = ServerAction::<ChangePassword>::new();
    let value: Signal<_> = action.value().into();
    toast_outcome(value, "Password changed. Your other sessions have ended.");
    view! {
        <Card title="Password" id="password" icon=Icon::Lock>
            <div class="mb-3 empty:hidden"><Refusal value=value id="password-problems" /></div>
            <ActionForm action=action attr:class="grid max-w-[25rem] gap-4">
                <input type="text" class="hidden" autocomplete="username" value=name aria-hidden="true" tabindex="-1" readonly />
                <TextField name="current" label="Current password" kind="password" required=true autocomplete="current-password" error=problem_of(value, "current") />
                <TextField
                    name="password"
                    label="New password"
                    kind="password"
                    required=true
                    autocomplete="new-password"
                    hint="At least 12 characters."
                    error=problem_of(value, "password")
                />
                <TextField name="repeat" label="The same again" kind="password" required=true autocomplete="new-password" error=problem_of(value, "repeat") />
                <div><Button submit=true pending=action.pending()>"Change password"</Button></div>
            </ActionForm>
        </Card>
    }
}
