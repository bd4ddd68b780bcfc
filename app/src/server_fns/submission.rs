//! What submitting a change needs besides the use case. Server builds only.

use crate::components::list::encode;
use domain::access::Actor;
use domain::api::{Api, ChangeRef};
use domain::change::{ChangeRequest, Command, Operation};
use domain::intake::{ChangeForm, OperationRow};
use domain::project::ProjectConfig;
use domain::words::ChangeType;
use domain::{AppError, AppResult};
use std::sync::atomic::{AtomicU64, Ordering};

/// A key no other page of this program has.
pub fn next_key(now_millis: i64) -> String {
    static COUNT: AtomicU64 = AtomicU64::new(0);
    format!("web-{now_millis:x}-{:x}", COUNT.fetch_add(1, Ordering::Relaxed))
}

/// The form of a new change.
pub fn blank(projects: &[ProjectConfig]) -> ChangeForm {
    ChangeForm {
        project: projects.first().map(|p| p.key.clone()).unwrap_or_default(),
        priority: "medium".to_owned(),
        operations: vec![OperationRow::default()],
        ..ChangeForm::default()
    }
}

/// The form as it would have to be filled to request this change.
pub fn filled(change: &ChangeRequest) -> ChangeForm {
    let m = &change.metadata;
    ChangeForm {
        project: change.project.clone(),
        title: change.title.clone(),
        description: change.description.clone(),
        kind: change.kind.to_string(),
        priority: change.priority.to_string(),
        affected_tables: m.affected_tables.join("\n"),
        affected_endpoints: m.affected_endpoints.join("\n"),
        affected_components: m.affected_components.clone(),
        breaking_change: if m.breaking_change { "on".to_owned() } else { String::new() },
        estimated_effort: m.estimated_effort.map(|e| e.to_string()).unwrap_or_default(),
        dependencies: m.dependencies.join("\n"),
        operations: m.operations.iter().map(row).collect(),
        justification: m.justification.clone().unwrap_or_default(),
    }
}

fn row(operation: &Operation) -> OperationRow {
    let mut row = OperationRow { kind: operation.kind().to_owned(), ..OperationRow::default() };
    row.table = operation.table().unwrap_or_default().to_owned();
    row.endpoint = operation.endpoint().unwrap_or_default().to_owned();
    let on = |flag: bool| if flag { "on".to_owned() } else { String::new() };
    let null = |nullable: bool| if nullable { "nullable".to_owned() } else { "required".to_owned() };
    match operation {
        Operation::RenameTable { new_name, .. } => row.new_name.clone_from(new_name),
        Operation::AddColumn { name, data_type, nullable, default, .. } => {
            row.name.clone_from(name);
            row.data_type.clone_from(data_type);
            row.nullable = null(*nullable);
            row.default = default.clone().unwrap_or_default();
        }
        Operation::ModifyColumn { name, data_type, nullable, default, .. } => {
            row.name.clone_from(name);
            row.data_type = data_type.clone().unwrap_or_default();
            row.nullable = nullable.map(null).unwrap_or_default();
            row.default = default.clone().unwrap_or_default();
        }
        Operation::RenameColumn { name, new_name, .. } => {
            row.name.clone_from(name);
            row.new_name.clone_from(new_name);
        }
        Operation::AddIndex { name, columns, unique, .. } => {
            row.name.clone_from(name);
            row.columns = columns.join(", ");
            row.flag = on(*unique);
        }
        Operation::DropColumn { name, .. }
        | Operation::DropIndex { name, .. }
        | Operation::DropConstraint { name, .. } => row.name.clone_from(name),
        Operation::AddConstraint { name, definition, .. } => {
            row.name.clone_from(name);
            row.detail.clone_from(definition);
        }
        Operation::AddForeignKey { column, references, .. } => {
            row.columns.clone_from(column);
            row.detail.clone_from(references);
        }
        Operation::MigrateData { summary, .. } => row.detail.clone_from(summary),
        Operation::ModifyEndpoint { breaking, .. } => row.flag = on(*breaking),
        Operation::AddRepositoryMethod { component, name } => {
            row.component.clone_from(component);
            row.name.clone_from(name);
        }
        Operation::AddTable { .. }
        | Operation::DropTable { .. }
        | Operation::AddEndpoint { .. }
        | Operation::RemoveEndpoint { .. } => {}
    }
    row
}

