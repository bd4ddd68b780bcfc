//! Projects and, for administrators of the server, users.

use crate::components::admin::{NewProjectForm, NewUserForm, ProjectTable, UsersList};
use crate::components::problems::toast_outcome;
use crate::frame::Page;
use crate::server_fns::admin::{CreateProject, CreateUser, DisableUser, UpdateUser, list_projects, list_users};
use crate::ui::{Crumb, Loaded, NotAllowed, Shape};
use crate::viewer::viewer;
use crate::wire::reading;
use leptos::prelude::*;
use leptos_meta::Title;

/// The page; it explains itself to people who administer nothing.
#[component]
pub fn AdminPage() -> impl IntoView {
    let viewer = viewer();
    let (allowed, server) = (viewer.may_administer(), viewer.actor().admin);
    let content = move || {
        match allowed {
        true => view! { <Content server=server /> }.into_any(),
        false => view! { <NotAllowed reason="Only administrators see users and projects. Ask one of them for the role admin." back_href="/" /> }.into_any(),
    }
    };
    view! {
        <Title text="Admin" />
        <Page title="Admin" crumbs=vec![Crumb::link("Dashboard", "/"), Crumb::here("Admin")]>{content()}</Page>
    }
}

#[component]
fn Content(server: bool) -> impl IntoView {
    let create = ServerAction::<CreateUser>::new();
    let update = ServerAction::<UpdateUser>::new();
    let disable = ServerAction::<DisableUser>::new();
    let create_project = ServerAction::<CreateProject>::new();
    toast_outcome(update.value().into(), "User saved.");
    toast_outcome(disable.value().into(), "User saved.");
    let projects = reading(|| (), |()| list_projects());
    let users = reading(
        move || (create.version().get(), update.version().get(), disable.version().get()),
        move |_| async move { if server { list_users().await } else { Ok(Vec::new()) } },
    );
    view! {
        <div class="grid gap-4">
            <Loaded from=projects shape=Shape::Rows let:projects>
                {
                    let names: Vec<(String, String)> = projects.iter().map(|p| (p.config.key.clone(), p.config.name.clone())).collect();
                    let listed = names.clone();
                    view! {
                        <div class="grid gap-4">
                            <ProjectTable projects=projects />
                            {server.then(|| view! {
                                <NewProjectForm create=create_project />
                                <Loaded from=users shape=Shape::Rows let:users>
                                    <UsersList users=users projects=listed.clone() update=update disable=disable />
                                </Loaded>
                                <NewUserForm create=create projects=names />
                            })}
                        </div>
                    }
                }
            </Loaded>
        </div>
    }
}
