//! Projects and their rules.

use super::Engine;
use super::record::Record;
use crate::access::authorise;
use crate::error::app;
use async_trait::async_trait;
use domain::access::Action;
use domain::api::{ProjectInfo, Projects};
use domain::project::ProjectConfig;
use domain::words::Role;
use domain::{Actor, AppError, AppResult};
use serde_json::json;
use store::{Tx, commit, projects};

fn hidden(key: &str) -> String {
    format!("Project `{}`", key.chars().take(60).collect::<String>())
}

fn valid(config: &ProjectConfig) -> AppResult<()> {
    let problems = config.problems();
    if problems.is_empty() { Ok(()) } else { Err(AppError::Invalid(problems)) }
}

impl Engine {
    /// Makes a project, with the actor as its administrator, and records it.
    pub(super) async fn insert_project(&self, tx: &mut Tx, actor: &Actor, config: &ProjectConfig) -> AppResult<()> {
        valid(config)?;
        let now = self.clock.now();
        let key = config.key.as_str();
        projects::insert(tx, config, now).await.map_err(app)?;
        self.record(tx, actor, now, Record::of_project(key, "project.created", key, json!({ "after": config })))
            .await?;
        if actor.name == domain::access::SYSTEM {
            return Ok(());
        }
        let role = Role::Admin.to_string();
        let details = json!({ "user": actor.name, "before": [], "after": [role] });
        projects::set_roles(tx, key, &actor.name, &[role]).await.map_err(app)?;
        self.record(tx, actor, now, Record::of_project(key, "member.changed", &actor.name, details)).await
    }
}

#[async_trait]
impl Projects for Engine {
    async fn projects(&self, actor: &Actor) -> AppResult<Vec<ProjectInfo>> {
        authorise(actor, Action::Own, "", || "Projects".to_owned())?;
        let own: Vec<String> = actor.roles.iter().filter(|(_, r)| !r.is_empty()).map(|(k, _)| k.clone()).collect();
        let mut conn = self.store.connection().await.map_err(app)?;
        let found = projects::list(&mut conn, if actor.admin { None } else { Some(&own) }).await.map_err(app)?;
        found.iter().try_for_each(|p| authorise(actor, Action::View, &p.config.key, || hidden(&p.config.key)))?;
        Ok(found)
    }

    async fn project(&self, actor: &Actor, key: &str) -> AppResult<ProjectInfo> {
        authorise(actor, Action::View, key, || hidden(key))?;
        if key.contains('\0') {
            return Err(AppError::NotFound(hidden(key)));
        }
        let mut conn = self.store.connection().await.map_err(app)?;
        projects::get(&mut conn, key).await.map_err(app)
    }

    async fn create_project(&self, actor: &Actor, config: &ProjectConfig) -> AppResult<ProjectInfo> {
        authorise(actor, Action::AdministerServer, "", || hidden(&config.key))?;
        let mut tx = self.store.begin().await.map_err(app)?;
        self.insert_project(&mut tx, actor, config).await?;
        let info = projects::get(&mut tx, &config.key).await.map_err(app)?;
        commit(tx).await.map_err(app)?;
        Ok(info)
    }

    async fn update_project(
        &self,
        actor: &Actor,
        key: &str,
        expected: Option<i64>,
        config: &ProjectConfig,
    ) -> AppResult<ProjectInfo> {
        authorise(actor, Action::AdministerProject, key, || hidden(key))?;
        if config.key != key {
            return Err(AppError::invalid(
                "/key",
                "project.key-fixed",
                "The key of a project cannot be altered; leave it as it is.",
            ));
        }
        valid(config)?;
        let now = self.clock.now();
        let mut tx = self.store.begin().await.map_err(app)?;
        let (before, version) = projects::lock(&mut tx, key).await.map_err(app)?;
        if expected.is_some_and(|e| e != version) {
            return Err(AppError::Conflict(format!(
                "The project was altered since; it is at version {version} now. Read it again, then save."
            )));
        }
        if before != *config {
            projects::replace(&mut tx, config).await.map_err(app)?;
            let details = json!({ "before": before, "after": config });
            self.record(&mut tx, actor, now, Record::of_project(key, "project.updated", key, details)).await?;
        }
        let info = projects::get(&mut tx, key).await.map_err(app)?;
        commit(tx).await.map_err(app)?;
        Ok(info)
    }
}
