//! The proof from beginning to end.

use super::compare::{self, Snapshots};
use super::model::{Direction, Progress, Proof, Reason, Verdict};
use super::narrow::{Failed, Search};
use super::pass::{self, failure};
use super::schema::{Whole, whole};
use super::seed::{self, Item, Rows};
use super::views::{self, Unreadable};
use super::writes;
use super::{Plan, base, findings, how, limit, met, positions, refusing, roles, touched, trail};
use analysis::schema::{Kind, Schema, diff};
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};
use std::time::{Duration, Instant};
use store::scratch::catalog::Catalog;
use store::scratch::{Database, Scratch, ScratchError};

/// How a proof is made.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Options {
    /// The longest that the whole of it may take.
    pub time: Duration,
}

impl Default for Options {
    fn default() -> Self {
        Self { time: Duration::from_secs(120) }
    }
}

/// Proves a change. It always ends; what was found out until the time was over is in the proof.
///
/// # Errors
/// The scratch cluster itself fails.
pub async fn prove(
    scratch: &Scratch,
    plan: &Plan,
    options: &Options,
    progress: &(dyn Fn(Progress) + Send + Sync),
) -> Result<Proof, ScratchError> {
    let start = Instant::now();
    let mut proof = Proof { digest: plan.digest(), ..Proof::default() };
    proof.base.migrations = plan.base.len();
    match tokio::time::timeout(options.time, all(scratch, plan, &mut proof, progress)).await {
        Ok(done) => done?,
        Err(_) => proof.reasons.push(Reason::OutOfTime { seconds: options.time.as_secs() }),
    }
    proof.verdict = verdict(&proof);
    proof.findings = findings::of(&proof, plan);
    proof.millis = millis(start);
    Ok(proof)
}

pub(super) fn millis(start: Instant) -> u64 {
    u64::try_from(start.elapsed().as_millis()).unwrap_or(u64::MAX)
}

async fn all(
    scratch: &Scratch,
    plan: &Plan,
    proof: &mut Proof,
    progress: &(dyn Fn(Progress) + Send + Sync),
) -> Result<(), ScratchError> {
    let (mut dependent, mut without) = (Vec::<Reason>::new(), BTreeSet::new());
    let mut search = Search::new(scratch, plan);
    loop {
        let start = Instant::now();
        let (database, reused) = match base::database(scratch, plan, progress).await? {
            Ok(made) => made,
            Err(reason) => {
                proof.reasons.push(reason);
                return Ok(());
            }
        };
        if proof.base.millis == 0 {
            (proof.base.reused, proof.base.millis) = (reused, millis(start));
        }
        let failed = passes(&database, plan, proof, &without, progress).await;
        let closed = database.close().await;
        let failed = failed?;
        closed?;
        let Some(failed) = failed else { break };
        if !failed.is_of_rows() || !search.leave_out(&failed, &mut without).await? {
            let fails = |place, failure| Reason::UpFails { place, failure };
            proof.reasons.push(limit::or(failed.place, failed.failure, false, fails));
            return Ok(());
        }
        dependent.push(Reason::DataDependent { place: failed.place, failure: failed.failure });
        progress(Progress::Again);
        proof.passes.clear();
    }
    proof.reasons.extend(dependent);
    Ok(())
}

/// Everything that is compared after a pass.
struct After {
    whole: Whole,
    rows: Snapshots,
    views: Unreadable,
    catalog: Catalog,
}

