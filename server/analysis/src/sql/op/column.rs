//! A column as written, and what its default means for rows that are there already.

use super::Reference;
use serde::{Deserialize, Serialize};

/// How a column gets its value without being given one.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[allow(missing_docs)]
pub enum Generated {
    #[default]
    No,
    Stored,
    Virtual,
    Identity,
    AutoIncrement,
}

/// A column as written.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[allow(missing_docs)]
pub struct Column {
    pub name: String,
    /// Lower case, single blanks; `serial` stays `serial`.
    pub ty: String,
    pub not_null: bool,
    pub default: Option<String>,
    pub primary: bool,
    pub unique: bool,
    pub references: Option<Reference>,
    pub check: Option<String>,
    pub generated: Generated,
    /// What it is generated from.
    pub expression: Option<String>,
    /// MySQL's `ON UPDATE CURRENT_TIMESTAMP`.
    pub on_update: bool,
    pub collation: Option<String>,
    pub charset: Option<String>,
    /// A constraint of the column has no name of its own.
    pub unnamed_constraint: bool,
    /// Names of its constraints.
    pub constraint_names: Vec<String>,
}

impl Column {
    /// `serial`, `bigserial` and the like.
    pub fn is_serial(&self) -> bool {
        matches!(self.ty.as_str(), "serial" | "bigserial" | "smallserial" | "serial2" | "serial4" | "serial8")
    }

    /// A row that leaves the column out is refused.
    pub fn is_required(&self) -> bool {
        (self.not_null || self.primary)
            && self.default.is_none()
            && self.generated == Generated::No
            && !self.is_serial()
    }

    /// The default is evaluated for each row, so that it has to be written into each: it calls a function that is not
    /// known to give one result. `stable` knows further ones by name.
    pub fn has_volatile_default(&self, stable: impl Fn(&str) -> bool) -> bool {
        self.default.as_deref().is_some_and(|default| is_volatile(default, stable))
    }
}

/// Whether a default may differ from row to row. Functions that are not known are taken to.
fn is_volatile(expression: &str, stable: impl Fn(&str) -> bool) -> bool {
    const STABLE: &[&str] = &[
        "now",
        "current_timestamp",
        "current_date",
        "localtimestamp",
        "localtime",
        "current_time",
        "transaction_timestamp",
        "statement_timestamp",
        "current_user",
        "session_user",
        "current_setting",
        "lower",
        "upper",
        "coalesce",
        "cast",
        "array",
        "to_timestamp",
        "to_date",
        "date_trunc",
        "make_interval",
        "jsonb_build_object",
        "json_build_object",
        "jsonb_build_array",
        "timezone",
        "numeric",
        "varchar",
        "char",
        "decimal",
        "interval",
        "concat",
        "md5",
        "length",
        "abs",
        "round",
        "greatest",
        "least",
        "nullif",
        "in",
        "and",
        "or",
        "not",
    ];
    let mut quoted = false;
    let mut word = String::new();
    for c in expression.chars() {
        if c == '\'' {
            quoted = !quoted;
        }
        if quoted {
            continue;
        }
        if c.is_alphanumeric() || c == '_' {
            word.push(c.to_ascii_lowercase());
        } else {
            if c == '(' && !word.is_empty() && !STABLE.contains(&word.as_str()) && !stable(&word) {
                return true;
            }
            if c != ' ' || matches!(word.as_str(), "and" | "or" | "not") {
                word.clear();
            }
        }
    }
    false
}
