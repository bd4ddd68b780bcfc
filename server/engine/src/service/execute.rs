//! Operating on a change: lock, authorise, decide, record, save, all in one transaction.

use super::Engine;
use super::summary::summary;
use crate::access::authorise;
use crate::error::app;
use domain::access::Action;
use domain::api::{ChangeDetail, ChangeRef};
use domain::change::{ChangeState, Command, Context, DocumentRef, Event, decide};
use domain::intake::{ChangeInput, MetadataInput, ValidChange, validate};
use domain::project::ProjectConfig;
use domain::{Actor, AppError, AppResult};
use serde_json::json;
use store::audit::NewEntry;
use store::events::NewEvent;
use store::{Tx, changes, commit, documents, projects};
use uuid::Uuid;

impl Engine {
    pub(super) async fn execute_command(
        &self,
        actor: &Actor,
        change: ChangeRef,
        expected: Option<i64>,
        command: Command,
    ) -> AppResult<ChangeDetail> {
        // Nobody learns from the answer whether the change exists.
        authorise(actor, Action::Own, "", || change.to_string())?;
        self.check_branch(actor, change, &command).await?;
        self.check_tip(actor, change, &command).await?;
        let mut tx = self.store.begin().await.map_err(app)?;
        let after = self.carry_out(&mut tx, actor, change, expected, command).await?;
        let detail = self.detail(&mut tx, actor, after).await?;
        commit(tx).await.map_err(app)?;
        Ok(detail)
    }

    /// The operation itself, within a transaction that the caller commits.
    pub(crate) async fn carry_out(
        &self,
        tx: &mut Tx,
        actor: &Actor,
        change: ChangeRef,
        expected: Option<i64>,
        command: Command,
    ) -> AppResult<ChangeState> {
        let before = changes::load(tx, change, true).await.map_err(app)?;
        authorise(actor, Action::Change(&before, &command), &before.request.project, || change.to_string())?;
        self.check_version(tx, &before, expected).await?;
        let config = projects::config(tx, &before.request.project).await.map_err(app)?;
        let command = self.checked(tx, &before, &config, command).await?;
        let documents = named_documents(tx, &before, &command).await?;
        // Two clocks may differ; a change's own times never run backwards.
        let now = self.clock.now().max(before.request.updated_at);
        let cx = Context { actor, now, project: &config, documents: &documents };
        let events = decide(&before, &command, &cx)?;
        let mut after = before.clone();
        after.record(&events, now);
        if events.is_empty() {
            // Nothing followed from the time alone.
            return Ok(before);
        }
        changes::save(tx, &before, &after).await.map_err(app)?;
        self.record_operation(tx, actor, &after, &command, &events).await?;
        self.enqueue_validation(tx, actor, &after, &events).await?;
        Ok(after)
    }

    async fn check_version(&self, tx: &mut Tx, before: &ChangeState, expected: Option<i64>) -> AppResult<()> {
        let r = &before.request;
        let Some(expected) = expected.filter(|e| *e != r.version) else { return Ok(()) };
        let last = store::audit::last_actor(tx, r.id).await.map_err(app)?;
        let (who, when) = last.unwrap_or_else(|| ("somebody".to_owned(), r.updated_at));
        Err(AppError::Conflict(format!(
            "{} was altered by {who} on {} UTC. You saw version {expected}, it is now {}. Read it again, then decide.",
            r.key(),
            when.format("%Y-%m-%d at %H:%M"),
            r.version,
        )))
    }

    /// The command once what only the database knows is checked. An edit passes the intake rules again, whoever validated it before.
    async fn checked(
        &self,
        tx: &mut Tx,
        before: &ChangeState,
        config: &ProjectConfig,
        command: Command,
    ) -> AppResult<Command> {
        match command {
            Command::Edit(valid) => {
                changes::lock_dependencies(tx, &config.key).await.map_err(app)?;
                let valid = self.edited(tx, before, config, &input_of(*valid)).await?;
                Ok(Command::Edit(Box::new(valid)))
            }
            Command::Assign { assignee: Some(user) } => {
                let known = !user.contains('\0') && changes::assignable(tx, &config.key, &user).await.map_err(app)?;
                if known {
                    return Ok(Command::Assign { assignee: Some(user) });
                }
                Err(AppError::invalid("/assignee", "assignee.unknown", "Name a member of this project."))
            }
            Command::SetBranch { branch, base, reason } => {
                self.check_branch_is_free(tx, before, &branch).await?;
                Ok(Command::SetBranch { branch, base, reason })
            }
            other => Ok(other),
        }
    }

