//! A repository with one table, one reader, and what a test writes into it.

use std::path::{Path, PathBuf};
use std::process::Command;

/// Its first commit.
pub const USERS: &[(&str, &str)] = &[
    ("migrations/001_users.up.sql", "CREATE TABLE users (id bigint PRIMARY KEY, email text NOT NULL);\n"),
    ("migrations/001_users.down.sql", "DROP TABLE users;\n"),
    ("src/users.rs", "fn by_email() {\n    sqlx::query(\"SELECT id, email FROM users WHERE email = $1\");\n}\n"),
];

pub struct Repository {
    folder: PathBuf,
    _own: Option<tempfile::TempDir>,
}

impl Repository {
    /// In a folder of its own.
    pub fn new(files: &[(&str, &str)]) -> Self {
        let own = tempfile::tempdir().unwrap();
        let made = Self::within(own.path(), files);
        Self { _own: Some(own), ..made }
    }

    /// In this folder, which is made.
    pub fn within(folder: &Path, files: &[(&str, &str)]) -> Self {
        std::fs::create_dir_all(folder).unwrap();
        let new = Self { folder: folder.to_owned(), _own: None };
        new.git(&["init", "-q", "-b", "main"]);
        new.write(files);
        new.commit();
        new
    }

    pub fn at(&self) -> &Path {
        &self.folder
    }

    pub fn git(&self, args: &[&str]) {
        let own = ["-c", "user.name=t", "-c", "user.email=t@example.org", "-c", "commit.gpgsign=false"];
        assert!(
            Command::new("git").current_dir(self.at()).args(own).args(args).status().unwrap().success(),
            "{args:?}"
        );
    }

    pub fn write(&self, files: &[(&str, &str)]) {
        for (path, text) in files {
            let path = self.at().join(path);
            std::fs::create_dir_all(path.parent().unwrap()).unwrap();
            std::fs::write(path, text).unwrap();
        }
    }

    pub fn commit(&self) {
        self.git(&["add", "."]);
        self.git(&["commit", "-qm", "x", "--allow-empty"]);
    }
}
