//! Reading requests: own extractors, so that every error is a problem with a pointer.

mod json;
mod params;
mod path;
mod preconditions;

pub use json::Json;
pub use params::Params;
pub use path::Path;
pub use preconditions::{Expected, etag, is_known};

use super::client::Client;
use super::problem::ApiError;
use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use domain::{Actor, AppError};

impl<S: Sync> FromRequestParts<S> for Client {
    type Rejection = ApiError;
    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, ApiError> {
        parts
            .extensions
            .get::<Self>()
            .cloned()
            .ok_or_else(|| AppError::Internal("no client in the request".to_owned()).into())
    }
}

/// The actor, who may be nobody: the use cases decide.
pub struct Who(pub Actor);

impl<S: Sync> FromRequestParts<S> for Who {
    type Rejection = ApiError;
    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, ApiError> {
        Client::from_request_parts(parts, state).await.map(|client| Self(client.actor))
    }
}
