//! How a project is looked at: what its file says, and what is recognised where it says nothing.

use super::levels::levels;
use super::sources::is_document;
use analysis::completeness::{Component, Layer};
use analysis::history::{History, Layout};
use analysis::rules::Level;
use analysis::sql::Limits;
use analysis::{Files, Options, Owner};
use domain::project::ProjectConfig;
use serde::de::DeserializeOwned;
use std::collections::{BTreeMap, BTreeSet};

/// What is looked at and how strictly.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Rules {
    /// Of the SQL.
    pub options: Options,
    /// The project's parts.
    pub components: Vec<Component>,
    /// Path of the API document.
    pub openapi: Option<String>,
    /// Levels of the rules on something else than SQL.
    pub further: BTreeMap<String, Level>,
}

/// A value of the project file, or of the command line, that cannot be taken.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{0}")]
pub struct RulesError(String);

impl RulesError {
    pub(super) fn new(member: &str, value: &str, what: &str, hint: &str) -> Self {
        Self(format!("{member}: `{value}` {what}. {hint}"))
    }
}

impl Rules {
    /// As the project says; what it leaves open is read from the files.
    ///
    /// # Errors
    /// A layout, dialect, rule or level that does not exist, or tables that two teams own.
    pub fn of(project: Option<&ProjectConfig>, files: &Files) -> Result<Self, RulesError> {
        let mut rules = Self::default();
        if let Some(project) = project {
            let at = &project.migrations;
            rules.options.folder = at.folder.clone().unwrap_or_default();
            rules.options.layout = at.layout.as_deref().map(|word| layout("migrations.layout", word)).transpose()?;
            rules.options.dialect =
                at.dialect.as_deref().map(|word| dialect("migrations.dialect", word)).transpose()?;
            rules.options.server_version.clone_from(&at.server_version);
            rules.options.naming.clone_from(&project.naming);
            rules.set(levels(&project.rules)?);
            if let Some(problem) = project.owner_problems().first() {
                let member = problem.pointer.trim_start_matches('/').replace('/', ".");
                return Err(RulesError(format!("{member}: {}", problem.message)));
            }
            rules.options.owners = project.teams.iter().filter(|team| !team.tables.is_empty()).map(owner).collect();
            rules.openapi.clone_from(&project.openapi);
            rules.components = project.components.iter().map(component).collect();
        }
        if rules.options.folder.is_empty() {
            rules.options.folder = folder(files).unwrap_or_else(|| "migrations".to_owned());
        }
        if rules.openapi.is_none() {
            rules.openapi = files
                .iter()
                .map(|(path, _)| path)
                .filter(|path| is_document(path))
                .min_by_key(|p| p.len())
                .map(str::to_owned);
        }
        Ok(rules)
    }

    /// Says which team makes the change. Where no team owns a table it makes no difference, and the result stays known
    /// when the change goes to another team.
    pub fn made_by(&mut self, team: Option<&str>) {
        self.options.team = team.filter(|_| !self.options.owners.is_empty()).map(str::to_owned);
    }
}

/// The layout of this name.
///
/// # Errors
/// No such layout.
pub fn layout(member: &str, word: &str) -> Result<Layout, RulesError> {
    read(
        member,
        word,
        "Known are sqlx, golang-migrate, dbmate, goose, flyway, liquibase, prisma, diesel, sqitch, numbered and plain.",
    )
}

/// The dialect of this name.
///
/// # Errors
/// No such dialect.
pub fn dialect(member: &str, word: &str) -> Result<analysis::sql::Dialect, RulesError> {
    let word = if word == "postgresql" { "postgres" } else { word };
    read(member, word, "Known are postgres, mysql (or mariadb) and sqlite.")
}

pub(super) fn read<T: DeserializeOwned>(member: &str, word: &str, hint: &str) -> Result<T, RulesError> {
    serde_json::from_value(serde_json::Value::String(word.to_owned()))
        .map_err(|_| RulesError::new(member, word, "is not known", hint))
}

fn owner(team: &domain::project::Team) -> Owner {
    Owner { team: team.name.clone(), tables: team.tables.clone() }
}

fn component(part: &domain::project::Component) -> Component {
    let layer = match part.layer {
        domain::words::Layer::Database => Layer::Database,
        domain::words::Layer::Repository => Layer::Repository,
        domain::words::Layer::Api => Layer::Api,
        domain::words::Layer::Client => Layer::Client,
        domain::words::Layer::Other => Layer::Other,
    };
    Component { name: part.name.clone(), layer, paths: part.paths.clone() }
}

/// Words by which a folder of migrations is known.
const FOLDERS: &[&str] = &["migrations", "migration", "migrate", "changelog", "changelogs", "deploy", "schema", "sql"];

/// The folder that looks most like migrations: by its name, then by how many it holds, then by how high it stands.
fn folder(files: &Files) -> Option<String> {
    let all = files.iter().map(|(path, _)| path).filter(|path| path.ends_with(".sql") || path.ends_with("sqitch.plan"));
    let candidates: BTreeSet<(usize, String)> = all.filter_map(ranked).collect();
    if candidates.len() == 1 {
        return candidates.into_iter().next().map(|(_, folder)| folder);
    }
    let held = |folder: &str| History::read(files, folder, None, None, &Limits::default()).migrations.len();
    candidates
        .into_iter()
        .map(|(rank, folder)| (rank, usize::MAX - held(&folder), folder.matches('/').count(), folder))
        .min()
        .map(|(.., folder)| folder)
}

/// The folder of migrations that a file is in, by the names of its folders, and which of [`FOLDERS`] it is called.
fn ranked(path: &str) -> Option<(usize, String)> {
    let parts: Vec<&str> = path.split('/').collect();
    let (folders, _) = parts.split_at(parts.len().saturating_sub(1));
    let rank = |part: &&str| FOLDERS.iter().position(|word| word == part);
    let (depth, rank) = folders.iter().enumerate().find_map(|(at, part)| Some((at + 1, rank(part)?)))?;
    // Sqitch's plan stands beside its folder.
    let end = if folders.get(depth - 1) == Some(&"deploy") { depth - 1 } else { depth };
    Some((rank, parts.get(..end)?.join("/")))
}

/// The folder of migrations that a file of `files` is in, by the names of its folders.
pub(super) fn folder_of(path: &str, files: &[&Files]) -> Option<String> {
    let (rank, folder) = ranked(path)?;
    let word = FOLDERS.get(rank)?;
    let own = if folder.is_empty() { (*word).to_owned() } else { format!("{folder}/{word}") };
    // What is deployed without a plan is none of Sqitch's.
    let plan = if folder.is_empty() { "sqitch.plan".to_owned() } else { format!("{folder}/sqitch.plan") };
    let planned = files.iter().any(|files| files.get(&plan).is_some());
    Some(if *word == "deploy" && !planned { own } else { folder }).filter(|folder| !folder.is_empty())
}
