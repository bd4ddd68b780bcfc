//! An engine on a fresh database without anybody in it, on a clock that the test moves.

use chrono::{DateTime, TimeDelta, Utc};
use domain::Actor;
use domain::api::{Accounts, Credentials, NewUser, Session};
use domain::words::Origin;
use engine::{Clock, Engine, Settings, SteppedClock, SystemClock};
use sqlx::postgres::PgPoolOptions;
use std::sync::Arc;
use store::Store;

pub const PASSWORD: &str = "correct horse battery";

pub struct Office {
    pub engine: Engine,
    pub clock: Arc<SteppedClock>,
}

impl Office {
    pub async fn new() -> Self {
        Self::with(Settings::default()).await
    }

    pub async fn with(settings: Settings) -> Self {
        let options = store::cluster::testing::shared().await.unwrap().fresh_database(&store::MIGRATOR).await.unwrap();
        let pool = PgPoolOptions::new().max_connections(6).connect_with(options).await.unwrap();
        let clock = Arc::new(SteppedClock::at(SystemClock.now()));
        Self { engine: Engine::new(Store::new(pool), Arc::<SteppedClock>::clone(&clock), settings), clock }
    }

    /// The same database under other settings: another instance.
    pub fn instance(&self, settings: Settings) -> Engine {
        Engine::new(self.engine.store().clone(), Arc::<SteppedClock>::clone(&self.clock), settings)
    }

    pub fn now(&self) -> DateTime<Utc> {
        self.clock.now()
    }

    pub fn later(&self, by: TimeDelta) {
        self.clock.set(self.now() + by);
    }

    /// The first administrator, by the link.
    pub async fn admin(&self) -> Actor {
        let link = self.engine.first_admin_link().await.unwrap().unwrap();
        let session = self.engine.redeem_link(&link, PASSWORD, "test").await.unwrap();
        self.actor(&session).await
    }

    /// A user with [`PASSWORD`].
    pub async fn user(&self, admin: &Actor, name: &str) {
        self.engine.create_user(admin, &newcomer(name, Some(PASSWORD))).await.unwrap();
    }

    pub async fn sign_in(&self, name: &str, password: &str) -> domain::AppResult<Session> {
        self.sign_in_from(name, password, "192.0.2.1").await
    }

    pub async fn sign_in_from(&self, name: &str, password: &str, peer: &str) -> domain::AppResult<Session> {
        self.engine
            .sign_in(&Credentials { name: name.to_owned(), password: password.to_owned() }, peer, "Firefox")
            .await
    }

    pub async fn actor(&self, session: &Session) -> Actor {
        self.engine.actor_of_session(&session.secret, Origin::Web).await.unwrap()
    }

    pub async fn count(&self, sql: &str) -> i64 {
        sqlx::query_scalar(sqlx::AssertSqlSafe(sql.to_owned())).fetch_one(self.engine.store().pool()).await.unwrap()
    }

    /// Entries with this action.
    pub async fn entries(&self, action: &str) -> i64 {
        self.count(&format!("SELECT count(*) FROM audit_trail WHERE action = '{action}'")).await
    }
}

pub fn newcomer(name: &str, password: Option<&str>) -> NewUser {
    NewUser {
        name: name.to_owned(),
        display_name: "Some Body".to_owned(),
        email: None,
        password: password.map(str::to_owned),
        admin: false,
        roles: [].into(),
    }
}

/// Codes of the problems in a refusal.
pub fn codes<T>(result: domain::AppResult<T>) -> Vec<String> {
    match result {
        Err(domain::AppError::Invalid(problems)) => problems.into_iter().map(|p| p.code).collect(),
        Err(other) => panic!("{other:?}"),
        Ok(_) => panic!("accepted"),
    }
}
