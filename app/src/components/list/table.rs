//! Changes in rows; cards on a phone.

use super::address::ListAddress;
use super::progress::{Age, StageProgress};
use crate::components::people::{Person, TeamMark};
use crate::components::words::{BreakingBadge, PriorityBadge, RiskBadge, StatusBadge};
use crate::ui::{Badge, Cell, Column, Icon, Row, Sorted, Table, Time, Tone};
use domain::api::{ChangeFilter, ChangeSummary, Sort};
use domain::words::WorkflowStatus;
use leptos::prelude::*;

/// The columns; with a filter their headings sort the list.
pub fn sort_columns(filter: Option<&ChangeFilter>) -> Vec<Column> {
    let sorted = |label: &str, down: Sort, up: Option<Sort>| {
        let column = Column::new(label);
        let Some(filter) = filter else { return column };
        let (now, next) = match (filter.sort, up) {
            (sort, Some(up)) if sort == down => (Sorted::Down, up),
            (sort, Some(up)) if sort == up => (Sorted::Up, down),
            (sort, _) if sort == down => (Sorted::Down, down),
            _ => (Sorted::No, down),
        };
        column.sort(ListAddress::href(&ChangeFilter { sort: next, ..filter.clone() }), now)
    };
    vec![
        sorted("Change", Sort::Number, Some(Sort::NumberAscending)),
        sorted("Stage", Sort::Stage, None),
        Column::new("In stage for"),
        sorted("Priority", Sort::Priority, None),
        Column::new("Risk"),
        Column::new("Assignee"),
        sorted("Updated", Sort::Updated, Some(Sort::UpdatedAscending)),
    ]
}

/// The table. `caption` names it for assistive technology.
#[component]
pub fn ChangeTable(#[prop(into)] caption: String, columns: Vec<Column>, changes: Vec<ChangeSummary>) -> impl IntoView {
    let rows = changes.into_iter().map(row).collect_view();
    view! { <Table caption=caption columns=columns dense=true>{rows}</Table> }
}

fn row(change: ChangeSummary) -> impl IntoView {
    let live = change.status.is_live();
    let key = change.key();
    let href = format!("/changes/{key}");
    let assignee = match change.assignee {
        Some(user) => view! { <Person user=user class="max-w-44" /> }.into_any(),
        None => view! { <TeamMark team=change.team class="max-w-44" /> }.into_any(),
    };
    let stage = if live {
        view! { <StageProgress stage=change.stage done=change.steps_done total=change.steps_total /> }.into_any()
    } else {
        view! { <StatusBadge status=change.status /> }.into_any()
    };
    let age = live.then(|| view! { <span><Age since=change.stage_entered_at /><span class="ui-narrow text-muted">" in stage"</span></span> });
    view! {
        <Row muted=!live>
            <Cell header=true wide=true class="w-full">
                <a href=href class="group block min-w-0 py-0.5 font-normal no-underline">
                    <span class="block font-medium text-strong group-hover:underline">{change.title}</span>
                    <span class="mt-0.5 flex flex-wrap items-center gap-x-2 text-xs text-muted">
                        <span class="font-mono">{key}</span>
                        <span>{change.kind.label()}</span>
                        {change.breaking_change.then(|| view! { <BreakingBadge /> })}
                        {(change.status == WorkflowStatus::OnHold && change.blocked.is_none()).then(|| view! { <Badge tone=Tone::Warning icon=Icon::Pause plain=true>"On hold"</Badge> })}
                        {change.blocked.map(|why| view! { <span class="text-warning">{why}</span> })}
                    </span>
                </a>
            </Cell>
            <Cell label="Stage" class="ui-break">{stage}</Cell>
            <Cell label="In stage for" class="ui-end">{age}</Cell>
            <Cell label="Priority"><PriorityBadge priority=change.priority><span class="ui-narrow">"priority"</span></PriorityBadge></Cell>
            <Cell label="Risk"><RiskBadge risk=change.risk><span class="ui-narrow">"risk"</span></RiskBadge></Cell>
            <Cell label="Assignee" class="ui-half">{assignee}</Cell>
            <Cell label="Updated" class="whitespace-nowrap text-muted max-sm:hidden!"><Time at=change.updated_at /></Cell>
        </Row>
    }
}
