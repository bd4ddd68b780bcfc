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
    assert_eq!(impact, repository.json(&["impact", "--format", "json"]));
    assert!(said(&repository.run(&["impact", "--format", "text"])).contains("Risk "));
    assert!(impact["code"].as_array().unwrap().iter().any(|c| c["place"]["path"] == "src/users.rs"), "{impact}");
    // A rule that is turned down says it all the same, and blocks no longer.
    let mild = repository.run(&["validate", "--rule", "rename-column=warning"]);
    assert_eq!(mild.status.code(), Some(0), "{}", said(&mild));
    assert!(said(&mild).contains("warning[rename-column]"));
}

#[test]
fn what_the_main_line_has_got_meanwhile_counts() {
    let repository = Repository::new(USERS);
    repository.git(&["branch", "change"]);
    let nick = "SET lock_timeout = '2s';\nALTER TABLE users ADD COLUMN nick text;\n";
    let back = "SET lock_timeout = '2s';\nALTER TABLE users DROP COLUMN nick;\n";
    repository.write(&[("migrations/003_theirs.up.sql", nick), ("migrations/003_theirs.down.sql", back)]);
    repository.commit();
    repository.git(&["checkout", "-q", "change"]);
    repository.write(&[("migrations/002_mine.up.sql", nick), ("migrations/002_mine.down.sql", back)]);
    repository.commit();
    let output = repository.run(&["validate"]);
    let text = said(&output);
    assert_eq!(output.status.code(), Some(6), "{text}");
    assert!(text.contains("existing-object") && text.contains("out-of-order"), "{text}");
    assert!(text.contains("looked at as merged into"), "{text}");
    // Alone it is fine.
    let alone = repository.run(&["validate", "--base", "main~1"]);
    assert_eq!(alone.status.code(), Some(0), "{}", said(&alone));
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
fn a_team_is_told_whose_tables_it_changes() {
    let owned = "key = 'a'\nname = 'A'\ndefaultTeam = 't'\n[[teams]]\nname = 'people'\ntables = ['users']\n[[teams]]\nname = 'web'\n";
    let repository = Repository::new(&[USERS, &[(".change-mgmt/project.toml", owned)]].concat());
    repository.git(&["checkout", "-qb", "change"]);
    repository.write(&[
        // In vain: the base says whose the table is.
        (".change-mgmt/project.toml", &owned.replace("\ntables = ['users']", "")),
        ("migrations/002_x.up.sql", "SET lock_timeout = '2s';\nALTER TABLE users ADD COLUMN x text;\n"),
        ("migrations/002_x.down.sql", "SET lock_timeout = '2s';\nALTER TABLE users DROP COLUMN x;\n"),
    ]);
    repository.commit();
    let web = repository.run(&["validate", "--team", "web"]);
    assert_eq!(web.status.code(), Some(6), "{}", said(&web));
    assert!(said(&web).contains("users belongs to people, and this change is made by web"), "{}", said(&web));
    for args in [&["validate", "--team", "people"][..], &["validate"]] {
        let output = repository.run(args);
        assert!(!said(&output).contains("foreign-team"), "{}", said(&output));
    }
    let unknown = repository.run(&["validate", "--team", "nobody"]);
    assert_eq!(unknown.status.code(), Some(2));
    assert!(said(&unknown).contains("Its teams are people, web"), "{}", said(&unknown));
    let by_environment = Command::new(BINARY)
        .current_dir(repository.at())
        .env("CHANGE_MGMT_TEAM", "web")
        .arg("validate")
        .output()
        .unwrap();
    assert_eq!(by_environment.status.code(), Some(6));
}

#[test]
fn every_family_has_levels_and_the_gate_of_breaking_changes_none() {
    let api = |field: &str| {
        format!(
            r#"{{"openapi":"3.1.0","info":{{"title":"t","version":"1"}},"paths":{{"/a":{{"get":{{"responses":{{"200":{{"description":"","content":{{"application/json":{{"schema":{{"type":"object","properties":{{"{field}":{{"type":"string"}}}}}}}}}}}}}}}}}}}}}}"#
        )
    };
    let repository = Repository::new(&[USERS, &[("openapi.json", &api("old"))]].concat());
    repository.git(&["checkout", "-qb", "change"]);
    repository.write(&[("openapi.json", &api("new"))]);
    repository.commit();
    let strict = repository.run(&["validate"]);
    assert!(
        strict.status.code() == Some(6) && said(&strict).contains("error[openapi-field-removed]"),
        "{}",
        said(&strict)
    );
    // What is reached tells it as well.
    let reached = repository.run(&["impact"]);
    assert!(said(&reached).contains("API document\n    openapi.json:1 "), "{}", said(&reached));
    let api = repository.json(&["impact", "--format", "json"])["api"].clone();
    assert!(api.as_array().unwrap().iter().any(|one| one["rule"] == "openapi-field-removed"), "{api}");
    let mild = repository.run(&["validate", "--rule", "openapi-field-removed=warning"]);
    assert!(mild.status.code() == Some(0) && said(&mild).contains("warning[openapi-field-removed]"), "{}", said(&mild));
    let off = repository.run(&["validate", "--rule", "openapi-field-removed=off"]);
    assert!(off.status.code() == Some(0) && !said(&off).contains("openapi-field-removed"), "{}", said(&off));
    let refused = repository.run(&["validate", "--rule", "undeclared-breaking=off"]);
    assert_eq!(refused.status.code(), Some(2));
    assert!(said(&refused).contains("blocks until the change is treated as breaking"), "{}", said(&refused));
}

#[test]
fn a_reader_that_stops_early_leaves_the_exit_code() {
    let repository = Repository::new(USERS);
    let drops: String = (0..3_000).map(|_| "DROP TABLE users;\n").collect();
    repository.write(&[("migrations/002_x.up.sql", &drops)]);
    for format in ["text", "json", "sarif", "junit", "github"] {
        let mut child = Command::new(BINARY)
            .current_dir(repository.at())
            .args(["validate", "--format", format])
            .stdout(std::process::Stdio::piped())
            .stderr(std::process::Stdio::piped())
            .spawn()
            .unwrap();
        drop(child.stdout.take());
        let output = child.wait_with_output().unwrap();
        assert_eq!(output.status.code(), Some(6), "{format}: {}", said(&output));
        assert!(!said(&output).contains("panicked"), "{format}: {}", said(&output));
    }
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
    for (name, level) in [
        ("undeclared-breaking", "no project can set another"),
        ("incomplete-migration", "Its level is error"),
        ("undeclared-operation", "error or warning, by what is found"),
        ("openapi-field-removed", "Its level is error"),
        ("openapi-operation-added", "never a finding"),
        ("proof-rows-lost", "Its level is error"),
        ("proof-not-seeded", "Its level is notice"),
        ("unread-queries", "Its level is notice"),
    ] {
        let output = Repository::new(USERS).run(&["rules", name]);
        assert!(output.status.success() && said(&output).contains(name), "{}", said(&output));
        assert!(said(&output).contains(level), "{}", said(&output));
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
fn an_api_document_that_goes_away_does_not_go_unseen() {
    let repository = Repository::new(USERS);
    let text = r#"{"openapi": "3.1.0", "info": {"title": "Shop", "version": "1"}, "paths": {}}"#;
    repository.write(&[("openapi.json", text)]);
    repository.commit();
    repository.git(&["tag", "first"]);
    let look = || repository.run(&["validate", "--base", "first"]);
    assert_eq!(look().status.code(), Some(0));
    std::fs::create_dir_all(repository.at().join("docs")).unwrap();
    std::fs::rename(repository.at().join("openapi.json"), repository.at().join("docs/openapi.json")).unwrap();
    let moved = look();
    assert_eq!(moved.status.code(), Some(6), "{}", said(&moved));
    assert!(said(&moved).contains("error[removed-document]"), "{}", said(&moved));
    std::os::unix::fs::symlink("docs/openapi.json", repository.at().join("openapi.json")).unwrap();
    assert!(said(&look()).contains("error[removed-document]"));
}

#[test]
fn what_a_named_query_writes_is_found() {
    let repository = Repository::new(USERS);
    repository.git(&["checkout", "-qb", "change"]);
    repository.write(&[
        (
            "migrations/002_x.up.sql",
            "WITH d AS (DELETE FROM users RETURNING *) SELECT count(*) FROM d;\nWITH u AS (UPDATE users SET email = '' RETURNING 1) SELECT 1;\n",
        ),
        ("migrations/002_x.down.sql", "SELECT 1;"),
    ]);
    let text = said(&repository.run(&["validate"]));
    for rule in ["delete-without-where", "update-without-where"] {
        assert!(text.contains(&format!("[{rule}]")), "{rule}: {text}");
    }
}

#[test]
fn bad_input_is_told_and_never_a_panic() {
    let repository = Repository::new(USERS);
    for (args, code, words) in [
        (&["validate", "--base", "nowhere"][..], 2, "knows no revision"),
        (&["validate", "--base", ""], 2, "--base is empty"),
        (&["validate", "no-such-folder"], 2, "There is no folder `no-such-folder`"),
        (&["validate", "src/users.rs"], 2, "is a file"),
        (&["validate", "--migrations", "elsewhere"], 2, "--migrations"),
        (&["validate", "--openapi", "nowhere.json"], 2, "nowhere.json"),
        (&["impact", "--format", "sarif"], 2, "text, json"),
        (&["validate", "--dialect", "oracle"], 2, "postgres"),
        (&["validate", "--rule", "drop-table"], 2, "NAME=LEVEL"),
        (&["validate", "--rule", "nonsense=off"], 2, "change-mgmt rules"),
        (&["validate", "--migrations", "src"], 2, "No migrations in `src`"),
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
    assert_eq!(output.status.code(), Some(2));
    let project = repository.at().join(".change-mgmt/project.toml");
    std::fs::remove_file(&project).unwrap();
    // A link is not followed, and its absence is not taken for a project without rules.
    std::os::unix::fs::symlink("/etc/passwd", &project).unwrap();
    let output = repository.run(&["validate"]);
    assert!(output.status.code() == Some(2) && said(&output).contains("a symbolic link"), "{}", said(&output));
    std::fs::remove_file(&project).unwrap();
    let output = repository.run(&["validate"]);
    let text = said(&output);
    assert_eq!(output.status.code(), Some(6), "{text}");
    for rule in ["unparseable-sql", "psql-command", "duplicate-version", "encoding", "missing-down", "unread-migration"]
    {
        assert!(text.contains(&format!("[{rule}]")), "{rule}: {text}");
    }
    assert!(text.contains("005_e.up.sql (a symbolic link)") && !text.contains("root:"), "{text}");

    // UTF-16 without its mark is one finding, not one for each byte.
    let wide: Vec<u8> = "SELECT 1;".bytes().flat_map(|byte| [byte, 0]).collect();
    let other = Repository::new(USERS);
    std::fs::write(other.at().join("migrations/002_a.up.sql"), wide).unwrap();
    let text = said(&other.run(&["validate"]));
    assert!(text.contains("error[encoding]") && !text.contains("unparseable-sql"), "{text}");
    // A folder of PostgreSQL's programs in the environment asks for nothing.
    let output = Command::new(BINARY)
        .current_dir(other.at())
        .env("CHANGE_MGMT_PG_BIN", "/nowhere")
        .arg("validate")
        .output()
        .unwrap();
    assert_eq!(output.status.code(), Some(6), "{}", said(&output));
    // A repository whose last commit is lost is not one where everything is new.
    let broken = Repository::new(USERS);
    std::fs::remove_dir_all(broken.at().join(".git/objects")).unwrap();
    std::fs::create_dir_all(broken.at().join(".git/objects/pack")).unwrap();
    let output = broken.run(&["validate"]);
    assert!(output.status.code() == Some(2) && said(&output).contains("no revision `HEAD`"), "{}", said(&output));

    let plain = tempfile::tempdir().unwrap();
    std::fs::create_dir(plain.path().join("migrations")).unwrap();
    std::fs::write(plain.path().join("migrations/1.sql"), "CREATE TABLE a (id bigint PRIMARY KEY);").unwrap();
    let output = Command::new(BINARY).arg("validate").arg(plain.path()).output().unwrap();
    assert!(said(&output).contains("Not a git repository"), "{}", said(&output));
}
