//! Submitting and editing a change.

#[cfg(feature = "ssr")]
use super::submission::{accept, alter, blank, filled, next_key, typed_page};
#[cfg(feature = "ssr")]
use crate::context::{backend, respond, visit};
use crate::error::UiResult;
use crate::wire::Wire;
use domain::Problem;
#[cfg(feature = "ssr")]
use domain::access::{Action, may};
use domain::intake::ChangeForm;
use domain::project::ProjectConfig;
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

/// Everything the form needs.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Intake {
    /// What the fields hold at first.
    pub form: ChangeForm,
    /// Projects the viewer may submit to, with the rules that judge the form.
    pub projects: Vec<ProjectConfig>,
    /// Sent along, so that a second submission of the same page makes no second change.
    pub key: String,
    /// What is wrong with `form` after an attempt without scripts.
    pub problems: Vec<Problem>,
    /// The change being edited, `CHG-n`, and the version seen.
    pub editing: Option<(String, i64)>,
}

/// The form: empty, filled from a change, or with what was typed before (`typed`, as JSON; `judge` asks for its problems).
#[server(prefix = "/fn", endpoint = "intake", output = Wire)]
pub async fn get_intake(change: Option<String>, typed: Option<String>, judge: bool) -> UiResult<Intake> {
    let (backend, visit) = (backend()?, visit()?);
    let mut projects: Vec<ProjectConfig> =
        backend.projects(&visit.actor).await?.into_iter().map(|p| p.config).collect();
    let editing = match &change {
        Some(change) => Some(backend.get(&visit.actor, change.parse()?).await?),
        None => None,
    };
    match &editing {
        Some(detail) => projects.retain(|p| p.key == detail.change.project),
        None => projects.retain(|p| may(&visit.actor, Action::Create, &p.key).is_ok()),
    }
    let typed: Option<ChangeForm> = typed.and_then(|text| serde_json::from_str(&text).ok());
    let form =
        typed.unwrap_or_else(|| editing.as_ref().map_or_else(|| blank(&projects), |detail| filled(&detail.change)));
    let mut problems = Vec::new();
    if judge {
        let (input, unread) = form.input();
        problems = unread;
        problems.extend(backend.preview(&visit.actor, &input).await?.problems);
    }
    Ok(Intake {
        form,
        projects,
        key: next_key(visit.now_millis),
        problems,
        editing: editing.map(|d| (d.change.key(), d.change.version)),
    })
}

/// Submits the form, or saves the edit of `change`. Without scripts (`plain`) a refused form comes back as it was typed,
/// and `rows` (`add`, `show`, `drop-2`) alters the list of operations.
#[server(prefix = "/fn", endpoint = "submit_change", output = Wire)]
pub async fn submit_change(
    form: ChangeForm,
    key: String,
    #[server(default)] change: String,
    #[server(default)] version: Option<i64>,
    #[server(default)] rows: String,
    #[server(default)] plain: String,
) -> UiResult<()> {
    let (backend, visit, respond) = (backend()?, visit()?, respond()?);
    if !rows.is_empty() {
        respond.redirect(&typed_page(&change, &alter(form, &rows), false));
        return Ok(());
    }
    match accept(&*backend, &visit.actor, &form, &key, &change, version).await {
        Ok(number) => respond.redirect(&format!("/changes/{number}")),
        Err(domain::AppError::Invalid(_)) if plain == "yes" && typed_page(&change, &form, true).len() < 6000 => {
            respond.redirect(&typed_page(&change, &form, true));
        }
        Err(error) => return Err(error.into()),
    }
    Ok(())
}
