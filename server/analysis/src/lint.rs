//! The single entry: a folder of migrations in, findings and facts out.

#[cfg(test)]
mod called_tests;
#[cfg(test)]
mod code_breaks_tests;
#[cfg(test)]
mod code_tests;
#[cfg(test)]
mod dependents_tests;
mod elsewhere;
#[cfg(test)]
mod postgres_tests;
mod psql;
#[cfg(test)]
mod queries_tests;
#[cfg(test)]
mod readers_tests;
#[cfg(test)]
mod rebuild_tests;
#[cfg(test)]
mod rename_tests;
#[cfg(test)]
mod replaced_key_tests;
mod run;
#[cfg(test)]
mod seldom;
#[cfg(test)]
mod server_calls_tests;
#[cfg(test)]
mod setval_tests;
#[cfg(test)]
mod small_tests;
#[cfg(test)]
mod swept_tests;
#[cfg(test)]
mod tests;
#[cfg(test)]
mod tried_tests;

use crate::history::{self, History, Layout};
use crate::operations::Found;
use crate::rules::Level;
use crate::sql::{Dialect, Limits};
use crate::state::{Catalog, Stats};
use crate::touched::Touched;
use crate::{Files, Finding, Severity};
use run::{Run, Spot};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// What a project says about its migrations and how strictly they are looked at.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct Options {
    /// Where the migrations are.
    pub folder: String,
    /// Their manner; recognised where it is not given.
    pub layout: Option<Layout>,
    /// Their database product; guessed where it is not given.
    pub dialect: Option<Dialect>,
    /// How large the tables are.
    pub stats: Stats,
    /// Rules that are off, on, or of another severity.
    pub rules: BTreeMap<String, Level>,
    /// What is refused.
    pub limits: Limits,
    /// Patterns that names must match, by what they name: `schema`, `table`, `column`, `index`, `foreign-key`,
    /// `check`; `*` stands for any characters, `?` for one, and `snake_case` for the usual manner.
    pub naming: BTreeMap<String, String>,
    /// Who may change which tables.
    pub owners: Vec<Owner>,
    /// The server's version, as in `16.2`, where a rule depends on it.
    pub server_version: Option<String>,
    /// The team that makes this change.
    pub team: Option<String>,
    /// Files that are there and could not be read: links, and those that are too large.
    pub unread: Vec<String>,
}

/// A team's tables.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct Owner {
    /// The team.
    pub team: String,
    /// Patterns of table names, `billing_*` or `audit.*`: `*` for any characters, `?` for one, on either side of the dot;
    /// without a schema the default one is meant.
    pub tables: Vec<String>,
}

/// What was found.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Report {
    /// The manner of the migrations.
    pub layout: Layout,
    /// The database product.
    pub dialect: Dialect,
    /// The scripts that are new in this change.
    pub scripts: Vec<String>,
    /// What has to be known, mended or waived, by place.
    pub findings: Vec<Finding>,
    /// Findings that were too many to list.
    pub unlisted: usize,
    /// What the change does.
    pub operations: Vec<Found>,
}

impl Report {
    /// Something blocks deployment (SPEC R4.5).
    pub fn blocks(&self) -> bool {
        self.worst() == Some(Severity::Error)
    }

    /// The gravest severity among the findings.
    pub fn worst(&self) -> Option<Severity> {
        self.findings.iter().map(|finding| finding.severity).max()
    }

    /// Code that works today may stop working (SPEC R2.7).
    pub fn breaks(&self) -> bool {
        self.findings
            .iter()
            .any(|finding| finding.effects.contains(&crate::Effect::Breaking) && finding.severity != Severity::Notice)
    }
}

/// What was found, and the database before and after the change as far as the scripts tell.
#[derive(Clone, Debug)]
pub struct Looked {
    /// What was found.
    pub report: Report,
    /// What stands there after the deployed history.
    pub before: Catalog,
    /// What stands there after the change.
    pub after: Catalog,
    /// What it touches of what was there, beside its operations.
    pub touched: Vec<Touched>,
}

/// Looks at the migrations in `files` that are not in `base` (the files at the base revision).
pub fn lint(files: &Files, base: &Files, options: &Options) -> Report {
    look(files, base, options).report
}

/// The same, with what the scripts leave behind: the history is read once for both.
pub fn look(files: &Files, base: &Files, options: &Options) -> Looked {
    let limits = &options.limits;
    let (head, old) = History::both(files, base, &options.folder, options.layout, options.dialect, limits);
    let mut run = Run::new(files, base, options, &head);
    let in_code = history::in_code(files, base, &options.folder, &head, &old);
    for fault in history::check(&head, &old, &options.unread).into_iter().chain(in_code) {
        let whole = Spot::file(&fault.path);
        run.report(fault.rule, whole, &fault.subject, &fault.message, None);
    }
    let partial = |history| elsewhere::is_partial(history, files, &options.folder);
    run.catalog.doubt_if(partial(&head) || partial(&old) || !options.unread.is_empty());
    // The deployed history first, whole and as it was deployed: what is new runs after it wherever it is sorted.
    run.replay_all(&old);
    let before = run.catalog.clone();
    let new: Vec<_> = head.added(&old).collect();
    let mut scripts: Vec<String> = new.iter().map(|migration| migration.up.path.clone()).collect();
    scripts.dedup();
    let made = run.ups(&new);
    let undone = new.iter().any(|migration| migration.down.is_some());
    let after = if undone { run.catalog.clone() } else { std::mem::take(&mut run.catalog) };
    if undone {
        run.downs(&new, made);
    }
    let touched = std::mem::take(&mut run.touched);
    Looked { report: run.finish(head.layout, scripts), before, after, touched }
}

/// What stands in the database after every migration in `files`, as far as their text says.
pub fn catalog(files: &Files, options: &Options) -> Catalog {
    let history = History::read(files, &options.folder, options.layout, options.dialect, &options.limits);
    let mut run = Run::new(files, files, options, &history);
    run.replay_all(&history);
    run.catalog
}
