//! From the catalog of a scratch database to the schema that is compared.

use analysis::schema::{self, Schema, Table};
use analysis::sql::ConstraintKind;
use std::collections::BTreeMap;
use store::scratch::catalog::{Catalog, Column};

/// A schema, and what its model has no place for.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Whole {
    /// The schema.
    pub schema: Schema,
    /// Everything else, as `sequence public.numbers` and its definition.
    pub others: BTreeMap<String, String>,
}

/// Everything in a catalog.
pub fn whole(catalog: &Catalog) -> Whole {
    let mut whole = Whole::default();
    let Schema { tables, views, functions, enums, domains } = &mut whole.schema;
    for relation in &catalog.relations {
        let name = relation.full_name();
        if matches!(relation.kind.as_str(), "v" | "m") {
            let definition = relation.definition.clone().unwrap_or_default();
            let materialized = relation.kind == "m";
            views.insert(name, schema::View { materialized, columns: Vec::new(), definition });
        } else {
            let table = Table {
                row_security: relation.row_security,
                partition_by: relation.partition_by.clone(),
                partition_of: relation.parent.clone().zip(relation.bound.clone()),
                ..Table::default()
            };
            tables.insert(name, table);
        }
    }
    for column in &catalog.columns {
        if let Some(table) = tables.get_mut(&column.relation) {
            table.columns.push(convert(column));
        } else if let Some(view) = views.get_mut(&column.relation) {
            view.columns.push((column.name.clone(), column.ty.clone()));
        }
    }
    for constraint in &catalog.constraints {
        if let Some(table) = tables.get_mut(&constraint.relation) {
            let kind = kind(&constraint.kind);
            let definition = constraint.definition.clone();
            let made = schema::Constraint { kind, definition, valid: constraint.valid };
            table.constraints.insert(constraint.name.clone(), made);
        }
    }
    for index in &catalog.indexes {
        match tables.get_mut(&index.relation) {
            Some(table) => {
                let definition = index.definition.clone();
                let made = schema::Index { definition, unique: index.unique, valid: index.valid };
                table.indexes.insert(index.name.clone(), made);
            }
            None => {
                whole.others.insert(format!("index {}.{}", index.relation, index.name), index.definition.clone());
            }
        }
    }
    for trigger in &catalog.triggers {
        let definition = trigger.definition.clone();
        match tables.get_mut(&trigger.relation) {
            Some(table) => {
                let made = schema::Trigger { definition, enabled: trigger.enabled };
                table.triggers.insert(trigger.name.clone(), made);
            }
            None => {
                whole.others.insert(format!("trigger {}.{}", trigger.relation, trigger.name), definition);
            }
        }
    }
    for policy in &catalog.policies {
        if let Some(table) = tables.get_mut(&policy.relation) {
            let made = schema::Policy { permissive: policy.permissive, definition: policy.definition.clone() };
            table.policies.insert(policy.name.clone(), made);
        }
    }
    for grant in &catalog.grants {
        let right = format!("{} {}", grant.role, grant.privilege);
        match tables.get_mut(&grant.relation) {
            Some(table) => {
                table.grants.insert(right);
            }
            None => {
                whole.others.insert(format!("grant {right} on {}", grant.relation), String::new());
            }
        }
    }
    for function in &catalog.functions {
        let (returns, definition) = (function.returns.clone(), function.definition.clone());
        functions.insert(function.name.clone(), schema::Function { returns, definition });
    }
    for found in &catalog.enums {
        enums.insert(found.name.clone(), schema::Enum { values: found.values.clone() });
    }
    for domain in &catalog.domains {
        let constraints = domain.constraints.iter().cloned().collect();
        let made = schema::Domain { base: domain.base.clone(), not_null: domain.not_null, constraints };
        domains.insert(domain.name.clone(), made);
    }
    whole.others.extend(catalog.others.iter().map(|other| (other.object.clone(), other.definition.clone())));
    whole
}

fn convert(column: &Column) -> schema::Column {
    let default = column.default.clone();
    let (default, generated) = match (column.identity.as_str(), column.generated.as_str()) {
        ("a", _) => (None, Some("identity: always".to_owned())),
        ("d", _) => (None, Some("identity: by default".to_owned())),
        (_, "s") => (None, Some(format!("stored: {}", default.unwrap_or_default()))),
        (_, "v") => (None, Some(format!("virtual: {}", default.unwrap_or_default()))),
        _ => (default, None),
    };
    let (name, ty) = (column.name.clone(), column.ty.clone());
    schema::Column { name, ty, not_null: column.not_null, default, generated }
}

fn kind(letter: &str) -> ConstraintKind {
    match letter {
        "p" => ConstraintKind::Primary,
        "u" => ConstraintKind::Unique,
        "f" => ConstraintKind::Foreign,
        "x" => ConstraintKind::Exclude,
        "n" => ConstraintKind::NotNull,
        _ => ConstraintKind::Check,
    }
}