/// Alters the list of operations: `add` a row, `drop-n` the n-th one, `show` the fields of the kinds chosen.
pub fn alter(mut form: ChangeForm, what: &str) -> ChangeForm {
    match what.strip_prefix("drop-").and_then(|n| n.parse::<usize>().ok()) {
        Some(n) if n < form.operations.len() => {
            form.operations.remove(n);
        }
        _ if what == "add" => form.operations.push(OperationRow::default()),
        _ => {}
    }
    let kind = form.kind.parse::<ChangeType>().ok().and_then(|kind| kind.defining_operations().first());
    if let (Some(kind), true) = (kind, form.operations.iter().all(|row| row.kind.is_empty())) {
        form.operations.truncate(1);
        form.operations.resize_with(1, OperationRow::default);
        form.operations[0].kind = (*kind).to_owned();
    }
    form
}

/// The address of the form with everything that was typed.
pub fn typed_page(change: &str, form: &ChangeForm, judge: bool) -> String {
    let page = if change.is_empty() { "/changes/new".to_owned() } else { format!("/changes/{change}/edit") };
    let mut value = serde_json::to_value(form).unwrap_or_default();
    without_blanks(&mut value);
    let tail = if judge { "&judge=1" } else { "#operations" };
    format!("{page}?typed={}{tail}", encode(&value.to_string()))
}

fn without_blanks(value: &mut serde_json::Value) {
    match value {
        serde_json::Value::Object(members) => {
            members.values_mut().for_each(without_blanks);
            members.retain(|_, v| v.as_str() != Some(""));
        }
        serde_json::Value::Array(items) => items.iter_mut().for_each(without_blanks),
        _ => {}
    }
}

/// Creates or edits; gives `CHG-n`.
///
/// # Errors
/// Those of the use cases.
pub async fn accept(
    api: &dyn Api,
    actor: &Actor,
    form: &ChangeForm,
    key: &str,
    change: &str,
    version: Option<i64>,
) -> AppResult<String> {
    let (input, unread) = form.input();
    if !unread.is_empty() {
        return Err(AppError::Invalid(unread));
    }
    if change.is_empty() {
        return Ok(api.create(actor, &input, Some(key)).await?.change.key());
    }
    let change: ChangeRef = change.parse()?;
    let valid = api.validate_edit(actor, change, &input).await?;
    Ok(api.execute(actor, change, version, Command::Edit(Box::new(valid))).await?.change.key())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_operation_survives_the_form() {
        let texts = [
            r#"{"kind":"add-column","table":"users","name":"locale","type":"text","nullable":false,"default":"'en'"}"#,
            r#"{"kind":"modify-column","table":"users","name":"locale","nullable":true}"#,
            r#"{"kind":"rename-column","table":"users","name":"a","newName":"b"}"#,
            r#"{"kind":"rename-table","table":"users","newName":"people"}"#,
            r#"{"kind":"add-index","table":"users","name":"i","columns":["a","b"],"unique":true}"#,
            r#"{"kind":"add-constraint","table":"users","name":"c","definition":"check (a > 0)"}"#,
            r#"{"kind":"add-foreign-key","table":"users","column":"org","references":"orgs(id)"}"#,
            r#"{"kind":"migrate-data","table":"users","summary":"Fill it."}"#,
            r#"{"kind":"modify-endpoint","endpoint":"GET /a","breaking":true}"#,
            r#"{"kind":"add-repository-method","component":"repo","name":"find"}"#,
            r#"{"kind":"drop-table","table":"users"}"#,
        ];
        for text in texts {
            let operation: Operation = serde_json::from_str(text).unwrap_or_else(|e| panic!("{text}: {e}"));
            assert_eq!(row(&operation).operation(), Ok(Some(operation)), "{text}");
        }
    }

    #[test]
    fn rows_are_added_and_dropped_without_scripts() {
        let form = ChangeForm { kind: "add-field".to_owned(), ..ChangeForm::default() };
        let form = alter(form, "show");
        assert_eq!(form.operations[0].kind, "add-column");
        let form = alter(form, "add");
        assert_eq!(form.operations.len(), 2);
        assert_eq!(alter(form, "drop-1").operations.len(), 1);
    }

    #[test]
    fn what_was_typed_fits_an_address() {
        let form = ChangeForm {
            title: "A title".to_owned(),
            operations: vec![OperationRow::default()],
            ..ChangeForm::default()
        };
        let page = typed_page("", &form, true);
        assert!(page.starts_with("/changes/new?typed=%7B"), "{page}");
        assert!(page.contains("A%20title") && page.ends_with("&judge=1") && !page.contains("justification"), "{page}");
    }
}
