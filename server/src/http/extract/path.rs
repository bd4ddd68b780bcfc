//! The parts of a path.

use crate::http::problem::ApiError;
use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use domain::AppError;
use serde::de::DeserializeOwned;

/// Reads the parts of a path; what does not fit does not exist.
pub struct Path<T>(pub T);

impl<T: DeserializeOwned + Send, S: Send + Sync> FromRequestParts<S> for Path<T> {
    type Rejection = ApiError;
    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, ApiError> {
        match axum::extract::Path::<T>::from_request_parts(parts, state).await {
            Ok(axum::extract::Path(value)) => Ok(Self(value)),
            Err(_) => Err(AppError::NotFound("What this address names".to_owned()).into()),
        }
    }
}
