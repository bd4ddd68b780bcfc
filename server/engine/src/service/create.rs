//! Submitting a change.

use super::Engine;
use super::visible::project_name;
use crate::access::authorise;
use crate::error::app;
use domain::access::Action;
use domain::api::{ChangeDetail, ChangeRef, Preview};
use domain::change::{ChangeState, Context, create};
use domain::intake::{ChangeInput, DependencyFacts, ValidChange, assess, route, validate};
use domain::project::ProjectConfig;
use domain::workflow::checklist;
use domain::{Actor, AppError, AppResult, canonical};
use serde_json::json;
use store::audit::NewEntry;
use store::changes::{self, Key};
use store::events::NewEvent;
use store::{StoreError, Tx, commit, projects};

impl Engine {
    /// The project a request is for: the one it names, else the only one the actor sees.
    async fn project_of(&self, tx: &mut Tx, actor: &Actor, input: &ChangeInput) -> AppResult<String> {
        authorise(actor, Action::Own, "", || "The project".to_owned())?;
        let named = input.project.as_deref().map(str::trim).filter(|p| !p.is_empty());
        let key = match named {
            Some(key) => key.to_owned(),
            None => {
                let own = super::visible::visible(actor, None)?;
                let mut keys = changes::project_keys(tx, own.as_deref()).await.map_err(app)?;
                match (keys.pop(), keys.is_empty()) {
                    (Some(only), true) => only,
                    _ => return Err(AppError::invalid("/project", "project.required", "Choose a project.")),
                }
            }
        };
        authorise(actor, Action::Create, &key, || project_name(&key))?;
        if key.contains('\0') { Err(AppError::NotFound(project_name(&key))) } else { Ok(key) }
    }

    /// What is known of the changes a request names as dependencies; `own` is the change that is edited.
    pub(super) async fn facts(
        &self,
        tx: &mut Tx,
        project: &str,
        dependencies: &[String],
        own: Option<&ChangeState>,
    ) -> AppResult<DependencyFacts> {
        let keys: Vec<String> =
            dependencies.iter().take(domain::intake::LIST_MAX).map(|d| d.trim().to_ascii_uppercase()).collect();
        let mut facts = DependencyFacts { known: true, ..DependencyFacts::default() };
        facts.found = changes::dependency_status(tx, project, &keys).await.map_err(app)?;
        if let Some(state) = own {
            facts.own = Some(state.request.key());
            facts.cyclic = changes::cyclic(tx, state.request.id, &keys).await.map_err(app)?;
            // One that has ended since it was named need not be taken off the list.
            facts.found.extend(state.request.metadata.dependencies.iter().map(|d| (d.clone(), true)));
        }
        Ok(facts)
    }

    async fn validated(
        &self,
        tx: &mut Tx,
        config: &ProjectConfig,
        input: &ChangeInput,
    ) -> AppResult<Result<ValidChange, Vec<domain::Problem>>> {
        let facts = self.facts(tx, &config.key, &input.metadata.dependencies, None).await?;
        Ok(validate(input, config, &facts))
    }

