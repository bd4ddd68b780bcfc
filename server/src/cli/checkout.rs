//! A repository on this machine, as the analysis wants it: the files, those of the base, and the project's rules.

use super::exit::{Failure, Outcome};
use analysis::Files;
use analysis::state::Stats;
use clap::Args;
use domain::project::ProjectConfig;
use engine::validation::{Merged, Rules, RulesError, Unread, dialect, layout, levels, merged, project, wanted};
use integrations::git::{
    GitError, Limits, Repository, Skipped, Tree, at_revision, default_base, in_folder, main_line, onto,
};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

/// Which files, and how to look at them.
#[derive(Args, Debug)]
pub struct Checkout {
    /// A folder of the repository
    #[arg(default_value = ".")]
    folder: PathBuf,
    /// Revision to compare with; `none`: everything is new [default: where the branch left the main line]
    #[arg(long, value_name = "REV")]
    base: Option<String>,
    /// Folder of the migrations [default: as the project file says, or as recognised]
    #[arg(long, value_name = "FOLDER")]
    migrations: Option<String>,
    /// Their manner: sqlx, golang-migrate, dbmate, goose, flyway, liquibase, prisma, diesel, sqitch, numbered, plain
    #[arg(long)]
    layout: Option<String>,
    /// postgres, mysql or sqlite
    #[arg(long)]
    dialect: Option<String>,
    /// Path of the OpenAPI document
    #[arg(long, value_name = "PATH")]
    openapi: Option<String>,
    /// Level of a rule: off, notice, warning or error; may be repeated
    #[arg(long = "rule", value_name = "NAME=LEVEL")]
    rules: Vec<String>,
    /// Table sizes: a JSON file {"tables": {"public.users": {"rows": 12000000}}}, or a postgres:// URL that is only read
    #[arg(long, value_name = "FILE|URL")]
    stats: Option<String>,
}

/// What was read.
pub struct Trees {
    /// The files as they stand.
    pub head: Files,
    /// Those of the base.
    pub base: Files,
    /// How to look at them.
    pub rules: Rules,
    /// Files that the base does not have and that were not read.
    pub unread: Vec<Unread>,
    /// Teams of the project.
    pub teams: Vec<String>,
    /// What was compared with what, and what was left out: for people.
    pub notes: Vec<String>,
}

impl Trees {
    /// Says which team makes the change. One that the project does not know is a slip: it would own nothing.
    ///
    /// # Errors
    /// The project lists its teams, and this one is not among them.
    pub fn made_by(&mut self, team: &str) -> Outcome {
        if !self.teams.is_empty() && !self.teams.iter().any(|known| known == team) {
            let known = self.teams.join(", ");
            return Err(usage(format!("--team: the project file lists no team `{team}`. Its teams are {known}.")));
        }
        self.rules.made_by(Some(team));
        Ok(())
    }
}

