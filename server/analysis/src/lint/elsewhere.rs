//! What other files than the migrations say of the database.

use crate::history::{Defect, History, Layout, in_code};
use crate::{Files, Text};
use std::cell::OnceCell;
use std::collections::HashSet;

/// The history does not tell everything: files of it are not read, or are no SQL.
pub(super) fn is_partial(history: &History, files: &Files, folder: &str) -> bool {
    let unread = history.defects.iter().any(|(_, defect)| *defect != Defect::Orphan);
    // The order of the files is a guess, or is written in other files.
    let unsure = matches!(history.layout, Layout::Plain | Layout::Liquibase);
    unread || unsure || !in_code(files, &Files::default(), folder, history, history).is_empty()
}

/// Names in SQL beside the migrations: another service's, a dump, a script for tests. They are read when they are
/// asked for the first time, which is seldom.
pub(super) struct Elsewhere<'a> {
    files: &'a Files,
    folder: &'a str,
    beside: HashSet<String>,
    names: OnceCell<HashSet<String>>,
}

impl<'a> Elsewhere<'a> {
    /// `beside` are files of the folder that are no migrations.
    pub(super) fn new(files: &'a Files, folder: &'a str, beside: &[String]) -> Self {
        Self { files, folder, beside: beside.iter().cloned().collect(), names: OnceCell::new() }
    }

    /// A script that is no migration of this history may make what is called so.
    pub(super) fn mentions(&self, name: &str) -> bool {
        self.names.get_or_init(|| self.read()).contains(name)
    }

    fn read(&self) -> HashSet<String> {
        let own = self.files.under(self.folder).map(|(path, _)| path).filter(|path| !self.beside.contains(*path));
        let own: HashSet<&str> = own.collect();
        let scripts = self.files.iter().filter(|(path, _)| path.ends_with(".sql") && !own.contains(path));
        let mut names = HashSet::new();
        for (_, bytes) in scripts.filter(|(_, bytes)| bytes.len() < 8 << 20) {
            let text = Text::read(bytes).text.to_lowercase();
            if ["create table", "create view", "alter table", "create or replace view", "create materialized"]
                .iter()
                .any(|words| text.contains(words))
            {
                let words = text.split(|c: char| !(c.is_alphanumeric() || c == '_'));
                names.extend(words.filter(|word| !word.is_empty()).map(str::to_owned));
            }
        }
        names
    }
}
