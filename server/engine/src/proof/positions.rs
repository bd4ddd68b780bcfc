//! Where the sequences stand: one that is set back gives values that are there already.

use super::model::{Proof, Reason};
use super::plan::Plan;
use std::collections::BTreeMap;
use store::scratch::Session;
use store::scratch::catalog::{Catalog, Sequence};

/// More sequences than these are not looked at.
const MOST: usize = 500;
/// Values that are used up by writes that are tried, at the most.
const TRIED: i64 = 16;

/// By `schema.name`.
pub(super) type Positions = BTreeMap<String, Position>;

/// Where a sequence stands.
#[derive(Clone, Debug)]
pub(super) struct Position {
    sequence: Sequence,
    /// The value it gave last.
    last: i64,
    /// The highest value in the column that it numbers.
    highest: Option<i64>,
}

/// Where all of them stand.
pub(super) async fn take(session: &mut Session, catalog: &Catalog) -> Positions {
    let mut all = Positions::new();
    for sequence in catalog.sequences.iter().take(MOST) {
        if let Ok(Some((value, given))) = session.position(&sequence.schema, &sequence.name).await {
            let last = if given { value } else { value.saturating_sub(sequence.increment) };
            let highest = match sequence.column.as_deref() {
                Some([schema, table, column]) => session.highest(schema, table, column).await.ok().flatten(),
                _ => None,
            };
            let position = Position { sequence: sequence.clone(), last, highest };
            all.insert(format!("{}.{}", sequence.schema, sequence.name), position);
        }
    }
    all
}

/// What is not as it was after down. A sequence that has gone on by itself is no difference; one that has gone back is,
/// unless all values that are there lie behind it.
pub(super) fn reasons(plan: &Plan, proof: &Proof, before: &Positions, after: &Positions) -> Vec<Reason> {
    let met: u64 = proof.passes.iter().flat_map(|pass| &pass.statements).map(|run| run.rows).sum();
    let met = i64::try_from(met).unwrap_or(i64::MAX);
    let is_set = sets(plan);
    let gone = |table: &str| {
        let all = |reason: &Reason| matches!(reason, Reason::RowsLost { table: of, .. } if of == table);
        proof.reasons.iter().any(all)
    };
    let mut all = Vec::new();
    for (name, Position { sequence, last: was, .. }) in before {
        let Some(Position { last: is, highest, .. }) = after.get(name) else { continue };
        let steps = is.saturating_sub(*was).checked_div(sequence.increment).unwrap_or(0);
        let behind = sequence.increment > 0 && highest.is_some_and(|highest| highest <= *is);
        let far = is_set && steps > met.saturating_add(TRIED);
        // With the rows, their numbers are gone; that is said.
        let silent = sequence.column.as_ref().is_some_and(|of| of.len() == 3 && gone(&format!("{}.{}", of[0], of[1])));
        if (steps < 0 && !behind || far) && !silent {
            let how = format!("the last value was `{was}` and is `{is}`");
            all.push(Reason::Different { object: format!("position of sequence {name}"), how });
        }
    }
    all
}

/// Something of the change says where a sequence is to go on.
fn sets(plan: &Plan) -> bool {
    let scripts = plan.change.iter().flat_map(|migration| std::iter::once(&migration.up).chain(&migration.down));
    scripts.map(|script| script.sql().to_lowercase()).any(|sql| sql.contains("setval") || sql.contains("restart"))
}
