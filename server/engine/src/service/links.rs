//! One-time links: how a person without a password gets in.

use super::Engine;
use super::record::Record;
use super::sessions::named;
use crate::access::authorise;
use crate::error::app;
use crate::{password, secret};
use chrono::{DateTime, TimeDelta, Utc};
use domain::access::Action;
use domain::api::Session;
use domain::{Actor, AppError, AppResult};
use serde_json::json;
use store::users::NewUserRow;
use store::{Tx, admins, commit, links, sessions, users};

/// How long a link works.
const LIFE: TimeDelta = TimeDelta::days(7);
/// Name of the first administrator.
const FIRST_ADMIN: &str = "admin";

/// Of a link, its path, or its secret alone.
fn hash_of(link: &str) -> Vec<u8> {
    secret::hash(link.trim().rsplit('/').next().unwrap_or_default())
}

fn used_up() -> AppError {
    AppError::invalid(
        "/link",
        "link.invalid",
        "This link was used already or has expired. Ask an administrator for a new one.",
    )
}

impl Engine {
    /// Gives the user a link and records it; the path to open. Earlier links stop working.
    pub(super) async fn make_link(
        &self,
        tx: &mut Tx,
        actor: &Actor,
        user: &str,
        now: DateTime<Utc>,
    ) -> AppResult<String> {
        let secret = secret::fresh();
        links::replace(tx, user, &secret::hash(&secret), now, now + LIFE).await.map_err(app)?;
        self.record(tx, actor, now, Record::of_user(user, "link.created", json!({ "expiresAt": now + LIFE }))).await?;
        Ok(format!("/welcome/{secret}"))
    }

    /// Whose link it is, while it works.
    pub(super) async fn user_of_link(&self, link: &str) -> AppResult<Option<String>> {
        let mut conn = self.store.connection().await.map_err(app)?;
        links::user(&mut conn, &hash_of(link), self.clock.now()).await.map_err(app)
    }

    pub(super) async fn use_link(&self, link: &str, new: &str, agent: &str) -> AppResult<Session> {
        let (hash, now) = (hash_of(link), self.clock.now());
        let user = self.user_of_link(link).await?.ok_or_else(used_up)?;
        if let Some(problem) = password::problem("/password", new, &user) {
            return Err(AppError::Invalid(vec![problem]));
        }
        let phc = password::hash(new).await?;
        let mut tx = self.store.begin().await.map_err(app)?;
        if !links::take(&mut tx, &hash).await.map_err(app)? {
            return Err(used_up());
        }
        users::set_password(&mut tx, &user, &phc).await.map_err(app)?;
        let ended = sessions::delete_all(&mut tx, &user, None).await.map_err(app)?;
        self.record(
            &mut tx,
            &named(&user),
            now,
            Record::of_user(&user, "link.redeemed", json!({ "sessionsEnded": ended })),
        )
        .await?;
        let session = self.start_session(&mut tx, &user, agent, "link", now).await?;
        commit(tx).await.map_err(app)?;
        Ok(session)
    }

    /// A new link for a user who has lost the password; the path to open. Administrators of the server.
    ///
    /// # Errors
    /// `Denied`, or `NotFound` where there is no such user.
    pub async fn link_for(&self, actor: &Actor, user: &str) -> AppResult<String> {
        authorise(actor, Action::AdministerServer, "", || "Users".to_owned())?;
        let now = self.clock.now();
        let mut tx = self.store.begin().await.map_err(app)?;
        users::lock(&mut tx, user).await.map_err(app)?;
        let path = self.make_link(&mut tx, actor, user, now).await?;
        commit(tx).await.map_err(app)?;
        Ok(path)
    }

    /// The path by which the first administrator gets in: on an installation without users it makes the user `admin`, and
    /// every call makes a new link until one was redeemed. `None` afterwards. Sample people do not count as users.
    ///
    /// # Errors
    /// Those of the database.
    pub async fn first_admin_link(&self) -> AppResult<Option<String>> {
        let now = self.clock.now();
        let mut tx = self.store.begin().await.map_err(app)?;
        admins::lock_all(&mut tx).await.map_err(app)?;
        let system = Actor::system();
        match admins::first_real(&mut tx).await.map_err(app)?.as_slice() {
            [] => {
                let row = NewUserRow {
                    name: FIRST_ADMIN,
                    display_name: "Administrator",
                    email: None,
                    password_hash: None,
                    admin: true,
                    sample: false,
                    at: now,
                };
                users::insert(&mut tx, &row).await.map_err(app)?;
                self.record(
                    &mut tx,
                    &system,
                    now,
                    Record::of_server("user.created", FIRST_ADMIN, json!({ "after": { "admin": true } })),
                )
                .await?;
            }
            [(name, false)] if name == FIRST_ADMIN => {}
            _ => return Ok(None),
        }
        let path = self.make_link(&mut tx, &system, FIRST_ADMIN, now).await?;
        commit(tx).await.map_err(app)?;
        Ok(Some(path))
    }
}
