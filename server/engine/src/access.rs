//! From a refusal to the error people see.

use domain::access::{Action, Refusal, may};
use domain::{Actor, AppError, AppResult};

/// Checks a right; `what` names the thing where it must stay hidden.
///
/// # Errors
/// `Unauthenticated`, `NotFound` where the actor must not learn of it, `Denied` with the reason.
pub fn authorise(actor: &Actor, action: Action<'_>, project: &str, what: impl FnOnce() -> String) -> AppResult<()> {
    may(actor, action, project).map_err(|refusal| match refusal {
        Refusal::Anonymous => AppError::Unauthenticated,
        Refusal::Hidden => AppError::NotFound(what()),
        Refusal::Denied(why) => AppError::Denied(why),
    })
}
