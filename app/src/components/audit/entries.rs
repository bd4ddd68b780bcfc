//! Entries in rows.

use crate::components::people::Person;
use crate::ui::{Cell, Column, CopyText, Disclosure, Row, Table, Time};
use domain::audit::AuditEntry;
use leptos::prelude::*;

/// Newest first.
#[component]
pub fn EntryTable(entries: Vec<AuditEntry>) -> impl IntoView {
    let columns = ["When", "Who", "What", "Subject", "Through", "Hash"].map(Column::new).into();
    view! { <Table caption="Audit entries, newest first" columns=columns dense=true>{entries.into_iter().map(row).collect_view()}</Table> }
}

fn row(entry: AuditEntry) -> impl IntoView {
    let subject = match entry.change_id {
        Some(id) => view! { <a href=format!("/changes/{id}") class="link">{entry.subject}</a> }.into_any(),
        None => entry.subject.into_any(),
    };
    let details = serde_json::to_string_pretty(&entry.details).unwrap_or_default();
    let short: String = entry.hash.chars().take(10).collect();
    view! {
        <Row id=format!("entry-{}", entry.id)>
            <Cell label="When" class="ui-end order-1 whitespace-nowrap text-muted"><Time at=entry.created_at /></Cell>
            <Cell label="Who"><Person user=entry.actor /></Cell>
            <Cell header=true label="What" class="ui-first font-normal">
                <Disclosure summary=sentence(&entry.action) class="min-w-0">
                    <pre class="ui-scroll-x max-h-80 max-w-[min(36rem,100%)] overflow-auto rounded bg-surface-2 p-2 font-mono text-xs" tabindex="0">{details}</pre>
                </Disclosure>
            </Cell>
            <Cell label="Subject" class="ui-break order-2">{subject}</Cell>
            <Cell label="Through" class="order-3 text-muted"><span><span class="ui-narrow">"Through "</span>{entry.origin.label()}</span></Cell>
            <Cell label="Hash" class="ui-end order-4"><CopyText text=entry.hash label="hash" shown=short /></Cell>
        </Row>
    }
}

/// `step.completed` as "Step completed".
fn sentence(action: &str) -> String {
    let words = action.replace(['.', '-'], " ");
    let mut chars = words.chars();
    chars.next().map(|c| c.to_uppercase().chain(chars).collect()).unwrap_or_default()
}