/// Up, down and up again; gives where up fails.
async fn passes(
    database: &Database,
    plan: &Plan,
    proof: &mut Proof,
    without: &BTreeSet<Item>,
    progress: &(dyn Fn(Progress) + Send + Sync),
) -> Result<Option<Failed>, ScratchError> {
    let catalog = database.catalog().await?;
    let before = whole(&catalog);
    proof.schema = Some(before.schema.clone());
    let mut session = database.session().await?;
    let tables = touched::tables(plan, &catalog);
    let wanted = Rows::new(plan, &catalog, without.clone());
    // A dead session seeds no more; what it could not do is said.
    let (seeded, items) = seed::seed(&mut session, &catalog, &tables, &wanted, progress).await.unwrap_or_default();
    proof.seeded = seeded;
    if !session.is_alive() {
        session = database.session().await?;
    }
    let renamed = pass::renamed(plan);
    let mut watched: BTreeSet<String> = tables.into_iter().collect();
    let rows = compare::take(&mut session, &catalog, &watched).await;
    drop(session);
    let unreadable = views::unreadable(database, &catalog).await?;
    let refused = writes::tried(database, &catalog, &watched).await?;
    let stood = positions::take(&mut database.session().await?, &catalog).await;
    watched.extend(renamed.tables.values().cloned());

    let up = pass::run(database, plan, Direction::Up, progress).await?;
    let failed = Failed::of(plan, &up, items);
    proof.reasons.extend(met::reasons(plan, &up, &proof.seeded, &renamed).into_iter().filter(|_| failed.is_none()));
    proof.passes.push(up);
    if failed.is_some() {
        return Ok(failed);
    }
    let after_up = look(database, &watched).await?;
    if let Some(pass) = proof.passes.last_mut() {
        pass.schema = Some(after_up.whole.schema.clone());
        pass.rows = compare::compare(&rows, &after_up.rows, &renamed);
    }
    proof.reasons.extend(views::reasons(&catalog, &unreadable, &after_up.views));
    let after = writes::tried(database, &after_up.catalog, &watched).await?;
    proof.reasons.extend(writes::reasons(&refused, &after));
    proof.reasons.extend(refusing::reasons(database, &catalog, &after_up.catalog, &watched).await?);
    proof.differences = diff(&before.schema, &after_up.whole.schema);
    proof.others = others(&before.others, &after_up.whole.others);

    let missing: Vec<_> = plan.change.iter().filter(|migration| migration.down.is_none()).collect();
    proof.reasons.extend(
        missing.iter().map(|migration| Reason::DownMissing { path: migration.up.path.clone(), usual: plan.undoes }),
    );
    if !missing.is_empty() {
        return Ok(None);
    }
    let down = pass::run(database, plan, Direction::Down, progress).await?;
    let failed = failure(&down);
    proof.passes.push(down);
    if let Some((place, failure)) = failed {
        let fails = |place, failure| Reason::DownFails { place, failure };
        proof.reasons.push(limit::or(place, failure, false, fails));
        return Ok(None);
    }
    let after_down = look(database, &watched).await?;
    let lost = compare::compare(&rows, &after_down.rows, &compare::Renamed::default());
    proof.reasons.extend(schema_reasons(&before, &after_down.whole));
    proof.reasons.extend(roles::left(plan));
    for table in &lost {
        let (name, of) = (|| table.table.clone(), table.before);
        if table.lost > 0 {
            proof.reasons.push(Reason::RowsLost { table: name(), rows: table.lost, of });
        }
        if table.altered > 0 {
            let columns = table.columns.clone();
            proof.reasons.push(Reason::RowsAltered { table: name(), columns, rows: table.altered, of });
        }
        if table.added > 0 {
            proof.reasons.push(Reason::RowsLeft {
                table: name(),
                rows: table.added,
                recorded: trail::is_kept_by_triggers(plan, &catalog, &table.table),
            });
        }
    }
    let stands = positions::take(&mut database.session().await?, &after_down.catalog).await;
    proof.reasons.extend(positions::reasons(plan, proof, &stood, &stands));
    if let Some(pass) = proof.passes.last_mut() {
        (pass.schema, pass.rows) = (Some(after_down.whole.schema), lost);
    }

    let again = pass::run(database, plan, Direction::UpAgain, progress).await?;
    let failed = failure(&again);
    proof.passes.push(again);
    if let Some((place, failure)) = failed {
        proof.reasons.push(Reason::SecondUpFails { place, failure });
        return Ok(None);
    }
    let after_again = look(database, &watched).await?;
    // What the first up has broken already is said once.
    let known: Unreadable = unreadable.into_iter().chain(after_up.views.clone()).collect();
    proof.reasons.extend(views::reasons(&catalog, &known, &after_again.views));
    // What down has left behind is another schema as well, and said already.
    if !proof.reasons.iter().any(is_schema) {
        let found = schema_reasons(&after_up.whole, &after_again.whole).into_iter().filter_map(|reason| match reason {
            Reason::EnumValueLeft { object, .. } => {
                Some(Reason::SecondUpDiffers { object, how: "it has further values".to_owned() })
            }
            Reason::LeftBehind { object } => {
                Some(Reason::SecondUpDiffers { object, how: "it was not there".to_owned() })
            }
            Reason::NotRestored { object } => Some(Reason::SecondUpDiffers { object, how: "it is missing".to_owned() }),
            Reason::Different { object, how } => Some(Reason::SecondUpDiffers { object, how }),
            _ => None,
        });
        proof.reasons.extend(found);
    }
    if let Some(pass) = proof.passes.last_mut() {
        pass.rows = compare::compare(&rows, &after_again.rows, &renamed);
        pass.schema = Some(after_again.whole.schema);
    }
    Ok(None)
}

