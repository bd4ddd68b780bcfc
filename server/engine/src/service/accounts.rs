//! The use cases on people, each a line; the work is in the files named after what it is about.

use super::{Engine, throttle};
use crate::access::authorise;
use crate::error::app;
use async_trait::async_trait;
use domain::access::Action;
use domain::api::{
    Accounts, Credentials, KnownPerson, Me, NewToken, NewUser, SampleUser, SecretToken, Session, SessionInfo,
    TokenInfo, UserInfo, UserUpdate,
};
use domain::words::Origin;
use domain::{Actor, AppResult};
use std::collections::BTreeMap;
use uuid::Uuid;

#[async_trait]
impl Accounts for Engine {
    async fn actor_of_session(&self, secret: &str, origin: Origin) -> AppResult<Actor> {
        self.session_actor(secret, origin).await
    }
    async fn actor_of_token(&self, secret: &str, origin: Origin) -> AppResult<Actor> {
        self.token_actor(secret, origin).await
    }
    async fn sign_in(&self, credentials: &Credentials, peer: &str, agent: &str) -> AppResult<Session> {
        self.password_sign_in(credentials, peer, agent).await
    }
    async fn sample_users(&self) -> AppResult<Vec<SampleUser>> {
        self.sample_people().await
    }
    async fn sign_in_sample(&self, name: &str, agent: &str) -> AppResult<Session> {
        self.sample_sign_in(name, agent).await
    }
    async fn link_works(&self, link: &str) -> AppResult<bool> {
        Ok(self.user_of_link(link).await?.is_some())
    }
    async fn redeem_link(&self, link: &str, password: &str, agent: &str) -> AppResult<Session> {
        self.use_link(link, password, agent).await
    }
    async fn sign_out(&self, secret: &str) -> AppResult<()> {
        self.end_session(secret).await
    }
    async fn sign_out_everywhere(&self, actor: &Actor) -> AppResult<()> {
        self.end_sessions(actor).await
    }
    async fn sessions(&self, actor: &Actor, current_secret: &str) -> AppResult<Vec<SessionInfo>> {
        self.own_sessions(actor, current_secret).await
    }
    async fn change_password(&self, actor: &Actor, current: &str, new: &str, current_secret: &str) -> AppResult<()> {
        self.replace_password(actor, current, new, current_secret).await
    }
    async fn me(&self, actor: &Actor) -> AppResult<Me> {
        authorise(actor, Action::Own, "", || "Account".to_owned())?;
        let a = actor.clone();
        Ok(Me { name: a.name, display_name: a.display_name, admin: a.admin, roles: a.roles, scopes: a.scopes })
    }
    async fn people(&self, actor: &Actor) -> AppResult<BTreeMap<String, KnownPerson>> {
        self.known_people(actor).await
    }
    async fn users(&self, actor: &Actor) -> AppResult<Vec<UserInfo>> {
        self.all_users(actor).await
    }
    async fn create_user(&self, actor: &Actor, user: &NewUser) -> AppResult<(UserInfo, Option<String>)> {
        self.new_user(actor, user).await
    }
    async fn update_user(
        &self,
        actor: &Actor,
        name: &str,
        expected: Option<i64>,
        update: &UserUpdate,
    ) -> AppResult<UserInfo> {
        self.alter_user(actor, name, expected, update).await
    }
    async fn tokens(&self, actor: &Actor) -> AppResult<Vec<TokenInfo>> {
        self.own_tokens(actor).await
    }
    async fn create_token(&self, actor: &Actor, token: &NewToken) -> AppResult<SecretToken> {
        self.new_token(actor, token).await
    }
    async fn revoke_token(&self, actor: &Actor, id: Uuid) -> AppResult<()> {
        self.end_token(actor, id).await
    }
}

impl Engine {
    /// Deletes expired sessions and links and failures that no longer count; how many rows. Safe at any time.
    ///
    /// # Errors
    /// Those of the database.
    pub async fn sweep_accounts(&self) -> AppResult<u64> {
        let now = self.clock.now();
        let mut conn = self.store.connection().await.map_err(app)?;
        let sessions = store::sessions::sweep(&mut conn, now).await.map_err(app)?;
        let links = store::links::sweep(&mut conn, now).await.map_err(app)?;
        Ok(sessions + links + store::throttle::sweep(&mut conn, now - throttle::WINDOW).await.map_err(app)?)
    }
}
