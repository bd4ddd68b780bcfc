//! A small repository, changed in ways that matter.

use super::*;
use analysis::{Effect, Severity};

const BASE: &[(&str, &str)] = &[
    (
        PROJECT_FILE,
        "key = 'shop'\nname = 'Shop'\ndefaultTeam = 'data'\n[[teams]]\nname = 'data'\n[[components]]\nname = 'schema'\nlayer = 'database'\npaths = ['db/**']\nteam = 'data'\n[[components]]\nname = 'repo'\nlayer = 'repository'\npaths = ['src/**']\nteam = 'data'\n[migrations]\nfolder = 'db'\n",
    ),
    (
        "db/001_users.up.sql",
        "CREATE TABLE users (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, email text NOT NULL);",
    ),
    ("db/001_users.down.sql", "DROP TABLE users;"),
    (
        "src/users.rs",
        "pub async fn by_email(db: &Db) {\n    sqlx::query!(\"SELECT id, email FROM users WHERE email = $1\", x);\n}\n",
    ),
];

fn files(more: &[(&str, &str)]) -> Files {
    BASE.iter().chain(more).map(|(path, text)| (*path, text.as_bytes().to_vec())).collect()
}

fn look(more: &[(&str, &str)], declared: Option<&Declared>) -> Validation {
    let (base, head) = (files(&[]), files(more));
    let rules = Rules::of(project(&base).unwrap().as_ref(), &base).unwrap();
    validate(&Input { head: &head, base: &base, rules: &rules, declared, unread: &[] })
}

const RENAME: &[(&str, &str)] = &[
    ("db/002_rename.up.sql", "SET lock_timeout = '2s';\nALTER TABLE users RENAME COLUMN email TO mail;"),
    ("db/002_rename.down.sql", "SET lock_timeout = '2s';\nALTER TABLE users RENAME COLUMN mail TO email;"),
];

#[test]
fn a_renamed_column_names_its_readers_and_blocks() {
    let found = look(RENAME, None);
    assert!(found.breaks() && found.report.blocks());
    let rename = found.report.findings.iter().find(|f| f.rule == "rename-column").unwrap();
    let place = rename.place.as_ref().unwrap();
    assert_eq!((place.path.as_str(), place.line), ("db/002_rename.up.sql", 2));
    assert!(rename.readers.iter().any(|r| r.path == "src/users.rs" && r.line == 2), "{:?}", rename.readers);
    assert!(found.impact.components.iter().any(|c| c.name == "repo"));
}

#[test]
fn new_code_that_uses_what_the_main_line_has_dropped_blocks() {
    let drop = (
        "db/002_x.up.sql",
        "ALTER TABLE users ADD COLUMN name text;\nALTER TABLE users DROP COLUMN name;\nALTER TABLE users RENAME COLUMN email TO mail;",
    );
    let base = files(&[drop, ("src/users.rs", "")]);
    for (sql, column) in [
        ("SELECT id, name FROM users", "name"),
        ("SELECT u.name FROM users u", "name"),
        ("DELETE FROM users WHERE email = $1", "email"),
    ] {
        let code = format!("pub fn more(db: &Db) {{\n    sqlx::query(\"{sql}\");\n}}\n");
        let head = files(&[drop, ("src/users.rs", ""), ("src/more.rs", &code)]);
        let rules = Rules::of(project(&base).unwrap().as_ref(), &base).unwrap();
        let found = validate(&Input { head: &head, base: &base, rules: &rules, declared: None, unread: &[] });
        let told = found.report.findings.iter().find(|one| one.rule == "unknown-use").expect(sql);
        assert_eq!(
            (told.severity, told.subject.as_str()),
            (Severity::Error, format!("column users.{column}").as_str())
        );
    }
}

