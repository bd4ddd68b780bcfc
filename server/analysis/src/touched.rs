//! What a change's SQL does to what no [`Operation`](crate::operations::Operation) has a word for, and who is reached.

use crate::code::table_name;
use crate::impact::ObjectKind;
use crate::sql::{self, ConstraintKind, DomainChange, Name, Op, Setting};
use crate::state::{Catalog, Held, Origin, Replaced};

/// How much what works today suffers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Harm {
    /// Statements that work today may be refused, or do something else.
    Restricts,
    /// Whoever uses it fails.
    Breaks,
    /// The same, and rows are gone.
    Loses,
}

/// What code uses, where it depends on the object.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Reach {
    /// A table or view, `schema.table`.
    Table(String),
    /// One column of it.
    Column(String, String),
    /// A call of a routine, `schema.name`.
    Routine(String),
    /// A statement on the column that holds this text: table, column, text.
    Value(String, String, String),
    /// `ON CONFLICT` on the columns of a constraint, or on its name: table, columns, name.
    Conflict(String, Vec<String>, String),
}

/// An object and what becomes of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Touched {
    /// As findings name it: `view active_users`.
    pub subject: String,
    /// What it is.
    pub kind: ObjectKind,
    /// Its full name.
    pub name: String,
    /// What becomes of it: `dropped`.
    pub does: String,
    /// How bad that is.
    pub harm: Harm,
    /// What code uses where it depends on it.
    pub reaches: Vec<Reach>,
}

/// What one effect touches of what was there before the change; `catalog` is as it was before the effect.
pub(crate) fn touched(op: &Op, catalog: &Catalog) -> Vec<Touched> {
    let existing = |kind, name: &Name| catalog.object_existed(kind, name);
    match op {
        Op::Drop { object: sql::ObjectKind::Table | sql::ObjectKind::Index | sql::ObjectKind::Statistics, .. } => {
            Vec::new()
        }
        Op::Drop { object, name, on: Some(table), .. } => {
            let new = catalog.object_within(*object, table, &name.name) == Some(Origin::Change);
            let was = catalog.existed(table) && !new;
            one(was, *object, name, "dropped", on_table(*object), vec![Reach::Table(full(table))])
        }
        Op::Drop { object, name, .. } => {
            let harm = match object {
                sql::ObjectKind::Schema | sql::ObjectKind::Database | sql::ObjectKind::Extension => Harm::Loses,
                _ => Harm::Breaks,
            };
            one(existing(*object, name), *object, name, "dropped", harm, reaches(catalog, *object, name))
        }
        Op::Rename { object: sql::ObjectKind::Index, name, to } => {
            let held = catalog.constraint_of_index(name);
            let said =
                |(table, held): (&Name, &Held)| constraint(catalog, table, &held.name, &format!("renamed to {to}"));
            held.map(said).unwrap_or_default()
        }
        Op::Rename { object, name, to } => {
            let harmless = matches!(
                object,
                sql::ObjectKind::Policy
                    | sql::ObjectKind::Trigger
                    | sql::ObjectKind::Statistics
                    | sql::ObjectKind::Table
            );
            let does = format!("renamed to {to}");
            let was = !harmless && existing(*object, name);
            one(was, *object, name, &does, Harm::Breaks, reaches(catalog, *object, name))
        }
        Op::SetSchema { object, name, schema } if *object != sql::ObjectKind::Table => {
            let does = format!("moved to schema {schema}");
            one(existing(*object, name), *object, name, &does, Harm::Breaks, reaches(catalog, *object, name))
        }
        Op::CreateView { name, materialized, or_replace: true, .. } => {
            let kind = if *materialized { sql::ObjectKind::MaterializedView } else { sql::ObjectKind::View };
            let was = catalog.knows(kind, name, None) && existing(kind, name);
            one(was, kind, name, "replaced", Harm::Restricts, reaches(catalog, kind, name))
        }
        Op::CreateRoutine { kind, name, .. } => {
            let was = existing(*kind, name) && catalog.replaced(op) == Some(Replaced::Whole);
            one(was, *kind, name, "replaced", Harm::Restricts, reaches(catalog, *kind, name))
        }
        Op::RenameEnumValue { name, from, to } => {
            let of = catalog.columns_of(name).into_iter();
            let values = of.map(|(table, column)| Reach::Value(full(&table), column, from.clone())).collect();
            let does = format!("given '{to}' in place of its value '{from}'");
            let kind = sql::ObjectKind::Type;
            one(existing(kind, name), kind, name, &does, Harm::Breaks, values)
        }
        Op::AlterDomain { name, change: DomainChange::AddConstraint { .. } | DomainChange::NotNull(true) } => {
            let kind = sql::ObjectKind::Domain;
            let does = "made to refuse values that it takes today";
            one(existing(kind, name), kind, name, does, Harm::Restricts, reaches(catalog, kind, name))
        }
        _ => on_a_table(op, catalog),
    }
}

