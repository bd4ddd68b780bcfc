//! Roles as check boxes send them.

use domain::words::Role;
use domain::{AppError, AppResult};
use std::collections::{BTreeMap, BTreeSet};

/// Reads `project:role` pairs. Every one of `projects` is in the result, without roles where none is checked.
///
/// # Errors
/// An unknown role.
pub fn roles(held: &[String], projects: &[String]) -> AppResult<BTreeMap<String, BTreeSet<Role>>> {
    let mut roles: BTreeMap<String, BTreeSet<Role>> = projects.iter().map(|p| (p.clone(), BTreeSet::new())).collect();
    for pair in held {
        let (project, role) = pair.split_once(':').unwrap_or((pair, ""));
        let role = role.parse().map_err(|e| AppError::invalid("/held", "role.unknown", format!("{e}.")))?;
        roles.entry(project.to_owned()).or_default().insert(role);
    }
    Ok(roles)
}