#[test]
fn what_new_code_uses_and_no_migration_makes_is_told() {
    let code = |sql: &str| format!("pub async fn more(db: &Db) {{\n    sqlx::query(\"{sql}\");\n}}\n");
    let found = |sql: &str, more: &[(&str, &str)]| {
        let all = look(&[&[("src/more.rs", code(sql).as_str())], more].concat(), None).report.findings;
        let unknown = all.into_iter().filter(|one| one.rule == "unknown-use");
        unknown.map(|one| (one.subject, one.severity, one.place.unwrap().line)).collect::<Vec<_>>()
    };
    for sql in ["SELECT u.id, u.nosuch FROM users u", "INSERT INTO users (email, nosuch) VALUES ($1, $2)"] {
        assert_eq!(found(sql, &[]), [("column users.nosuch".to_owned(), Severity::Warning, 2)], "{sql}");
    }
    for sql in [
        "SELECT nosuch FROM users",
        "SELECT id FROM users WHERE nosuch = $1",
        "SELECT id FROM users ORDER BY nosuch",
        "DELETE FROM users WHERE nosuch IS NULL",
        "UPDATE users SET email = $1 WHERE id = $2 RETURNING nosuch",
    ] {
        assert_eq!(found(sql, &[]), [("column users.nosuch".to_owned(), Severity::Warning, 2)], "{sql}");
    }
    assert_eq!(found("SELECT id FROM usres", &[])[0], ("table usres".to_owned(), Severity::Notice, 2));
    let test = code("SELECT u.nosuch FROM users u");
    let found_in_tests = look(&[("src/users_tests.rs", &test), ("web/a.test.ts", &test)], None).report.findings;
    assert!(found_in_tests.iter().all(|one| one.rule != "unknown-use"), "tests make tables of their own");
    let made = [("db/002_x.up.sql", "ALTER TABLE users ADD COLUMN nosuch text;"), ("db/002_x.down.sql", "SELECT 1;")];
    assert_eq!(found("SELECT u.id, u.nosuch FROM users u", &made), []);
    for fine in [
        "SELECT u.ctid, u.* FROM users u",
        "WITH q AS (SELECT id AS x FROM users) SELECT q.x FROM q",
        "WITH q AS (SELECT id AS x FROM users) SELECT x FROM q JOIN users USING (id)",
        "SELECT x FROM (SELECT id AS x FROM users) t, users",
        "SELECT users FROM users",
        "SELECT id AS x FROM users ORDER BY x",
        "SELECT count(*) AS n FROM users GROUP BY id HAVING count(*) > 1 ORDER BY n",
        "SELECT x.id FROM users x WHERE EXISTS (SELECT 1 FROM users WHERE id = x.id)",
        "SELECT (SELECT max(id) FROM users) AS top, n FROM generate_series(1, 2) AS s (n)",
        "SELECT ctid, current_date, current_user FROM users",
        "SELECT v FROM users, unnest(ARRAY[1, 2]) AS v",
        "SELECT id, value FROM users, jsonb_each_text(to_jsonb(users))",
        "SELECT row_number() OVER w FROM users WINDOW w AS (ORDER BY id)",
        "UPDATE users SET email = DEFAULT WHERE id = $1",
        "SELECT user, session_user, localtimestamp, current_role, current_catalog FROM users",
        "SELECT id FROM users WHERE email = sqlc.arg(address) OR id = sqlc.narg( number )",
        "SELECT timestampdiff(MINUTE, now(), now()) FROM users",
        "INSERT INTO users (email) SELECT email FROM users ON CONFLICT DO NOTHING RETURNING id",
        "SELECT extract(epoch FROM now()), id FROM users FOR UPDATE SKIP LOCKED",
        "SELECT t.x FROM (SELECT id AS x FROM users) t",
        "SELECT s.n FROM generate_series(1, 2) AS s (n)",
        "SELECT c.relname FROM pg_class c",
        "INSERT INTO users (email) VALUES ($1) ON CONFLICT (email) DO UPDATE SET email = excluded.email",
        "UPDATE users u SET email = v.e FROM (VALUES ('a')) AS v (e)",
    ] {
        assert_eq!(found(fine, &[]), [], "{fine}");
    }
}

#[test]
fn readers_are_those_of_the_base_where_the_branch_has_mended_its_own() {
    let mended = "pub async fn by_mail(db: &Db) {\n    sqlx::query!(\"SELECT id, mail FROM users\");\n}\n";
    let found = look(&[RENAME, &[("src/users.rs", mended)]].concat(), None);
    let rename = found.report.findings.iter().find(|f| f.rule == "rename-column").unwrap();
    let places: Vec<_> = rename.readers.iter().map(|reader| (reader.path.as_str(), reader.line)).collect();
    assert_eq!(places, [("src/users.rs", 2)]);
}

#[test]
fn new_code_on_what_the_branch_takes_away_is_named_and_reached() {
    let new = "pub async fn mail(db: &Db) {\n    sqlx::query(\"SELECT email FROM users WHERE id = $1\");\n}\n";
    let found = look(&[RENAME, &[("src/mail.rs", new)]].concat(), None);
    let rename = found.report.findings.iter().find(|f| f.rule == "rename-column").unwrap();
    let places: Vec<_> = rename.readers.iter().map(|reader| (reader.path.as_str(), reader.line)).collect();
    assert_eq!(places, [("src/users.rs", 2), ("src/mail.rs", 2)]);
    assert!(rename.message.ends_with("; the branch itself uses it at src/mail.rs:2"), "{}", rename.message);
    assert!(found.impact.code.iter().any(|one| one.place.path == "src/mail.rs" && one.subject == "public.users.email"));
    // What it adds at the same time is no loss.
    let mended = look(&[RENAME, &[("src/mail.rs", &new.replace("email", "mail"))]].concat(), None);
    assert!(mended.report.findings.iter().all(|finding| !finding.message.contains("the branch itself")));
}

