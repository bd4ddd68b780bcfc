//! The engine with a repository that does what a test tells it.

use crate::world::{World, add_field, person};
use analysis::Files;
use domain::api::{ChangeDetail, ChangeRef, ValidationView, Validations};
use domain::change::Command;
use domain::project::ProjectConfig;
use engine::jobs::{Proofs, Validator};
use engine::ports::{BranchError, Landing, Repositories, Revisions, SourceError, SourceTree};
use std::sync::{Arc, Mutex};
use store::scratch::Limits;

const BASE: &[(&str, &str)] = &[
    ("migrations/001_users.up.sql", "CREATE TABLE users (id bigint PRIMARY KEY, email text NOT NULL);\n"),
    ("migrations/001_users.down.sql", "DROP TABLE users;\n"),
    ("src/users.rs", "fn f() { sqlx::query(\"SELECT email FROM users\"); }\n"),
];

/// One branch, which a test moves.
#[derive(Default)]
pub struct Shelf {
    head: Mutex<(String, Vec<(String, String)>)>,
    /// What the main line has beside the first files.
    main: Mutex<Vec<(String, String)>>,
    /// What the main line has got since the branch left it.
    pub ahead: Mutex<Vec<(String, String)>>,
    /// What the next reading does instead.
    pub mischief: Mutex<Option<&'static str>>,
    /// The main line holds the branch.
    pub forwarded: Mutex<bool>,
}

impl Shelf {
    pub fn main(&self, files: &[(&str, &str)]) {
        *self.main.lock().unwrap() =
            files.iter().map(|(path, text)| ((*path).to_owned(), (*text).to_owned())).collect();
    }

    pub fn push(&self, commit: &str, files: &[(&str, &str)]) {
        let all = BASE.iter().chain(files).map(|(path, text)| ((*path).to_owned(), (*text).to_owned())).collect();
        *self.head.lock().unwrap() = (commit.to_owned(), all);
    }
}

impl Repositories for Shelf {
    fn revisions(&self, _: &str, branch: &str, _: Option<&str>) -> Result<Revisions, BranchError> {
        // Not held while it panics.
        let mischief = self.mischief.lock().unwrap().take();
        match mischief {
            Some("panic") => panic!("on purpose"),
            Some("gone") => return Err(BranchError::NoBranch(branch.to_owned())),
            Some(why) => return Err(SourceError(why.to_owned()).into()),
            None => {}
        }
        assert_eq!(branch, "wide");
        let head = self.head.lock().unwrap().0.clone();
        // A fast-forward leaves nothing that tells where the branch began.
        if *self.forwarded.lock().unwrap() {
            return Ok(Revisions { base: Some(head.clone()), head, unknown_base: true });
        }
        Ok(Revisions { head, base: Some("base".to_owned()), unknown_base: false })
    }

    fn landed(&self, _: &str, _: Option<&str>, _: &str) -> Result<Landing, SourceError> {
        let (head, main, ahead) = (self.head.lock().unwrap(), self.main.lock().unwrap(), self.ahead.lock().unwrap());
        Ok(match head.1.iter().skip(BASE.len()).all(|file| main.contains(file) || ahead.contains(file)) {
            true => Landing::Landed,
            false => Landing::Missing,
        })
    }

    fn onto(&self, _: &str, _: &str, _: &str) -> Result<Option<String>, SourceError> {
        let ahead = self.ahead.lock().unwrap();
        Ok(ahead.last().map(|(path, _)| format!("ahead to {path}")))
    }

    fn main_line(&self, _: &str) -> Result<String, SourceError> {
        match self.mischief.lock().unwrap().take() {
            Some("panic") => panic!("on purpose"),
            Some(why) => Err(SourceError(why.to_owned())),
            None => Ok(self.onto("", "", "")?.unwrap_or_else(|| "base".to_owned())),
        }
    }

    fn branches(&self, _: &str) -> Result<Vec<String>, SourceError> {
        Ok(["main", "wide"].map(str::to_owned).to_vec())
    }

    fn files(&self, _: &str, commit: &str, wanted: &dyn Fn(&str) -> bool) -> Result<SourceTree, SourceError> {
        let head = self.head.lock().unwrap();
        let own = |files: &[(String, String)]| -> Files {
            files.iter().filter(|(path, _)| wanted(path)).map(|(path, text)| (path.clone(), text.as_bytes())).collect()
        };
        let mut base: Vec<_> = BASE.iter().map(|(path, text)| ((*path).to_owned(), (*text).to_owned())).collect();
        base.extend(self.main.lock().unwrap().iter().cloned());
        if commit.starts_with("ahead") {
            base.extend(self.ahead.lock().unwrap().iter().cloned());
        }
        let files = if commit == "base" || commit.starts_with("ahead") { own(&base) } else { own(&head.1) };
        Ok(SourceTree { files, skipped: Vec::new() })
    }
}

pub struct Desk {
    pub world: World,
    pub shelf: Arc<Shelf>,
    pub validator: Validator,
    pub proofs: Arc<Proofs>,
    folder: std::path::PathBuf,
}

impl Drop for Desk {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.folder);
    }
}

impl Desk {
    pub async fn new() -> Self {
        Self::with(|_| ()).await
    }

    pub async fn with(settle: fn(&mut ProjectConfig)) -> Self {
        let world = World::with(|config| {
            config.repository = Some("shop".to_owned());
            settle(config);
        })
        .await;
        let shelf = Arc::new(Shelf::default());
        let folder = std::env::temp_dir().join(format!("change-mgmt-validation-{}", uuid::Uuid::now_v7()));
        let proofs = Arc::new(Proofs::new(folder.clone(), None, Limits::default()));
        let repositories: Arc<dyn Repositories> = Arc::<Shelf>::clone(&shelf);
        let validator = Validator::new(world.engine.clone(), repositories, Arc::clone(&proofs));
        Self { world, shelf, validator, proofs, folder }
    }

    pub async fn on_branch(&self) -> ChangeDetail {
        let change = self.world.create(&add_field("Add a locale")).await;
        self.world
            .run("dan", &change, Command::SetBranch { branch: "wide".to_owned(), base: None, reason: None })
            .await
            .unwrap()
    }

    pub async fn view(&self, change: &ChangeDetail) -> ValidationView {
        self.world.engine.validation(&person("vic"), ChangeRef::Id(change.change.id)).await.unwrap()
    }

    pub async fn runs(&self, state: &str) -> i64 {
        self.world.count(&format!("SELECT count(*) FROM validation_runs WHERE state = '{state}'")).await
    }
}
