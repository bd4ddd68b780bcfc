//! What holds for the statements that follow: the transaction and the time-outs.

use super::Catalog;
use crate::history::Transaction;
use crate::sql::{Name, ObjectKind, Op};
use std::collections::BTreeSet;

/// The session that runs a script.
#[derive(Clone, Debug, Default)]
pub struct Session {
    /// A transaction is open, whoever opened it.
    pub in_transaction: bool,
    /// The script itself opened it.
    pub explicit: bool,
    /// The migration tool opened one around the script.
    pub wrapped: bool,
    /// That one spans the script in any case; one of a single message gives way to the script's own.
    pub by_tool: bool,
    /// A `lock_timeout` is in force.
    pub lock_timeout: bool,
    /// A `statement_timeout` is in force.
    pub statement_timeout: bool,
    /// Tables that the open transaction holds under a lock that stops readers.
    pub locked: Vec<Name>,
    /// Tables that the script has made by now.
    pub made: BTreeSet<Name>,
    /// Tables that the script has dropped by now.
    pub dropped: BTreeSet<Name>,
    /// Tables whose columns, constraints or name the transaction has changed.
    pub changed: BTreeSet<Name>,
    local: (bool, bool),
}

/// A time-out of this value is in force. Zero switches it off.
fn limits(value: &str) -> bool {
    milliseconds(value).is_none_or(|length| length > 0) && !matches!(value, "default" | "")
}

/// How long a time-out is, as PostgreSQL reads it: a number with a unit, or milliseconds.
pub(crate) fn milliseconds(value: &str) -> Option<u64> {
    let value = value.trim().trim_matches('\'').trim();
    let (number, unit) = value.split_at(value.find(|c: char| !c.is_ascii_digit() && c != '.').unwrap_or(value.len()));
    let number: f64 = number.parse().ok()?;
    let unit = match unit.trim() {
        "us" => 0.001,
        "" | "ms" => 1.0,
        "s" => 1e3,
        "min" => 6e4,
        "h" => 3.6e6,
        "d" => 8.64e7,
        _ => return None,
    };
    // Out of range is as good as endless.
    Some((number * unit).round() as u64)
}

impl Session {
    /// Before the first statement of a script of so many.
    pub fn start(transaction: Transaction, statements: usize) -> Self {
        let wrapped = transaction == Transaction::Always || (transaction == Transaction::Implicit && statements > 1);
        let by_tool = transaction == Transaction::Always;
        Self { in_transaction: wrapped, wrapped, by_tool, ..Self::default() }
    }

    /// After one effect.
    pub fn apply(&mut self, op: &Op, catalog: &Catalog) {
        match op {
            Op::Begin => {
                (self.in_transaction, self.explicit) = (true, true);
                self.changed.clear();
            }
            Op::CreateTable(create) => {
                self.made.insert(create.name.clone());
            }
            Op::Drop { object: object @ ObjectKind::Table, name, on, if_exists, .. }
                if !(*if_exists && catalog.is_absent(*object, name, on.as_ref())) =>
            {
                self.dropped.insert(name.clone());
            }
            Op::AddColumn { .. }
            | Op::DropColumn { .. }
            | Op::RenameColumn { .. }
            | Op::AlterType { .. }
            | Op::SetDefault { .. }
            | Op::SetNotNull { .. }
            | Op::AddConstraint { .. }
            | Op::DropConstraint { .. }
            | Op::RenameTable { .. } => self.changed.extend(op.table().cloned()),
            Op::Commit | Op::Rollback => {
                self.changed.clear();
                (self.in_transaction, self.explicit) = (false, false);
                self.locked.clear();
                self.lock_timeout &= !self.local.0;
                self.statement_timeout &= !self.local.1;
                self.local = (false, false);
            }
            Op::Set { name, value, local } => {
                let on = limits(value);
                let all = name == "all";
                if all || name == "lock_timeout" {
                    (self.lock_timeout, self.local.0) = (on, *local);
                }
                if all || name == "statement_timeout" {
                    (self.statement_timeout, self.local.1) = (on, *local);
                }
            }
            _ => {}
        }
    }
}
