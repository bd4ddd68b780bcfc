//! The rules: one file each, which says what breaks, which lock is taken and what to do instead, with an example
//! that fires and one that does not.

pub(crate) mod context;
mod lost_parts;
mod rebuilt;
mod registry;
mod timeouts;
pub(crate) mod types;

// rules begin
mod add_check;
mod add_column;
mod add_column_auto_increment;
mod add_column_domain;
mod add_column_json;
mod add_column_reference;
mod add_column_stored_generated;
mod add_column_unique;
mod add_column_volatile_default;
mod add_composite_attribute;
mod add_enum_value;
mod add_exclusion_constraint;
mod add_foreign_key;
mod add_identity;
mod add_index;
mod add_primary_key;
mod add_required_column;
mod add_unique_constraint;
mod alter_database_options;
mod alter_domain_constraint;
mod alter_extension;
mod alter_function_options;
mod alter_generated_expression;
mod alter_identity;
mod alter_policy_condition;
mod alter_policy_roles;
mod alter_replication;
mod alter_role_options;
mod alter_sequence_values;
mod alter_system;
mod alter_view_options;
mod ambiguous_column;
mod ambiguous_routine;
mod attach_partition;
mod attributes;
mod backfill_with_schema_change;
mod cascading_delete;
mod change_column_type;
mod change_composite_attribute;
mod change_default;
mod change_owner;
mod column_alignment;
mod concurrently_if_not_exists;
mod concurrently_in_transaction;
mod copy_program;
mod create_domain_constraint;
mod create_extension;
mod create_partition;
mod create_policy;
mod create_rule;
mod create_table_force;
mod create_trigger;
mod delete_without_where;
mod detach_inheritance;
mod detach_partition;
mod disable_row_security;
mod disable_trigger;
mod down_destroys_more;
mod drop_blocked;
mod drop_cascade;
mod drop_check;
mod drop_column;
mod drop_composite_attribute;
mod drop_database;
mod drop_default;
mod drop_domain;
mod drop_extension;
mod drop_foreign_key;
mod drop_generated_expression;
mod drop_identity;
mod drop_index;
mod drop_index_blocking;
mod drop_not_null;
mod drop_object;
mod drop_policy;
mod drop_primary_key;
mod drop_role;
mod drop_routine;
mod drop_schema;
mod drop_sequence;
mod drop_table;
mod drop_trigger;
mod drop_type;
mod drop_unique;
mod drop_view;
mod duplicate_assignment;
mod duplicate_version;
mod edited_migration;
mod empty_migration;
mod enable_row_security;
mod encoding;
mod enum_value_in_transaction;
mod enum_value_order;
mod existing_object;
mod file_too_large;
mod foreign_key_on_new_table;
mod foreign_key_refused;
mod foreign_key_type;
mod foreign_key_without_index;
mod foreign_team;
mod identifier_too_long;
mod if_not_exists;
mod index_becomes_unique;
mod index_corruption;
mod lock_table;
mod lost_delete_action;
mod misnamed_migration;
mod missing_down;
mod missing_lock_timeout;
mod missing_statement_timeout;
mod modify_loses_attribute;
mod modify_not_null;
mod mysql_foreign_key;
mod mysql_inline_reference;
mod mysql_lock_option;
mod mysql_primary_key;
mod mysql_table_copy;
mod mysql_values_inserted;
mod mysql_values_removed;
mod mysql_values_reordered;
mod mysql_values_storage;
mod naming_check;
mod naming_column;
mod naming_foreign_key;
mod naming_index;
mod naming_schema;
mod naming_table;
mod narrow_column_type;
mod nested_too_deep;
mod nested_transaction;
mod new_write_restriction;
mod no_char_type;
mod not_analysable;
mod not_in_plan;
mod orphan_down;
mod out_of_order;
mod partitioned_refusal;
mod prefer_bigint_over_int;
mod prefer_bigint_over_smallint;
mod prefer_identity;
mod prefer_robust_statements;
mod prefer_text_field;
mod prefer_timestamptz;
mod primary_key_on_nullable;
mod psql_command;
mod refresh_blocking;
mod refresh_without_unique_index;
mod refused_by_check;
mod reindex_blocking;
mod remove_enum_value;
mod removed_migration;
mod rename_column;
mod rename_constraint;
mod rename_enum_value;
mod rename_object;
mod rename_schema;
mod rename_table;
mod replace_object;
mod replace_routine;
mod replace_view_columns;
mod replica_identity;
mod require_table_schema;
mod required_by_check;
mod restrictive_policy;
mod revoke;
mod rewrite_by_maintenance;
mod rewrite_table;
mod server_command;
mod server_file;
mod set_not_null;
mod set_schema;
mod sleep;
mod sql_injection;
mod sqlite_not_null;
mod sqlite_rename_rebuild;
mod star_width;
mod statement_in_transaction;
mod table_without_primary_key;
mod truncate;
mod truncate_cascade;
mod uncommitted_transaction;
mod unfilled_view;
mod unique_on_existing;
mod unknown_object;
mod unlogged_table;
mod unnamed_constraint;
mod unowned_table;
mod unparseable_sql;
mod update_without_where;
mod validate_in_same_transaction;
mod view_circle;
mod wide_grant;
mod wide_index;
mod write_system_catalog;
// rules end

