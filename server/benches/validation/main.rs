//! `make bench`: how long a validation takes, each figure with the most memory its process held. Everything is the
//! program itself, started anew, as people and CI start it. `SQUAWK` names Squawk's program, to be measured beside it.
#![allow(clippy::unwrap_used, clippy::expect_used, missing_docs)]

mod document;
mod history;
mod measure;

use analysis::openapi::{Document, diff};
use measure::{Run, in_turn, median, run, words};
use std::path::Path;
use std::process::Command;
use std::time::{Duration, Instant};

/// Findings there are, and they block: what is expected of made-up migrations.
const DONE: [Option<i32>; 2] = [Some(0), Some(6)];

fn validate(folder: &Path, args: &[&str]) -> Run {
    let mut command = Command::new(env!("CARGO_BIN_EXE_change-mgmt"));
    let ran = run(command.arg("validate").args(args).arg(folder));
    assert!(DONE.contains(&ran.code), "validate {args:?} ended with {:?}", ran.code);
    ran
}

fn git(folder: &Path, args: &[&str]) {
    let status = Command::new("git")
        .args(["-c", "user.name=bench", "-c", "user.email=bench@example.org", "-c", "commit.gpgsign=false"])
        .args(args)
        .current_dir(folder)
        .stdout(std::process::Stdio::null())
        .status()
        .unwrap();
    assert!(status.success(), "git {args:?}");
}

fn commit(folder: &Path) {
    git(folder, &["add", "-A"]);
    git(folder, &["commit", "-qm", "As it is"]);
}

/// A thousand migration files, all new, beside Squawk's own program on the same files.
fn lint(dir: &Path) {
    let folder = dir.join("lint");
    let paths = history::one_way(&folder, 0..1000);
    let bytes: u64 = paths.iter().map(|path| std::fs::metadata(path).unwrap().len()).sum();
    println!("1,000 migration files, {} kB, all new", bytes / 1000);
    let ours = || validate(&folder, &["--base", "none", "--format", "json"]);
    let Ok(squawk) = std::env::var("SQUAWK") else {
        println!("  change-mgmt validate     {}", words(median((0..5).map(|_| ours()).collect())));
        return;
    };
    let theirs = || {
        let ran = run(Command::new(&squawk).args(["--reporter", "json"]).args(&paths));
        assert!([Some(0), Some(1)].contains(&ran.code), "squawk ended with {:?}", ran.code);
        ran
    };
    let (a, b) = in_turn(7, &mut || ours(), &mut || theirs());
    println!("  change-mgmt validate     {}", words(a));
    println!("  squawk                   {}     ratio {:.2}", words(b), a.time.as_secs_f64() / b.time.as_secs_f64());
}

/// Five hundred deployed migrations and a new one, with code that reads the tables, in a repository.
fn history(dir: &Path) {
    let folder = dir.join("history");
    history::migrations(&folder, 0..500);
    history::sources(&folder, 300);
    git(dir, &["init", "-q", "history"]);
    commit(&folder);
    history::migrations(&folder, 500..501);
    println!("\n500 deployed migrations and a new one, 300 source files");
    let times = |args: &[&str]| median((0..3).map(|_| validate(&folder, args)).collect());
    println!("  without proof            {}", words(times(&["--base", "HEAD"])));
    println!("  with proof, once         {}", words(times(&["--base", "HEAD", "--prove"])));
    let kept = dir.join("kept");
    let prove = ["--base", "HEAD", "--prove", "--scratch-dir", kept.to_str().unwrap()];
    println!("  with proof, cold         {}", words(validate(&folder, &prove)));
    let again: Vec<Run> = (501..504)
        .map(|n| {
            git(&folder, &["clean", "-qfd"]);
            history::migrations(&folder, n..n + 1);
            validate(&folder, &prove)
        })
        .collect();
    println!("  only the last altered    {}", words(median(again)));
}

/// Two API documents of a megabyte.
fn api(dir: &Path) {
    let folder = dir.join("api");
    history::migrations(&folder, 0..1);
    git(dir, &["init", "-q", "api"]);
    commit(&folder);
    let without = median((0..5).map(|_| validate(&folder, &["--base", "HEAD"])).collect());
    let base = document::document(0);
    std::fs::write(folder.join("openapi.json"), &base).unwrap();
    commit(&folder);
    std::fs::write(folder.join("openapi.json"), document::document(1)).unwrap();
    let with = median((0..5).map(|_| validate(&folder, &["--base", "HEAD"])).collect());
    println!("\nTwo OpenAPI documents of {} kB", base.len() / 1000);
    println!("  the whole validation     {}", words(with));
    println!("  the same without them    {}", words(without));
    let head = document::document(1);
    let mut times: Vec<Duration> = (0..9)
        .map(|_| {
            let begun = Instant::now();
            let read = |text: &str| Document::read("openapi.json", text.as_bytes()).unwrap();
            assert!(!diff(&read(&base), &read(&head)).is_empty());
            begun.elapsed()
        })
        .collect();
    times.sort();
    println!("  read and compared alone  {:>7.0} ms", times[times.len() / 2].as_secs_f64() * 1e3);
}

fn main() {
    let cores = std::thread::available_parallelism().map_or(0, usize::from);
    println!("{cores} cores; from start to end of the program, median, and most memory held\n");
    let dir = std::env::temp_dir().join(format!("change-mgmt-bench-validation-{}", std::process::id()));
    std::fs::create_dir_all(&dir).unwrap();
    lint(&dir);
    history(&dir);
    api(&dir);
    let _ = std::fs::remove_dir_all(&dir);
}
