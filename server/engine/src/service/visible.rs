//! Which projects an actor's reading covers.

use super::Engine;
use crate::access::authorise;
use crate::error::app;
use domain::access::{Action, Refusal, may};
use domain::api::ChangeRef;
use domain::change::ChangeState;
use domain::{Actor, AppError, AppResult};
use store::{Tx, changes, projects};

/// How a project is called where it does not exist or must stay hidden.
pub(super) fn project_name(key: &str) -> String {
    format!("Project `{}`", key.chars().take(60).collect::<String>())
}

/// Refuses nobody and tokens without the scope to read.
pub(super) fn reader(actor: &Actor) -> AppResult<()> {
    match may(actor, Action::View, "") {
        Err(Refusal::Anonymous) => Err(AppError::Unauthenticated),
        Err(Refusal::Denied(why)) => Err(AppError::Denied(why)),
        // Which projects are hidden is decided project by project.
        Err(Refusal::Hidden) | Ok(()) => Ok(()),
    }
}

/// Keys of the projects to read, `None` for all; `wanted` narrows it to one.
pub(super) fn visible(actor: &Actor, wanted: Option<&str>) -> AppResult<Option<Vec<String>>> {
    reader(actor)?;
    match wanted {
        Some(key) => {
            authorise(actor, Action::View, key, || project_name(key))?;
            if key.contains('\0') { Err(AppError::NotFound(project_name(key))) } else { Ok(Some(vec![key.to_owned()])) }
        }
        None if actor.admin => Ok(None),
        None => {
            Ok(Some(actor.roles.iter().filter(|(_, roles)| !roles.is_empty()).map(|(key, _)| key.clone()).collect()))
        }
    }
}

impl Engine {
    /// As [`visible`], and the project that is wanted must exist.
    pub(super) async fn visible_projects(
        &self,
        tx: &mut Tx,
        actor: &Actor,
        wanted: Option<&str>,
    ) -> AppResult<Option<Vec<String>>> {
        let keys = visible(actor, wanted)?;
        if let Some(key) = wanted
            && !projects::exists(tx, key).await.map_err(app)?
        {
            return Err(AppError::NotFound(project_name(key)));
        }
        Ok(keys)
    }

    /// A change by reference, where the actor may see it.
    pub(super) async fn visible_change(&self, tx: &mut Tx, actor: &Actor, change: ChangeRef) -> AppResult<ChangeState> {
        reader(actor)?;
        let state = changes::load(tx, change, false).await.map_err(app)?;
        authorise(actor, Action::View, &state.request.project, || change.to_string())?;
        Ok(state)
    }
}
