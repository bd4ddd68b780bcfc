//! `change-mgmt validate`, `impact` and `rules` as a process, on throw-away repositories, without any server.

use crate::support::{Repository, USERS};
use serde_json::Value;
use std::collections::BTreeSet;
use std::process::{Command, Output};

const BINARY: &str = env!("CARGO_BIN_EXE_change-mgmt");

trait Validated {
    fn run(&self, args: &[&str]) -> Output;
    fn json(&self, args: &[&str]) -> Value;
}

impl Validated for Repository {
    fn run(&self, args: &[&str]) -> Output {
        Command::new(BINARY).current_dir(self.at()).args(args).output().unwrap()
    }

    fn json(&self, args: &[&str]) -> Value {
        let output = self.run(args);
        serde_json::from_slice(&output.stdout)
            .unwrap_or_else(|e| panic!("{e}: {}", String::from_utf8_lossy(&output.stderr)))
    }
}

fn said(output: &Output) -> String {
    format!("{}{}", String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr))
}

#[test]
fn a_branch_that_renames_a_read_column_is_blocked_and_its_reader_named() {
    let repository = Repository::new(USERS);
    repository.git(&["checkout", "-qb", "change"]);
    repository.write(&[
        ("migrations/002_mail.up.sql", "SET lock_timeout = '2s';\nALTER TABLE users RENAME COLUMN email TO mail;\n"),
        ("migrations/002_mail.down.sql", "SET lock_timeout = '2s';\nALTER TABLE users RENAME COLUMN mail TO email;\n"),
    ]);
    repository.commit();
    let output = repository.run(&["validate"]);
    let text = said(&output);
    assert_eq!(output.status.code(), Some(6), "{text}");
    assert!(text.contains("error[rename-column]"), "{text}");
    assert!(text.contains("migrations/002_mail.up.sql:2:"), "{text}");
    assert!(text.contains("src/users.rs:2"), "{text}");

    // The same from another folder of the repository, against a named revision, and from outside any branch.
    let found = repository.json(&["validate", "src", "--base", "main", "--format", "json"]);
    assert_eq!(found["operations"][0]["operation"]["kind"], "rename-column");
    assert_eq!(repository.run(&["validate", "--base", "HEAD"]).status.code(), Some(0));

    let impact = repository.json(&["--json", "impact"]);
    assert!(impact["code"].as_array().unwrap().iter().any(|c| c["place"]["path"] == "src/users.rs"), "{impact}");
    // A rule that is turned down says it all the same, and blocks no longer.
    let mild = repository.run(&["validate", "--rule", "rename-column=warning"]);
    assert_eq!(mild.status.code(), Some(0), "{}", said(&mild));
    assert!(said(&mild).contains("warning[rename-column]"));
}

#[test]
fn a_change_cannot_loosen_its_own_rules() {
    let strict = "key = 'a'\nname = 'A'\ndefaultTeam = 't'\n";
    let repository = Repository::new(&[USERS, &[(".change-mgmt/project.toml", strict)]].concat());
    repository.git(&["checkout", "-qb", "change"]);
    let loose = format!("{strict}[rules]\ndrop-column = 'off'\n");
    repository.write(&[
        (".change-mgmt/project.toml", &loose),
        ("migrations/002_x.up.sql", "SET lock_timeout = '2s';\nALTER TABLE users DROP COLUMN email;\n"),
        ("migrations/002_x.down.sql", "SET lock_timeout = '2s';\nALTER TABLE users ADD COLUMN email text;\n"),
    ]);
    repository.commit();
    assert_eq!(repository.run(&["validate"]).status.code(), Some(6));
}

#[test]
fn rules_are_listed_and_explained() {
    let rules = Repository::new(USERS).json(&["--json", "rules"]);
    let rules = rules.as_array().unwrap();
    assert!(rules.len() > 150);
    let names: BTreeSet<&str> = rules.iter().map(|rule| rule["name"].as_str().unwrap()).collect();
    assert_eq!(names.len(), rules.len());
    for rule in rules {
        assert!(!rule["doc"].as_str().unwrap().is_empty() && !rule["summary"].as_str().unwrap().is_empty());
    }
    assert_eq!(Repository::new(USERS).run(&["rules", "no-such-rule"]).status.code(), Some(2));
    assert!(said(&Repository::new(USERS).run(&["rules", "DS103"])).contains("drop-column"));
    // Every finding leads to its explanation, those on code, documents and proofs, too.
    for name in ["undeclared-breaking", "incomplete-migration", "openapi-field-removed", "proof-rows-lost"] {
        let output = Repository::new(USERS).run(&["rules", name]);
        assert!(output.status.success() && said(&output).contains(name), "{}", said(&output));
    }
}

