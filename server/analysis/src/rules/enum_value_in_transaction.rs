//! A new enum value is used in the transaction that adds it.
//!
//! The server refuses it, and the deployment stops here.
//!
//! Instead: use the value in a later migration.
use super::prelude::*;

/// The rule.
pub const RULE: Rule = Rule {
    severity: Error,
    effects: &[Malformed],
    bad: "BEGIN;
ALTER TYPE mood ADD VALUE 'calm' AFTER 'ok';
UPDATE users SET feeling = 'calm' WHERE id = 1;
COMMIT;",
    good: "ALTER TYPE mood ADD VALUE 'calm' AFTER 'ok';
UPDATE users SET feeling = 'calm' WHERE id = 1;",
    check: Check::Op(check),
    ..rule!("enum-value-in-transaction", "enum_value_in_transaction.rs")
};
fn check(cx: &mut Cx<'_>, op: &Op) {
    let writes = matches!(
        op,
        Op::Insert { .. }
            | Op::Update { .. }
            | Op::SetDefault { .. }
            | Op::AddColumn { .. }
            | Op::AddConstraint { .. }
            | Op::CreateTable(_)
    );
    if !cx.session.in_transaction || !writes {
        return;
    }
    let text = cx.text.get(cx.span.0..cx.span.1).unwrap_or_default();
    let used = cx.catalog.new_values.iter().find(|(name, value)| {
        text.contains(&format!("'{value}'")) && cx.catalog.object_existed(ObjectKind::Type, name)
    });
    if let Some((name, value)) = used.cloned() {
        cx.report(format!("type {name}"), format!("'{value}' of {name} is used in the transaction that adds it"));
    }
}