impl Checkout {
    /// Reads everything.
    ///
    /// # Errors
    /// A folder, revision, file or word that does not exist, each with what to do.
    pub async fn read(&self) -> Outcome<Trees> {
        let stats = self.stats().await?;
        let folder = self.folder.canonicalize().map_err(|e| match e.kind() {
            std::io::ErrorKind::NotFound => usage(format!("There is no folder `{}`.", self.folder.display())),
            _ => usage(format!("The folder `{}` cannot be read: {e}.", self.folder.display())),
        })?;
        if !folder.is_dir() {
            return Err(usage(format!("`{}` is a file. Name a folder of the repository.", self.folder.display())));
        }
        let repository = match Repository::around(&folder) {
            Ok(repository) => Some(repository),
            Err(GitError::NoRepository(_)) if self.base.as_deref().is_none_or(|base| base == "none") => None,
            Err(error) => return Err(refused(error)),
        };
        let root = repository.as_ref().map_or(folder.as_path(), Repository::folder);
        let base = self.base(repository.as_ref())?;
        // What is named is compared with as it stands.
        let onto = match (&self.base, &base, &repository) {
            (None, Some(base), Some(repository)) => line_of(repository, target().as_deref(), base)?,
            _ => None,
        };
        let mut notes = Vec::new();

        // The rules that gate a change stand on the main line; only a project's first change brings its own.
        let own = |path: &str| path == engine::validation::PROJECT_FILE;
        let first = self.tree(root, repository.as_ref(), onto.as_deref().or(base.as_deref()), own)?;
        let mut config = rules_of(&first)?;
        if config.is_none() && base.is_some() {
            config = rules_of(&self.tree(root, repository.as_ref(), None, own)?)?;
        }
        let named = self.openapi.clone().or_else(|| config.as_ref().and_then(|config| config.openapi.clone()));
        let all = |path: &str| wanted(path, named.as_deref());

        let head = self.tree(root, repository.as_ref(), None, all)?;
        let old = match &base {
            Some(_) => self.tree(root, repository.as_ref(), base.as_deref(), all)?,
            None => Tree::default(),
        };
        let short = |commit: &str| commit.get(..12).unwrap_or(commit).to_owned();
        notes.push(match (&base, repository.is_some()) {
            (Some(base), _) => format!("Compared with {}.", short(base)),
            (None, true) => "Compared with nothing: everything is new.".to_owned(),
            (None, false) => "Not a git repository: everything is new.".to_owned(),
        });
        notes.extend(
            head.skipped.iter().take(10).map(|skipped| format!("Not read: {} ({}).", skipped.path, skipped.why)),
        );
        let named_by =
            |all: Vec<Skipped>| all.into_iter().map(|one| Unread::new(one.path, one.why)).collect::<Vec<_>>();
        let unread = Unread::news(named_by(head.skipped), &named_by(old.skipped));
        let (head, base) = match onto {
            None => (head.files, old.files),
            Some(onto) => {
                let there = self.tree(root, repository.as_ref(), Some(&onto), all)?;
                let Merged { head, base, both } = merged(&old.files, &head.files, &there.files);
                notes.push(format!("The main line has more by now: looked at as merged into {}.", short(&onto)));
                let both = both.iter().take(10);
                notes.extend(both.map(|path| {
                    format!("{path} was altered here and on the main line; what it says here is looked at.")
                }));
                (head, base)
            }
        };
        let rules = self.rules(config.as_ref(), [&head, &base], named, stats)?;
        let teams = config.into_iter().flat_map(|config| config.teams).map(|team| team.name).collect();
        Ok(Trees { head, base, rules, unread, teams, notes })
    }

    async fn stats(&self) -> Outcome<Option<Stats>> {
        let Some(source) = &self.stats else { return Ok(None) };
        let said = |e: &dyn std::fmt::Display| usage(format!("--stats {}: {e}.", without_password(source)));
        let found = if source.starts_with("postgres://") || source.starts_with("postgresql://") {
            store::statistics::read(source).await.map_err(|e| said(&e))?
        } else {
            let text = std::fs::read(source).map_err(|e| said(&e))?;
            serde_json::from_slice(&text).map_err(|e| said(&e))?
        };
        serde_json::from_value(found).map(Some).map_err(|e| said(&e))
    }

    fn base(&self, repository: Option<&Repository>) -> Outcome<Option<String>> {
        match (self.base.as_deref(), repository) {
            (Some("none"), _) | (None, None) => Ok(None),
            (Some(name), _) if name.trim().is_empty() => {
                Err(usage("--base is empty. Name a revision, or leave it out; `none`: everything is new."))
            }
            (Some(name), Some(repository)) => repository.commit(name).map(Some).map_err(refused),
            (None, Some(repository)) => default_base(repository, target().as_deref()).map_err(refused),
            (Some(_), None) => Err(usage("A base needs a git repository.")),
        }
    }

    fn tree(
        &self,
        root: &Path,
        repository: Option<&Repository>,
        commit: Option<&str>,
        wanted: impl Fn(&str) -> bool,
    ) -> Outcome<Tree> {
        match (repository, commit) {
            (Some(repository), Some(commit)) => at_revision(repository, commit, wanted, &Limits::default()),
            _ => in_folder(root, repository, wanted, &Limits::default()),
        }
        .map_err(refused)
    }

