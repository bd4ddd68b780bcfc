//! Any bytes as a project file, read as a server stores it and as a validation takes it from a repository.
#![no_main]

// What reads the rules stands beside the database, which nobody wants instrumented: its sources alone are taken.
#[allow(dead_code)]
#[path = "../../../engine/src/validation/catalogue.rs"]
mod catalogue;
#[path = "../../../engine/src/validation/levels.rs"]
mod levels;
#[path = "../../../engine/src/proof/names.rs"]
mod proof;
#[allow(dead_code)]
#[path = "../../../engine/src/validation/rules.rs"]
mod rules;
#[allow(dead_code)]
#[path = "../../../engine/src/validation/sources.rs"]
mod sources;

use analysis::{Files, lint};
use domain::project::ProjectConfig;
use libfuzzer_sys::fuzz_target;

const CHANGE: &str = "CREATE TABLE shop.user_cards (id int, \"Odd Name\" json);\nALTER TABLE orders RENAME TO \"Orders\";\n\
                      CREATE INDEX i ON users (id); DROP TABLE loose;";

fuzz_target!(|data: &[u8]| {
    if let Ok(text) = std::str::from_utf8(data)
        && let Ok(config) = ProjectConfig::from_toml(text)
    {
        assert!(config.problems().is_empty(), "it was taken with a problem");
        let stored = serde_json::to_string(&config).unwrap_or_default();
        assert_eq!(serde_json::from_str::<ProjectConfig>(&stored).ok(), Some(config), "it is stored as something else");
    }
    let mut files: Files = [
        (sources::PROJECT_FILE, data.to_vec()),
        ("migrations/1_a.sql", CHANGE.as_bytes().to_vec()),
        ("db/V1__a.sql", CHANGE.as_bytes().to_vec()),
    ]
    .into_iter()
    .collect();
    let Ok(Some(config)) = sources::project(&files) else { return };
    config.problems();
    let Ok(mut rules) = rules::Rules::of(Some(&config), &files) else { return };
    rules.made_by(Some(&config.default_team));
    let folder = rules.options.folder.trim_matches('/').to_owned();
    files.put(format!("{folder}/2_b.sql"), CHANGE.as_bytes().to_vec());
    let mut found = lint(&files, &Files::default(), &rules.options).findings;
    rules.settle(&mut found);
});
