//! A primary key over columns that may be empty.
//!
//! It makes them required, which reads all rows while nobody can use the table, and fails on the first empty one.
//!
//! Lock: ACCESS EXCLUSIVE on the table, while it is scanned.
//!
//! Instead: require the columns first, by a validated `CHECK (column IS NOT NULL)`.
use super::prelude::*;

/// The rule.
pub const RULE: Rule = Rule {
    severity: Warning,
    effects: &[Blocking, DataDependent],
    also_known_as: &[("atlas", "PG304")],
    bad: "ALTER TABLE loose ADD CONSTRAINT loose_pkey PRIMARY KEY (a);",
    good: "ALTER TABLE orders ADD CONSTRAINT orders_pkey2 PRIMARY KEY (user_id);",
    check: Check::Op(check),
    ..rule!("primary-key-on-nullable", "primary_key_on_nullable.rs")
};
fn check(cx: &mut Cx<'_>, op: &Op) {
    if let Op::AddConstraint { table, constraint } = op
        && constraint.kind == ConstraintKind::Primary
        && cx.existed(table)
    {
        let mut columns = constraint.columns.clone();
        if let Some(index) = constraint.using_index.as_ref().and_then(|name| cx.catalog.index(&Name::bare(name), None))
        {
            columns.clone_from(&index.columns);
        }
        let known = cx.catalog.table(table);
        let empty = columns
            .iter()
            .filter(|name| !cx.catalog.is_proven_filled(table, name))
            .find(|name| known.and_then(|table| table.column(name)).is_some_and(|column| !column.not_null));
        if let Some(name) = empty {
            cx.report_sized(
                table,
                format!("column {table}.{name}"),
                format!("{table}.{name} may be empty, and becomes part of the primary key"),
            );
        }
    }
}