    fn rules(
        &self,
        config: Option<&ProjectConfig>,
        [head, base]: [&Files; 2],
        openapi: Option<String>,
        stats: Option<Stats>,
    ) -> Outcome<Rules> {
        let wrong = |error: RulesError| usage(error.to_string());
        let mut rules = Rules::of(config, head).map_err(wrong)?;
        if let Some(folder) = &self.migrations {
            rules.options.folder = folder.trim_start_matches("./").trim_end_matches('/').to_owned();
        }
        if let Some(word) = &self.layout {
            rules.options.layout = Some(layout("--layout", word).map_err(wrong)?);
        }
        if let Some(word) = &self.dialect {
            rules.options.dialect = Some(dialect("--dialect", word).map_err(wrong)?);
        }
        if let Some(path) = self.openapi.as_deref().filter(|path| head.get(path).is_none() && base.get(path).is_none())
        {
            return Err(usage(format!("--openapi {path}: there is no such file, here or at the base.")));
        }
        if openapi.is_some() {
            rules.openapi = openapi;
        }
        let mut said = BTreeMap::new();
        for pair in &self.rules {
            let (name, level) =
                pair.split_once('=').ok_or_else(|| usage(format!("--rule {pair}: write NAME=LEVEL.")))?;
            said.insert(name.to_owned(), level.to_owned());
        }
        rules.set(levels(&said).map_err(wrong)?);
        if let Some(stats) = stats {
            rules.options.stats = stats;
        }
        // A branch may take all of them away, and has to hear of it.
        let has = |files: &Files| files.under(&rules.options.folder).any(|(path, _)| path.ends_with(".sql"));
        if !has(head) && !has(base) {
            return Err(usage(format!(
                "No migrations in `{}`. Name their folder, from the root of the repository, with --migrations, or in the project file under [migrations].",
                rules.options.folder
            )));
        }
        Ok(rules)
    }
}

/// The project file of a tree that holds nothing else. One that is there and cannot be read is no absent one: its rules
/// would be left out without a word.
fn rules_of(tree: &Tree) -> Outcome<Option<ProjectConfig>> {
    if let Some(skipped) = tree.skipped.first() {
        return Err(usage(format!("{} is not read: {}. Make it a plain file.", skipped.path, skipped.why)));
    }
    project(&tree.files).map_err(usage)
}

/// The branch that CI says a request is to be merged into.
fn target() -> Option<String> {
    let names = ["GITHUB_BASE_REF", "CI_MERGE_REQUEST_TARGET_BRANCH_NAME"];
    names.into_iter().filter_map(|name| std::env::var(name).ok()).find(|branch| !branch.trim().is_empty())
}

/// The commit of the main line that the work is to be merged into, where that has more than the base.
fn line_of(repository: &Repository, target: Option<&str>, base: &str) -> Outcome<Option<String>> {
    let named = target.and_then(|name| {
        let there = repository.commit(&format!("refs/remotes/origin/{name}"));
        there.or_else(|_| repository.commit(&format!("refs/heads/{name}"))).ok()
    });
    let main = match named {
        Some(main) => Some(main),
        None => main_line(repository).map_err(refused)?,
    };
    let head = repository.commit("HEAD").map_err(refused)?;
    main.map_or(Ok(None), |main| onto(repository, &main, base, &head).map_err(refused))
}

/// A URL as a message may repeat it.
fn without_password(source: &str) -> String {
    match source.split_once("://").zip(source.rsplit_once('@')) {
        Some(((scheme, _), (_, host))) => format!("{scheme}://…@{host}"),
        None => source.to_owned(),
    }
}

fn usage(text: impl Into<String>) -> Failure {
    Failure::Usage(text.into())
}

fn refused(error: GitError) -> Failure {
    match error {
        GitError::NoRevision(_) | GitError::Incomplete(_) | GitError::NoRepository(_) | GitError::NoMainLine => {
            usage(format!("{error}."))
        }
        other => Failure::Other(format!("{other}.")),
    }
}
