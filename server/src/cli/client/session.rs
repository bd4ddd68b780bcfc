//! Signing in: a session for as long as it takes to make a token.

use super::{Client, Outcome};
use crate::cli::exit::{Failure, Refusal};
use domain::{
    api::{NewToken, SecretToken},
    words::Scope,
};
use reqwest::{Method, RequestBuilder, header};
use serde_json::json;
use std::collections::BTreeSet;
use uuid::Uuid;

impl Client {
    /// Makes a token for the person with this password; leaves no session behind.
    ///
    /// # Errors
    /// Wrong name or password, too many attempts, no server.
    pub async fn sign_in(&self, user: &str, password: &str, token: &NewToken) -> Outcome<SecretToken> {
        let request = self.plain(Method::POST, "/api/session").json(&json!({"name": user, "password": password}));
        let response = self.send(request).await.map_err(not_let_in)?;
        let cookies: Vec<&str> = response
            .headers()
            .get_all(header::SET_COOKIE)
            .iter()
            .filter_map(|v| v.to_str().ok()?.split(';').next())
            .collect();
        if cookies.is_empty() {
            return Err(Failure::Other(format!("{} did not start a session.", self.url())));
        }
        let cookie = cookies.join("; ");
        let made = self.send(self.plain(Method::POST, "/api/tokens").header(header::COOKIE, &cookie).json(token)).await;
        let ended = self.send(self.plain(Method::DELETE, "/api/session").header(header::COOKIE, &cookie)).await;
        let made = self.read(made?).await?;
        ended?;
        Ok(made)
    }

    /// Revokes a token of the same person.
    ///
    /// # Errors
    /// The server's refusal, or that there is no server.
    pub async fn revoke(&self, token: Uuid) -> Outcome {
        self.send(self.request(Method::DELETE, &format!("/api/tokens/{token}"))?).await.map(|_| ())
    }

    /// A request of a browser's kind: the server takes cookies only from its own pages.
    fn plain(&self, method: Method, path: &str) -> RequestBuilder {
        let origin = self.base.origin().ascii_serialization();
        let request = self.http.request(method, format!("{}{path}", self.url()));
        request
            .header("X-Change-Mgmt-Client", "cli")
            .header(header::ORIGIN, origin)
            .header("Sec-Fetch-Site", "same-origin")
    }
}

/// To the server a wrong password is wrong input; to whoever runs `login` it is the door that stays shut.
fn not_let_in(failure: Failure) -> Failure {
    match failure {
        Failure::Refused(refusal) if refusal.status == 422 => Failure::Refused(Box::new(Refusal {
            kind: "/problems/denied".to_owned(),
            detail: refusal.problems.first().map(|p| p.message.clone()).or(refusal.detail),
            status: refusal.status,
            ..Refusal::default()
        })),
        other => other,
    }
}

/// What a token of `login` may do, and for how long.
pub fn token_of_login(name: String, scopes: BTreeSet<Scope>, days: u32) -> NewToken {
    NewToken { name, scopes, days: Some(days) }
}
