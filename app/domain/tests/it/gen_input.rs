//! Generators: valid requests of every type, and projects.

use domain::change::Operation;
use domain::intake::{ChangeInput, MetadataInput};
use domain::project::ProjectConfig;
use domain::words::{ChangeType, Effort, Priority};
use proptest::prelude::*;

pub const PROJECT: &str = r#"
key = "shop"
name = "Shop"
defaultTeam = "platform"
teams = [{ name = "platform" }, { name = "data" }, { name = "api" }]
components = [
  { name = "schema", layer = "database", team = "data" },
  { name = "orders-repository", layer = "repository", team = "data" },
  { name = "rest", layer = "api", team = "api" },
  { name = "web", layer = "client", team = "api" },
]
routing = [
  { types = ["remove-table", "remove-field"], breaking = true, team = "platform" },
  { operations = ["add-index", "drop-index"], team = "data" },
  { components = ["rest"], team = "api" },
  { priorities = ["critical"], team = "platform" },
]
"#;

pub fn project() -> ProjectConfig {
    ProjectConfig::from_toml(PROJECT).unwrap()
}

pub fn kind() -> impl Strategy<Value = ChangeType> {
    prop::sample::select(ChangeType::ALL)
}

fn ident() -> impl Strategy<Value = String> {
    "[a-z_][a-z0-9_]{0,20}"
}

fn table() -> impl Strategy<Value = String> {
    prop_oneof![ident(), (ident(), ident()).prop_map(|(s, t)| format!("{s}.{t}"))]
}

fn endpoint() -> impl Strategy<Value = String> {
    (prop::sample::select(vec!["GET", "POST", "PUT", "DELETE"]), "[a-z]{1,10}")
        .prop_map(|(m, p)| format!("{m} /api/{p}"))
}

/// An operation of the given kind with valid members.
pub fn operation(kind: &'static str) -> BoxedStrategy<Operation> {
    match kind {
        "add-table" => table().prop_map(|table| Operation::AddTable { table }).boxed(),
        "rename-table" => {
            (table(), ident()).prop_map(|(table, new_name)| Operation::RenameTable { table, new_name }).boxed()
        }
        "drop-table" => table().prop_map(|table| Operation::DropTable { table }).boxed(),
        "add-column" => (table(), ident(), any::<bool>(), prop::option::of("[0-9]{1,3}"))
            .prop_map(|(table, name, nullable, default)| Operation::AddColumn {
                table,
                name,
                data_type: "integer".to_owned(),
                nullable,
                default,
            })
            .boxed(),
        "modify-column" => (table(), ident(), any::<bool>(), any::<bool>())
            .prop_map(|(table, name, typed, nullable)| Operation::ModifyColumn {
                table,
                name,
                data_type: typed.then(|| "bigint".to_owned()),
                nullable: Some(nullable),
                default: None,
            })
            .boxed(),
        "rename-column" => (table(), ident(), ident())
            .prop_map(|(table, name, new_name)| Operation::RenameColumn { table, name, new_name })
            .boxed(),
        "drop-column" => (table(), ident()).prop_map(|(table, name)| Operation::DropColumn { table, name }).boxed(),
        "add-index" => (table(), ident(), prop::collection::vec(ident(), 1..4), any::<bool>())
            .prop_map(|(table, name, columns, unique)| Operation::AddIndex { table, name, columns, unique })
            .boxed(),
        "drop-index" => (table(), ident()).prop_map(|(table, name)| Operation::DropIndex { table, name }).boxed(),
        "add-constraint" => (table(), ident())
            .prop_map(|(table, name)| Operation::AddConstraint {
                table,
                name,
                definition: "check (amount > 0)".to_owned(),
            })
            .boxed(),
        "drop-constraint" => {
            (table(), ident()).prop_map(|(table, name)| Operation::DropConstraint { table, name }).boxed()
        }
        "add-foreign-key" => (table(), ident(), ident())
            .prop_map(|(table, column, other)| Operation::AddForeignKey {
                table,
                column,
                references: format!("{other}(id)"),
            })
            .boxed(),
        "migrate-data" => table()
            .prop_map(|table| Operation::MigrateData { table, summary: "Fill the new column.".to_owned() })
            .boxed(),
        "add-endpoint" => endpoint().prop_map(|endpoint| Operation::AddEndpoint { endpoint }).boxed(),
        "modify-endpoint" => (endpoint(), any::<bool>())
            .prop_map(|(endpoint, breaking)| Operation::ModifyEndpoint { endpoint, breaking })
            .boxed(),
        "remove-endpoint" => endpoint().prop_map(|endpoint| Operation::RemoveEndpoint { endpoint }).boxed(),
        _ => ident()
            .prop_map(|name| Operation::AddRepositoryMethod { component: "orders-repository".to_owned(), name })
            .boxed(),
    }
}

fn components(kind: ChangeType) -> Vec<String> {
    let first = if kind.changes_schema() {
        "schema"
    } else if kind.changes_api() {
        "rest"
    } else {
        "orders-repository"
    };
    vec![first.to_owned()]
}

/// A request that every rule accepts.
pub fn valid_input() -> impl Strategy<Value = ChangeInput> {
    kind().prop_flat_map(|kind| {
        let defining = kind.defining_operations().first().copied().unwrap_or("add-index");
        (
            Just(kind),
            "[A-Za-z][A-Za-z0-9 ]{3,60}[a-z]",
            "[ -~\n]{0,200}",
            prop::sample::select(Priority::ALL),
            operation(defining),
            prop::collection::vec(prop::sample::select(Operation::KINDS).prop_flat_map(operation), 0..4),
            prop::option::of(prop::sample::select(Effort::ALL)),
            any::<bool>(),
            prop::collection::vec(table(), 0..3),
            prop::collection::vec(endpoint(), 0..3),
            any::<bool>(),
        )
            .prop_map(
                |(kind, title, description, priority, first, more, effort, breaking, tables, endpoints, web)| {
                    let operations: Vec<Operation> = std::iter::once(first).chain(more).collect();
                    let must = kind.breaks().is_some() || operations.iter().any(|o| o.breaks().is_some());
                    let mut affected_components = components(kind);
                    if web {
                        affected_components.push("web".to_owned());
                    }
                    ChangeInput {
                        project: None,
                        title: Some(title),
                        description: Some(description),
                        kind: Some(kind.as_str().to_owned()),
                        priority: Some(priority.as_str().to_owned()),
                        metadata: MetadataInput {
                            affected_tables: tables,
                            affected_endpoints: endpoints,
                            affected_components,
                            breaking_change: must || breaking,
                            estimated_effort: effort.map(|e| e.as_str().to_owned()),
                            dependencies: Vec::new(),
                            operations,
                            justification: (priority == Priority::Critical)
                                .then(|| "Orders are being lost.".to_owned()),
                        },
                    }
                },
            )
    })
}
