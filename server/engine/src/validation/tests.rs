//! A small repository, changed in ways that matter.

use super::*;

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
    validate(&Input { head: &head, base: &base, rules: &rules, declared })
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
fn a_request_that_says_less_than_its_files_is_told() {
    let declared = Declared::default();
    let found = look(RENAME, Some(&declared));
    let rules: Vec<&str> = found.report.findings.iter().map(|f| f.rule.as_str()).collect();
    assert!(rules.contains(&"undeclared-breaking") && rules.contains(&"undeclared-operation"), "{rules:?}");
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
    let said = [("no-such-rule".to_owned(), "off".to_owned())].into();
    assert!(levels(&said).unwrap_err().to_string().contains("change-mgmt rules"));
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
