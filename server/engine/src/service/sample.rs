//! Sample people: no password, no right beyond the sample project.

use super::Engine;
use super::record::Record;
use crate::error::app;
use domain::{Actor, AppError, AppResult};
use serde_json::json;
use store::users::{NewUserRow, Roles};
use store::{StoreError, commit, users};

impl Engine {
    /// Adds a sample person, unless it is there already.
    pub(crate) async fn add_sample_person(&self, name: &str, display_name: &str) -> AppResult<()> {
        let now = self.clock.now();
        let mut tx = self.store.begin().await.map_err(app)?;
        let row =
            NewUserRow { name, display_name, email: None, password_hash: None, admin: false, sample: true, at: now };
        match users::insert(&mut tx, &row).await {
            Ok(()) => {}
            Err(StoreError::Conflict(_))
                if users::login(&mut tx, name).await.map_err(app)?.is_some_and(|u| u.sample) =>
            {
                return Ok(());
            }
            Err(StoreError::Conflict(_)) => {
                return Err(AppError::Conflict(format!("There is a user `{name}`, whose name the sample data need.")));
            }
            Err(e) => return Err(app(e)),
        }
        let details = json!({ "after": { "displayName": display_name, "sample": true } });
        self.record(&mut tx, &Actor::system(), now, Record::of_server("user.created", name, details)).await?;
        commit(tx).await.map_err(app)
    }

    /// Gives a sample person roles.
    pub(crate) async fn give_sample_roles(&self, name: &str, roles: &Roles) -> AppResult<()> {
        let now = self.clock.now();
        let mut tx = self.store.begin().await.map_err(app)?;
        self.replace_roles(&mut tx, &Actor::system(), now, name, &Roles::new(), roles).await?;
        commit(tx).await.map_err(app)
    }
}