    pub(super) async fn create_change(
        &self,
        actor: &Actor,
        input: &ChangeInput,
        key: Option<&str>,
    ) -> AppResult<ChangeDetail> {
        let key = key.map(usable_key).transpose()?;
        let mut tx = self.store.begin().await.map_err(app)?;
        let project = self.project_of(&mut tx, actor, input).await?;
        let request_hash = hex::decode(canonical::digest(&json!([project, input]))).unwrap_or_default();
        if let Some(key) = key {
            changes::lock_key(&mut tx, &actor.name, key).await.map_err(app)?;
            if let Some(used) = changes::find_key(&mut tx, &actor.name, key).await.map_err(app)? {
                if used.request_hash != request_hash {
                    return Err(AppError::Conflict("This idempotency key was used for another request.".to_owned()));
                }
                let state = changes::load(&mut tx, ChangeRef::Id(used.change_id), false).await.map_err(app)?;
                authorise(actor, Action::View, &state.request.project, || state.request.key())?;
                return self.detail(&mut tx, actor, state).await;
            }
        }
        let config = projects::config(&mut tx, &project).await.map_err(app)?;
        let valid = self.validated(&mut tx, &config, input).await?.map_err(AppError::Invalid)?;
        let state = self.insert_change(&mut tx, actor, &config, &valid).await?;
        if let Some(key) = key {
            let used = Key { request_hash, change_id: state.request.id };
            changes::insert_key(&mut tx, &actor.name, key, &used, state.request.created_at).await.map_err(app)?;
        }
        let id = state.request.id;
        let links = match state.request.metadata.dependencies.is_empty() {
            true => changes::links_of_new(&mut tx, id).await,
            false => changes::links(&mut tx, id).await,
        };
        let detail = self.described(actor, state, &config, links.map_err(app)?);
        commit(tx).await.map_err(app)?;
        Ok(detail)
    }

    async fn insert_change(
        &self,
        tx: &mut Tx,
        actor: &Actor,
        config: &ProjectConfig,
        valid: &ValidChange,
    ) -> AppResult<ChangeState> {
        let now = self.clock.now();
        let number = changes::next_number(tx).await.map_err(app)?;
        let cx = Context { actor, now, project: config, documents: &[] };
        let born = create(valid, self.clock.id(), number, &cx);
        let (state, events) =
            born.ok_or_else(|| app(StoreError::Internal(format!("CHG-{number} could not be created"))))?;
        let r = &state.request;
        changes::insert(tx, &state).await.map_err(app)?;
        let entry = NewEntry {
            id: self.clock.id(),
            stream: format!("change:{}", r.id),
            project: Some(r.project.clone()),
            change_id: Some(r.id),
            action: "change.created".to_owned(),
            actor: actor.name.clone(),
            subject: r.key(),
            details: json!({ "events": events }),
            origin: actor.origin,
            created_at: now,
        };
        store::audit::begin(tx, entry).await.map_err(app)?;
        let event = NewEvent {
            project: Some(r.project.clone()),
            change_id: Some(r.id),
            number: Some(r.number),
            action: "change.created".to_owned(),
            actor: actor.name.clone(),
            summary: format!("{} was submitted by {}: {}", r.key(), actor.name, r.title),
            version: Some(r.version),
            at: now,
        };
        store::events::emit(tx, &event).await.map_err(app)?;
        self.enqueue_validation(tx, actor, &state, &events).await?;
        Ok(state)
    }

    pub(super) async fn preview_change(&self, actor: &Actor, input: &ChangeInput) -> AppResult<Preview> {
        let mut tx = self.store.begin().await.map_err(app)?;
        let project = self.project_of(&mut tx, actor, input).await?;
        let config = projects::config(&mut tx, &project).await.map_err(app)?;
        let valid = match self.validated(&mut tx, &config, input).await? {
            Ok(valid) => valid,
            Err(problems) => return Ok(Preview { problems, ..Preview::default() }),
        };
        let routing = route(&valid, &config);
        let steps = checklist(valid.kind, &valid.metadata, &config);
        Ok(Preview {
            problems: Vec::new(),
            team: Some(routing.team),
            routing_reason: Some(routing.reason),
            risk: Some(assess(valid.kind, valid.priority, &valid.metadata)),
            steps: steps.into_iter().filter(|s| s.not_applicable.is_none()).map(|s| (s.stage, s.title)).collect(),
        })
    }
}

fn usable_key(key: &str) -> AppResult<&str> {
    let length = key.chars().count();
    if (1..=255).contains(&length) && !key.chars().any(char::is_control) {
        return Ok(key);
    }
    Err(AppError::invalid(
        "/idempotencyKey",
        "idempotency-key.syntax",
        "Use 1 to 255 printable characters for the idempotency key.",
    ))
}
