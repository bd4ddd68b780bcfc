//! What one difference means to code.
//!
//! Only one question is answered: what meets code that was written for `from` when it runs on `to`? Asked both ways
//! it gives old code on the new schema and new code on the old one, so that the two cannot contradict each other.

use super::model::{Column, Constraint, Domain, Enum, Function, Index, Policy, Table, Trigger, View};
use crate::rules::types;
use crate::sql::ConstraintKind;
use serde::{Deserialize, Serialize};

/// How bad it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Level {
    /// The code goes on working.
    Compatible,
    /// It works unless it does, reads or writes something particular.
    Risky,
    /// It fails.
    Breaking,
}

/// How bad it is, and why.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Verdict {
    /// How bad.
    pub level: Level,
    /// Why.
    pub reason: String,
}

fn say(level: Level, reason: &str) -> Verdict {
    Verdict { level, reason: reason.to_owned() }
}
use Level::{Breaking, Compatible, Risky};

/// Something that can differ.
pub(super) trait Judged {
    fn judge(from: Option<&Self>, to: Option<&Self>) -> Verdict;
}

impl Judged for Table {
    fn judge(from: Option<&Self>, to: Option<&Self>) -> Verdict {
        match (from, to) {
            (Some(_), None) => say(Breaking, "every query on the table fails"),
            (None, _) => say(Compatible, "the code does not know the table"),
            _ => say(Risky, "how the table is partitioned differs: keys and row movement behave differently"),
        }
    }
}

impl Judged for Column {
    fn judge(from: Option<&Self>, to: Option<&Self>) -> Verdict {
        let (from, to) = match (from, to) {
            (Some(from), Some(to)) => (from, to),
            (Some(_), None) => return say(Breaking, "every query that names the column fails"),
            (_, Some(to)) if to.not_null && to.default.is_none() && to.generated.is_none() => {
                return say(Breaking, "inserts leave the column out, and it is required");
            }
            _ => return say(Compatible, "the code does not know the column, and inserts may leave it out"),
        };
        let mut all = vec![say(Compatible, "nothing that code sees differs")];
        if from.ty != to.ty {
            all.push(if types::narrows(&from.ty, &to.ty) {
                say(Breaking, "values that the code writes no longer fit")
            } else if types::narrows(&to.ty, &from.ty) || types::base(&from.ty) == types::base(&to.ty) {
                say(Risky, "values may be read that the code's type cannot hold")
            } else {
                say(Breaking, "the code reads and writes another type")
            });
        }
        all.extend(match (from.not_null, to.not_null) {
            (false, true) => Some(say(Breaking, "writes without a value fail")),
            (true, false) => Some(say(Risky, "rows without a value may be read")),
            _ => None,
        });
        all.extend(match (&from.generated, &to.generated) {
            (None, Some(_)) => Some(say(Breaking, "values that the code writes are refused")),
            (Some(_), None) if to.not_null && to.default.is_none() => {
                Some(say(Breaking, "the value is no longer made, and it is required"))
            }
            (Some(_), None) => Some(say(Risky, "the value is no longer made by itself")),
            (from, to) if from != to => Some(say(Risky, "the value is made in another way")),
            _ => None,
        });
        all.extend(match (&from.default, &to.default) {
            (Some(_), None) if to.not_null && to.generated.is_none() => {
                Some(say(Breaking, "inserts that rely on the default fail"))
            }
            (Some(_), None) => Some(say(Risky, "inserts that rely on the default write no value")),
            (None, Some(_)) => Some(say(Compatible, "inserts may leave the column out")),
            (from, to) if from != to => Some(say(Risky, "inserts that rely on the default write another value")),
            _ => None,
        });
        // The gravest one; of equal ones the first.
        all.into_iter().rev().max_by_key(|verdict| verdict.level).unwrap_or_else(|| say(Compatible, ""))
    }
}

impl Judged for Constraint {
    fn judge(from: Option<&Self>, to: Option<&Self>) -> Verdict {
        match (from, to) {
            (None, Some(_)) => say(Risky, "writes that break the constraint are refused"),
            (Some(from), None) if from.kind == ConstraintKind::Primary => {
                say(Breaking, "upserts by the key fail, and duplicates may be read")
            }
            (Some(from), None) if from.kind == ConstraintKind::Unique => {
                say(Risky, "upserts by it fail, and duplicates may be read")
            }
            (Some(from), None) if from.kind == ConstraintKind::Index => say(Risky, "queries that used it get slow"),
            (Some(_), None) => say(Risky, "rows may be read that the constraint refused"),
            (Some(from), Some(to)) if from.kind == to.kind && from.definition == to.definition => {
                if to.valid {
                    say(Compatible, "more rows keep to the constraint than before")
                } else {
                    say(Risky, "rows may be read that do not keep to the constraint")
                }
            }
            _ => say(Risky, "other writes are refused than the code expects"),
        }
    }
}

