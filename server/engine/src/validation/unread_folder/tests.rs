//! Folders and documents that a change touches beside its own.

use super::super::{Rules, validate, wanted};
use super::*;

const BASE: &[(&str, &str)] = &[
    ("a/migrations/20240101000000_a.sql", "CREATE TABLE a (id bigint PRIMARY KEY);"),
    ("b/migrations/20240101000000_a.sql", "CREATE TABLE b (id bigint PRIMARY KEY, name text);"),
    ("a/openapi.yaml", "openapi: 3.1.0\ninfo: {title: A, version: '1'}\npaths: {}"),
    ("b/openapi.yaml", "openapi: 3.1.0\ninfo: {title: B, version: '1'}\npaths: {/x: {get: {}}}"),
    ("src/sql/users.sql", "SELECT 1;"),
];

fn found(more: &[(&str, &str)], gone: &[&str]) -> Vec<(String, String, Severity)> {
    let files = |all: &[(&str, &str)]| -> Files {
        all.iter().map(|(path, text)| ((*path).to_owned(), text.as_bytes().to_vec())).collect()
    };
    let base = files(BASE);
    let kept: Vec<_> =
        BASE.iter().copied().filter(|(path, _)| !gone.contains(path)).chain(more.iter().copied()).collect();
    let head = files(&kept);
    assert!(head.iter().all(|(path, _)| wanted(path, Some("a/openapi.yaml"))));
    let mut rules = Rules::of(None, &head).unwrap();
    rules.options.folder = "a/migrations".to_owned();
    rules.openapi = Some("a/openapi.yaml".to_owned());
    let all = validate(&Input { head: &head, base: &base, rules: &rules, declared: None, unread: &[] }).report.findings;
    let mine = all.into_iter().filter(|one| one.rule == UNREAD_FOLDER || one.rule == UNREAD_DOCUMENT);
    mine.map(|one| (one.rule, one.subject, one.severity)).collect()
}

fn folder(name: &str) -> Vec<(String, String, Severity)> {
    vec![(UNREAD_FOLDER.to_owned(), name.to_owned(), Severity::Warning)]
}

#[test]
fn another_folder_with_migrations_is_named_where_the_change_touches_it() {
    let drop = "ALTER TABLE b DROP COLUMN name;";
    assert_eq!(found(&[("b/migrations/20240102000000_b.sql", drop)], &[]), folder("b/migrations"));
    assert_eq!(found(&[("b/migrations/20240101000000_a.sql", drop)], &[]), folder("b/migrations"));
    assert_eq!(found(&[], &["b/migrations/20240101000000_a.sql"]), folder("b/migrations"));
    assert_eq!(found(&[("c/deploy/001_a.sql", drop), ("c/deploy/002_b.sql", drop)], &[]), folder("c/deploy"));
    let planned = [("d/deploy/users.sql", drop), ("d/sqitch.plan", "users 2024-01-01T00:00:00Z A <a@b>")];
    assert_eq!(found(&planned, &[]), folder("d"));
    assert_eq!(found(&[("shop/migrations/0002_b.py", "operations = []")], &[]), folder("shop/migrations"));
    for silent in [
        ("a/migrations/20240102000000_b.sql", "CREATE TABLE c (id bigint PRIMARY KEY);"),
        ("src/sql/users.sql", "SELECT 2;"),
        ("deploy/users.sql", "SELECT 2;"),
        ("tests/migrations/001_a.sql", drop),
        ("shop/migrations/__init__.py", ""),
        ("a/src/x.rs", "fn f() {}"),
    ] {
        assert_eq!(found(&[silent], &[]), [], "{}", silent.0);
    }
}

#[test]
fn another_api_document_is_named_where_the_change_touches_it() {
    let other = vec![(UNREAD_DOCUMENT.to_owned(), "b/openapi.yaml".to_owned(), Severity::Warning)];
    assert_eq!(found(&[("b/openapi.yaml", "openapi: 3.1.0\npaths: {}")], &[]), other);
    assert_eq!(found(&[], &["b/openapi.yaml"]), other);
    let own = "openapi: 3.1.0\ninfo: {title: A, version: '2'}\npaths: {}";
    assert_eq!(found(&[("a/openapi.yaml", own)], &[]), []);
}
