//! A column's type or character set changes so that MySQL copies the table.
//!
//! Writers wait while every row is copied, and old code may fail with the new type.
//!
//! Lock: writers wait while the table is copied.
//!
//! Instead: add a column of the new type, copy in batches, and swap; or use an online tool such as `gh-ost`.
use super::prelude::*;

/// The rule.
pub const RULE: Rule = Rule {
    severity: Error,
    effects: &[Blocking, Breaking],
    dialects: MYSQL,
    also_known_as: &[("atlas", "MY130"), ("atlas", "MY131"), ("strong_migrations", "change_column")],
    bad: "ALTER TABLE users MODIFY age bigint;",
    good: "ALTER TABLE users MODIFY name varchar(80);",
    check: Check::Op(check),
    ..rule!("mysql-table-copy", "mysql_table_copy.rs")
};
fn check(cx: &mut Cx<'_>, op: &Op) {
    match op {
        Op::ModifyColumn { table, from, column } if cx.column_existed(table, from) => {
            let Some(old) = cx.catalog.column(table, from) else { return };
            let listed = super::types::values(cx, op).is_some();
            let recoded = column.charset.is_some() && column.charset != old.charset;
            if recoded || (!listed && !super::types::without_rewrite(&old.ty, &column.ty)) {
                let message = format!("{table} is copied to change {from} from {} to {}", old.ty, column.ty);
                cx.report_sized(table, format!("column {table}.{from}"), message);
            }
        }
        Op::Table { table, setting: Setting::Option(name, _) }
            if cx.existed(table) && matches!(name.as_str(), "convert" | "engine" | "row_format") =>
        {
            let what = match name.as_str() {
                "convert" => "another character set",
                "engine" => "another engine",
                _ => "another row format",
            };
            cx.report_sized(table, format!("table {table}"), format!("{table} is copied for {what}"));
        }
        _ => {}
    }
}
