//! The walk over all chains in bounded memory: the entries in the order of their chains, a batch of finished chains
//! at a time compared with the heads and with the stored changes.

use super::read::{COLUMNS, EntryRow};
use crate::StoreResult;
use crate::changes::load_many;
use domain::audit::{AuditEntry, AuditReport, BrokenChain, ChainCheck};
use domain::change::ChangeState;
use sqlx::{PgConnection, QueryBuilder};
use std::collections::{BTreeMap, HashMap};
use uuid::Uuid;

/// Entries read at a time. A creation's entry, which holds the whole checklist, takes tens of kB once it is parsed.
const ENTRIES: i64 = 100;
/// Finished chains compared at a time, each with its change, twice.
const CHAINS: usize = 25;

/// One chain as far as it was read.
struct Chain {
    check: ChainCheck,
    last: i64,
    change: Option<Uuid>,
    state: Option<ChangeState>,
}

impl Chain {
    fn new(stream: &str) -> Self {
        Self {
            check: ChainCheck::new(stream),
            last: 0,
            change: stream.strip_prefix("change:").and_then(|id| Uuid::parse_str(id).ok()),
            state: None,
        }
    }

    fn take(&mut self, entry: &AuditEntry) {
        self.check.take(entry);
        self.last = entry.seq;
        // Only operations carry facts; an upload, for instance, alters no state.
        if self.check.broken().is_none() && entry.details.get("events").is_some() {
            let (events, at) = (entry.events(), entry.created_at);
            match &mut self.state {
                None => self.state = ChangeState::fold([(at, events.as_slice())]),
                Some(state) => state.record(&events, at),
            }
        }
    }
}

/// What the walk found: counts, and the first bad entry of each broken chain.
#[derive(Default)]
pub(super) struct Scan {
    pub report: AuditReport,
    pub broken: BTreeMap<String, BrokenChain>,
    finished: Vec<Chain>,
}

impl Scan {
    /// Notes a break; of several in one chain the first counts.
    pub(super) fn note(&mut self, found: BrokenChain) {
        let known = self.broken.get(&found.stream);
        if known.is_none_or(|k| found.seq < k.seq) {
            self.broken.insert(found.stream.clone(), found);
        }
    }

    /// Walks the entries of a project, or all.
    pub(super) async fn chains(&mut self, conn: &mut PgConnection, project: Option<&str>) -> StoreResult<()> {
        let mut current: Option<(String, Chain)> = None;
        let mut after: Option<(String, i64)> = None;
        loop {
            let rows = entries(conn, project, after.as_ref()).await?;
            let end = rows.len() < ENTRIES.unsigned_abs() as usize;
            after = rows.last().map(|r| (r.stream.clone(), r.seq));
            for row in rows {
                let (stream, seq) = (row.stream.clone(), row.seq);
                if current.as_ref().is_none_or(|(s, _)| *s != stream) {
                    self.finish(conn, current.replace((stream.clone(), Chain::new(&stream)))).await?;
                }
                let Some((_, chain)) = &mut current else { continue };
                self.report.entries += 1;
                match row.entry() {
                    Ok(entry) => chain.take(&entry),
                    Err(_) => chain.check.break_at(seq, "the entry was altered"),
                }
            }
            if end {
                self.finish(conn, current).await?;
                return self.compare(conn).await;
            }
        }
    }

    async fn finish(&mut self, conn: &mut PgConnection, chain: Option<(String, Chain)>) -> StoreResult<()> {
        if let Some((_, chain)) = chain {
            self.report.chains += 1;
            self.finished.push(chain);
        }
        if self.finished.len() >= CHAINS { self.compare(conn).await } else { Ok(()) }
    }

    /// Compares finished chains with the table of heads and with the stored changes.
    async fn compare(&mut self, conn: &mut PgConnection) -> StoreResult<()> {
        let chains = std::mem::take(&mut self.finished);
        let streams: Vec<String> = chains.iter().map(|c| c.check.head().stream).collect();
        let heads: HashMap<String, (i64, String)> =
            sqlx::query!("SELECT stream, seq, hash FROM audit_heads WHERE stream = ANY ($1)", &streams)
                .fetch_all(&mut *conn)
                .await?
                .into_iter()
                .map(|h| (h.stream, (h.seq, h.hash)))
                .collect();
        let ids: Vec<Uuid> = chains.iter().filter_map(|c| c.change).collect();
        let mut stored: HashMap<Uuid, Option<ChangeState>> =
            load_many(conn, &ids).await?.into_iter().map(|(id, state)| (id, state.ok())).collect();
        for mut chain in chains {
            let head = chain.check.head();
            match heads.get(&head.stream) {
                Some((seq, hash)) if *seq == head.seq && *hash == head.hash => {}
                Some((seq, _)) if *seq > head.seq => {
                    chain.check.break_at(head.seq + 1, "entries are missing at the end")
                }
                _ => chain.check.break_at(head.seq, "the recorded head of the chain is another one"),
            }
            if chain.change.is_some_and(|id| stored.remove(&id).flatten() != chain.state) {
                chain.check.break_at(chain.last, "the stored state differs from what its entries give");
            }
            if let Some(broken) = chain.check.broken() {
                self.note(broken.clone());
            }
        }
        Ok(())
    }
}

async fn entries(
    conn: &mut PgConnection,
    project: Option<&str>,
    after: Option<&(String, i64)>,
) -> StoreResult<Vec<EntryRow>> {
    let mut q = QueryBuilder::new("SELECT ");
    q.push(COLUMNS).push(" FROM audit_trail t WHERE true");
    if let Some(project) = project {
        q.push(" AND t.project_key = ").push_bind(project.to_owned());
    }
    if let Some((stream, seq)) = after {
        q.push(" AND (t.stream, t.seq) > (").push_bind(stream.clone()).push(", ").push_bind(*seq).push(")");
    }
    q.push(" ORDER BY t.stream, t.seq LIMIT ").push_bind(ENTRIES);
    Ok(q.build_query_as().fetch_all(conn).await?)
}
