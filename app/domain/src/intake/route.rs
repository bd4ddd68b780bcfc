//! Which team gets a change (SPEC R1.7): the first matching rule decides, else the default.

use super::ValidChange;
use crate::project::{ProjectConfig, RoutingRule};

/// The team and why.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Routing {
    /// Team name.
    pub team: String,
    /// For people and the audit trail.
    pub reason: String,
}

fn matches(rule: &RoutingRule, change: &ValidChange) -> Option<String> {
    let mut why = Vec::new();
    if !rule.types.is_empty() {
        if !rule.types.contains(&change.kind) {
            return None;
        }
        why.push(format!("type {}", change.kind));
    }
    if !rule.operations.is_empty() {
        let op = change.metadata.operations.iter().find(|o| rule.operations.iter().any(|k| k == o.kind()))?;
        why.push(format!("operation {}", op.kind()));
    }
    if !rule.components.is_empty() {
        let component = change.metadata.affected_components.iter().find(|c| rule.components.contains(c))?;
        why.push(format!("component {component}"));
    }
    if !rule.priorities.is_empty() {
        if !rule.priorities.contains(&change.priority) {
            return None;
        }
        why.push(format!("priority {}", change.priority));
    }
    if let Some(breaking) = rule.breaking {
        if breaking != change.metadata.breaking_change {
            return None;
        }
        why.push(if breaking { "breaking".to_owned() } else { "not breaking".to_owned() });
    }
    Some(if why.is_empty() { "every change".to_owned() } else { why.join(", ") })
}

/// Routes a valid change; always finds a team.
pub fn route(change: &ValidChange, project: &ProjectConfig) -> Routing {
    for (i, rule) in project.routing.iter().enumerate() {
        if let Some(why) = matches(rule, change) {
            return Routing { team: rule.team.clone(), reason: format!("Routing rule {}: {why}.", i + 1) };
        }
    }
    Routing {
        team: project.default_team.clone(),
        reason: "No routing rule matches, so the default team gets it.".to_owned(),
    }
}
