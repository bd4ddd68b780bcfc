//! What is asked of a branch before it is taken.

use super::Engine;
use crate::access::authorise;
use crate::error::app;
use domain::access::Action;
use domain::api::ChangeRef;
use domain::change::{ChangeState, Command, Context, decide};
use domain::{Actor, AppError, AppResult};
use std::sync::Arc;
use std::time::Duration;
use store::{Tx, changes, projects};

/// How long somebody who names a branch waits for the repository. If it takes longer, the run says what is wrong.
const PATIENCE: Duration = Duration::from_secs(2);
/// Most branches that are offered in place of one that is not there.
const OFFERED: usize = 5;

impl Engine {
    /// Refuses a branch that the repository does not have, if that can be told quickly.
    pub(super) async fn check_branch(&self, actor: &Actor, change: ChangeRef, command: &Command) -> AppResult<()> {
        let (Command::SetBranch { branch, .. }, Some(repositories)) = (command, &self.repositories) else {
            return Ok(());
        };
        let (repository, branch) = {
            let mut tx = self.store.begin().await.map_err(app)?;
            let state = changes::load(&mut tx, change, false).await.map_err(app)?;
            authorise(actor, Action::Change(&state, command), &state.request.project, || change.to_string())?;
            let config = projects::config(&mut tx, &state.request.project).await.map_err(app)?;
            // What is refused in any case is not worth a question to the repository.
            decide(&state, command, &Context { actor, now: self.clock.now(), project: &config, documents: &[] })?;
            let Some(repository) = config.repository else { return Ok(()) };
            (repository, branch.trim().to_owned())
        };
        let repositories = Arc::clone(repositories);
        let read = tokio::task::spawn_blocking(move || repositories.branches(&repository));
        match tokio::time::timeout(PATIENCE, read).await {
            Ok(Ok(Ok(all))) if !all.contains(&branch) => Err(unknown(&branch, &all)),
            // It is there; or the repository is away, which the run tells.
            _ => Ok(()),
        }
    }

    /// Two changes on one branch would each be judged by what the other does.
    pub(super) async fn check_branch_is_free(&self, tx: &mut Tx, before: &ChangeState, branch: &str) -> AppResult<()> {
        let r = &before.request;
        // The database keeps no such text, and so no such branch.
        if branch.contains('\0') {
            return Ok(());
        }
        match changes::on_branch(tx, &r.project, branch.trim(), r.id).await.map_err(app)? {
            Some(number) => Err(AppError::Conflict(format!(
                "CHG-{number} is on the branch {} already. Two changes on one branch cannot be told apart; name another \
                 branch, or take it off CHG-{number} first.",
                branch.trim()
            ))),
            None => Ok(()),
        }
    }
}

fn unknown(branch: &str, all: &[String]) -> AppError {
    let near = similar(branch, all);
    let offered = match near.as_slice() {
        [] => " Push it first.".to_owned(),
        near => format!(" Push it first, or name one that is there: {}.", near.join(", ")),
    };
    AppError::invalid("/branch", "branch.unknown", format!("The repository has no branch `{branch}`.{offered}"))
}

/// The names most like this one, best first.
fn similar<'a>(wanted: &str, all: &'a [String]) -> Vec<&'a str> {
    let wanted = wanted.to_lowercase();
    let mut ranked: Vec<(usize, &str)> =
        all.iter().map(|name| (distance(&wanted, &name.to_lowercase()), name.as_str())).collect();
    ranked.sort();
    ranked.dedup();
    ranked.into_iter().take(OFFERED).map(|(_, name)| name).collect()
}

/// How many letters have to be put in, taken out or replaced; less where one name holds the other.
fn distance(a: &str, b: &str) -> usize {
    if a.contains(b) || b.contains(a) {
        return 1;
    }
    let (a, b): (Vec<char>, Vec<char>) = (a.chars().take(250).collect(), b.chars().take(250).collect());
    let mut row: Vec<usize> = (0..=b.len()).collect();
    for (i, x) in a.iter().enumerate() {
        let mut corner = i;
        let mut left = i + 1;
        for (cell, y) in row.iter_mut().skip(1).zip(&b) {
            let best = (corner + usize::from(x != y)).min(*cell + 1).min(left + 1);
            corner = std::mem::replace(cell, best);
            left = best;
        }
        if let Some(first) = row.first_mut() {
            *first = i + 1;
        }
    }
    row.last().copied().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn letters_are_counted() {
        for (a, b, n) in
            [("", "", 1), ("kitten", "sitting", 3), ("feature/a", "feature/b", 1), ("abc", "xyz", 3), ("ab", "ba", 2)]
        {
            assert_eq!(distance(a, b), n, "{a} {b}");
            assert_eq!(distance(b, a), n, "{b} {a}");
        }
    }

    #[test]
    fn the_nearest_are_offered_and_no_more_than_five() {
        let all: Vec<String> =
            ["main", "feature/locale", "feature/local", "fix/typo", "release/1", "wide", "wider", "locale"]
                .map(str::to_owned)
                .to_vec();
        let near = similar("feature/locales", &all);
        assert_eq!(near.len(), 5);
        assert_eq!(near[..3], ["feature/local", "feature/locale", "locale"]);
        let AppError::Invalid(problems) = unknown("x", &[]) else { panic!("another error") };
        assert_eq!((problems[0].pointer.as_str(), problems[0].code.as_str()), ("/branch", "branch.unknown"));
    }
}
