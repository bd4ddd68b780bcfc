//! Users, as administrators of the server make and alter them.

use super::Engine;
use super::record::Record;
use super::visible::visible;
use crate::access::authorise;
use crate::error::app;
use crate::password;
use chrono::{DateTime, Utc};
use domain::access::{Action, SYSTEM};
use domain::api::{KnownPerson, NewUser, UserInfo, UserUpdate};
use domain::{Actor, AppError, AppResult, Problem};
use serde_json::json;
use std::collections::BTreeMap;
use store::users::{NewUserRow, Roles};
use store::{Tx, admins, commit, projects, sessions, users};

pub(super) fn name_ok(name: &str) -> bool {
    let inner = |b: u8| b.is_ascii_lowercase() || b.is_ascii_digit();
    (1..=40).contains(&name.len())
        && name.bytes().next().is_some_and(inner)
        && name.bytes().all(|b| inner(b) || matches!(b, b'.' | b'_' | b'-'))
}

fn display_problem(name: &str) -> Option<Problem> {
    let n = name.trim().chars().count();
    let wrong = n == 0 || n > 200 || name.chars().any(char::is_control);
    wrong.then(|| Problem::new("/displayName", "user.display-name", "Write the person's name in 1 to 200 characters."))
}

fn problems(new: &NewUser) -> Vec<Problem> {
    let mut out: Vec<Problem> = display_problem(&new.display_name).into_iter().collect();
    if !name_ok(&new.name) {
        out.push(Problem::new(
            "/name",
            "user.name",
            "Use 1 to 40 lower-case letters, digits, `.`, `-` and `_` for the user name, a letter or digit first.",
        ));
    } else if new.name == SYSTEM {
        out.push(Problem::new("/name", "user.reserved", "This name stands for the server itself; choose another one."));
    }
    let address_ok = |e: &str| {
        e.len() <= 254
            && e.split_once('@').is_some_and(|(a, b)| !a.is_empty() && !b.is_empty())
            && !e.contains(|c: char| c.is_whitespace() || c.is_control())
    };
    if new.email.as_deref().is_some_and(|e| !address_ok(e)) {
        out.push(Problem::new("/email", "user.email", "Write an address like `ada@example.org`."));
    }
    out.extend(new.password.as_deref().and_then(|p| password::problem("/password", p, &new.name)));
    out
}

async fn role_problems(tx: &mut Tx, roles: &Roles) -> AppResult<Vec<Problem>> {
    let mut out = Vec::new();
    for key in roles.keys() {
        if key.contains('\0') || !projects::exists(tx, key).await.map_err(app)? {
            let pointer = format!("/roles/{}", key.replace('~', "~0").replace('/', "~1"));
            out.push(Problem::new(
                pointer,
                "project.unknown",
                format!("There is no project `{}`.", key.chars().take(60).collect::<String>()),
            ));
        }
    }
    Ok(out)
}

impl Engine {
    pub(super) async fn known_people(&self, actor: &Actor) -> AppResult<BTreeMap<String, KnownPerson>> {
        let projects = visible(actor, None)?;
        let mut conn = self.store.connection().await.map_err(app)?;
        users::known(&mut conn, projects.as_deref()).await.map_err(app)
    }

    pub(super) async fn all_users(&self, actor: &Actor) -> AppResult<Vec<UserInfo>> {
        authorise(actor, Action::AdministerServer, "", || "Users".to_owned())?;
        let mut conn = self.store.connection().await.map_err(app)?;
        users::list(&mut conn, None).await.map_err(app)
    }

    /// Replaces roles and records each membership in its project's chain.
    pub(super) async fn replace_roles(
        &self,
        tx: &mut Tx,
        actor: &Actor,
        at: DateTime<Utc>,
        user: &str,
        before: &Roles,
        after: &Roles,
    ) -> AppResult<()> {
        for (key, wanted) in after {
            let had = before.get(key).cloned().unwrap_or_default();
            if had == *wanted {
                continue;
            }
            let words: Vec<String> = wanted.iter().map(ToString::to_string).collect();
            projects::set_roles(tx, key, user, &words).await.map_err(app)?;
            let details = json!({ "user": user, "before": had, "after": wanted });
            self.record(tx, actor, at, Record::of_project(key, "member.changed", user, details)).await?;
        }
        Ok(())
    }

