//! The query of an address: known names only, each read once.

use crate::http::problem::{ApiError, ApiResult};
use axum::extract::{FromRequestParts, Query};
use axum::http::request::Parts;
use domain::Problem;
use std::fmt::Display;
use std::str::FromStr;

/// The parameters. Take what is known, then call [`Params::finish`].
pub struct Params {
    pairs: Vec<(String, String)>,
    problems: Vec<Problem>,
}

impl<S: Send + Sync> FromRequestParts<S> for Params {
    type Rejection = ApiError;
    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, ApiError> {
        let Query(pairs) = Query::<Vec<(String, String)>>::from_request_parts(parts, state)
            .await
            .map_err(|_| ApiError::malformed("The part of the address behind `?` cannot be read."))?;
        Ok(Self { pairs, problems: Vec::new() })
    }
}

impl Params {
    fn values(&mut self, name: &str) -> Vec<String> {
        self.pairs.extract_if(.., |(n, _)| n == name).map(|(_, v)| v).collect()
    }
    fn problem(&mut self, name: &str, code: &str, message: String) {
        self.problems.push(Problem::new(format!("?{name}"), code, message));
    }

    /// A parameter that may stand once; an empty one counts as left out.
    pub fn one(&mut self, name: &str) -> Option<String> {
        let mut values = self.values(name);
        if values.len() > 1 {
            self.problem(name, "parameter.repeated", format!("Give `{name}` once."));
        }
        values.pop().filter(|v| !v.is_empty())
    }

    /// The same, read as something.
    pub fn parsed<T: FromStr>(&mut self, name: &str, what: &str) -> Option<T> {
        let value = self.one(name)?;
        let parsed = value.parse().ok();
        if parsed.is_none() {
            self.problem(name, "parameter.value", format!("`{name}` must be {what}."));
        }
        parsed
    }

    /// A list: repeated, or separated by commas.
    pub fn many<T: FromStr<Err: Display>>(&mut self, name: &str) -> Vec<T> {
        let values = self.values(name);
        let mut out = Vec::new();
        for value in values.iter().flat_map(|v| v.split(',')).map(str::trim).filter(|v| !v.is_empty()) {
            match value.parse() {
                Ok(v) => out.push(v),
                Err(e) => self.problem(name, "parameter.value", format!("`{name}`: {e}.")),
            }
        }
        out
    }

    /// Records a value that is refused later on.
    pub fn refuse(&mut self, name: &str, message: impl Into<String>) {
        self.problem(name, "parameter.value", message.into());
    }

    /// Refuses what was not taken.
    ///
    /// # Errors
    /// 400 with everything that is wrong.
    pub fn finish(mut self) -> ApiResult<()> {
        for (name, _) in std::mem::take(&mut self.pairs) {
            let short: String = name.chars().take(60).collect();
            self.problem(&short, "parameter.unknown", format!("`{short}` is not a parameter of this address."));
        }
        if self.problems.is_empty() { Ok(()) } else { Err(ApiError::parameters(self.problems)) }
    }
}