#[test]
fn each_format_is_well_formed() {
    let repository = Repository::new(USERS);
    repository.write(&[("migrations/002_x.up.sql", "DROP TABLE users; -- <&\"'>\n")]);
    let sarif = repository.json(&["validate", "--format", "sarif"]);
    assert_eq!(sarif["version"], "2.1.0");
    let results = sarif["runs"][0]["results"].as_array().unwrap();
    let place = |r: &Value| r["locations"][0]["physicalLocation"]["artifactLocation"]["uri"].clone();
    assert!(results.iter().any(|r| r["ruleId"] == "drop-table" && place(r) == "migrations/002_x.up.sql"), "{sarif:#}");
    let junit = said(&repository.run(&["--quiet", "validate", "--format", "junit"]));
    assert!(junit.starts_with("<?xml") && junit.contains("drop-table"), "{junit}");
    let github = said(&repository.run(&["validate", "--format", "github"]));
    assert!(github.contains("::error file=migrations/002_x.up.sql,line=1"), "{github}");
    let file = repository.at().join("found.json");
    let output = repository.run(&["validate", "--format", "json", "-o", file.to_str().unwrap()]);
    assert_eq!((output.status.code(), output.stdout.is_empty()), (Some(6), true));
    assert!(serde_json::from_slice::<Value>(&std::fs::read(file).unwrap()).is_ok());
}

#[test]
fn a_change_is_run_up_down_and_up_and_its_way_back_judged() {
    let prove = |down: Option<&str>| {
        let repository = Repository::new(USERS);
        repository.git(&["checkout", "-qb", "change"]);
        let up = "SET lock_timeout = '2s';\nALTER TABLE users ADD COLUMN locale text;\nCREATE INDEX users_locale ON users (locale);\n";
        repository.write(&[("migrations/002_x.up.sql", up)]);
        if let Some(down) = down {
            repository.write(&[("migrations/002_x.down.sql", down)]);
        }
        repository.json(&["--json", "validate", "--prove"])["proof"].clone()
    };
    let whole = prove(Some("ALTER TABLE users DROP COLUMN locale;"));
    assert_eq!(whole["verdict"], "reversible", "{:#}", whole["reasons"]);
    assert!(whole["passes"][0]["statements"].as_array().unwrap().iter().any(|s| s["locks"] != serde_json::json!([])));
    for (down, kind) in [
        (None, "down-missing"),
        (Some("SELECT 1;"), "left-behind"),
        (Some("DELETE FROM users; ALTER TABLE users DROP COLUMN locale;"), "rows-lost"),
        (Some("ALTER TABLE users DROP COLUMN nothing;"), "down-fails"),
    ] {
        let proof = prove(down);
        let kinds: Vec<&str> = proof["reasons"].as_array().unwrap().iter().filter_map(|r| r["kind"].as_str()).collect();
        assert!(kinds.contains(&kind), "{down:?}: {kinds:?}");
        assert_eq!(proof["verdict"], "irreversible", "{down:?}");
    }
}

