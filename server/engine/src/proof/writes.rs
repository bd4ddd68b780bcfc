//! Whether rows can still be written: PostgreSQL takes triggers and rules that make every write fail.

use super::model::Reason;
use std::collections::{BTreeMap, BTreeSet};
use store::scratch::catalog::Catalog;
use store::scratch::{Database, Failure, ScratchError, Write};

/// More tables than these are not tried.
const MOST: usize = 100;

/// Writes that fail, by table (`schema.name`), and why.
pub(super) type Refused = BTreeMap<(String, Write), Failure>;

/// Tries each write on a row of each of these tables, as the one who runs the change, and undoes it.
pub(super) async fn refused(
    database: &Database,
    catalog: &Catalog,
    tables: &BTreeSet<String>,
) -> Result<Refused, ScratchError> {
    let mut found = Refused::new();
    let plain = |kind: &str| matches!(kind, "r" | "p");
    let relations = catalog.relations.iter().filter(|one| plain(&one.kind) && tables.contains(&one.full_name()));
    let mut session = database.session().await?;
    for relation in relations.take(MOST) {
        let name = relation.full_name();
        let columns = catalog.columns.iter().filter(|column| column.relation == name);
        let own = columns.filter(|column| column.generated.is_empty() && column.identity.is_empty());
        let own: Vec<String> = own.map(|column| column.name.clone()).collect();
        for write in [Write::Insert, Write::Update, Write::Delete] {
            if !session.is_alive() {
                session = database.session().await?;
            }
            if let Err(failure) = session.try_write(&relation.schema, &relation.name, &own, write).await
                && !is_meant(&failure)
            {
                found.insert((name.clone(), write), failure);
            }
        }
    }
    Ok(found)
}

/// The row is refused, not the write: a constraint, a value that does not fit, or an exception that somebody raises on
/// purpose.
fn is_meant(failure: &Failure) -> bool {
    failure.code().is_some_and(|code| code.starts_with("22") || code.starts_with("23") || code == "P0001")
}

/// Those that worked before, or are of a new table.
pub(super) fn reasons(before: &Refused, after: &Refused) -> Vec<Reason> {
    let broken = after.iter().filter(|(write, _)| !before.contains_key(*write));
    broken
        .map(|((table, write), failure)| Reason::WriteFails {
            table: table.clone(),
            write: write.word().to_owned(),
            failure: failure.clone(),
        })
        .collect()
}
