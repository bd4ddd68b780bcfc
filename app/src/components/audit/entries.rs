//! Entries in rows.

use crate::ui::{Avatar, Cell, Column, CopyText, Disclosure, Row, Table, Time};
use domain::audit::AuditEntry;
use leptos::prelude::*;

/// Newest first.
#[component]
pub fn EntryTable(entries: Vec<AuditEntry>) -> impl IntoView {
    let columns = ["When", "Who", "What", "Subject", "Through", "Hash"].map(Column::new).into();
    view! { <Table caption="Audit entries, newest first" columns=columns>{entries.into_iter().map(row).collect_view()}</Table> }
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
            <Cell label="When" class="whitespace-nowrap text-muted"><Time at=entry.created_at /></Cell>
            <Cell label="Who"><Avatar name=entry.actor with_name=true /></Cell>
            <Cell header=true label="What" class="font-normal">
                <span class="font-medium text-strong">{sentence(&entry.action)}</span>
                <Disclosure summary="Details" class="text-xs">
                    <pre class="ui-scroll-x max-h-80 max-w-[36rem] overflow-auto rounded bg-surface-2 p-2 font-mono text-xs" tabindex="0">{details}</pre>
                </Disclosure>
            </Cell>
            <Cell label="Subject">{subject}</Cell>
            <Cell label="Through" class="text-muted">{entry.origin.label()}</Cell>
            <Cell label="Hash"><CopyText text=entry.hash label="hash" shown=short /></Cell>
        </Row>
    }
}

/// `step.completed` as "Step completed".
fn sentence(action: &str) -> String {
    let words = action.replace(['.', '-'], " ");
    let mut chars = words.chars();
    chars.next().map(|c| c.to_uppercase().chain(chars).collect()).unwrap_or_default()
}
