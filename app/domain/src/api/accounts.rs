//! People, their sessions and their tokens.

use crate::access::Actor;
use crate::error::AppResult;
use crate::words::{Origin, Role, Scope};
use async_trait::async_trait;
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};
use uuid::Uuid;

/// What a person types to sign in.
#[derive(Clone, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Credentials {
    /// User name.
    pub name: String,
    /// Password.
    pub password: String,
}

/// A new session; `secret` goes into the cookie and is stored hashed only.
#[derive(Clone, PartialEq, Eq)]
pub struct Session {
    /// Cookie value.
    pub secret: String,
    /// When it ends.
    pub expires_at: DateTime<Utc>,
    /// Whose it is.
    pub user: String,
}

/// A session as its owner sees it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct SessionInfo {
    /// Id to end it by.
    pub id: Uuid,
    /// Browser's own description.
    pub agent: String,
    /// Signed in.
    pub created_at: DateTime<Utc>,
    /// Last request, to the minute.
    pub last_seen_at: DateTime<Utc>,
    /// The one in use.
    pub current: bool,
}

/// The signed-in person.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct Me {
    /// User name.
    pub name: String,
    /// For people.
    pub display_name: String,
    /// Administers the server.
    pub admin: bool,
    /// Roles by project key.
    pub roles: BTreeMap<String, BTreeSet<Role>>,
    /// Scopes of the token in use, `None` in a browser.
    pub scopes: Option<BTreeSet<Scope>>,
}

/// A user as administrators see them.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct UserInfo {
    /// User name: 1 to 40 lower-case letters, digits, `.`, `-`, `_`.
    pub name: String,
    /// For people.
    pub display_name: String,
    /// Address for notifications.
    pub email: Option<String>,
    /// Administers the server.
    pub admin: bool,
    /// May not sign in.
    pub disabled: bool,
    /// Roles by project key.
    pub roles: BTreeMap<String, BTreeSet<Role>>,
    /// Since when.
    pub created_at: DateTime<Utc>,
    /// Counts edits.
    pub version: i64,
}

/// A person as everybody who works with them sees them.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct KnownPerson {
    /// For people.
    pub display_name: String,
    /// Keys of the projects they have a role in, of those the viewer sees.
    pub projects: BTreeSet<String>,
}

/// A new user.
#[derive(Clone, PartialEq, Eq, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct NewUser {
    /// User name.
    pub name: String,
    /// For people.
    pub display_name: String,
    /// Address.
    #[serde(default)]
    pub email: Option<String>,
    /// At least 12 characters; without one the user gets a one-time link.
    #[serde(default)]
    pub password: Option<String>,
    /// Administers the server.
    #[serde(default)]
    pub admin: bool,
    /// Roles by project key.
    #[serde(default)]
    pub roles: BTreeMap<String, BTreeSet<Role>>,
}

/// What to alter of a user; `None` leaves it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase", deny_unknown_fields, default)]
pub struct UserUpdate {
    /// For people.
    pub display_name: Option<String>,
    /// Administers the server.
    pub admin: Option<bool>,
    /// May not sign in; ends all sessions and stops all tokens.
    pub disabled: Option<bool>,
    /// Replaces the roles in these projects.
    pub roles: Option<BTreeMap<String, BTreeSet<Role>>>,
}

/// A new token.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct NewToken {
    /// What it is for.
    pub name: String,
    /// What it may do.
    pub scopes: BTreeSet<Scope>,
    /// Days until it expires, 1 to 366; 90 if left out.
    #[serde(default)]
    pub days: Option<u32>,
}

/// A token as its owner sees it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct TokenInfo {
    /// Id to revoke it by.
    pub id: Uuid,
    /// What it is for.
    pub name: String,
    /// What it may do.
    pub scopes: BTreeSet<Scope>,
    /// Made.
    pub created_at: DateTime<Utc>,
    /// Ends.
    pub expires_at: DateTime<Utc>,
    /// Last use, to the minute.
    pub last_used_at: Option<DateTime<Utc>>,
}

/// A token with its secret, shown once.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct SecretToken {
    /// The token.
    #[serde(flatten)]
    pub info: TokenInfo,
    /// `cmt_…`; cannot be read again.
    pub secret: String,
}

/// A sample person offered on the sign-in page when sample data are loaded.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct SampleUser {
    /// User name.
    pub name: String,
    /// For people.
    pub display_name: String,
    /// Role they stand for.
    pub role: Role,
}

/// Use cases on people. Secrets are never logged.
#[async_trait]
pub trait Accounts {
    /// Who holds this session secret; anonymous if nobody does.
    async fn actor_of_session(&self, secret: &str, origin: Origin) -> AppResult<Actor>;
    /// Who holds this token.
    async fn actor_of_token(&self, secret: &str, origin: Origin) -> AppResult<Actor>;
    /// Starts a session. Throttled by user name and by `peer` (the client's address).
    async fn sign_in(&self, credentials: &Credentials, peer: &str, agent: &str) -> AppResult<Session>;
    /// Sample people, only while sample data are loaded.
    async fn sample_users(&self) -> AppResult<Vec<SampleUser>>;
    /// Starts a session of a sample person.
    async fn sign_in_sample(&self, name: &str, agent: &str) -> AppResult<Session>;
    /// Whether a one-time link still works: neither used nor expired nor replaced by a newer one.
    async fn link_works(&self, link: &str) -> AppResult<bool>;
    /// Starts a session by a one-time link and sets the password.
    async fn redeem_link(&self, link: &str, password: &str, agent: &str) -> AppResult<Session>;
    /// Ends the session.
    async fn sign_out(&self, secret: &str) -> AppResult<()>;
    /// Ends all sessions of the actor.
    async fn sign_out_everywhere(&self, actor: &Actor) -> AppResult<()>;
    /// The actor's sessions.
    async fn sessions(&self, actor: &Actor, current_secret: &str) -> AppResult<Vec<SessionInfo>>;
    /// Sets the actor's password; ends the other sessions.
    async fn change_password(&self, actor: &Actor, current: &str, new: &str, current_secret: &str) -> AppResult<()>;
    /// The actor.
    async fn me(&self, actor: &Actor) -> AppResult<Me>;
    /// Those who share a project with the actor, and the server's administrators, by user name.
    async fn people(&self, actor: &Actor) -> AppResult<BTreeMap<String, KnownPerson>>;
    /// All users, by name. Administrators.
    async fn users(&self, actor: &Actor) -> AppResult<Vec<UserInfo>>;
    /// Makes a user; the second part is the path of a one-time link where no password was given. Administrators.
    async fn create_user(&self, actor: &Actor, user: &NewUser) -> AppResult<(UserInfo, Option<String>)>;
    /// Alters a user; `expected` is the version the actor saw, a newer one is a conflict. Administrators.
    async fn update_user(
        &self,
        actor: &Actor,
        name: &str,
        expected: Option<i64>,
        update: &UserUpdate,
    ) -> AppResult<UserInfo>;
    /// The actor's tokens.
    async fn tokens(&self, actor: &Actor) -> AppResult<Vec<TokenInfo>>;
    /// Makes a token for the actor; never with more than the actor's own scopes.
    async fn create_token(&self, actor: &Actor, token: &NewToken) -> AppResult<SecretToken>;
    /// Revokes one of the actor's tokens.
    async fn revoke_token(&self, actor: &Actor, id: Uuid) -> AppResult<()>;
}
