//! What a validation looks for, and why. What is read comes as HTML.

#[cfg(feature = "ssr")]
use crate::context::{backend, respond, visit};
use crate::error::UiResult;
use crate::wire::Wire;
#[cfg(feature = "ssr")]
use domain::AppError;
use leptos::prelude::*;
use leptos::server_fn::codec::Json;
use serde::{Deserialize, Serialize};

/// Which rules to list; nothing means any.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct RuleFilter {
    /// Words that all stand in its name, in what it finds or in its name elsewhere.
    pub text: Option<String>,
    /// `error`, `warning`, `notice`.
    pub severity: Option<String>,
    /// `data-loss` and the like.
    pub effect: Option<String>,
    /// `sql`, `proof` and the like.
    pub family: Option<String>,
}

/// The head of a rule's page, and the rest of it as HTML.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RulePage {
    /// Our name for it.
    pub name: String,
    /// What it finds.
    pub summary: String,
    /// Everything else.
    pub html: String,
}

/// The rules that the filter leaves, as HTML.
#[server(prefix = "/fn", endpoint = "list_rules", input = Json, output = Wire)]
pub async fn list_rules(#[server(default)] filter: RuleFilter) -> UiResult<String> {
    Ok(crate::rulebook::render_list(backend()?.rules(&visit()?.actor).await?, &filter))
}

/// One rule, by its name or another tool's.
#[server(prefix = "/fn", endpoint = "get_rule", output = Wire)]
pub async fn get_rule(name: String) -> UiResult<RulePage> {
    let detail = backend()?.rule(&visit()?.actor, &name).await;
    // The page of what is not there says so to machines, too.
    if let (Err(AppError::NotFound(_)), Ok(respond)) = (&detail, respond()) {
        respond.status(404);
    }
    let detail = detail?;
    let (name, summary) = (detail.rule.name.clone(), detail.rule.summary.replace('`', ""));
    Ok(RulePage { name, summary, html: crate::rulebook::render_rule(detail) })
}