/// What hangs on one table by a name of its own.
fn on_a_table(op: &Op, catalog: &Catalog) -> Vec<Touched> {
    let of = |table: &Name| vec![Reach::Table(full(table))];
    match op {
        Op::CreateTrigger { name, table, .. } => {
            let (kind, name) = (sql::ObjectKind::Trigger, Name::bare(name.clone()));
            let does = format!("run by every write that it is for to {table}");
            one(catalog.existed(table), kind, &name, &does, Harm::Restricts, of(table))
        }
        Op::CreateRule { name, table, event, instead, conditional } => {
            let harm = if *instead && !conditional { Harm::Breaks } else { Harm::Restricts };
            let does = format!("applied to every {event} on {table}");
            let name = Name::bare(name.clone());
            one(catalog.existed(table), sql::ObjectKind::Rule, &name, &does, harm, of(table))
        }
        Op::CreatePolicy { name, table, .. } | Op::AlterPolicy { name, table } => {
            let does = format!("what says which rows of {table} are seen");
            // Without row security no policy says anything.
            let was = catalog.existed(table) && catalog.table(table).is_none_or(|table| table.row_security);
            one(was, sql::ObjectKind::Policy, &Name::bare(name.clone()), &does, Harm::Restricts, of(table))
        }
        Op::Table { table, setting: Setting::RowSecurity { enabled, force } } => {
            let does = match (enabled, force) {
                (true, false) => "put under row security: roles without a policy see no row of it any more",
                (true, true) => "subject to its policies for its owner as well",
                (false, true) => "no longer subject to its policies for its owner",
                (false, false) => "no longer under row security: every row of it is seen",
            };
            one(catalog.existed(table), sql::ObjectKind::Table, table, does, Harm::Restricts, of(table))
        }
        Op::Table { table, setting: Setting::Trigger { enabled: false, name } } => {
            let does = format!("without its trigger {name}");
            one(catalog.existed(table), sql::ObjectKind::Table, table, &does, Harm::Restricts, of(table))
        }
        Op::Grant { revoke: true, on, what } => {
            let what: String = what.split_whitespace().collect::<Vec<_>>().join(" ").chars().take(80).collect();
            let does = format!("given fewer rights: {what}");
            match on {
                Some(table) => {
                    one(catalog.existed(table), sql::ObjectKind::Table, table, &does, Harm::Restricts, of(table))
                }
                None => {
                    let rights = Name::bare("rights".to_owned());
                    one(true, sql::ObjectKind::Other, &rights, &does, Harm::Restricts, Vec::new())
                }
            }
        }
        Op::DropConstraint { table, name, .. } => constraint(catalog, table, name, "dropped"),
        Op::RenameConstraint { table, from, to } => constraint(catalog, table, from, &format!("renamed to {to}")),
        _ => Vec::new(),
    }
}

fn constraint(catalog: &Catalog, table: &Name, name: &str, does: &str) -> Vec<Touched> {
    let held = catalog.constraint(table, name);
    let new = !catalog.existed(table) || held.is_some_and(|held| held.origin == Origin::Change);
    if new {
        return Vec::new();
    }
    let guards = |kind| matches!(kind, ConstraintKind::Unique | ConstraintKind::Primary | ConstraintKind::Exclude);
    let columns = held.filter(|held| guards(held.constraint.kind)).map(|held| held.constraint.columns.clone());
    // Who names its columns alone does not mind what it is called.
    let columns = columns.filter(|_| does == "dropped").unwrap_or_default();
    vec![Touched {
        subject: format!("constraint {name}"),
        kind: ObjectKind::Constraint,
        name: name.to_owned(),
        does: does.to_owned(),
        harm: Harm::Restricts,
        reaches: vec![Reach::Conflict(full(table), columns, name.to_owned())],
    }]
}

