//! From the store's failures to the error people see.

use domain::AppError;
use store::StoreError;

/// Logs what must not be shown and gives it an id.
pub fn app(error: StoreError) -> AppError {
    match error {
        StoreError::NotFound(what) => AppError::NotFound(what),
        StoreError::Conflict(why) => AppError::Conflict(why),
        StoreError::Invalid(pointer, code, message) => AppError::invalid(&pointer, &code, message),
        StoreError::Unavailable(cause) => {
            tracing::warn!(%cause, "the database does not answer");
            AppError::Unavailable(
                "The database does not answer right now. Nothing was changed; try again shortly.".to_owned(),
            )
        }
        StoreError::Full(cause) => {
            tracing::error!(%cause, "the database cannot write");
            AppError::Unavailable(
                "The database's disk is full or failing. Nothing was changed; somebody has to free space on the server."
                    .to_owned(),
            )
        }
        StoreError::Internal(cause) => {
            let id = uuid::Uuid::now_v7().to_string();
            tracing::error!(%id, %cause, "store failure");
            AppError::Internal(id)
        }
    }
}