#[test]
fn a_kept_scratch_database_knows_the_history_again() {
    let repository = Repository::new(USERS);
    repository.git(&["checkout", "-qb", "change"]);
    let kept = tempfile::tempdir().unwrap();
    let folder = kept.path().join("scratch");
    let prove = |column: &str| {
        repository.write(&[
            ("migrations/002_x.up.sql", &format!("ALTER TABLE users ADD COLUMN {column} text;")),
            ("migrations/002_x.down.sql", &format!("ALTER TABLE users DROP COLUMN {column};")),
        ]);
        repository.json(&["--json", "validate", "--prove", "--scratch-dir", folder.to_str().unwrap()])["proof"].clone()
    };
    // Two at a time take turns: neither stops the other's database under it.
    let (one, two) = std::thread::scope(|scope| {
        let first = scope.spawn(|| {
            repository.run(&["validate", "--prove", "--base", "none", "--scratch-dir", folder.to_str().unwrap()])
        });
        let second =
            repository.run(&["validate", "--prove", "--base", "none", "--scratch-dir", folder.to_str().unwrap()]);
        (first.join().unwrap(), second)
    });
    for output in [one, two] {
        assert!(said(&output).contains("reversible"), "{}", said(&output));
    }
    let (first, second) = (prove("locale"), prove("language"));
    for proof in [&first, &second] {
        assert_eq!(proof["verdict"], "reversible", "{:#}", proof["reasons"]);
    }
    assert_eq!((first["base"]["reused"].as_u64(), second["base"]["reused"].as_u64()), (Some(0), Some(1)));
    assert!(!folder.join("cluster/pgdata/postmaster.pid").exists(), "PostgreSQL goes on running");

    // Settings of the proof mean nothing where nothing is to be proven.
    let mut plain = Command::new(BINARY);
    plain.current_dir(repository.at()).arg("validate");
    let output = plain.env("CHANGE_MGMT_PG_BIN", "/nowhere").env("CHANGE_MGMT_SCRATCH_DIR", &folder).output().unwrap();
    assert_eq!(output.status.code(), Some(0), "{}", said(&output));
}

#[test]
fn bad_input_is_told_and_never_a_panic() {
    let repository = Repository::new(USERS);
    for (args, code, words) in [
        (&["validate", "--base", "nowhere"][..], 2, "knows no revision"),
        (&["validate", "no-such-folder"], 2, "no-such-folder"),
        (&["validate", "--migrations", "elsewhere"], 2, "--migrations"),
        (&["validate", "--dialect", "oracle"], 2, "postgres"),
        (&["validate", "--rule", "drop-table"], 2, "NAME=LEVEL"),
        (&["validate", "--rule", "nonsense=off"], 2, "change-mgmt rules"),
        (&["validate", "--stats", "nothing.json"], 2, "nothing.json"),
        (&["validate", "--change-id", "CHG-x"], 2, "CHG"),
    ] {
        let output = repository.run(args);
        let text = said(&output);
        assert_eq!(output.status.code(), Some(code), "{args:?}: {text}");
        assert!(text.contains(words) && !text.contains("panicked"), "{args:?}: {text}");
    }
    repository.write(&[
        ("migrations/002_a.up.sql", "SELECT FROM WHERE ((((\n"),
        ("migrations/003_b.up.sql", "\u{feff}CREATE TABLE b (id bigint PRIMARY KEY);\r\n\\! rm -rf /\r\n"),
        ("migrations/003_c.up.sql", ""),
        (".change-mgmt/project.toml", "key = 1"),
    ]);
    std::fs::write(repository.at().join("migrations/004_d.up.sql"), [0xff, 0xfe, 0x44, 0x00, 0x52, 0x00, 0x4f])
        .unwrap();
    std::os::unix::fs::symlink("/etc/passwd", repository.at().join("migrations/005_e.up.sql")).unwrap();
    let output = repository.run(&["validate"]);
    assert!(said(&output).contains("project.toml"), "{}", said(&output));
    std::fs::remove_file(repository.at().join(".change-mgmt/project.toml")).unwrap();
    let output = repository.run(&["validate"]);
    let text = said(&output);
    assert_eq!(output.status.code(), Some(6), "{text}");
    for rule in ["unparseable-sql", "psql-command", "duplicate-version", "encoding", "missing-down"] {
        assert!(text.contains(&format!("[{rule}]")), "{rule}: {text}");
    }
    assert!(text.contains("005_e.up.sql (a symbolic link)") && !text.contains("root:"), "{text}");

    let plain = tempfile::tempdir().unwrap();
    std::fs::create_dir(plain.path().join("migrations")).unwrap();
    std::fs::write(plain.path().join("migrations/1.sql"), "CREATE TABLE a (id bigint PRIMARY KEY);").unwrap();
    let output = Command::new(BINARY).arg("validate").arg(plain.path()).output().unwrap();
    assert!(said(&output).contains("Not a git repository"), "{}", said(&output));
}
