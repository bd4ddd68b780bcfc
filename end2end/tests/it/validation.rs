//! A branch is looked at: a push breaks what is read, which is found, blocks, is waived by another person, and mended.

use end2end::{Device, Site, Visitor, act, check, find};
use std::path::Path;
use std::process::Command;

const CHANGE: &str = "/changes/CHG-118";
const BRANCH: &str = "feature/link-purpose";
const UP: &str = "migrations/20261205090000_rename_expiry.up.sql";
const DOWN: &str = "migrations/20261205090000_rename_expiry.down.sql";

fn git(folder: &Path, args: &[&str]) {
    let own = ["-c", "user.name=Daniela", "-c", "user.email=daniela@example.org", "-c", "commit.gpgsign=false"];
    let done = Command::new("git").current_dir(folder).args(own).args(args).output().unwrap();
    assert!(done.status.success(), "git {args:?}: {}", String::from_utf8_lossy(&done.stderr));
}

/// A developer's clone of the sample project's repository.
struct Clone(tempfile::TempDir);

impl Clone {
    fn of(site: &Site) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let from = site.data().join("repositories/change-mgmt");
        git(folder.path(), &["clone", "--quiet", "--branch", BRANCH, from.to_str().unwrap(), "."]);
        Self(folder)
    }

    fn push(&self, up: &str, down: &str) {
        std::fs::write(self.0.path().join(UP), up).unwrap();
        std::fs::write(self.0.path().join(DOWN), down).unwrap();
        git(self.0.path(), &["add", "."]);
        git(self.0.path(), &["commit", "--quiet", "-m", "Say until when a link is valid"]);
        git(self.0.path(), &["push", "--quiet", "origin", BRANCH]);
    }
}

/// The program's exit code, as a person of the sample.
fn exit_code(site: &Site, who: &str, args: &[&str]) -> (Option<i32>, String) {
    let mut token = site.program(&["admin", "token", "--user", who, "--data-dir", site.data().to_str().unwrap()]);
    let token = String::from_utf8(token.output().unwrap().stdout).unwrap();
    let token = token.split_whitespace().last().unwrap().to_owned();
    let mut command = site.program(args);
    let output = command.env("CHANGE_MGMT_URL", site.url("")).env("CHANGE_MGMT_TOKEN", token).output().unwrap();
    let said = format!("{}{}", String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
    (output.status.code(), said)
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_break_is_found_blocks_is_waived_by_another_person_and_mended() {
    let site = Site::start().await;
    let visitor = Visitor::new(&site, Device::Desktop).await;
    act::sign_in(&visitor, "daniela").await;
    act::visit(&visitor, CHANGE).await;
    check::says(&visitor, "#validation", BRANCH).await;
    check::comes_to_say(&visitor, "#validation", "Nothing blocks").await;
    check::says(&visitor, "#proof", "Reversible").await;
    check::accessible(&visitor).await;

    // A push renames a column that the product reads; the request says nothing of it.
    let clone = Clone::of(&site);
    clone.push(
        "SET lock_timeout = '2s';\nALTER TABLE one_time_links RENAME COLUMN expires_at TO valid_until;\n",
        "SET lock_timeout = '2s';\nALTER TABLE one_time_links RENAME COLUMN valid_until TO expires_at;\n",
    );
    find::button(&visitor.page, "Validate again").click(None).await.unwrap();
    check::comes_to_say(&visitor, "#findings", "rename-column").await;
    check::says(&visitor, "#validation", "block").await;
    check::says(&visitor, "main", "Breaking").await;
    let card = ".finding[data-severity='error']:has-text('rename-column')";
    visitor.page.locator(format!("{card} summary:has-text('Who reads this')")).first().click(None).await.unwrap();
    check::says(&visitor, card, "server/store/src/links.rs:").await;
    check::says(&visitor, "#card-architecture-approval", "Architecture approval").await;
    check::says(&visitor, "#readiness", "failed").await;

    // What blocks stands against the deployment, from the terminal as well.
    let (code, said) = exit_code(
        &site,
        "reto",
        &["complete", "CHG-118", "deploy-staging", "--evidence", "link=https://ci.example.org/1"],
    );
    assert_eq!(code, Some(6), "{said}");
    assert!(said.contains("rename-column"), "{said}");
    let (code, said) = exit_code(&site, "reto", &["validate", "--change-id", "CHG-118", "--server"]);
    assert_eq!(code, Some(6), "{said}");
    assert!(said.contains("server/store/src/links.rs:"), "{said}");

    // One asks, another one decides.
    let wish = format!("{card} summary:has-text('Ask for a waiver')");
    visitor.page.locator(wish).first().click(None).await.unwrap();
    visitor.page.locator(format!("{card} textarea")).fill("Both names are read until March.", None).await.unwrap();
    let until = (chrono::Utc::now() + chrono::Duration::days(20)).date_naive().to_string();
    visitor.page.locator(format!("{card} input[type='date']")).fill(&until, None).await.unwrap();
    visitor.page.locator(format!("{card} button")).click(None).await.unwrap();
    check::says(&visitor, "#validation", "Waits for a decision").await;
    // The report reads otherwise now; what was opened in it is still open.
    check::says(&visitor, card, "server/store/src/links.rs:").await;
    let second = Visitor::new(&site, Device::Phone).await;
    act::sign_in(&second, "rosa").await;
    act::visit(&second, CHANGE).await;
    check::fits(&second).await;
    second.page.locator("#validation button:has-text('Grant')").click(None).await.unwrap();
    check::says(&second, "#validation", "Granted").await;
    check::says(&visitor, card, "Waived").await;
    second.leave().await;

    // Expand first: the old name stays, and nothing breaks.
    clone.push(
        "SET lock_timeout = '2s';\nALTER TABLE one_time_links ADD COLUMN valid_until timestamptz;\n",
        "SET lock_timeout = '2s';\nALTER TABLE one_time_links DROP COLUMN valid_until;\n",
    );
    find::button(&visitor.page, "Validate again").click(None).await.unwrap();
    check::hides(&visitor, card).await;
    check::comes_to_say(&visitor, "#validation", "Nothing blocks").await;
    visitor.leave().await;
}
