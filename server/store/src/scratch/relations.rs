//! The relations of a database while users' SQL runs: names, files and locks.

use super::locks::{Lock, Mode};
use sqlx::postgres::types::Oid;
use sqlx::{Error, PgConnection};
use std::collections::BTreeMap;

/// A table, index, view or sequence.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Relation {
    pub(super) name: String,
    pub(super) kind: String,
    /// The file its rows are in; another one afterwards means that it was written anew.
    pub(super) file: Option<u32>,
}

pub(super) type Relations = BTreeMap<u32, Relation>;

/// Oid, schema, name, kind, file. There is neither an operator nor a name in it that a session's search path could
/// lead astray: it is read by the users' own session, for no other sees what is not committed.
const READ: &str = "SELECT c.oid, n.nspname::pg_catalog.text, c.relname::pg_catalog.text, \
    c.relkind::pg_catalog.text, pg_catalog.pg_relation_filenode(c.oid::pg_catalog.regclass) \
    FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid OPERATOR(pg_catalog.=) c.relnamespace \
    WHERE c.oid OPERATOR(pg_catalog.>=) 16384::pg_catalog.oid";

type Read = (Oid, String, String, String, Option<Oid>);

pub(super) async fn read(connection: &mut PgConnection) -> Result<Relations, Error> {
    let all: Vec<Read> = sqlx::query_as(READ).persistent(false).fetch_all(connection).await?;
    let named = all.into_iter().filter(|(_, schema, ..)| schema != "pg_toast" && schema != "pg_catalog");
    Ok(named
        .map(|(oid, schema, name, kind, file)| {
            (oid.0, Relation { name: format!("{schema}.{name}"), kind, file: file.map(|file| file.0) })
        })
        .collect())
}

/// The strongest lock that a session has on each relation, by oid. Read from a connection of our own.
pub(super) async fn locks(watch: &mut PgConnection, pid: i32) -> Result<BTreeMap<u32, Mode>, Error> {
    let sql = "SELECT relation, mode FROM pg_catalog.pg_locks \
               WHERE pid = $1 AND locktype = 'relation' AND relation >= 16384 AND granted";
    let all: Vec<(Oid, String)> = sqlx::query_as(sql).bind(pid).fetch_all(watch).await?;
    let mut strongest = BTreeMap::new();
    for (oid, mode) in all {
        if let Some(mode) = Mode::read(&mode) {
            let known = strongest.entry(oid.0).or_insert(mode);
            *known = mode.max(*known);
        }
    }
    Ok(strongest)
}

/// The locks in `now` that are new or stronger than in `held`, on relations that were there before.
pub(super) fn taken(before: &Relations, held: &BTreeMap<u32, Mode>, now: &BTreeMap<u32, Mode>) -> Vec<Lock> {
    let mut all: Vec<Lock> = now
        .iter()
        .filter(|(oid, mode)| held.get(oid).is_none_or(|had| had < mode))
        .filter_map(|(oid, mode)| Some(Lock { relation: before.get(oid)?.name.clone(), mode: *mode }))
        .collect();
    all.sort();
    all
}

/// Tables and materialised views whose rows stand in another file than before.
pub(super) fn rewritten(before: &Relations, after: &Relations) -> Vec<String> {
    let tables = after.iter().filter(|(_, relation)| matches!(relation.kind.as_str(), "r" | "m"));
    tables
        .filter(|(oid, relation)| before.get(oid).is_some_and(|was| was.file != relation.file))
        .map(|(_, relation)| relation.name.clone())
        .collect()
}
