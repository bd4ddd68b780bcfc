//! What is typed into the form, as signals.

use domain::intake::{ChangeForm, OperationRow};
use leptos::prelude::*;

/// A member of an operation, in the order of [`Row::cells`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Member {
    Kind,
    Table,
    Name,
    DataType,
    Nullable,
    Default,
    NewName,
    Columns,
    Flag,
    Detail,
    Endpoint,
    Component,
}

impl Member {
    /// As the form names it.
    pub const fn wire(self) -> &'static str {
        match self {
            Self::Kind => "kind",
            Self::Table => "table",
            Self::Name => "name",
            Self::DataType => "dataType",
            Self::Nullable => "nullable",
            Self::Default => "default",
            Self::NewName => "newName",
            Self::Columns => "columns",
            Self::Flag => "flag",
            Self::Detail => "detail",
            Self::Endpoint => "endpoint",
            Self::Component => "component",
        }
    }
}

/// One row of the operations editor.
#[derive(Clone, Copy, Debug)]
pub struct Row {
    /// Stands in the names of its fields; never used twice on a page.
    pub id: usize,
    cells: [RwSignal<String>; 12],
}

impl Row {
    fn new(id: usize, row: OperationRow) -> Self {
        let cells = [
            row.kind,
            row.table,
            row.name,
            row.data_type,
            row.nullable,
            row.default,
            row.new_name,
            row.columns,
            row.flag,
            row.detail,
            row.endpoint,
            row.component,
        ];
        Self { id, cells: cells.map(RwSignal::new) }
    }
    /// One cell.
    pub fn cell(self, member: Member) -> RwSignal<String> {
        self.cells[member as usize]
    }
    /// Name of a cell's field.
    pub fn name(self, member: Member) -> String {
        format!("form[operations][{}][{}]", self.id, member.wire())
    }
    fn get(self) -> OperationRow {
        let [kind, table, name, data_type, nullable, default, new_name, columns, flag, detail, endpoint, component] =
            self.cells.map(|c| c.get());
        OperationRow {
            kind,
            table,
            name,
            data_type,
            nullable,
            default,
            new_name,
            columns,
            flag,
            detail,
            endpoint,
            component,
        }
    }
}

/// The whole form.
#[derive(Clone, Copy, Debug)]
pub struct Draft {
    pub project: RwSignal<String>,
    pub title: RwSignal<String>,
    pub description: RwSignal<String>,
    pub kind: RwSignal<String>,
    pub priority: RwSignal<String>,
    pub tables: RwSignal<String>,
    pub endpoints: RwSignal<String>,
    pub components: RwSignal<Vec<String>>,
    pub breaking: RwSignal<bool>,
    pub effort: RwSignal<String>,
    pub dependencies: RwSignal<String>,
    pub justification: RwSignal<String>,
    pub rows: RwSignal<Vec<Row>>,
    next_row: RwSignal<usize>,
}

impl Draft {
    /// Signals that hold this form.
    pub fn new(form: ChangeForm) -> Self {
        let draft = Self {
            project: RwSignal::new(String::new()),
            title: RwSignal::new(String::new()),
            description: RwSignal::new(String::new()),
            kind: RwSignal::new(String::new()),
            priority: RwSignal::new(String::new()),
            tables: RwSignal::new(String::new()),
            endpoints: RwSignal::new(String::new()),
            components: RwSignal::new(Vec::new()),
            breaking: RwSignal::new(false),
            effort: RwSignal::new(String::new()),
            dependencies: RwSignal::new(String::new()),
            justification: RwSignal::new(String::new()),
            rows: RwSignal::new(Vec::new()),
            next_row: RwSignal::new(0),
        };
        draft.set(form);
        draft
    }

    /// Replaces everything.
    pub fn set(self, form: ChangeForm) {
        self.project.set(form.project);
        self.title.set(form.title);
        self.description.set(form.description);
        self.kind.set(form.kind);
        self.priority.set(form.priority);
        self.tables.set(form.affected_tables);
        self.endpoints.set(form.affected_endpoints);
        self.components.set(form.affected_components);
        self.breaking.set(form.breaking_change == "on" || form.breaking_change == "true");
        self.effort.set(form.estimated_effort);
        self.dependencies.set(form.dependencies);
        self.justification.set(form.justification);
        let first = self.next_row.get_untracked();
        let rows: Vec<Row> = form.operations.into_iter().enumerate().map(|(i, row)| Row::new(first + i, row)).collect();
        self.next_row.set(first + rows.len());
        self.rows.set(rows);
    }

    /// Everything as the form would send it.
    pub fn get(self) -> ChangeForm {
        ChangeForm {
            project: self.project.get(),
            title: self.title.get(),
            description: self.description.get(),
            kind: self.kind.get(),
            priority: self.priority.get(),
            affected_tables: self.tables.get(),
            affected_endpoints: self.endpoints.get(),
            affected_components: self.components.get(),
            breaking_change: if self.breaking.get() { "on".to_owned() } else { String::new() },
            estimated_effort: self.effort.get(),
            dependencies: self.dependencies.get(),
            operations: self.rows.get().into_iter().map(Row::get).collect(),
            justification: self.justification.get(),
        }
    }

    /// Adds an empty row; gives it.
    pub fn add_row(self) -> Row {
        let row = Row::new(self.next_row.get_untracked(), OperationRow::default());
        self.next_row.update(|n| *n += 1);
        self.rows.update(|rows| rows.push(row));
        row
    }

    /// Takes a row away.
    pub fn remove_row(self, id: usize) {
        self.rows.update(|rows| rows.retain(|row| row.id != id));
    }

    /// Chooses the operation that defines the type, while no operation is chosen yet.
    pub fn suggest_operation(self, kind: &str) {
        let defining =
            kind.parse::<domain::words::ChangeType>().ok().and_then(|kind| kind.defining_operations().first());
        let untouched = self.rows.with_untracked(|rows| rows.iter().all(|row| row.get_untracked_kind().is_empty()));
        if let (Some(defining), true) = (defining, untouched) {
            let row = self.rows.with_untracked(|rows| rows.first().copied()).unwrap_or_else(|| self.add_row());
            row.cell(Member::Kind).set((*defining).to_owned());
        }
    }
}

impl Row {
    fn get_untracked_kind(self) -> String {
        self.cell(Member::Kind).get_untracked()
    }
}
