//! Projects and the form for a new one.

use crate::components::problems::{Refusal, problem_of};
use crate::server_fns::admin::CreateProject;
use crate::ui::{Button, Card, Cell, Column, Disclosure, Icon, NoneYet, Row, Table, TextArea, Time};
use domain::api::ProjectInfo;
use leptos::prelude::*;

/// Projects in rows.
#[component]
pub fn ProjectTable(projects: Vec<ProjectInfo>) -> impl IntoView {
    if projects.is_empty() {
        return view! { <Card title="Projects" id="projects" icon=Icon::Layers><NoneYet title="No project yet" text="A project holds components, teams and the rules for changes." icon=Icon::Layers /></Card> }
            .into_any();
    }
    let columns = vec![
        Column::new("Project"),
        Column::new("Components").numeric(),
        Column::new("Teams").numeric(),
        Column::new("Open changes").numeric(),
        Column::new("Since"),
    ];
    let rows = projects
        .into_iter()
        .map(|p| {
            let c = p.config;
            let (href, open) = (format!("/admin/projects/{}", c.key), format!("/changes?status=live&project={}", c.key));
            view! {
                <Row>
                    <Cell header=true wide=true class="w-full">
                        <a href=href class="font-medium text-strong no-underline hover:underline">{c.name}</a>
                        <p class="text-xs font-normal text-muted"><span class="font-mono">{c.key}</span> " " {c.description}</p>
                    </Cell>
                    <Cell label="Components" numeric=true>{c.components.len()}</Cell>
                    <Cell label="Teams" numeric=true>{c.teams.len()}</Cell>
                    <Cell label="Open changes" numeric=true>
                        <a href=open class="link">{p.live_changes}</a>
                    </Cell>
                    <Cell label="Since" class="whitespace-nowrap text-muted"><Time at=p.created_at /></Cell>
                </Row>
            }
        })
        .collect_view();
    view! { <Card title="Projects" id="projects" icon=Icon::Layers flush=true><Table caption="Projects" columns=columns>{rows}</Table></Card> }.into_any()
}

const EXAMPLE: &str = "key = \"shop\"\nname = \"Shop\"\ndefaultTeam = \"data\"\n\n[[teams]]\nname = \"data\"\ntitle = \"Data platform\"\n\n[[components]]\nname = \"database\"\nlayer = \"database\"\nteam = \"data\"\n";

/// A project file to type or to paste.
#[component]
pub fn NewProjectForm(create: ServerAction<CreateProject>) -> impl IntoView {
    let value: Signal<_> = create.value().into();
    view! {
        <Card title="New project" id="new-project" icon=Icon::Plus>
            <div class="mb-3 empty:hidden"><Refusal value=value id="project-problems" /></div>
            <Disclosure summary="Make a project from its file" open=value.with_untracked(Option::is_some)>
                <ActionForm action=create attr:class="grid gap-4">
                    <TextArea
                        name="text"
                        id="new-project-text"
                        label="Project file (TOML)"
                        value=EXAMPLE
                        rows=14
                        mono=true
                        required=true
                        hint="The same file that a repository keeps as .change-mgmt/project.toml."
                        error=problem_of(value, "text")
                    />
                    <div><Button submit=true icon=Icon::Plus pending=create.pending()>"Create project"</Button></div>
                </ActionForm>
            </Disclosure>
        </Card>
    }
}
