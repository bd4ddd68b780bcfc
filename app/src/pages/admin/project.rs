//! One project and its rules.

use crate::components::admin::{ComponentsTable, ProjectFacts, RoutingCard, WorkflowCard};
use crate::components::problems::{Refusal, problem_of, toast_outcome};
use crate::frame::Page;
use crate::server_fns::admin::{ProjectText, UpdateProject, get_project};
use crate::ui::{Button, Card, Crumb, Disclosure, Icon, Loaded, Shape, TextArea};
use crate::viewer::viewer;
use crate::wire::reading;
use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::hooks::use_params_map;

/// What the project consists of, and the editor of its rules for its administrators.
#[component]
pub fn ProjectPage() -> impl IntoView {
    let key = use_params_map().with_untracked(|p| p.get_str("key").unwrap_or_default().to_owned());
    let save = ServerAction::<UpdateProject>::new();
    toast_outcome(save.value().into(), "Project saved.");
    let asked = key.clone();
    let project = reading(move || (asked.clone(), save.version().get()), |(key, _)| get_project(key));
    let title = format!("Project {key}");
    view! {
        <Title text=title.clone() />
        <Page title=title crumbs=vec![Crumb::link("Admin", "/admin"), Crumb::here(key)]>
            <Loaded from=project shape=Shape::Page back_href="/admin" let:project>
                <Rules project=project save=save />
            </Loaded>
        </Page>
    }
}

#[component]
fn Rules(project: ProjectText, save: ServerAction<UpdateProject>) -> impl IntoView {
    let config = project.info.config;
    let facts = config.clone();
    let version = project.info.version.to_string();
    view! {
        <div class="grid items-start gap-4 lg:grid-cols-[minmax(0,1fr)_20rem]">
            <div class="grid min-w-0 gap-4">
                <ComponentsTable components=config.components />
                <RoutingCard rules=config.routing otherwise=config.default_team />
                <WorkflowCard workflow=config.workflow />
                <RulesFile key=config.key version=version text=project.text save=save />
            </div>
            <div class="grid min-w-0 gap-4"><ProjectFacts config=facts /></div>
        </div>
    }
}

/// The rules as a text, folded: to be altered by those who administer the project.
#[component]
fn RulesFile(key: String, version: String, text: String, save: ServerAction<UpdateProject>) -> impl IntoView {
    let value: Signal<_> = save.value().into();
    let allowed = viewer().actor().administers(&key);
    let rows = u32::try_from(text.lines().count()).unwrap_or(40).clamp(12, 40);
    let refused = value.with_untracked(|v| matches!(v, Some(Err(_))));
    let summary = if allowed { "Alter the rules as JSON" } else { "Show the rules as JSON" };
    view! {
        <Card title="Rules file" id="rules" icon=Icon::FileCode>
            <Disclosure summary=summary open=refused>
                <div class="mb-3 empty:hidden"><Refusal value=value id="rules-problems" /></div>
                <ActionForm action=save attr:class="grid gap-4">
                    <input type="hidden" name="key" value=key />
                    <input type="hidden" name="version" value=version />
                    <TextArea name="text" label="Rules" value=text rows=rows mono=true required=true disabled=!allowed error=problem_of(value, "text") />
                    {allowed.then(|| view! { <div><Button submit=true icon=Icon::Save pending=save.pending()>"Save rules"</Button></div> })}
                </ActionForm>
            </Disclosure>
        </Card>
    }
}
