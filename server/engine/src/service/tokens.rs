//! API tokens.

use super::Engine;
use super::record::Record;
use super::sessions::{USE_GRAIN, actor};
use crate::access::authorise;
use crate::error::app;
use crate::secret;
use chrono::TimeDelta;
use domain::access::Action;
use domain::api::{NewToken, SecretToken, TokenInfo};
use domain::words::{Origin, Scope};
use domain::{Actor, AppError, AppResult, Problem};
use serde_json::json;
use std::collections::BTreeSet;
use store::{commit, serving, tokens, users};
use uuid::Uuid;

const DAYS: u32 = 90;
const DAYS_MAX: u32 = 366;
/// Most tokens of one user that work at the same time.
const MOST: usize = 100;

fn problems(new: &NewToken) -> Vec<Problem> {
    let mut out = Vec::new();
    let n = new.name.trim().chars().count();
    if n == 0 || n > 100 || new.name.chars().any(char::is_control) {
        out.push(Problem::new("/name", "token.name", "Say in 1 to 100 characters what the token is for."));
    }
    if new.scopes.is_empty() {
        out.push(Problem::new("/scopes", "token.scopes", "Choose at least one scope."));
    }
    if !(1..=DAYS_MAX).contains(&new.days.unwrap_or(DAYS)) {
        out.push(Problem::new("/days", "token.days", format!("Let the token expire after 1 to {DAYS_MAX} days.")));
    }
    out
}

impl Engine {
    /// Checks that the actor may alter their own account: a token needs the scope `write`.
    pub(super) fn own(&self, actor: &Actor) -> AppResult<()> {
        authorise(actor, Action::Own, "", || "Account".to_owned())?;
        match &actor.scopes {
            Some(scopes) if !scopes.contains(&Scope::Write) => {
                Err(AppError::Denied("This token lacks the scope `write`.".to_owned()))
            }
            _ => Ok(()),
        }
    }

    pub(super) async fn token_actor(&self, given: &str, origin: Origin) -> AppResult<Actor> {
        if !given.starts_with(secret::TOKEN_PREFIX) {
            return Err(AppError::Unauthenticated);
        }
        let now = self.clock.now();
        let mut conn = self.store.connection().await.map_err(app)?;
        let found = tokens::find(&mut conn, &secret::hash(given), now, self.settings.sample).await.map_err(app)?;
        let found = found.ok_or(AppError::Unauthenticated)?;
        if found.last_used_at.is_none_or(|at| now - at >= USE_GRAIN) {
            tokens::touch(&mut conn, found.id, now).await.map_err(app)?;
        }
        Ok(Actor { scopes: Some(found.scopes), ..actor(found.account, origin) })
    }

    pub(super) async fn own_tokens(&self, actor: &Actor) -> AppResult<Vec<TokenInfo>> {
        authorise(actor, Action::Own, "", || "Account".to_owned())?;
        let mut conn = self.store.connection().await.map_err(app)?;
        tokens::list(&mut conn, &actor.name, self.clock.now()).await.map_err(app)
    }

    pub(super) async fn new_token(&self, actor: &Actor, new: &NewToken) -> AppResult<SecretToken> {
        self.own(actor)?;
        if let Some(excess) = actor.scopes.as_ref().and_then(|own| new.scopes.difference(own).next()) {
            return Err(AppError::Denied(format!(
                "This token lacks the scope `{excess}`, so it cannot give it to another one."
            )));
        }
        self.make_token(actor, &actor.name, new).await
    }

    async fn make_token(&self, actor: &Actor, user: &str, new: &NewToken) -> AppResult<SecretToken> {
        let problems = problems(new);
        if !problems.is_empty() {
            return Err(AppError::Invalid(problems));
        }
        let now = self.clock.now();
        let secret = format!("{}{}", secret::TOKEN_PREFIX, secret::fresh());
        let info = TokenInfo {
            id: self.clock.id(),
            name: new.name.trim().to_owned(),
            scopes: new.scopes.clone(),
            created_at: now,
            expires_at: now + TimeDelta::days(i64::from(new.days.unwrap_or(DAYS))),
            last_used_at: None,
        };
        let mut tx = self.store.begin().await.map_err(app)?;
        let details =
            json!({ "token": info.id, "name": info.name, "scopes": info.scopes, "expiresAt": info.expires_at });
        self.record(&mut tx, actor, now, Record::of_user(user, "token.created", details)).await?;
        if tokens::list(&mut tx, user, now).await.map_err(app)?.len() >= MOST {
            return Err(AppError::Conflict(format!("There are {MOST} tokens already. Revoke one first.")));
        }
        tokens::insert(&mut tx, user, &secret::hash(&secret), &info).await.map_err(app)?;
        commit(tx).await.map_err(app)?;
        Ok(SecretToken { info, secret })
    }

    pub(super) async fn end_token(&self, actor: &Actor, id: Uuid) -> AppResult<()> {
        authorise(actor, Action::Own, "", || "Account".to_owned())?;
        let now = self.clock.now();
        let mut tx = self.store.begin().await.map_err(app)?;
        // Any token can end itself, and with it those that may do no more than it does.
        let lesser =
            |all: Vec<TokenInfo>, own: &BTreeSet<Scope>| all.iter().any(|t| t.id == id && t.scopes.is_subset(own));
        match &actor.scopes {
            Some(own) if lesser(tokens::list(&mut tx, &actor.name, now).await.map_err(app)?, own) => {}
            _ => self.own(actor)?,
        }
        let name = tokens::revoke(&mut tx, &actor.name, id, now).await.map_err(app)?;
        self.record(
            &mut tx,
            actor,
            now,
            Record::of_user(&actor.name, "token.revoked", json!({ "token": id, "name": name })),
        )
        .await?;
        commit(tx).await.map_err(app)
    }

    /// A token of any user with every scope, for whoever sits at the server's own machine.
    ///
    /// # Errors
    /// `NotFound` where there is no such user, `Invalid` for the days, `Conflict` where no server would take the token.
    pub async fn token_for(&self, user_name: &str, days: u32) -> AppResult<SecretToken> {
        let mut conn = self.store.connection().await.map_err(app)?;
        let user = users::get(&mut conn, user_name).await.map_err(app)?;
        if user.disabled {
            return Err(AppError::Conflict(format!(
                "`{user_name}` is disabled, so the token would be refused. Let them in again first: change-mgmt admin user enable {user_name}"
            )));
        }
        let sample = users::login(&mut conn, user_name).await.map_err(app)?.is_some_and(|u| u.sample);
        if sample && serving::lets_samples_in(&mut conn).await.map_err(app)? == Some(false) {
            return Err(AppError::Conflict(format!(
                "`{user_name}` is one of the sample people, and the server runs without --sample: it would refuse the token. \
                 Start it with --sample, or name one of your own users."
            )));
        }
        drop(conn);
        let new = NewToken {
            name: "made on the server".to_owned(),
            scopes: Scope::ALL.iter().copied().collect(),
            days: Some(days),
        };
        self.make_token(&Actor::system(), &user.name, &new).await
    }
}
