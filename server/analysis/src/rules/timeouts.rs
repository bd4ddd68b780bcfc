//! Whether a time-out protects the statements that need a strong lock.

use super::Cx;
use crate::sql::{ObjectKind, Op};
use crate::state::milliseconds;
use std::collections::BTreeSet;

/// Longer than this nobody waits for a lock without harm, in milliseconds.
const LONGEST_WAIT: u64 = 60_000;

/// What a script has said of a time-out by now.
#[derive(Default)]
struct Said {
    value: Option<String>,
    local: bool,
}

impl Said {
    fn hear(&mut self, op: &Op, setting: &str) {
        match op {
            Op::Set { name, value, local } if name == setting || name == "all" => {
                self.value = Some(value.clone()).filter(|value| !matches!(value.as_str(), "" | "default"));
                self.local = *local;
            }
            Op::Commit | Op::Rollback if self.local => *self = Self::default(),
            _ => {}
        }
    }

    /// Why it does not protect; nothing where it does.
    fn missing(&self, setting: &str) -> Option<String> {
        let Some(value) = &self.value else { return Some(format!("no {setting} is set before")) };
        let length = milliseconds(value)?;
        if length == 0 {
            return Some(format!("{setting} is switched off before"));
        }
        let endless = setting == "lock_timeout" && length > LONGEST_WAIT;
        endless.then(|| format!("with a {setting} of {value} all others may wait that long behind it"))
    }
}

/// Reports the first statement that needs a strong lock on a table in use without a time-out; once a script.
pub fn without(cx: &mut Cx<'_>, setting: &str) {
    let mut made = BTreeSet::new();
    let mut said = Said::default();
    for statement in cx.statements {
        for located in &statement.ops {
            said.hear(&located.op, setting);
            if let Op::CreateTable(create) = &located.op
                && (create.temporary || !create.if_not_exists)
            {
                made.insert(&create.name);
                continue;
            }
            let Some(missing) = said.missing(setting).filter(|_| needs_strong_lock(&located.op)) else { continue };
            if let Some(table) = located.op.table().filter(|table| cx.existed(table) && !made.contains(table)) {
                cx.report(format!("table {table}"), format!("{table} is locked, and {missing}")).at(statement);
                return;
            }
        }
    }
}

fn needs_strong_lock(op: &Op) -> bool {
    match op {
        Op::AddColumn { .. }
        | Op::DropColumn { .. }
        | Op::RenameColumn { .. }
        | Op::RenameTable { .. }
        | Op::AlterType { .. }
        | Op::SetDefault { .. }
        | Op::SetNotNull { .. }
        | Op::AddConstraint { .. }
        | Op::DropConstraint { .. }
        | Op::Table { .. }
        | Op::CreateTrigger { .. }
        | Op::Truncate { .. } => true,
        Op::CreateIndex(index) => !index.concurrently,
        Op::Drop { object, .. } => matches!(object, ObjectKind::Table | ObjectKind::Trigger),
        _ => false,
    }
}
