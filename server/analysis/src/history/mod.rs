//! Migration folders: which files belong together, in which order, and what is wrong with them.
//!
//! The layout is recognised from the names and the first lines of the files, so that a project need not say which
//! tool it uses; [`Layout`] may be given where the guess would be wrong.

mod check;
mod code;
mod dialect;
mod flyway;
mod layout;
mod liquibase;
mod naming;
mod sections;
mod sqitch;

pub use check::check;
pub(crate) use code::in_code;
pub use code::is_numbered;
pub use layout::Layout;

use crate::sql::{Dialect, Limits};
use crate::{Files, Text};
use std::collections::{BTreeMap, HashMap};
use std::ops::Range;
use std::sync::Arc;

/// How a migration tool runs a script.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Transaction {
    /// In a transaction of its own.
    Always,
    /// In one message to the server: several statements are one transaction, a single one is none.
    Implicit,
    /// Statement by statement.
    Never,
}

/// SQL to run: a file or a stretch of one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Script {
    /// The file's path.
    pub path: String,
    /// The whole file, decoded.
    pub text: Arc<str>,
    /// The bytes of `text` that are run.
    pub span: Range<usize>,
    /// How.
    pub transaction: Transaction,
}

impl Script {
    /// The SQL that is run.
    pub fn sql(&self) -> &str {
        self.text.get(self.span.clone()).unwrap_or_default()
    }
}

/// One step of the schema.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Migration {
    /// What orders it, as written: a number or a timestamp.
    pub version: String,
    /// The rest of its name.
    pub name: String,
    /// Applied again whenever it changes (Flyway's `R__`).
    pub repeatable: bool,
    /// Runs in new environments alone, in place of earlier versions (Flyway's `B2__`).
    pub baseline: bool,
    /// Does it.
    pub up: Script,
    /// Undoes it.
    pub down: Option<Script>,
}

/// A file that could not be taken as it is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Defect {
    /// Bytes that are not text in its encoding.
    Damaged,
    /// Longer than allowed; not read. Its length in bytes.
    Oversized(usize),
    /// A down script whose up script is missing.
    Orphan,
    /// Beyond the number of files that are read.
    TooMany,
    /// Passed over by the tool; the name that it expects.
    Misnamed(String),
    /// Named by a plan but not there, or there and not named.
    Unplanned(String),
}

/// All migrations of a folder.
#[derive(Clone, Debug)]
pub struct History {
    /// Which tool's manner.
    pub layout: Layout,
    /// The database product.
    pub dialect: Dialect,
    /// In the order in which they are applied.
    pub migrations: Vec<Migration>,
    /// Files with something wrong, by path.
    pub defects: Vec<(String, Defect)>,
    /// Files in SQL that are none of its migrations.
    pub beside: Vec<String>,
}

impl History {
    /// Migrations of this folder have a way back: one of them has, or the first ones are named as those that have.
    pub fn undoes(&self, base: &Self) -> bool {
        let mut all = self.migrations.iter().chain(&base.migrations);
        let says = |migration: &Migration| migration.up.path.ends_with(".up.sql");
        let simple = || self.layout == Layout::Sqlx && !self.migrations.iter().any(says);
        let done = all.any(|migration| migration.down.is_some());
        self.layout.has_down() && (done || (base.migrations.is_empty() && !simple()))
    }

    /// Reads the migrations under `folder`. `layout` and `dialect` are recognised where they are not given.
    pub fn read(
        files: &Files,
        folder: &str,
        layout: Option<Layout>,
        dialect: Option<Dialect>,
        limits: &Limits,
    ) -> Self {
        let mut defects = Vec::new();
        let mut texts = BTreeMap::new();
        for (path, bytes) in files.under(folder) {
            let plan = path.ends_with("sqitch.plan")
                || path.ends_with("metadata.toml")
                || path.ends_with(".sql.conf")
                || path.ends_with("migration_lock.toml");
            if !(has_extension(path, "sql") || plan) {
                continue;
            }
            if bytes.len() > limits.file_bytes {
                defects.push((path.to_owned(), Defect::Oversized(bytes.len())));
            } else if texts.len() >= limits.files {
                defects.push((path.to_owned(), Defect::TooMany));
                break;
            } else {
                let text = Text::read(bytes);
                if text.damaged {
                    defects.push((path.to_owned(), Defect::Damaged));
                }
                texts.insert(path.to_owned(), Arc::<str>::from(text.text));
            }
        }
        let root = match folder.trim_matches('/') {
            "" | "." => String::new(),
            folder => format!("{folder}/"),
        };
        let layout = layout.unwrap_or_else(|| Layout::recognise(&texts, &root));
        let dialect = dialect.or_else(|| dialect::of(layout, &texts)).unwrap_or(Dialect::Postgres);
        let beside = naming::sift(layout, &mut texts, &root, &mut defects);
        let mut migrations = layout.migrations(&texts, &root, dialect, &mut defects);
        if layout != Layout::Sqitch {
            let last = |m: &Migration| m.repeatable && layout == Layout::Flyway;
            migrations.sort_by_cached_key(|m| (last(m), order(&m.version), m.up.path.clone(), m.up.span.start));
        }
        Self { layout, dialect, migrations, defects, beside }
    }

    /// Those of these migrations that `base` does not have, and repeatable ones that read otherwise now.
    pub fn added(&self, base: &Self) -> impl Iterator<Item = &Migration> {
        let deployed: HashMap<_, _> = base.migrations.iter().map(|old| (self.layout.key(old), &old.up)).collect();
        let known = |migration: &&Migration| {
            let old = deployed.get(&self.layout.key(migration));
            old.is_some_and(|old| !migration.repeatable || self.layout.is_same(old, &migration.up))
        };
        // A baseline does not run where something is deployed already.
        let runs = |migration: &&Migration| !migration.baseline || base.migrations.is_empty();
        let new = self.migrations.iter().filter(|migration| runs(migration) && !known(migration));
        new.collect::<Vec<_>>().into_iter()
    }
}

/// Orders versions by the numbers in them: `2` before `10`, `1.2` before `1.10`.
pub fn order(version: &str) -> Vec<(u64, String)> {
    version
        .split(['.', '_', '-'])
        .map(|part| match part.parse() {
            Ok(number) => (number, String::new()),
            Err(_) => (u64::MAX, part.to_owned()),
        })
        .collect()
}

pub(crate) fn has_extension(path: &str, extension: &str) -> bool {
    path.rsplit_once('.').is_some_and(|(_, found)| found.eq_ignore_ascii_case(extension))
}

#[cfg(test)]
mod tests;
