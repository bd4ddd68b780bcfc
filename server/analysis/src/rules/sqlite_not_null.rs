//! A table is rebuilt so that a column that could be empty is required, without a value for the rows that lack one.
//!
//! Copying the rows fails on the first one without a value.
//!
//! Instead: give the column a default, or copy with `COALESCE`.
use super::prelude::*;

/// The rule.
pub const RULE: Rule = Rule {
    severity: Error,
    effects: &[DataDependent, Breaking],
    dialects: SQLITE,
    also_known_as: &[("atlas", "LT101"), ("atlas", "MF104")],
    bad: "CREATE TABLE users_new (id integer PRIMARY KEY, email text NOT NULL, age integer NOT NULL);
INSERT INTO users_new SELECT id, email, age FROM users;
DROP TABLE users;
ALTER TABLE users_new RENAME TO users;",
    good: "CREATE TABLE users_new (id integer PRIMARY KEY, email text NOT NULL, age integer DEFAULT 0 NOT NULL);
INSERT INTO users_new SELECT id, email, COALESCE(age, 0) FROM users;",
    check: Check::Op(check),
    ..rule!("sqlite-not-null", "sqlite_not_null.rs")
};
fn check(cx: &mut Cx<'_>, op: &Op) {
    if let Op::Insert { table, query: Some(query), .. } = op
        && !cx.existed(table)
        && let [source] = query.tables.as_slice()
        && let (Some(new), Some(old)) = (cx.catalog.table(table), cx.catalog.table(source))
    {
        let filled = query.calls.iter().any(|call| matches!(call.name.as_str(), "coalesce" | "ifnull"));
        let found = new.columns.iter().map(|(column, _)| column).find(|column| {
            column.is_required()
                && !column.primary
                && query.mentions(&column.name)
                && old.column(&column.name).is_some_and(|old| !old.not_null && !old.primary)
        });
        if let Some(column) = found.filter(|_| !filled) {
            let name = column.name.clone();
            cx.report(
                format!("column {source}.{name}"),
                format!("{source}.{name} may be empty, and {table}.{name} may not"),
            );
        }
    }
}
