//! Valid inputs.

use domain::project::ProjectConfig;
use serde_json::{Value, json};

/// The rules of the project `shop`.
pub fn project(key: &str) -> ProjectConfig {
    serde_json::from_value(json!({
        "key": key,
        "name": "Shop",
        "teams": [{ "name": "data", "title": "Data" }],
        "components": [
            { "name": "schema", "layer": "database", "team": "data" },
            { "name": "repo", "layer": "repository", "team": "data" },
            { "name": "api", "layer": "api", "team": "data" },
        ],
        "defaultTeam": "data",
    }))
    .unwrap()
}

/// A request that passes the intake rules.
pub fn add_field(title: &str) -> Value {
    json!({
        "project": "shop",
        "title": title,
        "description": "People want it.",
        "type": "add-field",
        "metadata": {
            "affectedComponents": ["schema", "repo"],
            "affectedTables": ["users"],
            "operations": [{ "kind": "add-column", "table": "users", "name": "locale", "type": "text" }],
        },
    })
}
