//! Rows of PostgreSQL's own catalog are written.
//!
//! The catalog describes every table, and nothing checks what is written there: a wrong row damages the database
//! beyond what a restart mends, and other versions keep it otherwise.
//!
//! Instead: use the statement that makes the change, as `ALTER TABLE … DROP COLUMN` or `ALTER TYPE`.
use super::prelude::*;

/// The rule.
pub const RULE: Rule = Rule {
    severity: Error,
    effects: &[DataLoss, Irreversible],
    down: true,
    bad: "DELETE FROM pg_attribute WHERE attname = 'age';",
    good: "CREATE TABLE pg_attribute_notes (id bigint PRIMARY KEY);
DELETE FROM pg_attribute_notes WHERE id = 1;",
    check: Check::Op(check),
    ..rule!("write-system-catalog", "write_system_catalog.rs")
};
fn check(cx: &mut Cx<'_>, op: &Op) {
    let tables = match op {
        Op::Insert { table, .. }
        | Op::Update { table, .. }
        | Op::Delete { table, .. }
        | Op::Copy { table: Some(table), into_table: true, .. } => std::slice::from_ref(table),
        Op::Truncate { tables, .. } => tables.as_slice(),
        _ => return,
    };
    for table in tables {
        if is_system(table) && cx.catalog.table(table).is_none() {
            cx.report(format!("table {table}"), format!("{table} belongs to the database itself, and is written"));
        }
    }
}

/// Every `UPDATE pg_settings` is a `SET`.
fn is_system(table: &Name) -> bool {
    match table.schema.as_deref() {
        Some("pg_catalog" | "information_schema" | "pg_toast") => table.name != "pg_settings",
        Some(_) => false,
        None => CATALOG.contains(&table.name.as_str()),
    }
}

const CATALOG: &[&str] = &[
    "pg_aggregate",
    "pg_am",
    "pg_amop",
    "pg_amproc",
    "pg_attrdef",
    "pg_attribute",
    "pg_auth_members",
    "pg_authid",
    "pg_cast",
    "pg_class",
    "pg_collation",
    "pg_constraint",
    "pg_conversion",
    "pg_database",
    "pg_db_role_setting",
    "pg_default_acl",
    "pg_depend",
    "pg_description",
    "pg_enum",
    "pg_event_trigger",
    "pg_extension",
    "pg_foreign_data_wrapper",
    "pg_foreign_server",
    "pg_foreign_table",
    "pg_index",
    "pg_inherits",
    "pg_init_privs",
    "pg_language",
    "pg_largeobject",
    "pg_largeobject_metadata",
    "pg_namespace",
    "pg_opclass",
    "pg_operator",
    "pg_opfamily",
    "pg_partitioned_table",
    "pg_policy",
    "pg_proc",
    "pg_publication",
    "pg_publication_rel",
    "pg_range",
    "pg_replication_origin",
    "pg_rewrite",
    "pg_seclabel",
    "pg_sequence",
    "pg_shadow",
    "pg_shdepend",
    "pg_shdescription",
    "pg_statistic",
    "pg_statistic_ext",
    "pg_subscription",
    "pg_subscription_rel",
    "pg_tablespace",
    "pg_transform",
    "pg_trigger",
    "pg_ts_config",
    "pg_ts_dict",
    "pg_ts_parser",
    "pg_ts_template",
    "pg_type",
    "pg_user_mapping",
];
