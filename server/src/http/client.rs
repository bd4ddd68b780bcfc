//! Who asks: the actor, and how they proved it.

use super::state::HttpState;
use domain::access::Actor;
use domain::api::Api;
use domain::words::Origin;
use domain::{AppError, AppResult};

/// How the actor proved who they are. Never logged.
#[derive(Clone)]
pub enum Credential {
    /// Not at all.
    Nobody,
    /// Secret of the session cookie.
    Session(String),
    /// API token.
    Token(String),
}

/// The client of a request.
#[derive(Clone)]
pub struct Client {
    /// Who; anonymous if nobody is signed in.
    pub actor: Actor,
    /// The proof.
    pub credential: Credential,
    /// Address.
    pub peer: String,
    /// Own description, at most 300 characters.
    pub agent: String,
}

impl Client {
    /// The session's secret, where a cookie was sent.
    pub fn session(&self) -> Option<&str> {
        match &self.credential {
            Credential::Session(secret) => Some(secret),
            Credential::Nobody | Credential::Token(_) => None,
        }
    }

    /// Reads the actor's rights again.
    ///
    /// # Errors
    /// `Unauthenticated` once the proof no longer holds; `Unavailable`.
    pub async fn refresh(&self, state: &HttpState) -> AppResult<Actor> {
        let actor = self.credential.actor(state.api.as_ref(), self.actor.origin).await?;
        if actor.is_anonymous() { Err(AppError::Unauthenticated) } else { Ok(actor) }
    }
}

impl Credential {
    /// Who it belongs to; anonymous for nobody and for a session that ended.
    ///
    /// # Errors
    /// `Unauthenticated` for a token that does not hold; `Unavailable`.
    pub async fn actor(&self, api: &dyn Api, origin: Origin) -> AppResult<Actor> {
        match self {
            Self::Nobody => Ok(Actor::anonymous(origin)),
            Self::Session(secret) => api.actor_of_session(secret, origin).await,
            Self::Token(secret) => {
                let actor = api.actor_of_token(secret, origin).await?;
                if actor.is_anonymous() { Err(AppError::Unauthenticated) } else { Ok(actor) }
            }
        }
    }
}