impl Judged for Index {
    fn judge(from: Option<&Self>, to: Option<&Self>) -> Verdict {
        let unique = |index: Option<&Self>| index.is_some_and(|index| index.unique);
        match (unique(from), unique(to)) {
            (false, true) => say(Risky, "duplicates that the code writes are refused"),
            (true, false) => say(Risky, "upserts by it fail, and duplicates may be read"),
            _ if from.is_none() => say(Compatible, "queries see no difference"),
            _ => say(Risky, "queries that used the index may get slow"),
        }
    }
}

impl Judged for View {
    fn judge(from: Option<&Self>, to: Option<&Self>) -> Verdict {
        match (from, to) {
            (Some(_), None) => say(Breaking, "every query on the view fails"),
            (None, _) => say(Compatible, "the code does not know the view"),
            (Some(from), Some(to)) if from.columns.iter().any(|column| !to.columns.contains(column)) => {
                say(Breaking, "a column that the code reads is gone or of another type")
            }
            _ => say(Risky, "the view gives other rows"),
        }
    }
}

impl Judged for Function {
    fn judge(from: Option<&Self>, to: Option<&Self>) -> Verdict {
        match (from, to) {
            (Some(_), None) => say(Breaking, "every call fails"),
            (None, _) => say(Compatible, "the code does not know the function"),
            (Some(from), Some(to)) if from.returns != to.returns => say(Breaking, "calls return another type"),
            _ => say(Risky, "calls behave differently"),
        }
    }
}

impl Judged for Trigger {
    fn judge(from: Option<&Self>, to: Option<&Self>) -> Verdict {
        match (from, to) {
            (None, Some(_)) => say(Risky, "writes set off something that the code does not expect"),
            (Some(_), None) => say(Risky, "writes no longer set off what the code relies on"),
            _ => say(Risky, "writes set off something else"),
        }
    }
}

impl Judged for Policy {
    fn judge(_: Option<&Self>, _: Option<&Self>) -> Verdict {
        say(Risky, "other rows are visible or hidden")
    }
}

impl Judged for Enum {
    fn judge(from: Option<&Self>, to: Option<&Self>) -> Verdict {
        match (from, to) {
            (Some(_), None) => say(Breaking, "every query that names the type fails"),
            (None, _) => say(Compatible, "the code does not know the type"),
            (Some(from), Some(to)) if from.values.iter().any(|value| !to.values.contains(value)) => {
                say(Breaking, "a value that the code writes is refused")
            }
            (Some(from), Some(to)) if from.values.len() < to.values.len() => {
                say(Risky, "values may be read that the code does not know")
            }
            _ => say(Risky, "the values sort in another order"),
        }
    }
}

impl Judged for Domain {
    fn judge(from: Option<&Self>, to: Option<&Self>) -> Verdict {
        match (from, to) {
            (Some(_), None) => say(Breaking, "every query that names the domain fails"),
            (None, _) => say(Compatible, "the code does not know the domain"),
            (Some(from), Some(to)) if from.base != to.base => say(Breaking, "the code reads and writes another type"),
            (Some(from), Some(to)) if !from.not_null && to.not_null => say(Breaking, "writes without a value fail"),
            _ => say(Risky, "other values are refused than the code expects"),
        }
    }
}

/// A right of a role on a table.
pub(super) struct Grant;

impl Judged for Grant {
    fn judge(from: Option<&Self>, to: Option<&Self>) -> Verdict {
        match (from, to) {
            (Some(_), None) => say(Breaking, "queries of the role are refused"),
            _ => say(Compatible, "the role may do more than the code asks for"),
        }
    }
}

/// Row-level security, where it is on.
pub(super) struct RowSecurity;

impl Judged for RowSecurity {
    fn judge(from: Option<&Self>, _: Option<&Self>) -> Verdict {
        match from {
            Some(_) => say(Risky, "rows are visible that policies hid"),
            None => say(Breaking, "roles without a policy see no row"),
        }
    }
}

/// The order of a table's columns.
pub(super) struct Order;

impl Judged for Order {
    fn judge(_: Option<&Self>, _: Option<&Self>) -> Verdict {
        say(Risky, "inserts without column names write into other columns")
    }
}
