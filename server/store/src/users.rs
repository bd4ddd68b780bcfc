//! People and their roles.

use crate::{StoreError, StoreResult};
use chrono::{DateTime, Utc};
use domain::api::{KnownPerson, UserInfo};
use domain::words::Role;
use serde_json::Value;
use sqlx::PgConnection;
use std::collections::{BTreeMap, BTreeSet};

/// Roles by project key.
pub type Roles = BTreeMap<String, BTreeSet<Role>>;

/// What a right can depend on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Account {
    /// User name.
    pub name: String,
    /// For people.
    pub display_name: String,
    /// Administers the server.
    pub admin: bool,
    /// Roles by project key.
    pub roles: Roles,
}

/// What signing in depends on.
#[derive(Clone, Debug)]
pub struct Login {
    /// PHC string; `None` where no password was ever set.
    pub password_hash: Option<String>,
    /// May not sign in.
    pub disabled: bool,
    /// Belongs to the sample data.
    pub sample: bool,
}

/// A user to insert.
#[derive(Clone, Debug)]
pub struct NewUserRow<'a> {
    /// User name.
    pub name: &'a str,
    /// For people.
    pub display_name: &'a str,
    /// Address.
    pub email: Option<&'a str>,
    /// PHC string.
    pub password_hash: Option<&'a str>,
    /// Administers the server.
    pub admin: bool,
    /// Belongs to the sample data.
    pub sample: bool,
    /// Now.
    pub at: DateTime<Utc>,
}

pub(crate) fn roles(value: Value) -> StoreResult<Roles> {
    serde_json::from_value(value).map_err(|e| StoreError::Internal(format!("stored roles cannot be read: {e}")))
}

fn missing(name: &str) -> StoreError {
    StoreError::NotFound(format!("User `{}`", name.chars().take(60).collect::<String>()))
}

/// Inserts a user without roles.
///
/// # Errors
/// `Conflict` where the name is taken.
pub async fn insert(conn: &mut PgConnection, u: &NewUserRow<'_>) -> StoreResult<()> {
    let done = sqlx::query!(
        "INSERT INTO users (name, display_name, email, password_hash, admin, sample, created_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT DO NOTHING",
        u.name,
        u.display_name,
        u.email,
        u.password_hash,
        u.admin,
        u.sample,
        u.at
    )
    .execute(conn)
    .await?;
    if done.rows_affected() == 0 {
        return Err(StoreError::Conflict(format!("There is a user `{}` already.", u.name)));
    }
    Ok(())
}

/// Users by name; only the one named where given.
///
/// # Errors
/// Those of the database.
pub async fn list(conn: &mut PgConnection, name: Option<&str>) -> StoreResult<Vec<UserInfo>> {
    let rows = sqlx::query!(
        r#"SELECT u.name, u.display_name, u.email, u.admin, u.disabled, u.created_at, u.version, r.roles AS "roles!"
           FROM users u CROSS JOIN LATERAL (
               SELECT coalesce(jsonb_object_agg(m.project_key, m.roles), '{}') AS roles
               FROM (SELECT project_key, jsonb_agg(role) AS roles FROM members WHERE user_name = u.name GROUP BY project_key) m
           ) r
           WHERE $1::text IS NULL OR u.name = $1 ORDER BY u.name"#,
        name
    )
    .fetch_all(conn)
    .await?;
    rows.into_iter()
        .map(|r| {
            Ok(UserInfo {
                name: r.name,
                display_name: r.display_name,
                email: r.email,
                admin: r.admin,
                disabled: r.disabled,
                roles: roles(r.roles)?,
                created_at: r.created_at,
                version: r.version,
            })
        })
        .collect()
}

/// Everybody with a role in one of these projects, and the server's administrators, by user name. `None`: everybody.
///
/// # Errors
/// Those of the database.
pub async fn known(conn: &mut PgConnection, projects: Option<&[String]>) -> StoreResult<BTreeMap<String, KnownPerson>> {
    let rows = sqlx::query!(
        r#"SELECT u.name, u.display_name, coalesce(array_agg(DISTINCT m.project_key) FILTER (WHERE m.project_key IS NOT NULL), '{}') AS "projects!"
           FROM users u LEFT JOIN members m ON m.user_name = u.name AND ($1::text[] IS NULL OR m.project_key = ANY($1))
           GROUP BY u.name HAVING $1::text[] IS NULL OR u.admin OR count(m.project_key) > 0 ORDER BY u.name"#,
        projects
    )
    .fetch_all(conn)
    .await?;
    let person =
        |display_name, projects: Vec<String>| KnownPerson { display_name, projects: projects.into_iter().collect() };
    Ok(rows.into_iter().map(|r| (r.name, person(r.display_name, r.projects))).collect())
}

/// One user.
///
/// # Errors
/// `NotFound` where there is no such user.
pub async fn get(conn: &mut PgConnection, name: &str) -> StoreResult<UserInfo> {
    list(conn, Some(name)).await?.pop().ok_or_else(|| missing(name))
}

/// One user, locked until the transaction ends.
///
/// # Errors
/// `NotFound` where there is no such user.
pub async fn lock(conn: &mut PgConnection, name: &str) -> StoreResult<UserInfo> {
    sqlx::query!("SELECT name FROM users WHERE name = $1 FOR NO KEY UPDATE", name)
        .fetch_optional(&mut *conn)
        .await?
        .ok_or_else(|| missing(name))?;
    get(conn, name).await
}

/// What signing in as this user depends on.
///
/// # Errors
/// Those of the database.
pub async fn login(conn: &mut PgConnection, name: &str) -> StoreResult<Option<Login>> {
    Ok(sqlx::query_as!(Login, "SELECT password_hash, disabled, sample FROM users WHERE name = $1", name)
        .fetch_optional(conn)
        .await?)
}

/// Sets a user's password.
///
/// # Errors
/// Those of the database.
pub async fn set_password(conn: &mut PgConnection, name: &str, hash: &str) -> StoreResult<()> {
    sqlx::query!("UPDATE users SET password_hash = $2, version = version + 1 WHERE name = $1", name, hash)
        .execute(conn)
        .await?;
    Ok(())
}

/// Alters a locked user; `None` leaves a member as it is.
///
/// # Errors
/// Those of the database.
pub async fn update(
    conn: &mut PgConnection,
    name: &str,
    display_name: Option<&str>,
    admin: Option<bool>,
    disabled: Option<bool>,
) -> StoreResult<()> {
    sqlx::query!(
        "UPDATE users SET display_name = coalesce($2, display_name), admin = coalesce($3, admin), disabled = coalesce($4, disabled),
                version = version + 1 WHERE name = $1",
        name,
        display_name,
        admin,
        disabled
    )
    .execute(conn)
    .await?;
    Ok(())
}

/// The sample people with their names and all their roles.
///
/// # Errors
/// Those of the database.
pub async fn samples(conn: &mut PgConnection) -> StoreResult<Vec<(String, String, BTreeSet<Role>)>> {
    let rows = sqlx::query!(
        r#"SELECT u.name, u.display_name, coalesce(array_agg(m.role) FILTER (WHERE m.role IS NOT NULL), '{}') AS "roles!"
           FROM users u LEFT JOIN members m ON m.user_name = u.name WHERE u.sample AND NOT u.disabled GROUP BY u.name ORDER BY u.name"#
    )
    .fetch_all(conn)
    .await?;
    Ok(rows
        .into_iter()
        .map(|r| (r.name, r.display_name, r.roles.iter().filter_map(|x| x.parse().ok()).collect()))
        .collect())
}
