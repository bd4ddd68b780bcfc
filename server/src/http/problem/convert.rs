//! From the domain's errors to statuses.

use super::ApiError;
use axum::http::{StatusCode, header};
use domain::AppError;

/// Seconds after which a client may try again when a part of the server is away.
const RETRY_SECONDS: u64 = 5;

impl From<AppError> for ApiError {
    fn from(error: AppError) -> Self {
        let code = error.code();
        let plain = Self::new(status(&error), code, error.to_string());
        match error {
            AppError::Unauthenticated => plain.with_header(header::WWW_AUTHENTICATE, "Bearer realm=\"change-mgmt\""),
            AppError::Blocked(reasons) => Self { reasons, ..plain },
            AppError::Invalid(problems) => Self { problems, ..plain },
            AppError::TooMany(seconds) => plain.with_header(header::RETRY_AFTER, seconds.to_string()),
            AppError::Unavailable(_) => plain.with_header(header::RETRY_AFTER, RETRY_SECONDS.to_string()),
            AppError::Denied(_) | AppError::NotFound(_) | AppError::Conflict(_) | AppError::Internal(_) => plain,
        }
    }
}

/// The status of an error.
pub fn status(error: &AppError) -> StatusCode {
    match error {
        AppError::Unauthenticated => StatusCode::UNAUTHORIZED,
        AppError::Denied(_) => StatusCode::FORBIDDEN,
        AppError::NotFound(_) => StatusCode::NOT_FOUND,
        AppError::Conflict(_) | AppError::Blocked(_) => StatusCode::CONFLICT,
        AppError::Invalid(_) => StatusCode::UNPROCESSABLE_ENTITY,
        AppError::TooMany(_) => StatusCode::TOO_MANY_REQUESTS,
        AppError::Unavailable(_) => StatusCode::SERVICE_UNAVAILABLE,
        AppError::Internal(_) => StatusCode::INTERNAL_SERVER_ERROR,
    }
}

/// Code and text for an error that the framework made.
pub(super) fn of_status(status: StatusCode) -> ApiError {
    let (code, detail) = match status {
        StatusCode::NOT_FOUND => ("not-found", "Nothing stands at this address."),
        StatusCode::METHOD_NOT_ALLOWED => {
            ("method-not-allowed", "This address does not know the method; `Allow` lists those it knows.")
        }
        StatusCode::PAYLOAD_TOO_LARGE => ("too-large", "The request's body is too large."),
        StatusCode::UNSUPPORTED_MEDIA_TYPE => ("unsupported-media-type", "The address does not take this media type."),
        StatusCode::REQUEST_TIMEOUT => ("timeout", "The request took too long and was given up."),
        s if s.is_server_error() => ("internal", "Something went wrong on the server."),
        _ => ("malformed", "The request cannot be read."),
    };
    ApiError::new(status, code, detail)
}
