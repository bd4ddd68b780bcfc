//! Every rule's own examples as a branch of a repository, validated by the program: the bad one is found, in the new
//! files and nowhere else; the good one is not.

use crate::support::Repository;
use analysis::rules::{RULES, Rule};
use analysis::sql::Dialect;
use serde_json::Value;
use std::path::Path;
use std::process::Command;
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};

const BINARY: &str = env!("CARGO_BIN_EXE_change-mgmt");
/// Who owns the tables of the examples; the change is made by the first of them.
const TEAMS: &str =
    "[[teams]]\nname = 'people'\ntables = ['user*', 'loose']\n[[teams]]\nname = 'sales'\ntables = ['orders*']\n";
/// So many processes at once; each waits for git half of its time.
const AT_ONCE: usize = 4;

/// What the examples stand on.
fn world(dialect: Dialect) -> &'static str {
    match dialect {
        Dialect::Postgres => include_str!("../../analysis/src/rules/tests/postgres.sql"),
        Dialect::Mysql => include_str!("../../analysis/src/rules/tests/mysql.sql"),
        Dialect::Sqlite => include_str!("../../analysis/src/rules/tests/sqlite.sql"),
    }
}

fn put(folder: &Path, name: &str, bytes: &[u8]) {
    let path = folder.join("migrations").join(name);
    std::fs::create_dir_all(path.parent().unwrap()).unwrap();
    std::fs::write(path, bytes).unwrap();
}

/// Cuts an example into its files: those of the base go to `base`, the others to `head`.
fn lay(repository: &Repository, example: &str, dialect: Dialect) {
    let folder = repository.at();
    if !example.starts_with("--- ") {
        put(folder, "1_base.sql", world(dialect).as_bytes());
        repository.commit();
        put(folder, "2_change.sql", example.as_bytes());
        return repository.commit();
    }
    let text = format!("\n{example}");
    let parts: Vec<(&str, &str)> =
        text.split("\n--- ").skip(1).map(|part| part.split_once('\n').unwrap_or((part, ""))).collect();
    for (name, text) in &parts {
        if let Some(name) = name.strip_prefix("base ") {
            put(folder, name, text.as_bytes());
        }
    }
    repository.commit();
    for (name, text) in &parts {
        match name.split_once(' ') {
            Some(("base", _)) => {}
            Some(("remove", name)) => std::fs::remove_file(folder.join("migrations").join(name)).unwrap(),
            Some(("damaged", name)) => put(folder, name, b"SELECT '\xFF';"),
            Some(("huge", name)) => put(folder, name, &vec![b' '; 9 << 20]),
            Some(("deep", name)) => {
                put(folder, name, format!("SELECT {}1{};", "(".repeat(9_000), ")".repeat(9_000)).as_bytes());
            }
            _ => put(folder, name, text.as_bytes()),
        }
    }
    repository.commit();
}

/// The files in which the program finds the rule in an example.
fn found(rule: &Rule, example: &str) -> Result<Vec<String>, String> {
    let dialect = rule.dialects[0];
    let version = if rule.name == "index-corruption" { "14.1" } else { "17.2" };
    let naming: String = ["schema", "table", "column", "index", "foreign-key", "check"]
        .map(|kind| format!("{kind} = 'snake_case'\n"))
        .concat();
    let level = if rule.opt_in { format!("{} = 'warning'\n", rule.name) } else { String::new() };
    let project = format!(
        "key = 'a'\nname = 'A'\ndefaultTeam = 't'\n[migrations]\nfolder = 'migrations'\ndialect = '{}'\nserverVersion = '{version}'\n{TEAMS}[naming]\n{naming}[rules]\n{level}",
        format!("{dialect:?}").to_lowercase(),
    );
    let repository = Repository::new(&[(".change-mgmt/project.toml", &project)]);
    lay(&repository, example, dialect);
    let mut command = Command::new(BINARY);
    let output = command
        .current_dir(repository.at())
        .args(["validate", "--base", "HEAD~1", "--team", "people", "--format", "sarif"])
        .output();
    let output = output.map_err(|e| e.to_string())?;
    let said = || String::from_utf8_lossy(&output.stderr).into_owned();
    if !matches!(output.status.code(), Some(0 | 6)) {
        return Err(format!("{:?}: {}", output.status, said()));
    }
    let sarif: Value = serde_json::from_slice(&output.stdout).map_err(|e| format!("{e}: {}", said()))?;
    let results = sarif["runs"][0]["results"].as_array().ok_or("no results")?;
    let of = |result: &&Value| result["ruleId"] == rule.name;
    let place = |result: &Value| {
        let place = &result["locations"][0]["physicalLocation"]["artifactLocation"]["uri"];
        place.as_str().unwrap_or_default().to_owned()
    };
    Ok(results.iter().filter(of).map(place).collect())
}

fn check(rule: &Rule) -> Vec<String> {
    let mut wrong = Vec::new();
    match found(rule, rule.bad) {
        Ok(places) if places.is_empty() => wrong.push(format!("{} does not fire on its bad example", rule.name)),
        Ok(places) => {
            let elsewhere =
                places.iter().find(|place| !place.starts_with("migrations") || place.ends_with("1_base.sql"));
            wrong.extend(elsewhere.map(|place| format!("{} fires in {place}", rule.name)));
        }
        Err(error) => wrong.push(format!("{}, bad: {error}", rule.name)),
    }
    match found(rule, rule.good) {
        Ok(places) if places.is_empty() => {}
        Ok(places) => wrong.push(format!("{} fires on its good example, in {places:?}", rule.name)),
        Err(error) => wrong.push(format!("{}, good: {error}", rule.name)),
    }
    wrong
}

#[test]
fn every_rule_fires_on_a_branch_with_its_bad_example_and_not_with_its_good_one() {
    let (next, wrong) = (AtomicUsize::new(0), Mutex::new(Vec::new()));
    std::thread::scope(|scope| {
        for _ in 0..AT_ONCE {
            scope.spawn(|| {
                while let Some(rule) = RULES.get(next.fetch_add(1, Ordering::Relaxed)) {
                    wrong.lock().unwrap().extend(check(rule));
                }
            });
        }
    });
    let wrong = wrong.into_inner().unwrap();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
