//! Roles that a change makes: they belong to the whole server, so that no scratch database shows them.

use super::Plan;
use super::model::Reason;
use analysis::history::Script;
use analysis::sql::{self, Depth, Dialect, Limits, ObjectKind, Op};
use std::collections::BTreeSet;

/// Those that up makes in any case and down does not drop.
pub(super) fn left(plan: &Plan) -> Vec<Reason> {
    let ups = plan.change.iter().map(|migration| &migration.up);
    let mut made: BTreeSet<String> = BTreeSet::new();
    for script in ups {
        let (new, gone) = roles(script);
        made.extend(new);
        made.retain(|role| !gone.contains(role));
    }
    for script in plan.change.iter().rev().filter_map(|migration| migration.down.as_ref()) {
        let (_, gone) = roles(script);
        made.retain(|role| !gone.contains(role));
    }
    made.into_iter().map(|role| Reason::LeftBehind { object: format!("role {role}") }).collect()
}

/// The roles that a script makes and drops. What it makes only where there is none may have been there.
fn roles(script: &Script) -> (BTreeSet<String>, BTreeSet<String>) {
    let (mut made, mut gone) = (BTreeSet::new(), BTreeSet::new());
    let (start, end) = (script.span.start, script.span.end);
    let read = sql::read(&script.text, start, end, Dialect::Postgres, &Limits::default(), Depth::Effects);
    for located in read.statements.iter().flat_map(|statement| &statement.ops) {
        match &located.op {
            Op::Create { object: ObjectKind::Role, name: Some(name), .. } if !located.conditional => {
                made.insert(name.name.clone());
            }
            Op::Drop { object: ObjectKind::Role, name, .. } => {
                gone.insert(name.name.clone());
            }
            _ => {}
        }
    }
    (made, gone)
}