#[test]
fn what_cannot_be_compared_of_the_api_is_said() {
    let api = |text: &str| -> Files {
        files(&[])
            .iter()
            .map(|(p, b)| (p.to_owned(), b.to_vec()))
            .chain([("openapi.yaml".to_owned(), text.as_bytes().to_vec())])
            .collect()
    };
    let of = |base: &str, head: &str| {
        let (base, head) = (api(base), api(head));
        let rules = Rules::of(project(&base).unwrap().as_ref(), &base).unwrap();
        let found =
            validate(&Input { head: &head, base: &base, rules: &rules, declared: None, unread: &[] }).report.findings;
        found.into_iter().map(|f| (f.rule, f.severity, f.place.unwrap().line)).collect::<Vec<_>>()
    };
    let good = "openapi: 3.1.0\npaths: {}";
    assert_eq!(of(good, good), []);
    assert_eq!(of("openapi: 3.1.0\npaths: [/a]", good), [("unreadable-document".to_owned(), Severity::Warning, 1)]);
    // One of another version holds up nothing as long as it stays as it is.
    let old = "swagger: '2.0'\npaths: {}";
    let said = |severity| [("unreadable-document".to_owned(), severity, 1)];
    assert_eq!(of(old, old), said(Severity::Notice));
    assert_eq!(of(old, &old.replace("{}", "{/a: {}}")), said(Severity::Error));
    assert_eq!(of(good, old), said(Severity::Error));
    let other =
        "openapi: 3.1.0\npaths: {}\ncomponents:\n  schemas: {A: {$ref: 'api/a.yaml#/A'}, B: {$ref: 'api/a.yaml#/B'}}";
    assert_eq!(of(other, other), [("unread-reference".to_owned(), Severity::Warning, 4)]);
}

#[test]
fn a_request_that_says_less_than_its_files_is_told() {
    let declared = Declared::default();
    let found = look(RENAME, Some(&declared));
    let rules: Vec<&str> = found.report.findings.iter().map(|f| f.rule.as_str()).collect();
    assert!(rules.contains(&"undeclared-breaking") && rules.contains(&"undeclared-operation"), "{rules:?}");
}

#[test]
fn what_was_found_breaking_stays_visible_and_holds_up_nothing() {
    let of = |breaking, escalated| {
        let found = look(RENAME, Some(&Declared { breaking, escalated, ..Declared::default() }));
        let said = found.report.findings.into_iter().find(|f| f.rule == "undeclared-breaking");
        said.map(|finding| (finding.severity, finding.message, finding.fingerprint))
    };
    let (severity, _, first) = of(false, false).unwrap();
    assert_eq!(severity, Severity::Error);
    let (severity, message, then) = of(true, true).unwrap();
    assert_eq!((severity, then), (Severity::Notice, first));
    assert!(message.contains("was not declared breaking") && message.contains("treated as breaking"), "{message}");
    assert_eq!(of(true, false), None, "it says what it is");
}

#[test]
fn nothing_new_is_nothing_found() {
    let found = look(&[], None);
    assert_eq!(found.report.findings, []);
    assert_eq!(found.report.operations, []);
}

#[test]
fn the_folder_is_recognised_by_its_name_and_content() {
    let files: Files = [
        ("docs/sql/example.sql", b"SELECT 1;".to_vec()),
        ("backend/migrations/0001_a.sql", b"CREATE TABLE a (id bigint PRIMARY KEY);".to_vec()),
        ("openapi.json", b"{}".to_vec()),
    ]
    .into_iter()
    .collect();
    let rules = Rules::of(None, &files).unwrap();
    assert_eq!((rules.options.folder.as_str(), rules.openapi.as_deref()), ("backend/migrations", Some("openapi.json")));
}