async fn look(database: &Database, watched: &BTreeSet<String>) -> Result<After, ScratchError> {
    let catalog = database.catalog().await?;
    let mut session = database.session().await?;
    let rows = compare::take(&mut session, &catalog, watched).await;
    drop(session);
    let views = views::unreadable(database, &catalog).await?;
    Ok(After { whole: whole(&catalog), rows, views, catalog })
}

fn is_schema(reason: &Reason) -> bool {
    use Reason::{Different, EnumValueLeft, LeftBehind, NotRestored};
    matches!(reason, LeftBehind { .. } | NotRestored { .. } | Different { .. } | EnumValueLeft { .. })
}

fn others(
    before: &BTreeMap<String, String>,
    after: &BTreeMap<String, String>,
) -> BTreeMap<String, (Option<String>, Option<String>)> {
    let names: BTreeSet<&String> = before.keys().chain(after.keys()).collect();
    let pairs = names.into_iter().map(|name| (name.clone(), (before.get(name).cloned(), after.get(name).cloned())));
    pairs.filter(|(_, (before, after))| before != after).collect()
}

fn schema_reasons(base: &Whole, after: &Whole) -> Vec<Reason> {
    let reason = |kind: Kind, object: String, how: String| match kind {
        Kind::Added => Reason::LeftBehind { object },
        Kind::Removed => Reason::NotRestored { object },
        Kind::Changed => Reason::Different { object, how },
    };
    let mut all: Vec<Reason> = diff(&base.schema, &after.schema)
        .into_iter()
        .map(|difference| {
            let object = difference.object;
            if let Some(values) = object.strip_prefix("enum ").and_then(|name| more_values(base, after, name)) {
                return Reason::EnumValueLeft { object, values };
            }
            let how = how::words(difference.before.as_ref(), difference.after.as_ref());
            reason(difference.kind, object, how)
        })
        .collect();
    // The settings of a table or column that is said to be there or not say nothing more.
    let has_column = |schema: &Schema, name: &str| {
        let found = name.rsplit_once('.').and_then(|(table, column)| Some((schema.tables.get(table)?, column)));
        found.is_some_and(|(table, column)| table.columns.iter().any(|one| one.name == column))
    };
    let of_table = |object: &str| {
        object.strip_prefix("settings of ").is_some_and(|name| {
            base.schema.tables.contains_key(name) != after.schema.tables.contains_key(name)
                || base.schema.views.contains_key(name) != after.schema.views.contains_key(name)
        }) || object
            .strip_prefix("settings of column ")
            .is_some_and(|name| has_column(&base.schema, name) != has_column(&after.schema, name))
    };
    for (object, (before, now)) in others(&base.others, &after.others) {
        let kind = match (&before, &now) {
            (None, _) => Kind::Added,
            (_, None) => Kind::Removed,
            _ => Kind::Changed,
        };
        if object.starts_with("settings of ") && !of_table(&object) {
            let how = how::settings(before.as_deref(), now.as_deref());
            all.push(Reason::Different { object, how });
        } else if !of_table(&object) {
            let how = how::words(before.map(Value::from).as_ref(), now.map(Value::from).as_ref());
            all.push(reason(kind, object, how));
        }
    }
    all
}

/// The values that an enum has more than before, where those of before are as they were.
fn more_values(before: &Whole, after: &Whole, name: &str) -> Option<Vec<String>> {
    let (before, after) = (before.schema.enums.get(name)?, after.schema.enums.get(name)?);
    let kept = after.values.iter().filter(|value| before.values.contains(value));
    let more = after.values.iter().filter(|value| !before.values.contains(value)).cloned();
    kept.eq(&before.values).then(|| more.collect())
}

fn verdict(proof: &Proof) -> Verdict {
    let any = |test: fn(&Reason) -> bool| proof.reasons.iter().any(test);
    let seeded = proof.seeded.is_empty() || proof.seeded.iter().any(|table| table.rows > 0);
    if any(|reason| matches!(reason, Reason::UpFails { .. } | Reason::ViewFails { .. } | Reason::WriteFails { .. })) {
        Verdict::Fails
    } else if any(|reason| matches!(reason, Reason::BaseFails { .. } | Reason::Limit { .. })) {
        Verdict::Unproven
    } else if any(|reason| {
        !matches!(
            reason,
            Reason::DataDependent { .. }
                | Reason::OutOfTime { .. }
                | Reason::MetNoRow { .. }
                | Reason::WriteRefused { .. }
                | Reason::RowsRefused { .. }
        )
    }) {
        Verdict::Irreversible
    } else if any(|reason| matches!(reason, Reason::OutOfTime { .. })) {
        Verdict::Unproven
    } else if !seeded {
        // Without a row nothing is known of rows.
        Verdict::Unproven
    } else {
        Verdict::Reversible
    }
}
