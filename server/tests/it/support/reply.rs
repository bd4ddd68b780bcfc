//! An answer, read whole.

use reqwest::Response;
use serde_json::Value;

pub struct Reply {
    pub status: u16,
    pub headers: reqwest::header::HeaderMap,
    pub text: String,
}

impl Reply {
    pub async fn of(response: Response) -> Self {
        Self {
            status: response.status().as_u16(),
            headers: response.headers().clone(),
            text: response.text().await.unwrap(),
        }
    }
    pub fn header(&self, name: &str) -> &str {
        self.headers.get(name).map_or("", |v| v.to_str().unwrap())
    }
    pub fn json(&self) -> Value {
        serde_json::from_str(&self.text).unwrap_or_else(|e| panic!("{e}: {} {}", self.status, self.text))
    }
    /// The body, after a check of the status.
    #[track_caller]
    pub fn expect(&self, status: u16) -> Value {
        assert_eq!(self.status, status, "{}", self.text);
        if self.text.is_empty() { Value::Null } else { self.json() }
    }
    /// The problem, after checks of what all problems have in common.
    #[track_caller]
    pub fn problem(&self, status: u16, code: &str) -> Value {
        let body = self.expect(status);
        assert_eq!(self.header("content-type"), "application/problem+json", "{body}");
        assert_eq!(
            (body["status"].as_u64(), body["type"].as_str()),
            (Some(u64::from(status)), Some(format!("/problems/{code}").as_str())),
            "{body}"
        );
        assert!(
            body["title"].as_str().is_some_and(|t| !t.is_empty())
                && body["detail"].as_str().is_some_and(|t| !t.is_empty()),
            "{body}"
        );
        body
    }
}