    async fn edited(
        &self,
        tx: &mut Tx,
        before: &ChangeState,
        config: &ProjectConfig,
        input: &ChangeInput,
    ) -> AppResult<ValidChange> {
        let facts = self.facts(tx, &config.key, &input.metadata.dependencies, Some(before)).await?;
        validate(input, config, &facts).map_err(AppError::Invalid)
    }

    pub(super) async fn validate_an_edit(
        &self,
        actor: &Actor,
        change: ChangeRef,
        input: &ChangeInput,
    ) -> AppResult<ValidChange> {
        authorise(actor, Action::Own, "", || change.to_string())?;
        let mut tx = self.store.begin().await.map_err(app)?;
        let before = changes::load(&mut tx, change, false).await.map_err(app)?;
        let r = &before.request;
        let (title, description, metadata) = (r.title.clone(), r.description.clone(), r.metadata.clone());
        let edit =
            Command::Edit(Box::new(ValidChange { title, description, kind: r.kind, priority: r.priority, metadata }));
        authorise(actor, Action::Change(&before, &edit), &r.project, || change.to_string())?;
        let config = projects::config(&mut tx, &r.project).await.map_err(app)?;
        self.edited(&mut tx, &before, &config, input).await
    }

    async fn record_operation(
        &self,
        tx: &mut Tx,
        actor: &Actor,
        after: &ChangeState,
        command: &Command,
        events: &[Event],
    ) -> AppResult<()> {
        let r = &after.request;
        let action = command.action().to_owned();
        let entry = NewEntry {
            id: self.clock.id(),
            stream: format!("change:{}", r.id),
            project: Some(r.project.clone()),
            change_id: Some(r.id),
            action: action.clone(),
            actor: actor.name.clone(),
            subject: command.step().map_or_else(|| r.key(), |step| format!("{} {step}", r.key())),
            details: json!({ "events": events }),
            origin: actor.origin,
            created_at: r.updated_at,
        };
        store::audit::append(tx, entry).await.map_err(app)?;
        let event = NewEvent {
            project: Some(r.project.clone()),
            change_id: Some(r.id),
            number: Some(r.number),
            action,
            actor: actor.name.clone(),
            summary: summary(after, command, events, &actor.name),
            version: Some(r.version),
            at: r.updated_at,
        };
        store::events::emit(tx, &event).await.map_err(app)
    }
}

async fn named_documents(tx: &mut Tx, before: &ChangeState, command: &Command) -> AppResult<Vec<DocumentRef>> {
    let Command::CompleteStep { evidence, .. } = command else { return Ok(Vec::new()) };
    let ids: Vec<Uuid> = evidence.iter().filter_map(|e| e.document).collect();
    if ids.is_empty() {
        return Ok(Vec::new());
    }
    documents::refs(tx, before.request.id, &ids).await.map_err(app)
}

fn input_of(v: ValidChange) -> ChangeInput {
    let m = v.metadata;
    ChangeInput {
        project: None,
        title: Some(v.title),
        description: Some(v.description),
        kind: Some(v.kind.to_string()),
        priority: Some(v.priority.to_string()),
        metadata: MetadataInput {
            affected_tables: m.affected_tables,
            affected_endpoints: m.affected_endpoints,
            affected_components: m.affected_components,
            breaking_change: m.breaking_change,
            estimated_effort: m.estimated_effort.map(|e| e.to_string()),
            dependencies: m.dependencies,
            operations: m.operations,
            justification: m.justification,
        },
    }
}
