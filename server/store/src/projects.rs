//! Projects, their rules, and who may do what in them.

use crate::{StoreError, StoreResult};
use chrono::{DateTime, Utc};
use domain::api::ProjectInfo;
use domain::project::ProjectConfig;
use sqlx::PgConnection;

fn unreadable(key: &str, e: &serde_json::Error) -> StoreError {
    StoreError::Internal(format!("the stored rules of project `{key}` cannot be read: {e}"))
}

fn missing(key: &str) -> StoreError {
    StoreError::NotFound(format!("Project `{}`", key.chars().take(60).collect::<String>()))
}

/// The rules of a project.
///
/// # Errors
/// `NotFound` where there is no such project.
pub async fn config(conn: &mut PgConnection, key: &str) -> StoreResult<ProjectConfig> {
    let row = sqlx::query_scalar!("SELECT config FROM projects WHERE key = $1", key).fetch_optional(conn).await?;
    serde_json::from_value(row.ok_or_else(|| missing(key))?).map_err(|e| unreadable(key, &e))
}

/// Every project with its live changes, by name; only those of `keys` where given.
///
/// # Errors
/// Those of the database.
pub async fn list(conn: &mut PgConnection, keys: Option<&[String]>) -> StoreResult<Vec<ProjectInfo>> {
    let rows = sqlx::query!(
        r#"SELECT p.key, p.config, p.created_at, p.version,
                  (SELECT count(*) FROM change_requests c WHERE c.project_key = p.key AND c.ended_at IS NULL) AS "live!"
           FROM projects p WHERE $1::text[] IS NULL OR p.key = ANY ($1) ORDER BY lower(p.name), p.key"#,
        keys as Option<&[String]>
    )
    .fetch_all(conn)
    .await?;
    rows.into_iter()
        .map(|r| {
            let config = serde_json::from_value(r.config).map_err(|e| unreadable(&r.key, &e))?;
            Ok(ProjectInfo { config, live_changes: r.live, created_at: r.created_at, version: r.version })
        })
        .collect()
}

/// One project.
///
/// # Errors
/// `NotFound` where there is no such project.
pub async fn get(conn: &mut PgConnection, key: &str) -> StoreResult<ProjectInfo> {
    list(conn, Some(&[key.to_owned()])).await?.pop().ok_or_else(|| missing(key))
}

/// True where the project exists.
///
/// # Errors
/// Those of the database.
pub async fn exists(conn: &mut PgConnection, key: &str) -> StoreResult<bool> {
    Ok(sqlx::query_scalar!(r#"SELECT EXISTS (SELECT FROM projects WHERE key = $1) AS "yes!""#, key)
        .fetch_one(conn)
        .await?)
}

/// Makes a project.
///
/// # Errors
/// `Conflict` where the key is taken.
pub async fn insert(conn: &mut PgConnection, config: &ProjectConfig, at: DateTime<Utc>) -> StoreResult<()> {
    let value = serde_json::to_value(config).map_err(|e| StoreError::Internal(e.to_string()))?;
    let done = sqlx::query!(
        "INSERT INTO projects (key, name, config, created_at) VALUES ($1, $2, $3, $4) ON CONFLICT DO NOTHING",
        config.key,
        config.name,
        value,
        at
    )
    .execute(conn)
    .await?;
    if done.rows_affected() == 0 {
        return Err(StoreError::Conflict(format!("There is a project `{}` already.", config.key)));
    }
    Ok(())
}

/// The rules and the version of a project, locked until the transaction ends.
///
/// # Errors
/// `NotFound` where there is no such project.
pub async fn lock(conn: &mut PgConnection, key: &str) -> StoreResult<(ProjectConfig, i64)> {
    let row = sqlx::query!("SELECT config, version FROM projects WHERE key = $1 FOR NO KEY UPDATE", key)
        .fetch_optional(conn)
        .await?;
    let row = row.ok_or_else(|| missing(key))?;
    Ok((serde_json::from_value(row.config).map_err(|e| unreadable(key, &e))?, row.version))
}

/// Replaces the rules of a locked project.
///
/// # Errors
/// Those of the database.
pub async fn replace(conn: &mut PgConnection, config: &ProjectConfig) -> StoreResult<()> {
    let value = serde_json::to_value(config).map_err(|e| StoreError::Internal(e.to_string()))?;
    sqlx::query!(
        "UPDATE projects SET name = $2, config = $3, version = version + 1 WHERE key = $1",
        config.key,
        config.name,
        value
    )
    .execute(conn)
    .await?;
    Ok(())
}

/// Replaces the roles of a user in a project.
///
/// # Errors
/// Those of the database; the project and the user must exist.
pub async fn set_roles(conn: &mut PgConnection, key: &str, user: &str, roles: &[String]) -> StoreResult<()> {
    sqlx::query!("DELETE FROM members WHERE project_key = $1 AND user_name = $2", key, user)
        .execute(&mut *conn)
        .await?;
    sqlx::query!(
        "INSERT INTO members (project_key, user_name, role) SELECT $1, $2, r FROM unnest($3::text[]) AS r",
        key,
        user,
        roles
    )
    .execute(conn)
    .await?;
    Ok(())
}
