//! A column as written, and what its default means for rows that are there already.

use super::Reference;
use serde::{Deserialize, Serialize};
use std::sync::LazyLock;

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

/// PostgreSQL's own functions that give one result within a statement, the words of its syntax that a bracket may
/// follow, and some functions of well-known extensions; sorted, one a line. Made of `pg_proc.provolatile`.
static STABLE: LazyLock<Vec<&str>> = LazyLock::new(|| include_str!("stable_functions.txt").lines().collect());

/// A function of PostgreSQL, or of a well-known extension, that gives one result within a statement.
pub(crate) fn is_stable_function(name: &str) -> bool {
    STABLE.binary_search(&name).is_ok()
}

/// Whether a default may differ from row to row. Functions that are not known are taken to.
fn is_volatile(expression: &str, stable: impl Fn(&str) -> bool) -> bool {
    let known = |word: &str| is_stable_function(word) || stable(word);
    let (mut quoted, mut ended) = (false, false);
    let mut word = String::new();
    for c in expression.chars() {
        quoted ^= c == '\'';
        if quoted || c == '"' {
            continue;
        }
        if c.is_alphanumeric() || c == '_' {
            if ended {
                word.clear();
            }
            ended = false;
            word.extend(c.to_lowercase());
        } else if c.is_whitespace() {
            ended = true;
        } else if c == '(' && !word.is_empty() && !known(&word) {
            return true;
        } else {
            word.clear();
            ended = false;
        }
    }
    false
}

#[cfg(test)]
mod tests {
    use super::{STABLE, is_volatile};

    #[test]
    fn only_what_may_differ_from_row_to_row_is_volatile() {
        assert!(STABLE.is_sorted());
        for one in [
            "to_char(now(), 'YYYY-(MM)')",
            "age(now())",
            "extract(year from now())",
            "date_part('year', now())",
            "decode('00', 'hex')",
            "encode(sha256('a'::bytea), 'hex')",
            "format('%s', 1)",
            "tstzrange(now(), null)",
            "pg_catalog.md5 ('a')",
            "case when (true) then (1) else (2) end",
            "now() at time zone ('utc')",
            "current_timestamp(3)::timestamp (0)",
            "cast(1 as character varying(10))",
            "mine()",
        ] {
            assert!(!is_volatile(one, |name| name == "mine"), "{one}");
        }
        for many in [
            "random()",
            "gen_random_uuid()",
            "nextval('s')",
            "clock_timestamp()",
            "timeofday()",
            "uuid_generate_v4()",
            "uuidv7()",
            "floor(random() * 10)",
            "array[random()]",
            "ext.\"gen_random_uuid\"()",
            "case when true then random() end",
            "yours()",
        ] {
            assert!(is_volatile(many, |name| name == "mine"), "{many}");
        }
    }
}
