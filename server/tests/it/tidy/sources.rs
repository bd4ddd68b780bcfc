//! What stands in no source file.

use super::tree::{Source, sources};

const ALL: &[&str] = &[
    "app",
    "frontend/src",
    "server/src",
    "server/analysis/src",
    "server/engine/src",
    "server/integrations/src",
    "server/store/src",
];

/// Fails with every line that holds one of the words.
#[track_caller]
fn none(files: &[Source], words: &[&str], except: impl Fn(&str) -> bool) {
    let mut found = Vec::new();
    for file in files.iter().filter(|f| !except(&f.path)) {
        for (n, line) in file.code().filter(|(_, l)| words.iter().any(|w| l.contains(w))) {
            found.push(format!("{}:{n}: {line}", file.path));
        }
    }
    assert!(found.is_empty(), "\n{}", found.join("\n"));
}

#[test]
fn the_domain_reads_no_clock_chance_environment_or_file() {
    let words = [
        "Utc::now",
        "SystemTime",
        "Instant::now",
        "Uuid::now",
        "Uuid::new_v4",
        "rand::",
        "std::env",
        "env::var",
        "std::fs",
        "std::net",
        "tokio::",
    ];
    none(&sources(&["app/domain/src"]), &words, |_| false);
}

#[test]
fn sql_stands_in_the_store_alone() {
    let words = [
        "sqlx::query",
        "query!(",
        "query_as!(",
        "query_scalar!(",
        "QueryBuilder",
        "INSERT INTO ",
        "DELETE FROM ",
        "SELECT ",
        "\"UPDATE ",
    ];
    // The analysis reads the SQL of others, and shows it in examples.
    let other = |path: &str| path.starts_with("server/store/") || path.starts_with("server/analysis/");
    none(&sources(ALL), &words, other);
}

#[test]
fn tasks_begin_in_the_server_alone() {
    // git is talked to through two pipes, which takes a thread.
    let may = |path: &str| path.starts_with("server/src/") || path == "server/integrations/src/git/tree.rs";
    none(&sources(ALL), &["tokio::spawn", "task::spawn(", "thread::spawn"], may);
}

#[test]
fn nothing_gives_up_by_panic() {
    let words = [".unwrap()", ".expect(", "panic!(", "todo!(", "unimplemented!(", "dbg!("];
    none(&sources(ALL), &words, |_| false);
}

#[test]
fn http_clients_stand_in_the_command_line_alone() {
    none(&sources(ALL), &["reqwest::"], |path| path.starts_with("server/src/cli/"));
}

#[test]
fn files_say_what_they_are_and_stay_short() {
    let mut found = Vec::new();
    for file in sources(ALL) {
        let first = file.lines.first().map(String::as_str).unwrap_or_default();
        if !first.starts_with("//!") && !file.lines.is_empty() {
            found.push(format!("{}: begins without `//!`", file.path));
        }
        if file.lines.len() > 420 {
            found.push(format!("{}: {} lines", file.path, file.lines.len()));
        }
    }
    assert!(found.is_empty(), "\n{}", found.join("\n"));
}
