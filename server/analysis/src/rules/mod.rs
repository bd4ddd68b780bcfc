//! The rules: one file each, which says what breaks, which lock is taken and what to do instead, with an example
//! that fires and one that does not.

pub(crate) mod context;
mod registry;

pub use context::Cx;
pub use registry::RULES;

use crate::sql::{Dialect, Op};
use crate::{Effect, Severity};
use serde::{Deserialize, Serialize};

/// What a rule looks at.
#[derive(Clone, Copy)]
pub enum Check {
    /// One effect of a statement, with the state of the database before it.
    Op(fn(&mut Cx<'_>, &Op)),
    /// A script, after its last statement.
    Script(fn(&mut Cx<'_>)),
    /// What Squawk's linter says, where the objects are not made by this same change.
    Squawk(&'static [squawk_linter::Rule]),
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
    pub use super::{ALL, Check, Cx, MYSQL, POSTGRES, Rule, SQLITE, rule};
    pub use crate::sql::{Column, ConstraintKind, Dialect, Generated, Name, ObjectKind, Op, Setting};
    pub use crate::state::Origin;
    pub use crate::{Effect, Severity};
    pub use Effect::{Blocking, Breaking, Convention, DataDependent, DataLoss, Incomplete, Irreversible, Malformed};
    pub use Severity::{Error, Notice, Warning};
    #[allow(unused_imports)]
    pub use squawk_linter::Rule as Squawk;
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
        self.paragraphs().into_iter().next().unwrap_or_default()
    }

    /// What happens because of it.
    pub fn why(&self) -> String {
        let rest = self.paragraphs().into_iter().skip(1);
        let mut parts = rest.filter(|part| !part.starts_with("Instead: "));
        let first = parts.next().unwrap_or_default();
        match parts.find(|part| part.starts_with("Lock: ")) {
            Some(lock) if !first.is_empty() => format!("{first} {lock}"),
            Some(lock) => lock,
            None => first,
        }
    }

    /// What to do instead.
    pub fn fix(&self) -> String {
        let found = self.paragraphs().into_iter().find_map(|part| part.strip_prefix("Instead: ").map(str::to_owned));
        found.unwrap_or_default()
    }

    /// The rule of this name, ours or another tool's.
    pub fn find(name: &str) -> Option<&'static Self> {
        let ours = RULES.iter().find(|rule| rule.name == name);
        ours.or_else(|| RULES.iter().find(|rule| rule.also_known_as.iter().any(|(_, known)| *known == name)))
    }
}
