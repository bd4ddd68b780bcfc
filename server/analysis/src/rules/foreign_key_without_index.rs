//! A foreign key whose own column has no index.
//!
//! Deleting or renumbering a row it points at reads this whole table each time.
//!
//! Instead: build an index on the column, concurrently.
use super::prelude::*;

/// The rule.
pub const RULE: Rule = Rule {
    severity: Notice,
    effects: &[Blocking],
    bad: "ALTER TABLE loose ADD CONSTRAINT loose_fk FOREIGN KEY (a) REFERENCES users (id) NOT VALID;",
    good: "CREATE INDEX CONCURRENTLY loose_a_idx ON loose (a);
ALTER TABLE loose ADD CONSTRAINT loose_fk FOREIGN KEY (a) REFERENCES users (id) NOT VALID;",
    check: Check::Op(check),
    ..rule!("foreign-key-without-index", "foreign_key_without_index.rs")
};
fn check(cx: &mut Cx<'_>, op: &Op) {
    if let Op::AddConstraint { table, constraint } = op
        && constraint.kind == ConstraintKind::Foreign
        && let Some(first) = constraint.columns.first()
        && cx.existed(table)
    {
        let later = cx.statements[cx.at..].iter().flat_map(|statement| &statement.ops);
        let built_later = later.into_iter().any(|located| matches!(&located.op, Op::CreateIndex(index) if index.table == *table && index.columns.first() == Some(first)));
        let indexed =
            cx.catalog.indexes.values().any(|index| index.table == *table && index.columns.first() == Some(first));
        if !indexed && !built_later {
            cx.report(
                format!("column {table}.{first}"),
                format!("{table}.{first} points at another table and has no index"),
            );
        }
    }
}