fn one(was: bool, object: sql::ObjectKind, name: &Name, does: &str, harm: Harm, reaches: Vec<Reach>) -> Vec<Touched> {
    if !was {
        return Vec::new();
    }
    let kind = kind(object);
    let named = match kind {
        ObjectKind::Table | ObjectKind::View | ObjectKind::Function => full(name),
        ObjectKind::Other => format!("{} {name}", object.word()),
        _ => name.to_string(),
    };
    let subject = format!("{} {name}", object.word());
    vec![Touched { subject, kind, name: named, does: does.to_owned(), harm, reaches }]
}

/// What takes a guard away lets more through; the others take away what is seen or done.
fn on_table(object: sql::ObjectKind) -> Harm {
    if object == sql::ObjectKind::Policy { Harm::Breaks } else { Harm::Restricts }
}

/// What uses the object, as far as the files tell.
fn reaches(catalog: &Catalog, object: sql::ObjectKind, name: &Name) -> Vec<Reach> {
    let columns = |all: Vec<(Name, String)>| all.into_iter().map(|(table, column)| Reach::Column(full(&table), column));
    match object {
        sql::ObjectKind::View | sql::ObjectKind::MaterializedView => vec![Reach::Table(full(name))],
        sql::ObjectKind::Type | sql::ObjectKind::Domain => columns(catalog.columns_of(name)).collect(),
        sql::ObjectKind::Schema => {
            let within = |one: &&Name| one.schema.as_deref().unwrap_or("public") == name.name;
            let tables = catalog.tables.keys().chain(catalog.views.keys()).filter(within);
            let routines = catalog.routines.keys().filter(within);
            let tables = tables.map(|one| Reach::Table(full(one)));
            tables.chain(routines.map(|one| Reach::Routine(full(one)))).collect()
        }
        sql::ObjectKind::Function | sql::ObjectKind::Procedure | sql::ObjectKind::Aggregate => {
            let calling = catalog.triggers.iter().filter(|(_, (calls, _))| calls.as_ref() == Some(name));
            let tables = calling.map(|((table, _), _)| Reach::Table(full(table)));
            std::iter::once(Reach::Routine(full(name))).chain(tables).collect()
        }
        sql::ObjectKind::Sequence => {
            let by = |default: &str| default.to_lowercase().contains(&name.name.to_lowercase());
            let mut all = Vec::new();
            for (table, known) in &catalog.tables {
                let fed = known.columns.iter().filter(|(column, _)| column.default.as_deref().is_some_and(by));
                all.extend(fed.map(|(column, _)| Reach::Column(full(table), column.name.clone())));
            }
            all
        }
        _ => Vec::new(),
    }
}

fn full(name: &Name) -> String {
    table_name(&name.to_string())
}

fn kind(object: sql::ObjectKind) -> ObjectKind {
    match object {
        sql::ObjectKind::Table => ObjectKind::Table,
        sql::ObjectKind::View | sql::ObjectKind::MaterializedView => ObjectKind::View,
        sql::ObjectKind::Function | sql::ObjectKind::Procedure | sql::ObjectKind::Aggregate => ObjectKind::Function,
        sql::ObjectKind::Trigger => ObjectKind::Trigger,
        sql::ObjectKind::Type => ObjectKind::Type,
        sql::ObjectKind::Domain => ObjectKind::Domain,
        sql::ObjectKind::Schema => ObjectKind::Schema,
        sql::ObjectKind::Sequence => ObjectKind::Sequence,
        sql::ObjectKind::Policy => ObjectKind::Policy,
        sql::ObjectKind::Rule => ObjectKind::Rule,
        _ => ObjectKind::Other,
    }
}
