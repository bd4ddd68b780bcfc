//! The REST API as typed methods.

mod calls;
mod session;

use super::{
    credentials::{self, Credentials},
    exit::{Failure, Outcome, Refusal},
};
use reqwest::{Method, RequestBuilder, Response, Url};
use serde::{Serialize, de::DeserializeOwned};
use std::{error::Error, time::Duration};

pub use session::token_of_login;

/// Where a server listens unless told otherwise.
pub const DEFAULT_URL: &str = "http://127.0.0.1:3000";

/// A server, and who asks.
#[derive(Clone, Debug)]
pub struct Client {
    http: reqwest::Client,
    base: Url,
    token: Option<String>,
}

impl Client {
    /// From the options, the environment (which clap has read into them) and the credentials file.
    ///
    /// # Errors
    /// The address is no address; the credentials file is damaged.
    pub fn new(url: Option<&str>, token: Option<&str>) -> Outcome<Self> {
        let saved = credentials::path().and_then(|file| Credentials::read(&file))?;
        let url = url.or(saved.current.as_deref()).unwrap_or(DEFAULT_URL);
        let base = address(url)?;
        // A token goes to the server that gave it, and to no other.
        let kept = saved.servers.get(&name(&base)).map(|login| login.token.clone());
        let loopback = base.host_str().is_some_and(|h| h == "localhost" || h == "[::1]" || h.starts_with("127."));
        let mut http =
            reqwest::Client::builder().connect_timeout(Duration::from_secs(10)).timeout(Duration::from_secs(120));
        if loopback {
            http = http.no_proxy();
        }
        let http = http.build().map_err(|e| Failure::Other(format!("Cannot set up HTTP: {}.", cause(&e))))?;
        Ok(Self { http, base, token: token.map(str::to_owned).or(kept) })
    }

    /// The server's address, without a slash at the end.
    pub fn url(&self) -> String {
        name(&self.base)
    }

    /// A page of the web interface.
    pub fn page(&self, path: &str) -> String {
        format!("{}{path}", self.url())
    }

    /// The same server under a token.
    pub fn with_token(&self, token: &str) -> Self {
        Self { token: Some(token.to_owned()), ..self.clone() }
    }

    /// True where there is a token to send.
    pub fn has_token(&self) -> bool {
        self.token.is_some()
    }

    fn request(&self, method: Method, path: &str) -> Outcome<RequestBuilder> {
        let url = format!("{}{path}", self.url());
        let request =
            self.http.request(method, url).header("X-Change-Mgmt-Client", "cli").header("Accept", "application/json");
        Ok(match &self.token {
            Some(token) => request.bearer_auth(token),
            None => return Err(Failure::Auth(format!("You are not signed in to {}.", self.url()))),
        })
    }

    async fn send(&self, request: RequestBuilder) -> Outcome<Response> {
        let response = request.send().await.map_err(|e| self.unreachable(&e))?;
        if response.status().is_success() { Ok(response) } else { Err(refusal(response).await) }
    }

    fn unreachable(&self, error: &reqwest::Error) -> Failure {
        let cause = if error.is_timeout() { "it took too long".to_owned() } else { cause(error) };
        Failure::Unreachable { url: self.url(), cause }
    }

    async fn read<T: DeserializeOwned>(&self, response: Response) -> Outcome<T> {
        let text = response.text().await.map_err(|e| self.unreachable(&e))?;
        let mut reader = serde_json::Deserializer::from_str(&text);
        serde_path_to_error::deserialize(&mut reader).map_err(|e| {
            Failure::Other(format!(
                "{} answers in a form this program does not know (at `{}`: {}). Use the program of the server's version.",
                self.url(),
                e.path(),
                e.inner()
            ))
        })
    }

    async fn get<T: DeserializeOwned>(&self, path: &str, query: &[(&str, String)]) -> Outcome<T> {
        let response = self.send(self.request(Method::GET, path)?.query(query)).await?;
        self.read(response).await
    }

    async fn with_body<T: DeserializeOwned>(&self, method: Method, path: &str, body: &impl Serialize) -> Outcome<T> {
        let response = self.send(self.request(method, path)?.json(body)).await?;
        self.read(response).await
    }
}

async fn refusal(response: Response) -> Failure {
    let status = response.status();
    let text = response.text().await.unwrap_or_default();
    let mut refusal: Refusal = serde_json::from_str(&text).unwrap_or_default();
    refusal.status = status.as_u16();
    if refusal.title.is_empty() {
        refusal.title = format!("The server answers {status}");
    }
    Failure::Refused(Box::new(refusal))
}

fn address(text: &str) -> Outcome<Url> {
    let text = text.trim();
    // A single word is no host that anybody means; it is an option that went astray.
    let bare = !text.contains(['.', ':']) && !text.eq_ignore_ascii_case("localhost");
    let full = if text.contains("://") { text.to_owned() } else { format!("http://{text}") };
    let url = Url::parse(&full).ok().filter(|u| matches!(u.scheme(), "http" | "https") && u.has_host() && !bare);
    url.ok_or_else(|| {
        Failure::Usage(format!("`{text}` is no address of a server; write it whole, e.g. {DEFAULT_URL}."))
    })
}

fn name(url: &Url) -> String {
    url.as_str().trim_end_matches('/').to_owned()
}

/// The innermost reason: what the system said.
fn cause(error: &reqwest::Error) -> String {
    let mut inner: &dyn Error = error;
    while let Some(next) = inner.source() {
        inner = next;
    }
    inner.to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses() {
        for (text, expected) in [
            ("127.0.0.1:3000", "http://127.0.0.1:3000"),
            ("https://h/", "https://h"),
            ("http://h:8080/change/", "http://h:8080/change"),
        ] {
            assert_eq!(name(&address(text).unwrap()), expected);
        }
        for text in ["", "ftp://h", "http://", "nonsense", "a b"] {
            assert!(address(text).is_err(), "{text}");
        }
    }
}
