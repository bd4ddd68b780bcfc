//! A foreign key between columns of different types.
//!
//! Comparing them needs a cast on every check, an index may not be used, and a narrower type overflows first.
//!
//! Instead: give both columns the same type.
use super::prelude::*;

/// The rule.
pub const RULE: Rule = Rule {
    severity: Warning,
    effects: &[DataDependent],
    dialects: ALL,
    bad: "CREATE TABLE cards (id bigint CONSTRAINT cards_pkey PRIMARY KEY, user_id integer CONSTRAINT cards_fk REFERENCES users (id));",
    good: "CREATE TABLE cards (id bigint CONSTRAINT cards_pkey PRIMARY KEY, user_id bigint CONSTRAINT cards_fk REFERENCES users (id));",
    check: Check::Op(check),
    ..rule!("foreign-key-type", "foreign_key_type.rs")
};
fn check(cx: &mut Cx<'_>, op: &Op) {
    let mut pairs = Vec::new();
    let one = |table: &Name, column: &Column, to: &crate::sql::Reference| {
        let target = match to.columns.as_slice() {
            [name] => cx.catalog.column(&to.table, name).cloned(),
            _ => cx
                .catalog
                .table(&to.table)
                .and_then(|table| table.columns.iter().find(|(column, _)| column.primary))
                .map(|(column, _)| column.clone()),
        };
        target
            .filter(|target| super::types::base(&target.ty) != super::types::base(&column.ty))
            .map(|target| (table.clone(), column.clone(), target, to.table.clone()))
    };
    match op {
        Op::CreateTable(create) => {
            for column in &create.columns {
                pairs.extend(column.references.as_ref().and_then(|to| one(&create.name, column, to)));
            }
        }
        Op::AddColumn { table, column, .. } => {
            pairs.extend(column.references.as_ref().and_then(|to| one(table, column, to)))
        }
        Op::AddConstraint { table, constraint } => {
            if let (Some(to), [name]) = (&constraint.references, constraint.columns.as_slice())
                && let Some(column) = cx.catalog.column(table, name)
            {
                pairs.extend(one(table, column, to));
            }
        }
        _ => {}
    }
    for (table, column, target, to) in pairs {
        let message = format!("{table}.{} is {}, but {to}.{} is {}", column.name, column.ty, target.name, target.ty);
        cx.report(format!("column {table}.{}", column.name), message);
    }
}
