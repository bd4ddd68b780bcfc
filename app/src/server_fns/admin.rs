//! Users and projects.

#[cfg(feature = "ssr")]
use super::roles::roles;
#[cfg(feature = "ssr")]
use crate::context::{backend, respond, visit};
use crate::error::UiResult;
use crate::wire::Wire;
#[cfg(feature = "ssr")]
use domain::api::{NewUser, UserUpdate};
use domain::api::{ProjectInfo, UserInfo};
#[cfg(feature = "ssr")]
use domain::{AppError, project::ProjectConfig};
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

/// A new user with the path of their one-time link.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Invited {
    /// The user.
    pub user: UserInfo,
    /// Path of the link, to be handed to them.
    pub link: Option<String>,
}

/// A project with its file.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ProjectText {
    /// The project.
    pub info: ProjectInfo,
    /// Its rules as JSON.
    pub text: String,
}

/// All users.
#[server(prefix = "/fn", endpoint = "users", output = Wire)]
pub async fn list_users() -> UiResult<Vec<UserInfo>> {
    Ok(backend()?.users(&visit()?.actor).await?)
}

/// Projects the viewer sees.
#[server(prefix = "/fn", endpoint = "projects", output = Wire)]
pub async fn list_projects() -> UiResult<Vec<ProjectInfo>> {
    Ok(backend()?.projects(&visit()?.actor).await?)
}

/// One project with its rules as text.
#[server(prefix = "/fn", endpoint = "project", output = Wire)]
pub async fn get_project(key: String) -> UiResult<ProjectText> {
    let info = backend()?.project(&visit()?.actor, &key).await?;
    let text = serde_json::to_string_pretty(&info.config).map_err(|error| AppError::Internal(error.to_string()))?;
    Ok(ProjectText { info, text })
}

/// Makes a user without a password; they set it by a one-time link. Roles are spelled `project:role`.
#[server(prefix = "/fn", endpoint = "create_user", output = Wire)]
pub async fn create_user(
    name: String,
    display_name: String,
    #[server(default)] email: String,
    #[server(default)] admin: bool,
    #[server(default)] held: Vec<String>,
) -> UiResult<Invited> {
    let email = (!email.trim().is_empty()).then(|| email.trim().to_owned());
    let user = NewUser { name, display_name, email, password: None, admin, roles: roles(&held, &[])? };
    let (user, link) = backend()?.create_user(&visit()?.actor, &user).await?;
    Ok(Invited { user, link })
}

/// Alters a user; `projects` are the ones whose roles `held` replaces.
#[server(prefix = "/fn", endpoint = "update_user", output = Wire)]
pub async fn update_user(
    name: String,
    display_name: String,
    #[server(default)] admin: bool,
    #[server(default)] projects: Vec<String>,
    #[server(default)] held: Vec<String>,
) -> UiResult<UserInfo> {
    let update = UserUpdate {
        display_name: Some(display_name),
        admin: Some(admin),
        disabled: None,
        roles: Some(roles(&held, &projects)?),
    };
    Ok(backend()?.update_user(&visit()?.actor, &name, None, &update).await?)
}

/// Stops or allows a user's signing in.
#[server(prefix = "/fn", endpoint = "disable_user", output = Wire)]
pub async fn disable_user(name: String, disabled: bool) -> UiResult<UserInfo> {
    let update = UserUpdate { disabled: Some(disabled), ..UserUpdate::default() };
    Ok(backend()?.update_user(&visit()?.actor, &name, None, &update).await?)
}

/// Makes a project from its file (TOML).
#[server(prefix = "/fn", endpoint = "create_project", output = Wire)]
pub async fn create_project(text: String) -> UiResult<()> {
    let config = ProjectConfig::from_toml(&text).map_err(AppError::Invalid)?;
    let (backend, visit, respond) = (backend()?, visit()?, respond()?);
    let made = backend.create_project(&visit.actor, &config).await?;
    respond.redirect(&format!("/admin/projects/{}", made.config.key));
    Ok(())
}

/// Replaces a project's rules; `version` is the one that was edited.
#[server(prefix = "/fn", endpoint = "update_project", output = Wire)]
pub async fn update_project(key: String, version: i64, text: String) -> UiResult<ProjectText> {
    let config: ProjectConfig = serde_json::from_str(&text)
        .map_err(|e| AppError::invalid("/text", "project.syntax", format!("The rules cannot be read: {e}.")))?;
    let info = backend()?.update_project(&visit()?.actor, &key, Some(version), &config).await?;
    Ok(ProjectText { info, text })
}
