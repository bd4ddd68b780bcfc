//! A new table points at one that is in use.
//!
//! The new table is empty, but adding the key still needs a lock on the one that it points at, and waits behind
//! every long transaction there.
//!
//! Lock: SHARE ROW EXCLUSIVE on the table it points at, for a moment once it is granted.
//!
//! Instead: set a `lock_timeout` and let the migration be tried again.
use super::prelude::*;

/// The rule.
pub const RULE: Rule = Rule {
    severity: Notice,
    effects: &[Blocking],
    also_known_as: &[("squawk", "adding-foreign-key-constraint"), ("atlas", "PG307")],
    bad: "CREATE TABLE cards (id bigint CONSTRAINT cards_pkey PRIMARY KEY, user_id bigint CONSTRAINT cards_fk REFERENCES users (id));",
    good: "SET lock_timeout = '2s';
CREATE TABLE cards (id bigint CONSTRAINT cards_pkey PRIMARY KEY, user_id bigint CONSTRAINT cards_fk REFERENCES users (id));",
    check: Check::Op(check),
    ..rule!("foreign-key-on-new-table", "foreign_key_on_new_table.rs")
};
fn check(cx: &mut Cx<'_>, op: &Op) {
    if let Op::CreateTable(create) = op
        && !cx.session.lock_timeout
    {
        let of_columns = create.columns.iter().filter_map(|column| column.references.as_ref());
        let of_table = create.constraints.iter().filter_map(|constraint| constraint.references.as_ref());
        let busy = of_columns.chain(of_table).find(|to| to.table != create.name && cx.existed(&to.table));
        if let Some(to) = busy.map(|to| to.table.clone()) {
            cx.report(
                format!("table {}", create.name),
                format!("{} is locked for a moment while {} gets a foreign key to it", to, create.name),
            );
        }
    }
}
