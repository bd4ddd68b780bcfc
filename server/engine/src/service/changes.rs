//! Create, read and operate on changes.

use super::Engine;
use crate::error::app;
use async_trait::async_trait;
use domain::api::{Board, ChangeDetail, ChangeFilter, ChangeRef, ChangeSummary, Changes, Dashboard, Page, Preview};
use domain::change::Command;
use domain::intake::{ChangeInput, ValidChange};
use domain::{Actor, AppResult};
use store::changes;

#[async_trait]
impl Changes for Engine {
    async fn create(
        &self,
        actor: &Actor,
        input: &ChangeInput,
        idempotency_key: Option<&str>,
    ) -> AppResult<ChangeDetail> {
        self.create_change(actor, input, idempotency_key).await
    }

    async fn preview(&self, actor: &Actor, input: &ChangeInput) -> AppResult<Preview> {
        self.preview_change(actor, input).await
    }

    async fn validate_edit(&self, actor: &Actor, change: ChangeRef, input: &ChangeInput) -> AppResult<ValidChange> {
        self.validate_an_edit(actor, change, input).await
    }

    async fn execute(
        &self,
        actor: &Actor,
        change: ChangeRef,
        expected: Option<i64>,
        command: Command,
    ) -> AppResult<ChangeDetail> {
        self.execute_command(actor, change, expected, command).await
    }

    async fn get(&self, actor: &Actor, change: ChangeRef) -> AppResult<ChangeDetail> {
        let mut tx = self.store.begin().await.map_err(app)?;
        let state = self.visible_change(&mut tx, actor, change).await?;
        self.detail(&mut tx, actor, state).await
    }

    async fn list(&self, actor: &Actor, filter: &ChangeFilter) -> AppResult<Page<ChangeSummary>> {
        let mut tx = self.store.begin().await.map_err(app)?;
        let visible = self.visible_projects(&mut tx, actor, filter.project.as_deref()).await?;
        changes::list(&mut tx, visible.as_deref(), filter).await.map_err(app)
    }

    async fn board(&self, actor: &Actor, filter: &ChangeFilter) -> AppResult<Board> {
        let mut tx = self.store.begin().await.map_err(app)?;
        let visible = self.visible_projects(&mut tx, actor, filter.project.as_deref()).await?;
        changes::board(&mut tx, visible.as_deref(), filter).await.map_err(app)
    }

    async fn dashboard(&self, actor: &Actor, project: Option<&str>) -> AppResult<Dashboard> {
        self.start_page(actor, project).await
    }
}
