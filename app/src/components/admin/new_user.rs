//! A new user, invited by a one-time link.

use super::roles_field::RolesField;
use crate::components::problems::{Refusal, problem_of};
use crate::request;
use crate::server_fns::admin::CreateUser;
use crate::ui::{Button, Card, CheckboxField, CopyText, Icon, Notice, TextField, Tone};
use leptos::prelude::*;

/// The form; after it the link to hand over.
#[component]
pub fn NewUserForm(create: ServerAction<CreateUser>, projects: Vec<(String, String)>) -> impl IntoView {
    let value: Signal<_> = create.value().into();
    let invited = move || {
        create.value().get().and_then(Result::ok).map(|invited| {
            let title = format!("{} can sign in with this link, once", invited.user.display_name);
            view! {
                <Notice tone=Tone::Success live=true title=title class="mb-4">
                    {invited.link.map(|link| view! { <CopyText text=format!("{}{link}", request::origin()) label="link" /> })}
                </Notice>
            }
        })
    };
    view! {
        <Card title="New user" id="new-user" icon=Icon::User>
            {invited}
            <div class="mb-3 empty:hidden"><Refusal value=value id="user-problems" /></div>
            <ActionForm action=create attr:class="grid gap-4">
                <div class="grid gap-4 sm:grid-cols-3">
                    <TextField name="name" label="User name" required=true maxlength=40_u32 autocomplete="off" hint="Lower-case letters, digits, dots and hyphens." error=problem_of(value, "name") />
                    <TextField name="display_name" label="Name" required=true maxlength=100_u32 autocomplete="off" error=problem_of(value, "displayName") />
                    <TextField name="email" label="Email" kind="email" autocomplete="off" hint="For notifications; may be left out." error=problem_of(value, "email") />
                </div>
                <CheckboxField name="admin" id="new-user-admin" label="Administers the server" />
                <RolesField prefix="new" projects=projects />
                <div><Button submit=true icon=Icon::Plus pending=create.pending()>"Create user"</Button></div>
            </ActionForm>
        </Card>
    }
}
