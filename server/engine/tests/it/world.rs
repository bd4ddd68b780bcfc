//! An engine on a fresh database, with a project and people in every role.

use crate::gen_input::project;
use domain::access::Actor;
use domain::api::{ChangeDetail, ChangeRef, Changes, Documents, NewDocument};
use domain::change::{ChangeState, Command, NewEvidence, Operation, Step};
use domain::intake::{ChangeInput, MetadataInput};
use domain::project::ProjectConfig;
use domain::words::{Decision, EvidenceKind, Origin, Role, StepStatus};
use domain::{AppError, AppResult};
use engine::{Engine, Settings, SystemClock};
use sqlx::postgres::{PgConnectOptions, PgPoolOptions};
use std::collections::BTreeSet;
use std::sync::Arc;
use store::{Store, projects};

pub const PEOPLE: &[(&str, &[Role])] = &[
    ("ada", &[Role::Requester, Role::Developer]),
    ("dan", &[Role::Developer]),
    ("rev", &[Role::Reviewer]),
    ("rob", &[Role::Reviewer]),
    ("arc", &[Role::Architect]),
    ("sta", &[Role::Stakeholder]),
    ("rel", &[Role::ReleaseManager]),
    ("vic", &[Role::Viewer]),
    ("pam", &[Role::Admin]),
];

pub struct World {
    pub engine: Engine,
    pub options: PgConnectOptions,
}

pub fn person(name: &str) -> Actor {
    let roles = PEOPLE.iter().find(|p| p.0 == name).map_or(BTreeSet::new(), |p| p.1.iter().copied().collect());
    Actor { name: name.to_owned(), roles: [("shop".to_owned(), roles)].into(), ..Actor::anonymous(Origin::Web) }
}

/// The same person in another project.
pub fn person_in(name: &str, project: &str) -> Actor {
    let mut actor = person(name);
    actor.roles = actor.roles.into_values().map(|r| (project.to_owned(), r)).collect();
    actor
}

pub fn root() -> Actor {
    Actor { name: "root".to_owned(), admin: true, ..Actor::anonymous(Origin::Cli) }
}

pub async fn engine_on(options: &PgConnectOptions) -> Engine {
    let pool = PgPoolOptions::new().max_connections(8).connect_with(options.clone()).await.unwrap();
    Engine::new(Store::new(pool), Arc::new(SystemClock), Settings::default())
}

impl World {
    pub async fn new() -> Self {
        Self::with(|_| {}).await
    }

    /// With rules of the project altered.
    pub async fn with(alter: impl FnOnce(&mut ProjectConfig)) -> Self {
        let cluster = store::cluster::testing::shared().await.unwrap();
        let options = cluster.fresh_database(&store::MIGRATOR).await.unwrap();
        let world = Self { engine: engine_on(&options).await, options };
        for name in PEOPLE.iter().map(|p| p.0).chain(["root", "eve"]) {
            world
                .sql(&format!(
                    "INSERT INTO users (name, display_name, admin) VALUES ('{name}', '{name}', {})",
                    name == "root"
                ))
                .await;
        }
        let mut config = project();
        alter(&mut config);
        world.add_project(&config).await;
        world
    }

    pub async fn add_project(&self, config: &ProjectConfig) {
        let mut conn = self.engine.store().connection().await.unwrap();
        projects::insert(&mut conn, config, chrono::DateTime::from_timestamp(1_780_000_000, 0).unwrap()).await.unwrap();
        for (name, roles) in PEOPLE {
            let roles: Vec<String> = roles.iter().map(|r| r.to_string()).collect();
            projects::set_roles(&mut conn, &config.key, name, &roles).await.unwrap();
        }
    }

    /// Runs statements as the superuser of the cluster.
    pub async fn sql(&self, text: &str) {
        sqlx::raw_sql(sqlx::AssertSqlSafe(text.to_owned())).execute(self.engine.store().pool()).await.unwrap();
    }

    /// The database's refusal of a statement.
    pub async fn refused(&self, text: &str) -> String {
        sqlx::raw_sql(sqlx::AssertSqlSafe(text.to_owned()))
            .execute(self.engine.store().pool())
            .await
            .unwrap_err()
            .to_string()
    }

    /// One number from the database.
    pub async fn count(&self, text: &str) -> i64 {
        sqlx::query_scalar(sqlx::AssertSqlSafe(text.to_owned())).fetch_one(self.engine.store().pool()).await.unwrap()
    }

    pub async fn create(&self, input: &ChangeInput) -> ChangeDetail {
        self.engine.create(&person("ada"), input, None).await.unwrap()
    }

