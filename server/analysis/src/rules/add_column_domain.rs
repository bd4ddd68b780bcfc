//! A column of a domain with constraints is added.
//!
//! PostgreSQL writes every row anew to prove its value against the domain, whatever the default is.
//!
//! Lock: ACCESS EXCLUSIVE on the table, while it is rewritten.
//!
//! Instead: add the column with the domain's base type, and put the domain's conditions on it as a `NOT VALID` check
//! that is validated later.
use super::prelude::*;

/// The rule.
pub const RULE: Rule = Rule {
    severity: Error,
    effects: &[Blocking],
    bad: "--- base 1_base.sql
CREATE DOMAIN level AS int CHECK (VALUE > 0);
CREATE TABLE users (id bigint PRIMARY KEY);
--- 2_change.sql
ALTER TABLE users ADD COLUMN rank level DEFAULT 1;",
    good: "ALTER TABLE users ADD COLUMN note short_text DEFAULT '';",
    check: Check::Op(check),
    ..rule!("add-column-domain", "add_column_domain.rs")
};
fn check(cx: &mut Cx<'_>, op: &Op) {
    if let Op::AddColumn { table, column, .. } = op
        && cx.existed(table)
        && cx.catalog.domains.get(&crate::sql::named_type(&column.ty)).is_some_and(|domain| domain.constrained)
    {
        let message = format!("{table} is rewritten to add {}: domain {} has constraints", column.name, column.ty);
        cx.report_sized(table, format!("column {table}.{}", column.name), message);
    }
}
