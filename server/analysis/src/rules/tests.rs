//! Every rule fires on its bad example and not on its good one.

use super::*;
use crate::lint::{Options, Owner, lint};
use crate::{Files, Report};

const POSTGRES_BASE: &str = include_str!("tests/postgres.sql");
const MYSQL_BASE: &str = include_str!("tests/mysql.sql");
const SQLITE_BASE: &str = include_str!("tests/sqlite.sql");

/// Turns an example into the files of a change and of its base.
fn files(example: &str, dialect: Dialect) -> (Files, Files) {
    let (mut head, mut base) = (Files::default(), Files::default());
    if !example.starts_with("--- ") {
        let world = match dialect {
            Dialect::Postgres => POSTGRES_BASE,
            Dialect::Mysql => MYSQL_BASE,
            Dialect::Sqlite => SQLITE_BASE,
        };
        for files in [&mut head, &mut base] {
            files.put("1_base.sql", world.as_bytes().to_vec());
        }
        head.put("2_change.sql", example.as_bytes().to_vec());
        return (head, base);
    }
    for part in format!("\n{example}").split("\n--- ").skip(1) {
        let (name, text) = part.split_once('\n').unwrap_or((part, ""));
        let text = text.as_bytes().to_vec();
        match name.split_once(' ') {
            Some(("base", name)) => {
                base.put(name, text.clone());
                if head.get(name).is_none() {
                    head.put(name, text);
                }
            }
            Some(("remove", name)) => {
                head = head
                    .iter()
                    .filter(|(path, _)| *path != name)
                    .map(|(path, bytes)| (path.to_owned(), bytes.clone()))
                    .collect()
            }
            Some(("damaged", name)) => head.put(name, b"SELECT '\xFF';".to_vec()),
            Some(("huge", name)) => head.put(name, vec![b' '; 9 << 20]),
            Some(("deep", name)) => {
                head.put(name, format!("SELECT {}1{};", "(".repeat(9_000), ")".repeat(9_000)).into_bytes())
            }
            _ => head.put(name, text),
        }
    }
    (head, base)
}

fn run(rule: &Rule, example: &str) -> Report {
    let (head, base) = files(example, rule.dialects[0]);
    let naming = ["schema", "table", "column", "index", "foreign-key", "check"];
    let owner = |team: &str, tables: &[&str]| Owner {
        team: team.to_owned(),
        tables: tables.iter().map(|&table| table.to_owned()).collect(),
    };
    let options = Options {
        dialect: Some(rule.dialects[0]),
        rules: rule.opt_in.then(|| (rule.name.to_owned(), Level::Warning)).into_iter().collect(),
        naming: naming.into_iter().map(|kind| (kind.to_owned(), "snake_case".to_owned())).collect(),
        owners: if rule.also_known_as.iter().any(|(_, name)| name.starts_with("OW")) {
            vec![owner("people", &["user*", "loose"]), owner("sales", &["orders*"])]
        } else {
            Vec::new()
        },
        team: Some("people".to_owned()),
        server_version: Some(if rule.name == "index-corruption" { "14.1" } else { "17.2" }.to_owned()),
        ..Options::default()
    };
    lint(&head, &base, &options)
}

#[test]
fn every_rule_fires_on_its_bad_example_and_not_on_its_good_one() {
    let (mut wrong, mut others) = (Vec::new(), String::new());
    for rule in RULES {
        let bad = run(rule, rule.bad);
        if !bad.findings.iter().any(|finding| finding.rule == rule.name) {
            wrong.push(format!(
                "{} does not fire on its bad example: {:?}",
                rule.name,
                bad.findings.iter().map(|f| format!("{}: {}", f.rule, f.message)).collect::<Vec<_>>()
            ));
        }
        let good = run(rule, rule.good);
        for finding in
            good.findings.iter().filter(|finding| finding.rule == rule.name || finding.rule == "unparseable-sql")
        {
            wrong.push(format!("{}: {} fires on its good example: {}", rule.name, finding.rule, finding.message));
        }
        let mut also: Vec<_> =
            bad.findings.iter().map(|finding| finding.rule.as_str()).filter(|name| *name != rule.name).collect();
        also.sort_unstable();
        also.dedup();
        others.push_str(&format!("{}: {}\n", rule.name, also.join(" ")));
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    insta::assert_snapshot!("other_rules_on_bad_examples", others);
}

#[test]
fn every_rule_is_documented_and_named_once() {
    let mut names = std::collections::BTreeSet::new();
    for rule in RULES {
        assert!(names.insert(rule.name), "{} is there twice", rule.name);
        assert!(rule.name.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-'), "{}", rule.name);
        assert!(!rule.summary().is_empty() && !rule.fix().is_empty(), "{} does not say what to do", rule.name);
        assert!(!rule.effects.is_empty(), "{} has no effect", rule.name);
        // A convention blocks nobody's deployment.
        assert!(rule.effects != [crate::Effect::Convention] || rule.severity < Severity::Error, "{}", rule.name);
    }
}

/// `RULES.md` is written by this test: `UPDATE_RULES=1 cargo test -p analysis`.
#[test]
fn the_table_of_rules_is_current() {
    let mut table = String::from(
        "# Rules\n\nGenerated from the rules' files by a test; `UPDATE_RULES=1 cargo test -p analysis` writes it anew.\n\n\
         | rule | severity | effects | dialects | finds | in other tools |\n|---|---|---|---|---|---|\n",
    );
    for rule in RULES {
        let lower = |value: &dyn std::fmt::Debug| format!("{value:?}").to_lowercase();
        let effects: Vec<_> = rule
            .effects
            .iter()
            .map(|effect| serde_json::to_value(effect).unwrap().as_str().unwrap().to_owned())
            .collect();
        let dialects: Vec<_> = rule.dialects.iter().map(|dialect| lower(dialect)).collect();
        let others: Vec<_> = rule.also_known_as.iter().map(|(tool, name)| format!("{tool} `{name}`")).collect();
        table.push_str(&format!(
            "| `{}` | {}{} | {} | {} | {} | {} |\n",
            rule.name,
            lower(&rule.severity),
            if rule.opt_in { ", opt-in" } else { "" },
            effects.join(", "),
            if rule.dialects.len() == 3 { "all".to_owned() } else { dialects.join(", ") },
            rule.summary().replace('|', "\\|"),
            others.join(", "),
        ));
    }
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/RULES.md");
    if std::env::var_os("UPDATE_RULES").is_some() {
        std::fs::write(path, &table).unwrap();
    }
    let stored = std::fs::read_to_string(path).unwrap_or_default();
    assert!(stored == table, "RULES.md is stale: UPDATE_RULES=1 cargo test -p analysis");
}

/// All of Squawk's rules are taken over: by its linter, or by a rule of ours that knows more.
#[test]
fn the_rules_of_the_other_tools_are_covered() {
    let named = |tool: &str, name: &str| RULES.iter().any(|rule| rule.also_known_as.contains(&(tool, name)));
    for source in include_str!("tests/squawk.txt").split_whitespace().filter(|name| *name != "unused-ignore") {
        assert!(named("squawk", source), "squawk {source}");
    }
    for name in include_str!("tests/strong_migrations.txt").split_whitespace() {
        assert!(named("strong_migrations", name), "strong_migrations {name}");
    }
    for name in include_str!("tests/atlas.txt").split_whitespace() {
        assert!(named("atlas", name), "atlas {name}");
    }
}
