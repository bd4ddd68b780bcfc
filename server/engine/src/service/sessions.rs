//! Sessions: who holds one, how they begin and end.

use super::Engine;
use super::record::Record;
use super::throttle;
use crate::access::authorise;
use crate::error::app;
use crate::{password, secret};
use chrono::{DateTime, TimeDelta, Utc};
use domain::access::Action;
use domain::api::{Credentials, SampleUser, Session, SessionInfo};
use domain::words::{Origin, Role};
use domain::{Actor, AppError, AppResult};
use serde_json::json;
use store::sessions::NewSession;
use store::users::Account;
use store::{Tx, commit, sessions, users};

/// Uses within this time of the last one are not written down.
pub(super) const USE_GRAIN: TimeDelta = TimeDelta::minutes(1);

pub(super) fn actor(account: Account, origin: Origin) -> Actor {
    Actor {
        name: account.name,
        display_name: account.display_name,
        admin: account.admin,
        roles: account.roles,
        scopes: None,
        origin,
    }
}

/// Somebody who is about to be signed in, for the audit trail.
pub(super) fn named(user: &str) -> Actor {
    Actor { name: user.to_owned(), ..Actor::anonymous(Origin::Web) }
}

impl Engine {
    fn session_end(&self, now: DateTime<Utc>) -> DateTime<Utc> {
        now + TimeDelta::hours(self.settings.session_hours.max(1))
    }

    pub(super) async fn session_actor(&self, secret: &str, origin: Origin) -> AppResult<Actor> {
        if secret.is_empty() {
            return Ok(Actor::anonymous(origin));
        }
        let now = self.clock.now();
        let mut conn = self.store.connection().await.map_err(app)?;
        let found = sessions::find(&mut conn, &secret::hash(secret), now, self.settings.sample).await.map_err(app)?;
        let Some(found) = found else { return Ok(Actor::anonymous(origin)) };
        if now - found.last_seen_at >= USE_GRAIN {
            sessions::touch(&mut conn, found.id, now, self.session_end(now)).await.map_err(app)?;
        }
        Ok(actor(found.account, origin))
    }

    /// Begins a session and records it.
    pub(super) async fn start_session(
        &self,
        tx: &mut Tx,
        user: &str,
        agent: &str,
        by: &str,
        now: DateTime<Utc>,
    ) -> AppResult<Session> {
        let secret = secret::fresh();
        let agent: String = agent.chars().filter(|c| !c.is_control()).take(200).collect();
        let (id, expires_at) = (self.clock.id(), self.session_end(now));
        let new = NewSession { id, secret_hash: &secret::hash(&secret), user, agent: &agent, at: now, expires_at };
        sessions::insert(tx, &new).await.map_err(app)?;
        let details = json!({ "session": id, "agent": agent, "by": by });
        self.record(tx, &named(user), now, Record::of_user(user, "session.started", details)).await?;
        Ok(Session { secret, expires_at, user: user.to_owned() })
    }

    pub(super) async fn password_sign_in(&self, given: &Credentials, peer: &str, agent: &str) -> AppResult<Session> {
        let now = self.clock.now();
        let name = given.name.trim().to_ascii_lowercase();
        let attempt = throttle::begin(self, &name, Some(peer), now).await?;
        let mut conn = self.store.connection().await.map_err(app)?;
        let known =
            if super::users::name_ok(&name) { users::login(&mut conn, &name).await.map_err(app)? } else { None };
        drop(conn);
        let stored = known.filter(|k| !k.disabled && !k.sample).and_then(|k| k.password_hash);
        if !password::verify(&given.password, stored).await? {
            tracing::info!(peer, "sign-in refused");
            return Err(AppError::invalid("/password", "credentials.wrong", "User name and password do not match."));
        }
        let mut tx = self.store.begin().await.map_err(app)?;
        throttle::succeeded(&mut tx, &attempt).await?;
        let session = self.start_session(&mut tx, &name, agent, "password", now).await?;
        commit(tx).await.map_err(app)?;
        Ok(session)
    }

