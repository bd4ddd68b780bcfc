//! One rule: what breaks, what to do instead, an example of each, its names elsewhere.

use super::{effect, opt_in, severity};
use crate::components::change::PROSE;
use crate::ui::{Card, Cell, CodeBlock, Column, Icon, Properties, Property, Row, Table};
use domain::api::{OtherName, RuleDetail};
use leptos::prelude::*;

/// Everything below the head of the page.
pub fn render(detail: RuleDetail) -> String {
    let RuleDetail { rule, doc, bad, good } = detail;
    let text = crate::markdown::to_html(&marked(&doc));
    let example = |id: &'static str, title: &'static str, icon: Icon, sql: String| {
        (!sql.is_empty()).then(|| {
            view! { <Card title=title id=id icon=icon><CodeBlock text=sql.trim().to_owned() label=format!("{title}: SQL") /></Card> }
        })
    };
    let effects = rule.effects.into_iter().map(|one| effect(one, false)).collect_view();
    let dialects = (!rule.dialects.is_empty()).then(|| {
        let names = rule.dialects.iter().map(|dialect| product(dialect)).collect::<Vec<_>>().join(", ");
        view! { <Property label="Databases">{names}</Property> }
    });
    let setting = (!rule.fixed).then(|| {
        let setting = format!("[rules]\n{} = \"{}\"", rule.name, if rule.opt_in { "warning" } else { "off" });
        view! {
            <Card title="In a project" id="setting" hint="A line in .change-mgmt/project.toml of the base: off, notice, warning or error.">
                <CodeBlock text=setting label="Setting" />
            </Card>
        }
    });
    view! {
        <div class="grid min-w-0 content-start gap-4">
            <Card title="What and why" id="doc" icon=Icon::FileText><div class=PROSE inner_html=text></div></Card>
            {example("bad", "Fires on", Icon::CircleX, bad)}
            {example("good", "Does not fire on", Icon::CircleCheck, good)}
        </div>
        <aside aria-label="About this rule" class="grid min-w-0 content-start gap-4">
            <Card title="Properties" id="properties">
                <Properties>
                    <Property label="Severity">
                        <span class="flex flex-wrap gap-1">
                            {severity(rule.severity, false)} {opt_in(rule.opt_in, false)}
                            {rule.severity.is_none().then_some("Listed, never a finding")}
                        </span>
                    </Property>
                    <Property label="Effects"><span class="flex flex-wrap gap-1">{effects}</span></Property>
                    <Property label="Looks at">{rule.family.label()}</Property>
                    {dialects}
                </Properties>
            </Card>
            {elsewhere(rule.also_known_as)}
            {setting}
        </aside>
    }
    .to_html()
}

/// Without its first paragraph, which stands in the head of the page; the words that begin the last ones are set off.
fn marked(doc: &str) -> String {
    let doc = doc.split_once("\n\n").map_or(doc, |(_, rest)| rest);
    ["Lock: ", "Instead: "].iter().fold(format!("\n\n{doc}"), |doc, word| {
        doc.replace(&format!("\n\n{word}"), &format!("\n\n**{}** ", word.trim_end()))
    })
}

fn product(dialect: &str) -> &str {
    match dialect {
        "postgres" => "PostgreSQL",
        "mysql" => "MySQL",
        "sqlite" => "SQLite",
        other => other,
    }
}

fn elsewhere(names: Vec<OtherName>) -> impl IntoView {
    (!names.is_empty()).then(|| {
        let rows = names
            .into_iter()
            .map(|other| {
                let tool = match other.tool.as_str() {
                    "squawk" => "Squawk",
                    "atlas" => "Atlas",
                    "strong_migrations" => "strong_migrations",
                    tool => tool,
                }
                .to_owned();
                view! {
                    <Row>
                        <Cell label="Tool">{tool}</Cell>
                        <Cell label="Name"><code class="font-mono text-xs break-all">{other.name}</code></Cell>
                    </Row>
                }
            })
            .collect_view();
        view! {
            <Card title="In other tools" id="elsewhere" flush=true>
                <Table caption="Names of this rule in other tools" columns=vec![Column::new("Tool"), Column::new("Name")] dense=true>{rows}</Table>
            </Card>
        }
    })
}
