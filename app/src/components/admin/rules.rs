//! A project's rules, to be read: who owns what, who gets which change, what the workflow asks for besides.

use crate::ui::{Badge, Card, Cell, Column, Icon, Properties, Property, Row, Table};
use domain::project::{Component, ProjectConfig, ProjectStep, RoutingRule, Team, WorkflowConfig};
use leptos::prelude::*;

fn or_none(words: String) -> AnyView {
    match words.is_empty() {
        true => view! { <span class="text-muted">"None"</span> }.into_any(),
        false => words.into_any(),
    }
}

fn mono(words: impl IntoIterator<Item = String>) -> impl IntoView {
    let words =
        words.into_iter().map(|w| view! { <code class="font-mono text-xs break-all">{w}</code> }).collect_view();
    view! { <span class="inline-flex flex-wrap gap-x-3">{words}</span> }
}

/// Components with layer, team, paths and least coverage.
#[component]
pub fn ComponentsTable(components: Vec<Component>) -> impl IntoView {
    let columns = vec![
        Column::new("Component"),
        Column::new("Layer"),
        Column::new("Team"),
        Column::new("Paths"),
        Column::new("Least coverage").numeric(),
    ];
    let rows = components
        .into_iter()
        .map(|c| {
            let coverage = c.minimum_coverage.map_or_else(|| "–".to_owned(), |n| format!("{n} %"));
            view! {
                <Row>
                    <Cell header=true>{c.name}</Cell>
                    <Cell label="Layer">{c.layer.label()}</Cell>
                    <Cell label="Team">{c.team}</Cell>
                    <Cell label="Paths">{mono(c.paths)}</Cell>
                    <Cell label="Least coverage" numeric=true class="tabular-nums">{coverage}</Cell>
                </Row>
            }
        })
        .collect_view();
    view! {
        <Card title="Components" id="components" icon=Icon::Layers flush=true>
            <Table caption="Components" columns=columns>{rows}</Table>
        </Card>
    }
}

/// Which team gets which change.
#[component]
pub fn RoutingCard(rules: Vec<RoutingRule>, #[prop(into)] otherwise: String) -> impl IntoView {
    let columns = vec![Column::new("Change"), Column::new("Goes to team")];
    let rows = rules
        .into_iter()
        .map(|rule| (condition(&rule), rule.team))
        .chain([("Any other change".to_owned(), otherwise)])
        .map(
            |(when, team)| view! { <Row><Cell header=true>{when}</Cell><Cell label="Goes to team">{team}</Cell></Row> },
        )
        .collect_view();
    view! {
        <Card title="Routing" id="routing" icon=Icon::Branch flush=true hint="The first line that fits decides.">
            <Table caption="Routing" columns=columns>{rows}</Table>
        </Card>
    }
}

/// "Critical priority, breaking", "Add field or remove field"; all parts must hold.
fn condition(rule: &RoutingRule) -> String {
    let any = |mut words: Vec<String>| match (words.pop(), words.is_empty()) {
        (None, _) => String::new(),
        (Some(last), true) => last,
        (Some(last), false) => format!("{} or {last}", words.join(", ")),
    };
    let parts = [
        any(rule.types.iter().map(|t| t.label().to_lowercase()).collect()),
        any(rule.operations.iter().map(|o| o.replace('-', " ")).collect()),
        match rule.components.is_empty() {
            true => String::new(),
            false => format!("affects {}", any(rule.components.clone())),
        },
        match rule.priorities.is_empty() {
            true => String::new(),
            false => format!("{} priority", any(rule.priorities.iter().map(|p| p.label().to_lowercase()).collect())),
        },
        match rule.breaking {
            Some(true) => "breaking".to_owned(),
            Some(false) => "not breaking".to_owned(),
            None => String::new(),
        },
    ];
    let words = parts.into_iter().filter(|p| !p.is_empty()).collect::<Vec<_>>().join(", ");
    let mut chars = words.chars();
    chars.next().map_or_else(|| "Every change".to_owned(), |c| c.to_uppercase().chain(chars).collect())
}

