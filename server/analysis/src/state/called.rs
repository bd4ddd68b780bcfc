//! What a routine does that is called.

use super::Catalog;
use crate::sql::{Located, Name, Op};
use std::collections::BTreeSet;

/// More effects than these are not looked at in one call: routines may call each other without end.
const MOST: usize = 500;

impl Catalog {
    /// The effects of the routines that this effect calls, and of those that these call, at the place of the call.
    pub fn called(&self, located: &Located) -> Vec<Located> {
        let mut found = Vec::new();
        if !self.routines.is_empty() {
            self.follow(&located.op, located, &mut BTreeSet::new(), &mut found);
        }
        found
    }

    fn follow(&self, op: &Op, at: &Located, seen: &mut BTreeSet<Name>, found: &mut Vec<Located>) {
        for name in calls(op) {
            let effects = self.routines.get(name).and_then(|routine| routine.effects.as_ref());
            let Some(effects) = effects.filter(|_| seen.insert(name.clone())) else { continue };
            for inner in effects.iter() {
                if found.len() >= MOST {
                    return;
                }
                let (start, end) = (at.start, at.end);
                found.push(Located { start, end, conditional: true, if_exists: inner.if_exists, op: inner.op.clone() });
                // As deep as there are routines at the most, and few routines call others.
                if seen.len() < 20 {
                    self.follow(&inner.op, at, seen, found);
                }
            }
        }
    }
}

fn calls(op: &Op) -> &[Name] {
    match op {
        Op::Select { query } | Op::Insert { query: Some(query), .. } => &query.calls,
        Op::Dynamic { calls: Some(name), .. } => std::slice::from_ref(name),
        _ => &[],
    }
}
