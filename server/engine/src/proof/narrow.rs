//! Which rows a change fails on: without those, and with all others, the proof goes on.

use super::model::{Direction, Pass};
use super::pass::{self, failure};
use super::plan::Plan;
use super::seed::{self, Item, Rows};
use super::{base, odd, touched};
use analysis::Place;
use std::collections::{BTreeSet, VecDeque};
use std::time::{Duration, Instant};
use store::scratch::{Failure, Scratch, ScratchError};

/// Runs of up, in a whole proof, at the most. Rows that are not told apart by then are left out.
const RUNS: usize = 24;
/// The longest that these may take.
const PATIENCE: Duration = Duration::from_secs(20);

/// A statement of up that failed on rows.
#[derive(Debug)]
pub(super) struct Failed {
    /// Which of the statements that ran.
    pub(super) at: usize,
    pub(super) place: Place,
    /// Its text.
    sql: String,
    pub(super) failure: Failure,
    /// The rows that were put in.
    pub(super) items: Vec<Item>,
}

impl Failed {
    /// Nothing where up has not failed.
    pub(super) fn of(plan: &Plan, up: &Pass, items: Vec<Item>) -> Option<Self> {
        let (place, failure) = failure(up)?;
        let at = up.statements.len().saturating_sub(1);
        let script = plan.change.iter().map(|migration| &migration.up).find(|script| script.path == place.path);
        let span = up.statements.get(at).map(|run| run.span.0..run.span.1);
        let sql = script.zip(span).and_then(|(script, span)| script.text.get(span)).unwrap_or_default().to_owned();
        Some(Self { at, place, sql, failure, items })
    }

    /// Rows may be the cause: one breaks a constraint or a view's check, a value does not fit, there are more rows than
    /// one, or code of the change's own does not like them.
    pub(super) fn is_of_rows(&self) -> bool {
        let of_rows = |code: &str| ["21", "22", "23", "44", "P0"].iter().any(|class| code.starts_with(class));
        !self.items.is_empty() && self.failure.code().is_some_and(of_rows)
    }

    /// Those of the suspects that are likeliest to be the cause: mostly they are all.
    fn likely(&self, suspects: &[Item]) -> Vec<Item> {
        let label = match self.failure.code() {
            Some("23505" | "23P01") => odd::TWICE,
            Some("22001" | "22003") => odd::LARGE_ROW,
            Some("23502") => seed::WITH_NULLS,
            _ => return Vec::new(),
        };
        // A row with one odd value has the column's name behind it.
        let is_named = |column: &str| column.is_empty() || self.sql.to_lowercase().contains(&column.to_lowercase());
        let is_likely = |row: &str| row.strip_prefix(label).is_some_and(|column| is_named(column.trim_start()));
        suspects.iter().filter(|(_, row)| is_likely(row)).cloned().collect()
    }

    /// The rows of the tables that it is about.
    fn suspects(&self) -> Vec<Item> {
        let named = match &self.failure {
            Failure::Refused { code, table: Some(table), .. } if code.starts_with("23") => vec![table.to_lowercase()],
            _ => {
                let words = self.sql.split(|c: char| !(c.is_alphanumeric() || c == '_' || c == '$'));
                words.map(str::to_lowercase).collect()
            }
        };
        let name = |table: &str| table.split_once('.').map_or(table, |(_, name)| name).to_lowercase();
        self.items.iter().filter(|(table, _)| named.contains(&name(table))).cloned().collect()
    }
}

/// The rows to leave out.
pub(super) struct Search<'a> {
    scratch: &'a Scratch,
    plan: &'a Plan,
    left: usize,
    start: Instant,
}

impl<'a> Search<'a> {
    pub(super) fn new(scratch: &'a Scratch, plan: &'a Plan) -> Self {
        Self { scratch, plan, left: RUNS, start: Instant::now() }
    }

    /// Adds the rows that it fails on to those left out; false where it fails without rows as well.
    pub(super) async fn leave_out(
        &mut self,
        failed: &Failed,
        without: &mut BTreeSet<Item>,
    ) -> Result<bool, ScratchError> {
        let mut suspects = failed.suspects();
        let likely = failed.likely(&suspects);
        if !likely.is_empty() && self.passes(failed, without, &likely).await? {
            without.extend(likely);
            return Ok(true);
        }
        if suspects.is_empty() || !self.passes(failed, without, &suspects).await? {
            suspects = failed.items.clone();
            if !self.passes(failed, without, &suspects).await? {
                return Ok(false);
            }
        }
        // Of these all together it fails. A part of them on which it does not is put back as a whole.
        let mut out: BTreeSet<Item> = without.iter().chain(&suspects).cloned().collect();
        let mut parts = VecDeque::from([suspects]);
        let mut is_first = true;
        while let Some(part) = parts.pop_front() {
            let known = std::mem::take(&mut is_first);
            if !known {
                if self.left == 0 || self.start.elapsed() > PATIENCE {
                    break;
                }
                self.left -= 1;
                let less: BTreeSet<Item> = out.iter().filter(|item| !part.contains(item)).cloned().collect();
                if self.passes(failed, &less, &[]).await? {
                    out = less;
                    continue;
                }
            }
            if part.len() > 1 {
                let (one, other) = part.split_at(part.len() / 2);
                parts.push_front(other.to_vec());
                parts.push_front(one.to_vec());
            }
        }
        *without = out;
        Ok(true)
    }

    /// Up gets beyond the statement without these rows.
    async fn passes(&self, failed: &Failed, without: &BTreeSet<Item>, more: &[Item]) -> Result<bool, ScratchError> {
        let Ok((database, _)) = base::database(self.scratch, self.plan, &|_| ()).await? else { return Ok(false) };
        let catalog = database.catalog().await?;
        let mut session = database.session().await?;
        let tables = touched::tables(self.plan, &catalog);
        let rows = Rows::new(self.plan, &catalog, without.iter().chain(more).cloned().collect());
        let seeded = seed::seed(&mut session, &catalog, &tables, &rows, &|_| ()).await;
        drop(session);
        let up = pass::run(&database, self.plan, Direction::Up, &|_| ()).await;
        database.close().await?;
        let failed_at = Failed::of(self.plan, &up?, Vec::new()).map(|again| again.at);
        Ok(seeded.is_ok() && failed_at.is_none_or(|at| at > failed.at))
    }
}
