//! The viewer's own account.

#[cfg(feature = "ssr")]
use crate::context::{backend, respond, visit};
use crate::error::UiResult;
use crate::wire::Wire;
#[cfg(feature = "ssr")]
use domain::AppError;
#[cfg(feature = "ssr")]
use domain::api::NewToken;
use domain::api::{Me, SecretToken, SessionInfo, TokenInfo};
use domain::words::Scope;
use leptos::prelude::*;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// Everything on the account page.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Account {
    /// The viewer.
    pub me: Me,
    /// Where they are signed in.
    pub sessions: Vec<SessionInfo>,
    /// Their tokens.
    pub tokens: Vec<TokenInfo>,
}

/// The viewer's account.
#[server(prefix = "/fn", endpoint = "account", output = Wire)]
pub async fn get_account() -> UiResult<Account> {
    let (backend, visit) = (backend()?, visit()?);
    let (actor, secret) = (&visit.actor, visit.session.unwrap_or_default());
    Ok(Account {
        me: backend.me(actor).await?,
        sessions: backend.sessions(actor, &secret).await?,
        tokens: backend.tokens(actor).await?,
    })
}

/// Sets the password and ends the other sessions.
#[server(prefix = "/fn", endpoint = "change_password", output = Wire)]
pub async fn change_password(current: String, password: String, repeat: String) -> UiResult<()> {
    if password != repeat {
        return Err(AppError::invalid("/repeat", "password.repeat", "Type the same password twice.").into());
    }
    let (backend, visit) = (backend()?, visit()?);
    Ok(backend.change_password(&visit.actor, &current, &password, &visit.session.unwrap_or_default()).await?)
}

/// Ends all sessions of the viewer, this one too.
#[server(prefix = "/fn", endpoint = "sign_out_everywhere", output = Wire)]
pub async fn sign_out_everywhere() -> UiResult<()> {
    let (backend, visit, respond) = (backend()?, visit()?, respond()?);
    backend.sign_out_everywhere(&visit.actor).await?;
    respond.end_session();
    respond.redirect("/sign-in");
    Ok(())
}

/// Makes a token; its secret comes back this once.
#[server(prefix = "/fn", endpoint = "create_token", output = Wire)]
pub async fn create_token(
    name: String,
    #[server(default)] scopes: Vec<Scope>,
    #[server(default)] days: Option<u32>,
) -> UiResult<SecretToken> {
    let token = NewToken { name: name.trim().to_owned(), scopes: scopes.into_iter().collect(), days };
    Ok(backend()?.create_token(&visit()?.actor, &token).await?)
}

/// Revokes a token.
#[server(prefix = "/fn", endpoint = "revoke_token", output = Wire)]
pub async fn revoke_token(id: Uuid) -> UiResult<()> {
    Ok(backend()?.revoke_token(&visit()?.actor, id).await?)
}
