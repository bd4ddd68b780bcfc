//! Files of a change that nobody could look at.

use super::Rules;
use analysis::{Effect, Finding, Place, Severity};
use std::fmt;

/// A file that was not read: a link, which is never followed, or more than is read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unread {
    /// Its path.
    pub path: String,
    /// Why.
    pub why: String,
}

impl fmt::Display for Unread {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} ({})", self.path, self.why)
    }
}

impl Unread {
    /// From its parts.
    pub fn new(path: impl Into<String>, why: impl Into<String>) -> Self {
        Self { path: path.into(), why: why.into() }
    }

    /// Those that the base does not have as well.
    pub fn news(head: Vec<Self>, base: &[Self]) -> Vec<Self> {
        head.into_iter().filter(|one| !base.iter().any(|old| old.path == one.path)).collect()
    }

    /// Its path.
    pub(super) fn path(&self) -> &str {
        &self.path
    }

    fn is_sql(&self) -> bool {
        self.path.rsplit_once('.').is_some_and(|(_, ending)| ending.eq_ignore_ascii_case("sql"))
    }

    /// A migration tool follows the link, or runs the large file: what it does is known to nobody.
    pub(super) fn finding(&self, rules: &Rules) -> Option<Finding> {
        let folder = format!("{}/", rules.options.folder.trim_matches('/'));
        (self.is_sql() && (folder == "/" || self.path.starts_with(&folder))).then(|| Finding {
            rule: "unread-migration".to_owned(),
            severity: Severity::Error,
            effects: vec![Effect::Incomplete],
            place: Some(Place::file(self.path.clone())),
            subject: self.path.clone(),
            message: format!("{} is not read: {}.", self.path, self.why),
            why: "A migration tool may run it all the same, and nothing is known of what it does.".to_owned(),
            fix: "Put a plain file of a usual size in its place.".to_owned(),
            readers: Vec::new(),
            fingerprint: Finding::fingerprint(&["unread-migration", &self.path]),
        })
    }
}
