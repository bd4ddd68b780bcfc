//! What is wrong with a project's rules.

use super::ProjectConfig;
use crate::error::Problem;
use std::collections::{BTreeMap, BTreeSet};

impl ProjectConfig {
    /// What is wrong with it.
    pub fn problems(&self) -> Vec<Problem> {
        let mut out = Vec::new();
        let key_ok = !self.key.is_empty()
            && self.key.len() <= 40
            && self.key.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-')
            && !self.key.starts_with('-');
        if !key_ok {
            out.push(Problem::new(
                "/key",
                "project.key",
                "Use 1 to 40 lower-case letters, digits and hyphens for the key.",
            ));
        }
        if self.name.trim().is_empty() {
            out.push(Problem::new("/name", "project.name", "Give the project a name."));
        }
        if let Some(address) = self.repository.as_deref()
            && !super::repository::is_folder(address)
            && !super::repository::is_remote(address)
        {
            out.push(Problem::new(
                "/repository",
                "project.repository",
                "Name a folder among the server's repositories (e.g. `shop`), or an https or ssh address.",
            ));
        }
        if self.repository.as_deref().is_some_and(super::repository::has_password) {
            out.push(Problem::new(
                "/repository",
                "project.repository-password",
                "Leave the password out of the address: everybody who sees the project sees it. The server signs in with \
                 git's own credentials (a credential helper, or an ssh key).",
            ));
        }
        let teams: BTreeSet<&str> = self.teams.iter().map(|t| t.name.as_str()).collect();
        let mut team = |pointer: String, name: &str| {
            if !teams.contains(name) {
                out.push(Problem::new(
                    pointer,
                    "project.team",
                    format!("Team `{name}` is not in the list of teams; add it or name another."),
                ));
            }
        };
        team("/defaultTeam".to_owned(), &self.default_team);
        for (i, c) in self.components.iter().enumerate() {
            team(format!("/components/{i}/team"), &c.team);
        }
        for (i, r) in self.routing.iter().enumerate() {
            team(format!("/routing/{i}/team"), &r.team);
        }
        if self.components.is_empty() {
            out.push(Problem::new("/components", "project.components", "List at least one component."));
        }
        let standard = |id: &str| crate::workflow::DEFINITIONS.iter().any(|d| d.id == id);
        let mut named: BTreeMap<&str, usize> = BTreeMap::new();
        for step in &self.workflow.steps {
            *named.entry(&step.id).or_default() += 1;
        }
        for (i, s) in self.workflow.steps.iter().enumerate() {
            if standard(&s.id) || named.get(s.id.as_str()).is_some_and(|count| *count > 1) {
                out.push(Problem::new(
                    format!("/workflow/steps/{i}/id"),
                    "project.step",
                    format!("Step `{}` exists already; choose another id.", s.id),
                ));
            }
            for r in &s.requires {
                if !standard(r) {
                    out.push(Problem::new(
                        format!("/workflow/steps/{i}/requires"),
                        "project.step",
                        format!("`{r}` is not a step of the standard workflow."),
                    ));
                }
            }
        }
        out.extend(self.owner_problems());
        out
    }
}
