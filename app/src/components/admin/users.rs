//! Users with their roles.

use super::roles_field::RolesField;
use crate::server_fns::admin::{DisableUser, UpdateUser};
use crate::ui::{
    Avatar, Badge, Button, Card, CheckboxField, Disclosure, Icon, RowList, Size, TextField, Time, Tone, Variant,
};
use domain::api::UserInfo;
use leptos::prelude::*;

/// One row a user; each unfolds its form.
#[component]
pub fn UsersList(
    users: Vec<UserInfo>,
    projects: Vec<(String, String)>,
    update: ServerAction<UpdateUser>,
    disable: ServerAction<DisableUser>,
) -> impl IntoView {
    let rows = users.into_iter().map(|user| row(user, projects.clone(), update, disable)).collect_view();
    view! {
        <Card title="Users" id="users" icon=Icon::Users flush=true>
            <RowList label="Users">{rows}</RowList>
        </Card>
    }
}

fn row(
    user: UserInfo,
    projects: Vec<(String, String)>,
    update: ServerAction<UpdateUser>,
    disable: ServerAction<DisableUser>,
) -> impl IntoView {
    let roles = user
        .roles
        .iter()
        .filter(|(_, roles)| !roles.is_empty())
        .map(|(project, roles)| {
            format!("{project}: {}", roles.iter().map(|r| r.label()).collect::<Vec<_>>().join(", "))
        })
        .collect::<Vec<_>>()
        .join(" · ");
    let roles = if roles.is_empty() { "No role yet".to_owned() } else { roles };
    let (row_id, name_id, admin_id) =
        (format!("user-{}", user.name), format!("name-{}", user.name), format!("admin-{}", user.name));
    let (prefix, edited) = (user.name.clone(), user.name.clone());
    let shown = user.name.clone();
    let (word, variant) =
        if user.disabled { ("Allow to sign in", Variant::Secondary) } else { ("Disable", Variant::Danger) };
    view! {
        <li id=row_id class="flex flex-wrap items-start gap-x-3 gap-y-2 px-4 py-3">
            <Avatar name=user.display_name.clone() large=true />
            <div class="min-w-0 flex-1 basis-64">
                <p class="flex flex-wrap items-center gap-2">
                    <span class="font-medium text-strong">{user.display_name.clone()}</span>
                    <span class="font-mono text-xs text-muted">{shown}</span>
                    {user.admin.then(|| view! { <Badge tone=Tone::Info icon=Icon::ShieldCheck>"Server admin"</Badge> })}
                    {user.disabled.then(|| view! { <Badge tone=Tone::Warning icon=Icon::Ban>"Disabled"</Badge> })}
                </p>
                <p class="text-xs text-muted">{roles}</p>
                <p class="text-xs text-muted">{user.email.clone().map(|email| format!("{email} · "))} "Since " <Time at=user.created_at /></p>
                <Disclosure summary="Edit name and roles" class="mt-1">
                    <ActionForm action=update attr:class="grid gap-4 py-2">
                        <input type="hidden" name="name" value=edited />
                        <TextField name="display_name" id=name_id label="Name" required=true value=user.display_name class="max-w-80" />
                        <CheckboxField name="admin" id=admin_id label="Administers the server" checked=user.admin />
                        <RolesField prefix=prefix projects=projects held=user.roles />
                        <div><Button submit=true pending=update.pending()>"Save"</Button></div>
                    </ActionForm>
                </Disclosure>
            </div>
            <ActionForm action=disable>
                <input type="hidden" name="name" value=user.name />
                <input type="hidden" name="disabled" value=(!user.disabled).to_string() />
                <Button submit=true size=Size::Small variant=variant>{word}</Button>
            </ActionForm>
        </li>
    }
}