pub use context::Cx;
pub use registry::RULES;

use crate::sql::{Dialect, Op};
use crate::{Effect, Severity};
use serde::{Deserialize, Serialize};
use std::borrow::Cow;
use std::collections::HashMap;
use std::sync::LazyLock;

/// What a rule looks at.
#[derive(Clone, Copy)]
pub enum Check {
    /// One effect of a statement, with the state of the database before it.
    Op(fn(&mut Cx<'_>, &Op)),
    /// A script, after its last statement.
    Script(fn(&mut Cx<'_>)),
    /// What Squawk's linter says, where the objects are not made by this same change.
    Squawk(&'static [squawk_linter::Rule]),
    /// The same, and what each effect does that it does not look at.
    SquawkAnd(&'static [squawk_linter::Rule], fn(&mut Cx<'_>, &Op)),
    /// Files and their order, or text that no parser understands: found before the rules are asked.
    Files,
}

/// A rule.
#[derive(Clone, Copy)]
pub struct Rule {
    /// Its name, in kebab-case.
    pub name: &'static str,
    /// How much a finding matters if nothing else is said.
    pub severity: Severity,
    /// What goes wrong.
    pub effects: &'static [Effect],
    /// Where it applies.
    pub dialects: &'static [Dialect],
    /// The same rule in other tools: tool and name.
    pub also_known_as: &'static [(&'static str, &'static str)],
    /// An example that it finds. `--- path` lines cut it into files; a `--- base path` is deployed already.
    pub bad: &'static str,
    /// The same thing done well.
    pub good: &'static str,
    /// What it looks at.
    pub check: Check,
    /// Only where a project asks for it.
    pub opt_in: bool,
    /// It holds for scripts that undo, too.
    pub down: bool,
    /// Its source, whose head is its documentation.
    pub source: &'static str,
}

/// PostgreSQL alone.
pub const POSTGRES: &[Dialect] = &[Dialect::Postgres];
/// MySQL and MariaDB alone.
pub const MYSQL: &[Dialect] = &[Dialect::Mysql];
/// SQLite alone.
pub const SQLITE: &[Dialect] = &[Dialect::Sqlite];
/// Every product.
pub const ALL: &[Dialect] = &[Dialect::Postgres, Dialect::Mysql, Dialect::Sqlite];

/// What most rules leave as it is.
pub(crate) const RULE: Rule = Rule {
    name: "",
    severity: Severity::Warning,
    effects: &[],
    dialects: POSTGRES,
    also_known_as: &[],
    bad: "",
    good: "",
    check: Check::Files,
    opt_in: false,
    down: false,
    source: "",
};

/// The names and the source of the rule in this file; the rest of a rule's fields go before it.
macro_rules! rule {
    ($name:literal, $file:literal) => {
        crate::rules::Rule { name: $name, source: include_str!($file), ..crate::rules::RULE }
    };
}
pub(crate) use rule;

/// What a rule's file needs.
mod prelude {
    pub(super) use super::{ALL, Check, Cx, MYSQL, Rule, SQLITE, rule};
    pub(super) use crate::sql::{Column, ConstraintKind, Dialect, Generated, Name, ObjectKind, Op, Setting};
    pub(super) use crate::state::Origin;
    pub(super) use crate::{Effect, Severity};
    pub(super) use Effect::{
        Blocking, Breaking, Convention, DataDependent, DataLoss, Incomplete, Irreversible, Malformed,
    };
    pub(super) use Severity::{Error, Notice, Warning};
    #[allow(unused_imports)]
    pub(super) use squawk_linter::Rule as Squawk;
}

/// A project's word on a rule.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Level {
    /// Not asked.
    Off,
    /// Asked, at this severity.
    Notice,
    /// Asked, at this severity.
    Warning,
    /// Asked, at this severity.
    Error,
}

impl Rule {
    /// The rule's documentation: Markdown, from the head of its file.
    pub fn doc(&self) -> String {
        let lines = self.source.lines().map_while(|line| line.strip_prefix("//!"));
        lines.map(|line| line.strip_prefix(' ').unwrap_or(line)).collect::<Vec<_>>().join("\n")
    }

    /// Its paragraphs: what is found, why that matters, `Lock: …`, `Instead: …`.
    fn paragraphs(&self) -> Vec<String> {
        self.doc().split("\n\n").map(|part| part.replace('\n', " ").trim().to_owned()).collect()
    }

    /// What it finds, in one sentence.
    pub fn summary(&self) -> String {
        self.words().summary.clone()
    }

    /// What happens because of it.
    pub fn why(&self) -> String {
        self.words().why.clone()
    }

    /// What to do instead.
    pub fn fix(&self) -> String {
        self.words().fix.clone()
    }

    fn words(&self) -> Cow<'static, Words> {
        WORDS.get(self.name).map_or_else(|| Cow::Owned(Words::of(self)), Cow::Borrowed)
    }

    /// The rule of this name, ours or another tool's.
    pub fn find(name: &str) -> Option<&'static Self> {
        let ours = RULES.iter().find(|rule| rule.name == name);
        ours.or_else(|| RULES.iter().find(|rule| rule.also_known_as.iter().any(|(_, known)| *known == name)))
    }
}

/// What a rule's documentation says. Read once: a report may quote it thousands of times.
#[derive(Clone)]
struct Words {
    summary: String,
    why: String,
    fix: String,
}

static WORDS: LazyLock<HashMap<&'static str, Words>> =
    LazyLock::new(|| RULES.iter().map(|rule| (rule.name, Words::of(rule))).collect());

impl Words {
    fn of(rule: &Rule) -> Self {
        let parts = rule.paragraphs();
        let mut rest = parts.iter().skip(1).filter(|part| !part.starts_with("Instead: "));
        let first = rest.next().cloned().unwrap_or_default();
        let why = match rest.find(|part| part.starts_with("Lock: ")) {
            Some(lock) if !first.is_empty() => format!("{first} {lock}"),
            Some(lock) => lock.clone(),
            None => first,
        };
        let instead = parts.iter().find_map(|part| part.strip_prefix("Instead: ")).unwrap_or_default();
        let mut letters = instead.chars();
        let fix = letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect());
        Self { summary: parts.into_iter().next().unwrap_or_default(), why, fix }
    }
}

#[cfg(test)]
mod tests;
