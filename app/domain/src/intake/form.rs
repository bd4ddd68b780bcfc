//! The request as an HTML form sends it: text only, so that it works without JavaScript.

use super::{ChangeInput, MetadataInput};
use crate::change::Operation;
use crate::error::Problem;
use serde::{Deserialize, Serialize};

/// One row of the operations editor. Which members matter depends on `kind`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct OperationRow {
    /// Operation kind; an empty one is skipped.
    pub kind: String,
    /// Table.
    pub table: String,
    /// Column, index, constraint or method.
    pub name: String,
    /// Column type.
    pub data_type: String,
    /// `nullable` or `required`.
    pub nullable: String,
    /// Default expression.
    pub default: String,
    /// New name of a renamed object.
    pub new_name: String,
    /// Columns of an index, separated by commas; column of a foreign key.
    pub columns: String,
    /// `on` for a unique index or a breaking endpoint change.
    pub flag: String,
    /// Constraint definition, foreign key target, or summary of a data migration.
    pub detail: String,
    /// Endpoint.
    pub endpoint: String,
    /// Component of a repository method.
    pub component: String,
}

/// The whole form. Lists are text areas: one entry a line, or separated by commas.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct ChangeForm {
    /// See [`ChangeInput`].
    pub project: String,
    /// See [`ChangeInput`].
    pub title: String,
    /// See [`ChangeInput`].
    pub description: String,
    /// See [`ChangeInput`].
    pub kind: String,
    /// See [`ChangeInput`].
    pub priority: String,
    /// One a line.
    pub affected_tables: String,
    /// One a line.
    pub affected_endpoints: String,
    /// Checked names.
    pub affected_components: Vec<String>,
    /// `on` when checked.
    pub breaking_change: String,
    /// `xs` to `xl`, or empty.
    pub estimated_effort: String,
    /// One a line.
    pub dependencies: String,
    /// Rows of the operations editor.
    pub operations: Vec<OperationRow>,
    /// Why critical.
    pub justification: String,
}

fn some(v: &str) -> Option<String> {
    let v = v.trim();
    (!v.is_empty()).then(|| v.to_owned())
}

fn lines(v: &str) -> Vec<String> {
    v.split(['\n', ',']).map(str::trim).filter(|l| !l.is_empty()).map(str::to_owned).collect()
}

impl OperationRow {
    /// The operation, `None` for an empty row.
    ///
    /// # Errors
    /// A message for an unknown kind.
    pub fn operation(&self) -> Result<Option<Operation>, String> {
        let t = || self.table.trim().to_owned();
        let n = || self.name.trim().to_owned();
        let e = || self.endpoint.trim().to_owned();
        let on = || matches!(self.flag.as_str(), "on" | "true");
        Ok(Some(match self.kind.trim() {
            "" => return Ok(None),
            "add-table" => Operation::AddTable { table: t() },
            "rename-table" => Operation::RenameTable { table: t(), new_name: self.new_name.trim().to_owned() },
            "drop-table" => Operation::DropTable { table: t() },
            "add-column" => Operation::AddColumn {
                table: t(),
                name: n(),
                data_type: self.data_type.trim().to_owned(),
                nullable: self.nullable != "required",
                default: some(&self.default),
            },
            "modify-column" => Operation::ModifyColumn {
                table: t(),
                name: n(),
                data_type: some(&self.data_type),
                nullable: match self.nullable.as_str() {
                    "required" => Some(false),
                    "nullable" => Some(true),
                    _ => None,
                },
                default: some(&self.default),
            },
            "rename-column" => {
                Operation::RenameColumn { table: t(), name: n(), new_name: self.new_name.trim().to_owned() }
            }
            "drop-column" => Operation::DropColumn { table: t(), name: n() },
            "add-index" => Operation::AddIndex { table: t(), name: n(), columns: lines(&self.columns), unique: on() },
            "drop-index" => Operation::DropIndex { table: t(), name: n() },
            "add-constraint" => {
                Operation::AddConstraint { table: t(), name: n(), definition: self.detail.trim().to_owned() }
            }
            "drop-constraint" => Operation::DropConstraint { table: t(), name: n() },
            "add-foreign-key" => Operation::AddForeignKey {
                table: t(),
                column: self.columns.trim().to_owned(),
                references: self.detail.trim().to_owned(),
            },
            "migrate-data" => Operation::MigrateData { table: t(), summary: self.detail.trim().to_owned() },
            "add-endpoint" => Operation::AddEndpoint { endpoint: e() },
            "modify-endpoint" => Operation::ModifyEndpoint { endpoint: e(), breaking: on() },
            "remove-endpoint" => Operation::RemoveEndpoint { endpoint: e() },
            "add-repository-method" => {
                Operation::AddRepositoryMethod { component: self.component.trim().to_owned(), name: n() }
            }
            other => {
                return Err(format!("`{}` is not a known operation kind.", other.chars().take(60).collect::<String>()));
            }
        }))
    }
}

impl ChangeForm {
    /// The request the form stands for, and what could not be read of it.
    pub fn input(&self) -> (ChangeInput, Vec<Problem>) {
        let mut problems = Vec::new();
        let mut operations = Vec::new();
        for (i, row) in self.operations.iter().enumerate() {
            match row.operation() {
                Ok(op) => operations.extend(op),
                Err(message) => {
                    problems.push(Problem::new(format!("/metadata/operations/{i}/kind"), "operation.kind", message))
                }
            }
        }
        let input = ChangeInput {
            project: some(&self.project),
            title: some(&self.title),
            description: some(&self.description),
            kind: some(&self.kind),
            priority: some(&self.priority),
            metadata: MetadataInput {
                affected_tables: lines(&self.affected_tables),
                affected_endpoints: lines(&self.affected_endpoints),
                affected_components: self.affected_components.clone(),
                breaking_change: matches!(self.breaking_change.as_str(), "on" | "true"),
                estimated_effort: some(&self.estimated_effort),
                dependencies: lines(&self.dependencies),
                operations,
                justification: some(&self.justification),
            },
        };
        (input, problems)
    }
}