#[test]
fn unknown_words_are_refused_with_a_hint() {
    let refused =
        |name: &str, level: &str| levels(&[(name.to_owned(), level.to_owned())].into()).unwrap_err().to_string();
    assert!(refused("no-such-rule", "off").contains("change-mgmt rules"));
    assert!(refused("proof-rows-lost", "loud").contains("off, notice, warning and error"));
    assert!(refused("openapi-operation-added", "error").contains("never a finding"));
    for level in ["off", "notice", "warning"] {
        assert!(
            refused("undeclared-breaking", level).contains("blocks until the change is treated as breaking"),
            "{level}"
        );
    }
    assert!(levels(&[("undeclared-breaking".to_owned(), "error".to_owned())].into()).is_ok());
    assert!(dialect("d", "oracle").unwrap_err().to_string().contains("postgres"));
    assert!(layout("l", "x").unwrap_err().to_string().contains("flyway"));
}

#[test]
fn what_a_request_declares_is_read_by_the_analysis() {
    for operation in [
        serde_json::json!({ "kind": "add-column", "table": "a", "name": "b", "type": "text", "nullable": true }),
        serde_json::json!({ "kind": "rename-table", "table": "a", "newName": "b" }),
        serde_json::json!({ "kind": "add-foreign-key", "table": "a", "column": "b", "references": "c.id" }),
        serde_json::json!({ "kind": "modify-endpoint", "endpoint": "GET /a", "breaking": true }),
        serde_json::json!({ "kind": "add-repository-method", "component": "store", "name": "f" }),
    ] {
        let declared: domain::change::Operation = serde_json::from_value(operation.clone()).unwrap();
        let wire = serde_json::to_value(&declared).unwrap();
        let read: Operation = serde_json::from_value(wire.clone()).unwrap_or_else(|e| panic!("{operation}: {e}"));
        assert_eq!(serde_json::to_value(&read).unwrap(), wire);
    }
}

fn finding(rule: &str, severity: Severity) -> Finding {
    Finding {
        rule: rule.to_owned(),
        severity,
        effects: vec![Effect::Breaking],
        place: None,
        subject: String::new(),
        message: String::new(),
        why: String::new(),
        fix: String::new(),
        readers: Vec::new(),
        fingerprint: rule.to_owned(),
    }
}

#[test]
fn every_rule_of_every_family_takes_a_level() {
    for rule in further_rules().filter(Further::has_level) {
        for (word, severity) in
            [("notice", Severity::Notice), ("warning", Severity::Warning), ("error", Severity::Error)]
        {
            let mut rules = Rules::default();
            rules.set(levels(&[(rule.name.to_owned(), word.to_owned())].into()).unwrap());
            let mut findings = vec![finding(rule.name, rule.severities[0]), finding("another", Severity::Error)];
            rules.settle(&mut findings);
            assert_eq!(
                findings.iter().map(|f| f.severity).collect::<Vec<_>>(),
                [severity, Severity::Error],
                "{}",
                rule.name
            );
            rules.set(levels(&[(rule.name.to_owned(), "off".to_owned())].into()).unwrap());
            rules.settle(&mut findings);
            assert_eq!(findings.iter().map(|f| f.rule.as_str()).collect::<Vec<_>>(), ["another"], "{}", rule.name);
        }
    }
}

#[test]
fn levels_hold_for_what_the_request_lacks_and_for_the_proof() {
    let base = files(&[]);
    let config = |rules: &str| {
        let mut files = base.clone();
        let text = format!("{}[rules]\n{rules}", BASE[0].1);
        files.put(PROJECT_FILE, text.into_bytes());
        Rules::of(project(&files).unwrap().as_ref(), &files).unwrap()
    };
    let head = files(RENAME);
    let run = |rules: &Rules| {
        let declared = Declared::default();
        let mut found = validate(&Input { head: &head, base: &base, rules, declared: Some(&declared), unread: &[] });
        let findings = vec![finding("proof-down-fails", Severity::Error), finding("proof-rows-lost", Severity::Error)];
        found.add(Proof { findings, ..Proof::default() }, rules, &Files::default());
        found
    };
    let of = |found: &Validation, rule: &str| {
        found.report.findings.iter().find(|finding| finding.rule == rule).map(|finding| finding.severity)
    };
    let plain = run(&config(""));
    assert_eq!(of(&plain, "undeclared-operation"), Some(Severity::Error));
    assert_eq!(of(&plain, "proof-rows-lost"), Some(Severity::Error));

    let mild = run(&config("undeclared-operation = 'notice'\nproof-rows-lost = 'warning'\nproof-down-fails = 'off'\n"));
    assert_eq!(of(&mild, "undeclared-operation"), Some(Severity::Notice));
    assert_eq!(of(&mild, "proof-rows-lost"), Some(Severity::Warning));
    assert_eq!(of(&mild, "proof-down-fails"), None);
    assert_eq!(mild.proof.unwrap().findings.len(), 1, "the proof's own list says the same");
    // What breaks is said all the same.
    assert_eq!(of(&plain, "undeclared-breaking"), Some(Severity::Error));
    let milder = run(&config("undeclared-operation = 'off'\n"));
    assert_eq!(of(&milder, "undeclared-breaking"), Some(Severity::Error));
}

