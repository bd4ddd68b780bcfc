//! The domain's error as a server function's error.

use crate::ui::{AsFailure, Failure};
use crate::wire::Tree;
use domain::AppError;
use leptos::prelude::{FromServerFnError, ServerFnErrorErr};
use serde::{Deserialize, Serialize};

/// What a server function can fail with.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, thiserror::Error)]
#[error(transparent)]
pub struct UiError(#[from] pub AppError);

impl FromServerFnError for UiError {
    type Encoder = Tree;
    fn from_server_fn_error(error: ServerFnErrorErr) -> Self {
        Self(match error {
            ServerFnErrorErr::Request(_) => {
                AppError::Unavailable("The server does not answer. Check the connection and try again.".to_owned())
            }
            ServerFnErrorErr::Deserialization(m) | ServerFnErrorErr::Args(m) | ServerFnErrorErr::MissingArg(m) => {
                AppError::invalid("", "request.malformed", m)
            }
            other => AppError::Internal(other.to_string()),
        })
    }
}

/// Result of every server function.
pub type UiResult<T> = Result<T, UiError>;

impl AsFailure for UiError {
    fn as_failure(&self) -> Failure {
        match &self.0 {
            AppError::Unauthenticated => Failure::SignedOut,
            AppError::Denied(reason) => Failure::Denied(reason.clone()),
            AppError::NotFound(what) => Failure::NotFound(what.clone()),
            AppError::Unavailable(message) => Failure::Unavailable(message.clone()),
            AppError::Internal(reference) => Failure::Internal(reference.clone()),
            refused => Failure::Refused(refused.to_string()),
        }
    }
}