    pub(super) async fn new_user(&self, actor: &Actor, new: &NewUser) -> AppResult<(UserInfo, Option<String>)> {
        authorise(actor, Action::AdministerServer, "", || "Users".to_owned())?;
        let now = self.clock.now();
        let mut found = problems(new);
        let mut tx = self.store.begin().await.map_err(app)?;
        found.extend(role_problems(&mut tx, &new.roles).await?);
        if !found.is_empty() {
            return Err(AppError::Invalid(found));
        }
        let hash = match &new.password {
            Some(p) => Some(password::hash(p).await?),
            None => None,
        };
        let (display_name, password_hash) = (new.display_name.trim(), hash.as_deref());
        let row = NewUserRow {
            name: &new.name,
            display_name,
            email: new.email.as_deref(),
            password_hash,
            admin: new.admin,
            sample: false,
            at: now,
        };
        users::insert(&mut tx, &row).await.map_err(app)?;
        let details = json!({ "after": { "displayName": display_name, "email": new.email, "admin": new.admin, "roles": new.roles } });
        self.record(&mut tx, actor, now, Record::of_server("user.created", &new.name, details)).await?;
        self.replace_roles(&mut tx, actor, now, &new.name, &Roles::new(), &new.roles).await?;
        let link = match hash {
            Some(_) => None,
            None => Some(self.make_link(&mut tx, actor, &new.name, now).await?),
        };
        let info = users::get(&mut tx, &new.name).await.map_err(app)?;
        commit(tx).await.map_err(app)?;
        Ok((info, link))
    }

    pub(super) async fn alter_user(
        &self,
        actor: &Actor,
        name: &str,
        expected: Option<i64>,
        update: &UserUpdate,
    ) -> AppResult<UserInfo> {
        authorise(actor, Action::AdministerServer, "", || "Users".to_owned())?;
        let now = self.clock.now();
        let mut found: Vec<Problem> = update.display_name.as_deref().and_then(display_problem).into_iter().collect();
        let mut tx = self.store.begin().await.map_err(app)?;
        let wanted = update.roles.clone().unwrap_or_default();
        found.extend(role_problems(&mut tx, &wanted).await?);
        if !found.is_empty() {
            return Err(AppError::Invalid(found));
        }
        if !name_ok(name) {
            return Err(AppError::NotFound(format!("User `{}`", name.chars().take(60).collect::<String>())));
        }
        let others = admins::lock_other_admins(&mut tx, name).await.map_err(app)?;
        let before = users::lock(&mut tx, name).await.map_err(app)?;
        if expected.is_some_and(|e| e != before.version) {
            return Err(AppError::Conflict(format!(
                "`{name}` was altered since, at version {} now. Read it again, then decide.",
                before.version
            )));
        }
        let steps_down = update.admin == Some(false) || update.disabled == Some(true);
        if before.admin && !before.disabled && steps_down && others == 0 {
            return Err(AppError::Blocked(vec![format!(
                "`{name}` is the last administrator who can sign in. Make somebody else an administrator first."
            )]));
        }
        let display_name = update.display_name.as_deref().map(str::trim);
        let part = |u: &UserInfo| json!({ "displayName": u.display_name, "admin": u.admin, "disabled": u.disabled, "roles": u.roles });
        let mut roles: Roles = before.roles.clone().into_iter().chain(wanted.clone()).collect();
        roles.retain(|_, r| !r.is_empty());
        let after = UserInfo {
            display_name: display_name.map_or_else(|| before.display_name.clone(), str::to_owned),
            admin: update.admin.unwrap_or(before.admin),
            disabled: update.disabled.unwrap_or(before.disabled),
            roles,
            ..before.clone()
        };
        if part(&before) == part(&after) {
            return Ok(before);
        }
        users::update(&mut tx, name, display_name, update.admin, update.disabled).await.map_err(app)?;
        if update.disabled == Some(true) {
            sessions::delete_all(&mut tx, name, None).await.map_err(app)?;
        }
        // As in `new_user`: the server's chain first, then those of the projects by key.
        let details = json!({ "before": part(&before), "after": part(&after) });
        self.record(&mut tx, actor, now, Record::of_server("user.updated", name, details)).await?;
        self.replace_roles(&mut tx, actor, now, name, &before.roles, &wanted).await?;
        let info = users::get(&mut tx, name).await.map_err(app)?;
        commit(tx).await.map_err(app)?;
        Ok(info)
    }
}