#[test]
fn tables_of_another_team_are_told_to_the_team_that_touches_them() {
    let owned = BASE[0]
        .1
        .replace("name = 'data'\n[[comp", "name = 'data'\ntables = ['users']\n[[teams]]\nname = 'web'\n[[comp");
    let mut base = files(&[]);
    base.put(PROJECT_FILE, owned.clone().into_bytes());
    let mut head = files(RENAME);
    head.put("db/003_stray.up.sql", b"CREATE TABLE stray (id bigint PRIMARY KEY);".to_vec());
    // The branch gives the table to itself, in vain.
    head.put(
        PROJECT_FILE,
        owned.replace("tables = ['users']\n", "").replace("'web'", "'web'\ntables = ['users', 'stray']").into_bytes(),
    );
    let found = |team: Option<&str>| {
        let mut rules = Rules::of(project(&base).unwrap().as_ref(), &base).unwrap();
        rules.made_by(team);
        let found = validate(&Input { head: &head, base: &base, rules: &rules, declared: None, unread: &[] });
        let named = |rule: &str| found.report.findings.iter().filter(|finding| finding.rule == rule).count();
        (named("foreign-team"), named("unowned-table"))
    };
    assert_eq!(found(Some("web")), (1, 1));
    assert_eq!(found(Some("data")), (0, 1));
    assert_eq!(found(None), (0, 1));
}

/// The digest of a run is made of its rules: it is another one where the team matters, and only there.
#[test]
fn a_change_that_goes_to_another_team_is_looked_at_again_where_teams_own_tables() {
    let of = |tables: &str, team: &str| {
        let text = BASE[0].1.replace("name = 'data'\n[[comp", &format!("name = 'data'\n{tables}[[comp"));
        let mut base = files(&[]);
        base.put(PROJECT_FILE, text.into_bytes());
        let mut rules = Rules::of(project(&base).unwrap().as_ref(), &base).unwrap();
        rules.made_by(Some(team));
        format!("{rules:?}")
    };
    assert_eq!(of("", "data"), of("", "web"));
    assert_ne!(of("tables = ['users']\n", "data"), of("tables = ['users']\n", "web"));
}

#[test]
fn tables_of_two_teams_are_refused() {
    let mut base = files(&[]);
    let two = "name = 'data'\ntables = ['us*']\n[[teams]]\nname = 'web'\ntables = ['users']\n[[comp";
    base.put(PROJECT_FILE, BASE[0].1.replace("name = 'data'\n[[comp", two).into_bytes());
    let error = Rules::of(project(&base).unwrap().as_ref(), &base).unwrap_err().to_string();
    assert!(error.contains("teams.1.tables.0") && error.contains("one owner"), "{error}");
}

#[test]
fn a_project_file_that_is_no_text_is_called_so() {
    for bytes in [&b"\xFF\xFE\0"[..], b"key = '\xFF", b"\0\0\0"] {
        let base: Files = [(PROJECT_FILE, bytes.to_vec())].into_iter().collect();
        let error = project(&base).unwrap_err();
        assert!(error.contains("no text") && !error.contains("missing"), "{error}");
    }
}

#[test]
fn what_tells_how_migrations_run_is_loaded() {
    for path in ["db/V1__a.sql.conf", "db/1_a/metadata.toml", "a/changelog/2.xml", "db/migrations/x.yaml"] {
        assert!(wanted(path, None), "{path}");
    }
    for path in ["Cargo.toml", "deploy/values.yaml", "src/test/resources/2.xml", "db/migrations/meta/0.json"] {
        assert!(!wanted(path, None), "{path}");
    }
}

#[test]
fn a_migration_that_nobody_read_blocks_once() {
    let base = files(&[]);
    let rules = Rules::of(project(&base).unwrap().as_ref(), &base).unwrap();
    let [link, code, old] =
        ["db/002_x.up.sql", "src/x.rs", "db/000_old.sql"].map(|path| Unread::new(path, "a symbolic link"));
    let unread = Unread::news(vec![link, code, old.clone()], &[old]);
    let found = validate(&Input { head: &base, base: &base, rules: &rules, declared: None, unread: &unread });
    let named: Vec<_> =
        found.report.findings.iter().map(|f| (f.rule.as_str(), f.subject.as_str(), f.severity)).collect();
    assert_eq!(named, [("unread-migration", "db/002_x.up.sql", Severity::Error)]);
}