/// What the project asks for beyond the standard workflow.
#[component]
pub fn WorkflowCard(workflow: WorkflowConfig) -> impl IntoView {
    let title = |id: &str| {
        let known = domain::workflow::DEFINITIONS.iter().find(|d| d.id == id);
        known.map_or_else(|| id.to_owned(), |d| d.title.to_owned())
    };
    let quorum = workflow
        .quorum
        .iter()
        .map(|(step, n)| view! { <Property label=title(step)>{format!("{n} approvers")}</Property> })
        .collect::<Vec<_>>();
    let steps = workflow.steps.into_iter().map(step_row).collect::<Vec<_>>();
    let columns = ["Further step", "Stage", "Owner", "Evidence"].map(Column::new).into();
    let plain = quorum.is_empty() && steps.is_empty();
    view! {
        <Card title="Workflow" id="workflow" icon=Icon::ListTodo flush=true>
            {plain.then(|| view! { <p class="p-4 text-muted">"The standard workflow, as it is."</p> })}
            {(!steps.is_empty()).then(|| view! { <Table caption="Further steps" columns=columns>{steps}</Table> })}
            {(!quorum.is_empty()).then(|| view! { <div class="border-t border-line p-4 first:border-t-0"><Properties>{quorum}</Properties></div> })}
        </Card>
    }
}

fn step_row(step: ProjectStep) -> impl IntoView {
    let evidence = step.evidence.iter().map(|e| e.label()).collect::<Vec<_>>().join(", ");
    let only = step.types.iter().map(|t| t.label()).collect::<Vec<_>>().join(", ");
    let only = (!only.is_empty()).then(|| format!("Only for: {only}"));
    view! {
        <Row>
            <Cell header=true wide=true>
                <p class="flex flex-wrap items-center gap-x-2">{step.title} {step.optional.then(|| view! { <Badge plain=true icon=Icon::CircleDashed>"Optional"</Badge> })}</p>
                <p class="text-xs font-normal text-muted">{step.hint}</p>
                {only.map(|only| view! { <p class="text-xs font-normal text-muted">{only}</p> })}
            </Cell>
            <Cell label="Stage">{step.stage.label()}</Cell>
            <Cell label="Owner">{step.owner.label()}</Cell>
            <Cell label="Evidence">{or_none(evidence)}</Cell>
        </Row>
    }
}

/// Name, teams, where things are, and what the analysis is told.
#[component]
pub fn ProjectFacts(config: ProjectConfig) -> impl IntoView {
    let m = config.migrations;
    let server = m.server_version.map(|v| format!(" {v}")).unwrap_or_default();
    let found = |said: Option<String>| match said {
        Some(said) => view! { <code class="font-mono text-xs break-all">{said}</code> }.into_any(),
        None => view! { <span class="text-muted">"Recognised"</span> }.into_any(),
    };
    let rules = config
        .rules
        .into_iter()
        .map(|(rule, level)| view! { <Property label=rule>{level}</Property> })
        .collect::<Vec<_>>();
    let naming = config
        .naming
        .into_iter()
        .map(|(what, pattern)| view! { <Property label=what><code class="font-mono text-xs break-all">{pattern}</code></Property> })
        .collect::<Vec<_>>();
    let analysis = (rules.len() + naming.len() > 0).then(|| {
        view! { <Card title="Analysis" id="analysis" icon=Icon::ShieldCheck><Properties>{rules} {naming}</Properties></Card> }
    });
    view! {
        <Card title="Project" id="project" icon=Icon::Database>
            <Properties>
                <Property label="Name">{config.name}</Property>
                <Property label="Key"><code class="font-mono text-xs">{config.key}</code></Property>
                <Property label="About">{or_none(config.description)}</Property>
                <Property label="Repository">{or_none(config.repository.unwrap_or_default())}</Property>
                <Property label="Migrations">{found(m.folder)}</Property>
                <Property label="Layout">{found(m.layout)}</Property>
                <Property label="Dialect">{found(m.dialect.map(|d| format!("{d}{server}")))}</Property>
                <Property label="OpenAPI">{found(config.openapi)}</Property>
            </Properties>
        </Card>
        <Card title="Teams" id="teams" icon=Icon::Users>
            <Properties>{config.teams.into_iter().map(team).collect_view()}</Properties>
        </Card>
        {analysis}
    }
}

fn team(team: Team) -> impl IntoView {
    let title = if team.title.is_empty() { team.name.clone() } else { team.title };
    let tables = (!team.tables.is_empty()).then(|| {
        let tables = team.tables.join(", ");
        view! { <span class="block text-muted">"Tables: " <code class="font-mono text-xs break-all">{tables}</code></span> }
    });
    view! { <Property label=team.name>{title} {tables}</Property> }
}

#[cfg(test)]
mod tests {
    use super::condition;
    use domain::project::RoutingRule;
    use domain::words::Priority;

    #[test]
    fn a_rule_reads_as_a_sentence_part() {
        let rule = RoutingRule {
            components: vec!["schema".to_owned(), "store".to_owned()],
            priorities: vec![Priority::Critical],
            breaking: Some(true),
            ..RoutingRule::default()
        };
        assert_eq!(condition(&rule), "Affects schema or store, critical priority, breaking");
        assert_eq!(condition(&RoutingRule::default()), "Every change");
    }
}
