//! A proof that takes all the time it is given.

use super::desk::Desk;
use std::path::Path;
use std::process::Command;
use std::{fs, thread};

/// What only reads does not wait for it.
pub fn a_slow_proof_holds_up_no_other_change(desk: &Desk, ravi: &Desk) {
    let repository = desk.data().join("repositories/change-mgmt");
    let copy = desk.folder().join("slow");
    let git = |folder: &Path, arguments: &[&str]| {
        let named = ["-c", "user.name=Ann", "-c", "user.email=ann@example.org", "-c", "commit.gpgsign=false"];
        let done = Command::new("git").arg("-C").arg(folder).args(named).args(arguments).status();
        assert!(done.unwrap().success(), "git {arguments:?}");
    };
    git(&repository, &["worktree", "add", "--quiet", "-b", "feature/slow", copy.to_str().unwrap(), "main"]);
    for way in ["up", "down"] {
        let name = format!("migrations/20261204090000_wait.{way}.sql");
        fs::write(copy.join(name), "SELECT pg_sleep(600);\n").unwrap();
    }
    git(&copy, &["add", "."]);
    git(&copy, &["commit", "--quiet", "-m", "Wait"]);
    let made = ravi.run(&["create", "--type=performance", "--title=Wait for nothing", "--quiet"]).ok().out;
    let key = made.trim();
    let (daniela, reto) = (desk.person("daniela"), desk.person("reto"));
    daniela.run(&["branch", key, "feature/slow"]).ok();
    thread::scope(|scope| {
        let slow = scope.spawn(|| daniela.run(&["validate", "--change-id", key, "--server"]));
        reto.run(&["validate", "--change-id", "CHG-117", "--server"]);
        assert!(!slow.is_finished());
        daniela.run(&["branch", key, "--remove", "--reason=Only tried."]).ok();
    });
}
