//! Whether rows can still be written: PostgreSQL takes triggers, rules and checks that make every write fail.

use super::model::Reason;
use std::collections::{BTreeMap, BTreeSet};
use store::scratch::catalog::{Catalog, Column, Relation};
use store::scratch::{Database, Failure, Fresh, ScratchError, Session, Write};

/// More tables than these are not tried.
const MOST: usize = 100;

/// What becomes of a write.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Outcome {
    /// Rows are written.
    Works,
    /// The write fails, whatever is written.
    Fails(Failure),
    /// Somebody has it refused, or this row.
    Refused(Failure),
    /// It is taken, and nothing is written although there are rows.
    Vanishes,
}

/// By table (`schema.name`) and write; nothing where there is no row to try it with.
pub(super) type Outcomes = BTreeMap<(String, Write), Outcome>;

/// Tries each write on a row of each of these tables, as the one who runs the change, and undoes it.
pub(super) async fn tried(
    database: &Database,
    catalog: &Catalog,
    tables: &BTreeSet<String>,
) -> Result<Outcomes, ScratchError> {
    let mut found = Outcomes::new();
    let plain = |kind: &str| matches!(kind, "r" | "p");
    let relations = catalog.relations.iter().filter(|one| plain(&one.kind) && tables.contains(&one.full_name()));
    let mut session = database.session().await?;
    for relation in relations.take(MOST) {
        let name = relation.full_name();
        let fresh = columns(catalog, &name);
        let same: Vec<_> = fresh.iter().map(|(column, _)| (column.clone(), Fresh::Same)).collect();
        for write in [Write::Insert, Write::Update, Write::Delete] {
            if !session.is_alive() {
                session = database.session().await?;
            }
            let mut outcome = try_one(&mut session, relation, &fresh, write).await;
            // Other values may be what is refused; those of a row that is there are taken at least once.
            if write == Write::Insert && matches!(outcome, Some(Outcome::Refused(_))) && session.is_alive() {
                let again = try_one(&mut session, relation, &same, write).await;
                if matches!(again, Some(Outcome::Works | Outcome::Fails(_))) {
                    outcome = again;
                }
            }
            if let Some(outcome) = outcome {
                found.insert((name.clone(), write), outcome);
            }
        }
    }
    Ok(found)
}

async fn try_one(
    session: &mut Session,
    relation: &Relation,
    columns: &[(String, Fresh)],
    write: Write,
) -> Option<Outcome> {
    match session.try_write(&relation.schema, &relation.name, columns, write).await {
        Ok(0) => {
            let rows = session.rows(&relation.schema, &relation.name, relation.kind == "p", 1).await;
            rows.is_ok_and(|rows| !rows.is_empty()).then_some(Outcome::Vanishes)
        }
        Ok(_) => Some(Outcome::Works),
        Err(failure) if is_meant(&failure) => Some(Outcome::Refused(failure)),
        Err(failure) => Some(Outcome::Fails(failure)),
    }
}

/// The columns that an insert can give, and what one more row has there: another value where it has to be unique, for
/// the collision would hide what the write's triggers do.
fn columns(catalog: &Catalog, table: &str) -> Vec<(String, Fresh)> {
    let keys = catalog.constraints.iter().filter(|one| one.relation == table && matches!(one.kind.as_str(), "p" | "u"));
    let indexes = catalog.indexes.iter().filter(|one| one.relation == table && one.unique);
    let unique: BTreeSet<&String> =
        keys.flat_map(|one| &one.columns).chain(indexes.flat_map(|one| &one.columns)).collect();
    let columns = catalog.columns.iter().filter(|column| column.relation == table);
    let own = columns.filter(|column| column.generated.is_empty() && column.identity.is_empty());
    own.map(|column| {
        let fresh = if unique.contains(&column.name) { fresh(column) } else { Fresh::Same };
        (column.name.clone(), fresh)
    })
    .collect()
}

fn fresh(column: &Column) -> Fresh {
    match column.base.as_str() {
        "int2" | "int4" | "int8" | "numeric" => Fresh::Next,
        "uuid" => Fresh::Uuid,
        "text" => Fresh::Text(32),
        // A length is held with the four bytes of its own.
        "varchar" | "bpchar" => Fresh::Text(u32::try_from(column.modifier - 4).map_or(32, |length| length.min(32))),
        _ => Fresh::Same,
    }
}

/// The row is refused, not the write: a constraint, a value that does not fit, or an exception that somebody raises on
/// purpose.
fn is_meant(failure: &Failure) -> bool {
    failure.code().is_some_and(|code| code.starts_with("22") || code.starts_with("23") || code == "P0001")
}

/// Those that worked before, or are of a new table.
pub(super) fn reasons(before: &Outcomes, after: &Outcomes) -> Vec<Reason> {
    let mut all = Vec::new();
    for (key @ (table, write), outcome) in after {
        let was = before.get(key);
        let (table, write) = (table.clone(), write.word().to_owned());
        match outcome {
            Outcome::Fails(failure) if !matches!(was, Some(Outcome::Fails(_))) => {
                all.push(Reason::WriteFails { table, write, failure: failure.clone() });
            }
            // Of a row alone it is not known whether others are refused as well: a constraint may be meant for it.
            Outcome::Refused(failure) if was == Some(&Outcome::Works) && failure.code() == Some("P0001") => {
                all.push(Reason::WriteRefused { table, write, how: format!("is refused: {failure}") });
            }
            Outcome::Vanishes if was == Some(&Outcome::Works) => {
                all.push(Reason::WriteRefused {
                    table,
                    write,
                    how: "writes nothing, and no error tells so".to_owned(),
                });
            }
            _ => {}
        }
    }
    all
}
