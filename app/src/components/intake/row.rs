//! One declared operation: its kind, and the fields that this kind has.

use super::FormContext;
use super::draft::{Member, Row};
use crate::ui::{Choice, Icon, IconButton, SelectField, TextField};
use domain::change::Operation;
use domain::project::ProjectConfig;
use leptos::ev::MouseEvent;
use leptos::prelude::*;

const NO_KIND: &[(Member, &str, &str)] = &[];

/// Members, labels and examples of a kind.
fn fields_of(kind: &str) -> &'static [(Member, &'static str, &'static str)] {
    use Member::{Columns, Component, DataType, Default, Detail, Endpoint, Flag, Name, NewName, Nullable, Table};
    match kind {
        "add-table" | "drop-table" => &[(Table, "Table", "users")],
        "rename-table" => &[(Table, "Table", "users"), (NewName, "New name", "people")],
        "add-column" => &[
            (Table, "Table", "users"),
            (Name, "Column", "locale"),
            (DataType, "Type", "text"),
            (Nullable, "Null values", "allowed"),
            (Default, "Default", "'en'"),
        ],
        "modify-column" => &[
            (Table, "Table", "users"),
            (Name, "Column", "locale"),
            (DataType, "New type", "as before"),
            (Nullable, "Null values", "as before"),
            (Default, "New default", "as before"),
        ],
        "rename-column" => &[(Table, "Table", "users"), (Name, "Column", "locale"), (NewName, "New name", "language")],
        "drop-column" => &[(Table, "Table", "users"), (Name, "Column", "locale")],
        "add-index" => &[
            (Table, "Table", "users"),
            (Name, "Index", "users_email_idx"),
            (Columns, "Columns", "email, org_id"),
            (Flag, "Unique", ""),
        ],
        "drop-index" => &[(Table, "Table", "users"), (Name, "Index", "users_email_idx")],
        "add-constraint" => &[
            (Table, "Table", "users"),
            (Name, "Constraint", "age_positive"),
            (Detail, "Definition", "check (age > 0)"),
        ],
        "drop-constraint" => &[(Table, "Table", "users"), (Name, "Constraint", "age_positive")],
        "add-foreign-key" => {
            &[(Table, "Table", "users"), (Columns, "Column", "org_id"), (Detail, "References", "orgs(id)")]
        }
        "migrate-data" => {
            &[(Table, "Table", "users"), (Detail, "What happens to the rows", "Fill locale from the country.")]
        }
        "add-endpoint" | "remove-endpoint" => &[(Endpoint, "Endpoint", "GET /api/users/{id}")],
        "modify-endpoint" => &[(Endpoint, "Endpoint", "GET /api/users/{id}"), (Flag, "Clients have to change", "")],
        "add-repository-method" => &[(Component, "Component", "users-repository"), (Name, "Method", "find_by_locale")],
        _ => NO_KIND,
    }
}

/// Sentence case of a kind's wire name.
fn kind_label(kind: &str) -> String {
    let words = kind.replace('-', " ");
    let mut chars = words.chars();
    chars.next().map(|c| c.to_uppercase().chain(chars).collect()).unwrap_or_default()
}

/// The row.
#[component]
pub fn OperationRowFields(
    context: FormContext,
    row: Row,
    #[prop(into)] project: Signal<Option<ProjectConfig>>,
) -> impl IntoView {
    let kind = row.cell(Member::Kind);
    let kinds = Signal::stored(Operation::KINDS.iter().map(|k| Choice::new(*k, kind_label(k))).collect::<Vec<_>>());
    let place =
        Memo::new(move |_| context.draft.rows.with(|rows| rows.iter().position(|r| r.id == row.id).unwrap_or(0)));
    let remove = Callback::new(move |event: MouseEvent| {
        event.prevent_default();
        context.draft.remove_row(row.id);
    });
    let fields = move || {
        let kind = kind.get();
        fields_of(&kind)
            .iter()
            .map(|(member, label, example)| cell(context, row, *member, label, example, project))
            .collect_view()
    };
    let name = row.name(Member::Kind);
    let drop = format!("drop-{}", place.get_untracked());
    view! {
        <div role="group" aria-label=move || format!("Operation {}", place.get() + 1) class="grid gap-3 rounded border border-line bg-surface-1 p-3">
            <div class="flex items-end gap-2">
                <SelectField name=name.clone() label="Operation" choices=kinds blank="Choose what happens" bind=kind error=context.error(name) class="flex-1" />
                <IconButton icon=Icon::Trash label="Remove this operation" submit=true name="rows" value=drop on_click=remove attr:formnovalidate="" />
            </div>
            <div class="grid gap-3 empty:hidden sm:grid-cols-2 xl:grid-cols-3">{fields}</div>
        </div>
    }
}

fn cell(
    context: FormContext,
    row: Row,
    member: Member,
    label: &'static str,
    example: &'static str,
    project: Signal<Option<ProjectConfig>>,
) -> AnyView {
    let name = row.name(member);
    let bind = row.cell(member);
    let error = context.error(name.clone());
    let select = |choices: Vec<Choice>, blank: &'static str| {
        view! { <SelectField name=name.clone() label=label choices=Signal::stored(choices) blank=blank bind=bind error=error /> }.into_any()
    };
    match member {
        Member::Nullable if example == "allowed" => select(vec![Choice::new("required", "Not allowed")], "Allowed"),
        Member::Nullable => select(vec![Choice::new("nullable", "Allowed"), Choice::new("required", "Not allowed")], "As before"),
        Member::Flag => select(vec![Choice::new("on", "Yes")], "No"),
        Member::Component => {
            let names = project.get_untracked().map(|p| p.components).unwrap_or_default();
            select(names.into_iter().map(|c| Choice::new(c.name.clone(), c.name)).collect(), "Choose a component")
        }
        Member::Detail => view! { <TextField name=name label=label bind=bind error=error placeholder=example mono=true class="sm:col-span-2" /> }.into_any(),
        _ => view! { <TextField name=name label=label bind=bind error=error placeholder=example mono=true /> }.into_any(),
    }
}