    pub async fn run(&self, who: &str, change: &ChangeDetail, command: Command) -> AppResult<ChangeDetail> {
        self.engine.execute(&person(who), ChangeRef::Id(change.change.id), None, command).await
    }

    /// The stored state.
    pub async fn state(&self, change: &ChangeDetail) -> ChangeState {
        let mut conn = self.engine.store().connection().await.unwrap();
        store::changes::load(&mut conn, ChangeRef::Id(change.change.id), false).await.unwrap()
    }

    /// Evidence of every kind the step needs; files are uploaded.
    pub async fn evidence(&self, who: &Actor, change: &ChangeDetail, step: &Step) -> Vec<NewEvidence> {
        let mut given = Vec::new();
        for kind in &step.evidence {
            let value = match kind {
                EvidenceKind::Link | EvidenceKind::PullRequest => "https://git.test/pull/1",
                EvidenceKind::Commit => "0a1b2c3d",
                _ => "Looked at it, fine.",
            };
            let mut document = None;
            if *kind == EvidenceKind::Document {
                let file = NewDocument {
                    name: "plan.md".to_owned(),
                    media_type: "text/markdown".to_owned(),
                    content: b"plan".to_vec(),
                };
                document = Some(self.engine.upload(who, ChangeRef::Id(change.change.id), file).await.unwrap().id);
            }
            given.push(NewEvidence { kind: *kind, value: value.to_owned(), document });
        }
        given
    }

    /// Does the next step that people can do; `None` where there is none.
    pub async fn forward(&self, change: &ChangeDetail) -> Option<ChangeDetail> {
        let ready = |s: &&domain::api::StepView| {
            !s.step.automatic && matches!(s.status, StepStatus::Ready | StepStatus::InProgress)
        };
        let step = change.steps.iter().find(ready)?.step.clone();
        let project = change.change.project.as_str();
        let Some(quorum) = &step.approval else {
            let who = person_in(doer(step.owner), project);
            let evidence = self.evidence(&who, change, &step).await;
            let command = Command::CompleteStep { step: step.id.clone(), evidence, notes: None };
            return Some(self.engine.execute(&who, ChangeRef::Id(change.change.id), None, command).await.unwrap());
        };
        for who in PEOPLE.iter().filter(|p| p.1.contains(&quorum.role)) {
            let command = Command::Approve {
                step: step.id.clone(),
                decision: Decision::Approve,
                note: None,
                digest: Some(change.digest.clone()),
            };
            match self.engine.execute(&person_in(who.0, project), ChangeRef::Id(change.change.id), None, command).await
            {
                Ok(after) => return Some(after),
                Err(AppError::Conflict(_)) => {}
                Err(e) => panic!("{e}"),
            }
        }
        None
    }

    /// Forward until `stop`.
    pub async fn until(&self, mut change: ChangeDetail, stop: impl Fn(&ChangeDetail) -> bool) -> ChangeDetail {
        for _ in 0..100 {
            if stop(&change) {
                return change;
            }
            change = self.forward(&change).await.expect("a step can be done");
        }
        panic!("it goes on for ever");
    }
}

/// Somebody who may do the steps of a role.
pub fn doer(role: Role) -> &'static str {
    match role {
        Role::Requester => "ada",
        Role::Developer => "dan",
        Role::Reviewer => "rev",
        Role::Architect => "arc",
        Role::Stakeholder => "sta",
        Role::ReleaseManager => "rel",
        _ => "pam",
    }
}

pub fn is_at(step: &'static str) -> impl Fn(&ChangeDetail) -> bool {
    move |c| c.current_step.as_deref() == Some(step)
}

pub fn add_field(title: &str) -> ChangeInput {
    ChangeInput {
        project: Some("shop".to_owned()),
        title: Some(title.to_owned()),
        description: Some("People want it.".to_owned()),
        kind: Some("add-field".to_owned()),
        priority: None,
        metadata: MetadataInput {
            affected_components: vec!["schema".to_owned()],
            operations: vec![Operation::AddColumn {
                table: "users".to_owned(),
                name: "locale".to_owned(),
                data_type: "text".to_owned(),
                nullable: true,
                default: None,
            }],
            ..MetadataInput::default()
        },
    }
}

pub fn remove_field(title: &str) -> ChangeInput {
    let mut input = add_field(title);
    input.kind = Some("remove-field".to_owned());
    input.metadata.breaking_change = true;
    input.metadata.operations = vec![Operation::DropColumn { table: "users".to_owned(), name: "fax".to_owned() }];
    input
}
