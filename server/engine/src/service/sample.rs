//! Sample people: no password, no right beyond the sample project.

use super::Engine;
use super::record::Record;
use crate::error::app;
use domain::project::ProjectConfig;
use domain::{Actor, AppError, AppResult};
use serde_json::json;
use store::users::{NewUserRow, Roles};
use store::{StoreError, Tx, commit, users};
use uuid::Uuid;

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

    /// Gives a sample person roles, unless they have them.
    pub(crate) async fn give_sample_roles(&self, name: &str, roles: &Roles) -> AppResult<()> {
        let now = self.clock.now();
        let mut tx = self.store.begin().await.map_err(app)?;
        let before = users::get(&mut tx, name).await.map_err(app)?.roles;
        self.replace_roles(&mut tx, &Actor::system(), now, name, &before, roles).await?;
        commit(tx).await.map_err(app)
    }

    /// Makes the sample project and notes in the same transaction that its data are being loaded.
    pub(crate) async fn begin_sample(&self, config: &ProjectConfig) -> AppResult<()> {
        let mut tx = self.store.begin().await.map_err(app)?;
        self.insert_project(&mut tx, &Actor::system(), config).await?;
        self.note_sample(&mut tx, store::sample::BEGAN, &config.key).await?;
        commit(tx).await.map_err(app)
    }

    /// Notes that all of the sample data are there.
    pub(crate) async fn end_sample(&self, project: &str) -> AppResult<()> {
        let mut tx = self.store.begin().await.map_err(app)?;
        self.note_sample(&mut tx, store::sample::FINISHED, project).await?;
        commit(tx).await.map_err(app)
    }

    async fn note_sample(&self, tx: &mut Tx, action: &str, project: &str) -> AppResult<()> {
        let record = Record::of_server(action, project, json!({ "project": project }));
        self.record(tx, &Actor::system(), self.clock.now(), record).await
    }

    /// A file that a sample change was given before its loading was cut off.
    pub(crate) async fn sample_document(&self, change: Uuid, name: &str) -> AppResult<Option<Uuid>> {
        let mut conn = self.store.connection().await.map_err(app)?;
        store::sample::document(&mut conn, change, name).await.map_err(app)
    }
}
