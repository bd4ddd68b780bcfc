//! The repository of the sample project: this product's own schema and queries, and a branch for some of its changes.

use domain::Actor;
use domain::api::{ChangeFilter, ChangeRef, ChangeSummary, Changes, Projects, Validations};
use domain::change::Command;
use domain::words::{Stage, WorkflowStatus};
use domain::{AppError, AppResult};
use engine::Engine;
use integrations::git::{Draft, create};
use sqlx::migrate::MigrationType;
use std::path::Path;

/// Key of the sample project, and name of its repository.
const NAME: &str = "change-mgmt";
const AUTHOR: &str = "Daniela Costa <daniela@example.org> 1763800000 +0000";

/// Who reads and writes the tables.
const SOURCES: [(&str, &str); 9] = [
    (".change-mgmt/project.toml", include_str!("../../../.change-mgmt/project.toml")),
    ("server/store/src/links.rs", include_str!("../../store/src/links.rs")),
    ("server/store/src/users.rs", include_str!("../../store/src/users.rs")),
    ("server/store/src/tokens.rs", include_str!("../../store/src/tokens.rs")),
    ("server/store/src/documents.rs", include_str!("../../store/src/documents.rs")),
    ("server/store/src/changes/links.rs", include_str!("../../store/src/changes/links.rs")),
    ("server/store/src/changes/list.rs", include_str!("../../store/src/changes/list.rs")),
    ("server/store/src/changes/load.rs", include_str!("../../store/src/changes/load.rs")),
    ("server/store/src/changes/save.rs", include_str!("../../store/src/changes/save.rs")),
];

/// What a sample change has on its branch.
struct Branch {
    /// Title of the change.
    title: &'static str,
    name: &'static str,
    files: &'static [(&'static str, &'static str)],
}

const BRANCHES: [Branch; 3] = [
    Branch {
        title: "Add a purpose to one-time links",
        name: "feature/link-purpose",
        files: &[
            (
                "migrations/20261201090000_add_purpose_to_one_time_links.up.sql",
                include_str!("sample_repository/link_purpose.up.sql"),
            ),
            (
                "migrations/20261201090000_add_purpose_to_one_time_links.down.sql",
                include_str!("sample_repository/link_purpose.down.sql"),
            ),
            ("server/store/src/links/purpose.rs", include_str!("sample_repository/link_purpose.txt")),
        ],
    },
    Branch {
        title: "Let each e-mail address belong to one user",
        name: "feature/unique-email",
        files: &[
            (
                "migrations/20261202090000_make_email_unique.up.sql",
                include_str!("sample_repository/unique_email.up.sql"),
            ),
            (
                "migrations/20261202090000_make_email_unique.down.sql",
                include_str!("sample_repository/unique_email.down.sql"),
            ),
        ],
    },
    Branch {
        title: "Drop change_touches.live",
        name: "feature/drop-touches-live",
        files: &[
            (
                "migrations/20261203090000_drop_live_from_change_touches.up.sql",
                include_str!("sample_repository/drop_touches_live.up.sql"),
            ),
            (
                "migrations/20261203090000_drop_live_from_change_touches.down.sql",
                include_str!("sample_repository/drop_touches_live.down.sql"),
            ),
        ],
    },
];

/// Makes the repository and names the branches; goes on where an earlier start was cut off. Without git on the machine
/// there is none, and people decide.
///
/// # Errors
/// The database does not answer.
pub async fn prepare(engine: &Engine, repositories: &Path) -> AppResult<()> {
    let system = Actor::system();
    if !engine.made_sample(NAME).await? {
        return Ok(());
    }
    let folder = repositories.join(NAME);
    if !folder.exists()
        && let Err(cause) = create(&folder, &drafts())
    {
        tracing::warn!(%cause, "the sample project gets no repository");
        return Ok(());
    }
    let mut config = engine.project(&system, NAME).await?.config;
    match config.repository.as_deref() {
        Some(NAME) => {}
        // Somebody has given it one of their own.
        Some(_) => return Ok(()),
        None => {
            config.repository = Some(NAME.to_owned());
            engine.update_project(&system, NAME, None, &config).await?;
        }
    }
    let filter = ChangeFilter { project: Some(NAME.to_owned()), limit: Some(200), ..ChangeFilter::default() };
    let changes = engine.list(&system, &filter).await?.items;
    for branch in BRANCHES {
        let Some(change) = changes.iter().find(|change| change.title == branch.title) else { continue };
        let change = ChangeRef::Number(change.number);
        if engine.validation(&system, change).await?.source.is_some() {
            continue;
        }
        let command = Command::SetBranch { branch: branch.name.to_owned(), base: None, reason: None };
        match engine.execute(&developer(engine), change, None, command).await {
            // Somebody was faster, or the change has ended.
            Ok(_) | Err(AppError::Conflict(_) | AppError::Blocked(_)) => {}
            Err(other) => return Err(other),
        }
    }
    analyse(engine, &changes).await
}

/// Changes that were submitted before the project had a repository, and are not built yet: their impact is analysed once.
async fn analyse(engine: &Engine, changes: &[ChangeSummary]) -> AppResult<()> {
    for change in changes.iter().filter(|c| c.status == WorkflowStatus::Open && c.stage <= Stage::Implementation) {
        let change = ChangeRef::Number(change.number);
        if engine.validation(&Actor::system(), change).await?.run.is_some() {
            continue;
        }
        match engine.execute(&developer(engine), change, None, Command::RequestAnalysis).await {
            Ok(_) | Err(AppError::Conflict(_) | AppError::Blocked(_)) => {}
            Err(other) => return Err(other),
        }
    }
    Ok(())
}

fn developer(engine: &Engine) -> Actor {
    engine.sample_actor("daniela", NAME).unwrap_or_else(Actor::system)
}

fn drafts() -> Vec<Draft<'static>> {
    let own = |files: &[(&str, &str)]| {
        files.iter().map(|(path, text)| ((*path).to_owned(), text.as_bytes().to_vec())).collect::<Vec<_>>()
    };
    let mut main = own(&SOURCES);
    main.extend(store::MIGRATOR.iter().filter_map(|migration| {
        let way = match migration.migration_type {
            MigrationType::ReversibleUp => "up",
            MigrationType::ReversibleDown => "down",
            MigrationType::Simple => return None,
        };
        let name = migration.description.replace(' ', "_");
        let path = format!("migrations/{}_{name}.{way}.sql", migration.version);
        Some((path, migration.sql.as_str().as_bytes().to_vec()))
    }));
    if let Ok(document) = crate::openapi::document().to_pretty_json() {
        main.push(("openapi.json".to_owned(), document.into_bytes()));
    }
    let first = Draft { branch: "main", message: "Schema, queries and API", author: AUTHOR, files: main };
    let others = BRANCHES.iter().map(|branch| Draft {
        branch: branch.name,
        message: branch.title,
        author: AUTHOR,
        files: own(branch.files),
    });
    std::iter::once(first).chain(others).collect()
}
