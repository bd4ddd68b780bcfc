//! Reading a branch and looking at it: everything of a run that needs no database of ours.

use super::parts::Parts;
use crate::ports::{Repositories, Revisions, SourceError, SourceTree};
use crate::proof::Plan;
use crate::validation::{
    Declared, Input, Merged, Part, Rules, Unread, Validation, merged, project, validate_with, wanted,
};
use analysis::Files;
use domain::change::ChangeState;
use domain::project::ProjectConfig;
use domain::words::RunState;
use sha2::{Digest, Sha256};

/// What a run looks at.
pub(super) struct Sight {
    pub revisions: Revisions,
    /// The commit of the main line that the branch is looked at on top of, where that has more than the base.
    pub onto: Option<String>,
    pub head: Files,
    pub base: Files,
    pub rules: Rules,
    pub declared: Declared,
    /// Files that the base does not have and that were not read.
    pub unread: Vec<Unread>,
    /// What was left out, for people.
    pub notes: Vec<String>,
}

/// Reads the files of both commits, for what a request declares and the team that has it.
pub(super) fn read(
    repositories: &dyn Repositories,
    repository: &str,
    revisions: Revisions,
    config: &ProjectConfig,
    (declared, team): (Declared, &str),
) -> Result<Sight, SourceError> {
    let own = |path: &str| path == crate::validation::PROJECT_FILE;
    let files = |commit: &str, wanted: &dyn Fn(&str) -> bool| repositories.files(repository, commit, wanted);
    let onto = match &revisions.base {
        Some(base) => repositories.onto(repository, base, &revisions.head)?,
        None => None,
    };
    // The rules that gate a change stand on the main line. Where that says nothing, those that the server holds.
    let first = match onto.as_ref().or(revisions.base.as_ref()) {
        Some(base) => {
            let tree = files(base, &own)?;
            // Left out, its rules would be left out without a word.
            if let Some(skipped) = tree.skipped.first() {
                return Err(SourceError(format!(
                    "The base's project file is not read: {skipped}. Make it a plain file."
                )));
            }
            project(&tree.files).map_err(SourceError)?
        }
        None => None,
    };
    let config = first.as_ref().unwrap_or(config);
    let all = |path: &str| wanted(path, config.openapi.as_deref());
    let head = files(&revisions.head, &all)?;
    let base = match &revisions.base {
        Some(base) => files(base, &all)?,
        None => SourceTree::default(),
    };
    let mut notes = notes(&head.skipped);
    let unread = Unread::news(head.skipped, &base.skipped);
    let (head, base) = match &onto {
        None => (head.files, base.files),
        Some(commit) => {
            let Merged { head, base, both } = merged(&base.files, &head.files, &files(commit, &all)?.files);
            let at: String = commit.chars().take(10).collect();
            notes.push(format!(
                "Looked at as merged into {at}, which the main line has got to since the branch left it."
            ));
            let both = both.iter().take(20);
            notes.extend(both.map(|path| {
                format!("{path} was altered by the branch and on the main line; what the branch says is looked at.")
            }));
            (head, base)
        }
    };
    let mut rules = Rules::of(Some(config), &head).map_err(|error| SourceError(error.to_string()))?;
    rules.made_by(Some(team));
    Ok(Sight { revisions, onto, head, base, rules, declared, unread, notes })
}

/// Reads the last commit of the main line: there is nothing else yet.
pub(super) fn main_line(
    repositories: &dyn Repositories,
    repository: &str,
    config: &ProjectConfig,
    declared: Declared,
) -> Result<Sight, SourceError> {
    let head = repositories.main_line(repository)?;
    let own = |path: &str| path == crate::validation::PROJECT_FILE;
    let first = project(&repositories.files(repository, &head, &own)?.files).map_err(SourceError)?;
    let config = first.as_ref().unwrap_or(config);
    let tree = repositories.files(repository, &head, &|path: &str| wanted(path, config.openapi.as_deref()))?;
    let rules = Rules::of(Some(config), &tree.files).map_err(|error| SourceError(error.to_string()))?;
    let revisions = Revisions { head, base: None, unknown_base: false };
    let notes = notes(&tree.skipped);
    // Nothing is new here: what nobody could read is the branch's matter.
    Ok(Sight {
        revisions,
        onto: None,
        head: tree.files,
        base: Files::default(),
        rules,
        declared,
        unread: Vec::new(),
        notes,
    })
}

fn notes(skipped: &[Unread]) -> Vec<String> {
    skipped.iter().take(20).map(|skipped| format!("Not read: {skipped}.")).collect()
}

/// What the request says, as the analysis takes it; `escalated`: that it breaks something was found, not said.
pub(super) fn declared(state: &ChangeState, escalated: bool) -> Declared {
    let metadata = &state.request.metadata;
    let operations = serde_json::to_value(&metadata.operations).and_then(serde_json::from_value);
    Declared {
        operations: operations.unwrap_or_default(),
        breaking: metadata.breaking_change,
        escalated,
        tables: metadata.affected_tables.clone(),
        endpoints: metadata.affected_endpoints.clone(),
        components: metadata.affected_components.clone(),
    }
}

impl Sight {
    /// Of everything that decides what is found: the same digest, the same findings.
    pub fn digest(&self) -> String {
        let mut hash = Sha256::new();
        let mut put = |bytes: &[u8]| {
            hash.update((bytes.len() as u64).to_be_bytes());
            hash.update(bytes);
        };
        put(env!("CARGO_PKG_VERSION").as_bytes());
        put(format!("{:?} {:?} {:?}", self.rules, self.declared, self.unread).as_bytes());
        for (side, files) in [(b"head", &self.head), (b"base", &self.base)] {
            put(side);
            for (path, bytes) in files.iter() {
                put(path.as_bytes());
                put(bytes);
            }
        }
        hex::encode(hash.finalize())
    }

    /// What the new migrations are to be run on; `None`: there are none, or they are not for PostgreSQL.
    pub fn plan(&self) -> Option<Plan> {
        Plan::new(&self.head, &self.base, &self.rules.options).filter(|plan| !plan.change.is_empty())
    }

    /// Looks at everything, part by part.
    pub fn look(&self, parts: &Parts) -> Validation {
        let input = Input {
            head: &self.head,
            base: &self.base,
            rules: &self.rules,
            declared: Some(&self.declared),
            unread: &self.unread,
        };
        let mut going: Option<Part> = None;
        let found = validate_with(&input, &mut |part| {
            if let Some(last) = going.replace(part) {
                parts.end(id(last), RunState::Done, "");
            }
            parts.begin(id(part));
        });
        let scripts = match found.report.scripts.len() {
            0 => "No new migration.".to_owned(),
            1 => "1 new migration.".to_owned(),
            count => format!("{count} new migrations."),
        };
        parts.say("migrations", scripts);
        parts.say(
            "api",
            match found.api.len() {
                0 => "No difference.".to_owned(),
                1 => "1 difference.".to_owned(),
                count => format!("{count} differences."),
            },
        );
        parts.end("code", RunState::Done, format!("Risk: {}.", word(&found.impact.risk)));
        found
    }
}

fn id(part: Part) -> &'static str {
    match part {
        Part::Migrations => "migrations",
        Part::Api => "api",
        Part::Code => "code",
    }
}

/// A word of the analysis as it is on the wire.
pub(super) fn word(value: &impl serde::Serialize) -> String {
    serde_json::to_value(value).ok().and_then(|word| word.as_str().map(str::to_owned)).unwrap_or_default()
}
