//! One project and its rules.

use crate::components::problems::{Refusal, problem_of, toast_outcome};
use crate::frame::Page;
use crate::server_fns::admin::{ProjectText, UpdateProject, get_project};
use crate::ui::{Button, Card, Crumb, Icon, Loaded, Properties, Property, Shape, TextArea, Variant};
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
                <div class="grid items-start gap-4 lg:grid-cols-[1fr_20rem]">
                    <Rules project=project.clone() save=save />
                    <Parts project=project />
                </div>
            </Loaded>
        </Page>
    }
}

#[component]
fn Rules(project: ProjectText, save: ServerAction<UpdateProject>) -> impl IntoView {
    let value: Signal<_> = save.value().into();
    let key = project.info.config.key.clone();
    let allowed = viewer().actor().administers(&key);
    let rows = u32::try_from(project.text.lines().count()).unwrap_or(40).clamp(12, 40);
    view! {
        <Card title="Rules" id="rules" icon=Icon::FileCode hint="Components, teams, routing and workflow, as JSON.">
            <div class="mb-3 empty:hidden"><Refusal value=value id="rules-problems" /></div>
            <ActionForm action=save attr:class="grid gap-4">
                <input type="hidden" name="key" value=key />
                <input type="hidden" name="version" value=project.info.version.to_string() />
                <TextArea name="text" label="Project file" value=project.text rows=rows mono=true required=true disabled=!allowed error=problem_of(value, "text") />
                {allowed.then(|| view! { <div><Button submit=true variant=Variant::Primary icon=Icon::Save pending=save.pending()>"Save rules"</Button></div> })}
            </ActionForm>
        </Card>
    }
}

#[component]
fn Parts(project: ProjectText) -> impl IntoView {
    let config = project.info.config;
    let components = config
        .components
        .into_iter()
        .map(|c| view! { <Property label=c.name>{format!("{}, {}", c.layer.label(), c.team)}</Property> })
        .collect_view();
    let teams = config
        .teams
        .into_iter()
        .map(|t| {
            let title = if t.title.is_empty() { t.name.clone() } else { t.title };
            view! { <Property label=t.name>{title}</Property> }
        })
        .collect_view();
    view! {
        <div class="grid gap-4">
            <Card title="Components" id="components" icon=Icon::Layers><Properties>{components}</Properties></Card>
            <Card title="Teams" id="teams" icon=Icon::Users><Properties>{teams}</Properties></Card>
        </div>
    }
}
