//! A name is given that is taken already.
//!
//! The server refuses it, and the deployment stops there. It is found where the migrations tell the whole schema from
//! its beginning.
//!
//! Instead: give it another name; or say `IF NOT EXISTS` where what is there is certainly the same.
use super::prelude::*;

/// The rule.
pub const RULE: Rule = Rule {
    severity: Error,
    effects: &[Malformed],
    bad: "ALTER TABLE users ADD COLUMN email text;",
    good: "ALTER TABLE users ADD COLUMN IF NOT EXISTS email text;",
    check: Check::Op(check),
    ..rule!("existing-object", "existing_object.rs")
};
fn check(cx: &mut Cx<'_>, op: &Op) {
    if cx.conditional || !cx.catalog.is_whole() {
        return;
    }
    let taken = |name: &Name| {
        let catalog = cx.catalog;
        let lasting = catalog.tables.get(name).is_some_and(|table| !table.temporary);
        lasting || catalog.views.contains_key(name) || catalog.indexes.contains_key(name)
    };
    let subject = match op {
        Op::CreateTable(create) if !create.if_not_exists && !create.temporary && taken(&create.name) => {
            format!("table {}", create.name)
        }
        Op::CreateIndex(index) if !index.if_not_exists => {
            let table = cx.catalog.resolve(&index.table);
            match &index.name {
                Some(name) if taken(&table.renamed(name)) => format!("index {name}"),
                _ => return,
            }
        }
        Op::AddColumn { table, column, if_not_exists: false }
            if cx.catalog.table(table).is_some_and(|known| !known.temporary)
                && cx.catalog.column(table, &column.name).is_some() =>
        {
            format!("column {table}.{}", column.name)
        }
        _ => return,
    };
    let message = format!("{subject} is there already at this point");
    cx.report(subject, message);
}