    pub(super) async fn sample_people(&self) -> AppResult<Vec<SampleUser>> {
        if !self.settings.sample {
            return Ok(Vec::new());
        }
        let mut conn = self.store.connection().await.map_err(app)?;
        let mut people: Vec<SampleUser> = users::samples(&mut conn)
            .await
            .map_err(app)?
            .into_iter()
            .map(|(name, display_name, roles)| SampleUser {
                name,
                display_name,
                role: roles.last().copied().unwrap_or(Role::Viewer),
            })
            .collect();
        people.sort_by_key(|p| p.role);
        Ok(people)
    }

    pub(super) async fn sample_sign_in(&self, name: &str, agent: &str) -> AppResult<Session> {
        if !self.sample_people().await?.iter().any(|p| p.name == name) {
            return Err(AppError::Denied(
                "There is no such sample person here. Sign in with your user name and password.".to_owned(),
            ));
        }
        let mut tx = self.store.begin().await.map_err(app)?;
        let session = self.start_session(&mut tx, name, agent, "sample", self.clock.now()).await?;
        commit(tx).await.map_err(app)?;
        Ok(session)
    }

    pub(super) async fn end_session(&self, secret: &str) -> AppResult<()> {
        let mut tx = self.store.begin().await.map_err(app)?;
        if let Some(user) = sessions::delete(&mut tx, &secret::hash(secret)).await.map_err(app)? {
            self.record(&mut tx, &named(&user), self.clock.now(), Record::of_user(&user, "session.ended", json!({})))
                .await?;
        }
        commit(tx).await.map_err(app)
    }

    pub(super) async fn end_sessions(&self, actor: &Actor) -> AppResult<()> {
        self.own(actor)?;
        let mut tx = self.store.begin().await.map_err(app)?;
        let ended = sessions::delete_all(&mut tx, &actor.name, None).await.map_err(app)?;
        self.record(
            &mut tx,
            actor,
            self.clock.now(),
            Record::of_user(&actor.name, "session.all-ended", json!({ "sessions": ended })),
        )
        .await?;
        commit(tx).await.map_err(app)
    }

    pub(super) async fn own_sessions(&self, actor: &Actor, current: &str) -> AppResult<Vec<SessionInfo>> {
        authorise(actor, Action::Own, "", || "Account".to_owned())?;
        let mut conn = self.store.connection().await.map_err(app)?;
        sessions::list(&mut conn, &actor.name, &secret::hash(current), self.clock.now()).await.map_err(app)
    }

    pub(super) async fn replace_password(
        &self,
        actor: &Actor,
        current: &str,
        new: &str,
        current_secret: &str,
    ) -> AppResult<()> {
        self.own(actor)?;
        let now = self.clock.now();
        if let Some(problem) = password::problem("/new", new, &actor.name) {
            return Err(AppError::Invalid(vec![problem]));
        }
        let attempt = throttle::begin(self, &actor.name, None, now).await?;
        let mut conn = self.store.connection().await.map_err(app)?;
        let stored = users::login(&mut conn, &actor.name).await.map_err(app)?.and_then(|k| k.password_hash);
        drop(conn);
        if !password::verify(current, stored).await? {
            return Err(AppError::invalid("/current", "password.wrong", "This is not your present password."));
        }
        let hash = password::hash(new).await?;
        let mut tx = self.store.begin().await.map_err(app)?;
        throttle::succeeded(&mut tx, &attempt).await?;
        users::set_password(&mut tx, &actor.name, &hash).await.map_err(app)?;
        let ended =
            sessions::delete_all(&mut tx, &actor.name, Some(&secret::hash(current_secret))).await.map_err(app)?;
        self.record(
            &mut tx,
            actor,
            now,
            Record::of_user(&actor.name, "password.changed", json!({ "sessionsEnded": ended })),
        )
        .await?;
        commit(tx).await.map_err(app)
    }
}
