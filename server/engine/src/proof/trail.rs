//! Tables in which triggers keep a record of what was done: rows in them are left by every write, up or down.

use super::{Plan, culprit};
use store::scratch::catalog::Catalog;

/// A trigger's function names the table, and no statement of the change writes into it.
pub(super) fn is_kept_by_triggers(plan: &Plan, catalog: &Catalog, table: &str) -> bool {
    let name = table.rsplit_once('.').map_or(table, |(_, name)| name).to_lowercase();
    let names = |definition: &str| {
        let text = definition.to_lowercase();
        text.split(|c: char| !(c.is_alphanumeric() || c == '_')).any(|word| word == name)
    };
    let runs = |function: &str| {
        let called = function.split('(').next().unwrap_or_default();
        let bare = called.rsplit('.').next().unwrap_or_default();
        catalog.triggers.iter().any(|trigger| trigger.definition.contains(bare))
    };
    let mut kept = catalog.functions.iter().filter(|one| one.returns.contains("trigger"));
    kept.any(|one| names(&one.definition) && runs(&one.name)) && culprit::of_insert(plan, table).is_none()
}
