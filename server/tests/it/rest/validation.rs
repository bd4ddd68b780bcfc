//! A branch is looked at by the server: found breaking, blocked, waived, mended (SPEC R2.6, R2.7, R4.5).

use crate::support::{Repository, Server, USERS, project};
use chrono::{Duration, Utc};
use domain::Actor;
use domain::api::Projects;
use serde_json::{Value, json};
use server::config::ServeOptions;
use std::time::Instant;

struct Shop {
    server: Server,
    repository: Repository,
    folder: tempfile::TempDir,
}

const ADD: &[(&str, &str)] = &[
    ("migrations/002_locale.up.sql", "SET lock_timeout = '2s';\nALTER TABLE users ADD COLUMN locale text;\n"),
    ("migrations/002_locale.down.sql", "SET lock_timeout = '2s';\nALTER TABLE users DROP COLUMN locale;\n"),
    ("src/locale.rs", "fn locale() {\n    sqlx::query(\"SELECT locale FROM users WHERE id = $1\");\n}\n"),
];
const RENAME: &[(&str, &str)] = &[
    ("migrations/003_mail.up.sql", "SET lock_timeout = '2s';\nALTER TABLE users RENAME COLUMN email TO mail;\n"),
    ("migrations/003_mail.down.sql", "SET lock_timeout = '2s';\nALTER TABLE users RENAME COLUMN mail TO email;\n"),
];

impl Shop {
    async fn open() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let repository = Repository::within(&folder.path().join("repositories/shop"), USERS);
        let options = store::cluster::testing::shared().await.unwrap().fresh_database(&store::MIGRATOR).await.unwrap();
        let config = ServeOptions {
            listen: Some("127.0.0.1:0".parse().unwrap()),
            data_dir: Some(folder.path().join("data")),
            repositories: Some(folder.path().join("repositories")),
            ..ServeOptions::default()
        };
        let server = Server::settled(options, config.decide().unwrap()).await;
        let mut config = project("shop");
        config.repository = Some("shop".to_owned());
        server.engine.update_project(&Actor::system(), "shop", None, &config).await.unwrap();
        Self { server, repository, folder }
    }

    /// The branch as it is pushed.
    fn push(&self, files: &[(&str, &str)]) {
        self.repository.write(files);
        self.repository.commit();
    }

    async fn view(&self, key: &str) -> Value {
        self.server.get("vic", &format!("/api/changes/{key}/validation")).await.expect(200)
    }

    /// Waits until the branch's last commit has been looked at.
    async fn validated(&self, key: &str) -> Value {
        let head = std::process::Command::new("git")
            .current_dir(self.repository.at())
            .args(["rev-parse", "wide"])
            .output()
            .unwrap();
        let head = String::from_utf8(head.stdout).unwrap().trim().to_owned();
        let begun = Instant::now();
        loop {
            let view = self.view(key).await;
            let ended = !matches!(view["run"]["state"].as_str(), Some("queued" | "running"));
            if ended && view["current"] == true && view["outcome"]["head"] == head {
                return view;
            }
            assert!(begun.elapsed().as_secs() < 90, "{view:#}");
            tokio::time::sleep(std::time::Duration::from_millis(200)).await;
        }
    }

    async fn done(&self, who: &str, key: &str, step: &str, kind: &str, value: &str) -> Value {
        let evidence = json!({ "evidence": [{ "kind": kind, "value": value }] });
        self.server.post(who, &format!("/api/changes/{key}/steps/{step}"), evidence).await.expect(200)
    }

    /// Everything that people do before the validation stage.
    async fn implemented(&self, key: &str) -> Value {
        self.done("rev", key, "review-impact-report", "note", "Fine.").await;
        self.done("dan", key, "estimate-effort", "note", "Small.").await;
        self.done("dan", key, "create-migration-files", "commit", "0a1b2c3d").await;
        self.done("dan", key, "implement-repository-methods", "commit", "0a1b2c3d").await
    }
}

fn step<'a>(change: &'a Value, id: &str) -> &'a Value {
    change["steps"].as_array().unwrap().iter().find(|s| s["id"] == id).unwrap()
}

#[tokio::test]
async fn a_branch_that_breaks_is_escalated_blocked_and_waived_by_another_person() {
    let shop = Shop::open().await;
    let s = &shop.server;
    let key = s.change("Greet people in their language").await;
    let path = format!("/api/changes/{key}");
    shop.repository.git(&["checkout", "-qb", "wide"]);
    shop.push(ADD);

    // What was declared is what the branch does: the system itself completes the steps.
    s.put("vic", &format!("{path}/branch"), json!({ "branch": "wide" })).await.problem(403, "denied");
    s.put("dan", &format!("{path}/branch"), json!({ "branch": "-x" })).await.problem(422, "invalid");
    s.put("dan", &format!("{path}/branch"), json!({ "branch": "wide" })).await.expect(200);
    let view = shop.validated(&key).await;
    assert_eq!(view["blocked"], json!([]), "{view:#}");
    assert_eq!(view["outcome"]["rollback"], "reversible");
    let parts = view["run"]["parts"].as_array().unwrap();
    assert!(parts.iter().all(|part| part["state"] == "done"), "{parts:#?}");
    let change = shop.implemented(&key).await;
    assert_eq!(change["stage"], "validation");
    for id in ["validate-completeness", "check-breaking-changes"] {
        assert_eq!(step(&change, id)["status"], "done", "{id}");
        assert_eq!(step(&change, id)["completion"]["completedBy"], "system");
    }
    let run = json!({ "evidence": [{ "kind": "test-run", "value": "run 7" }] });
    s.post("dan", &format!("{path}/steps/run-automated-tests"), run).await.expect(200);
    let decision = json!({ "step": "code-review", "decision": "approve" });
    s.post("rev", &format!("{path}/approvals"), decision).await.expect(201);

    // A push that breaks what the request did not declare takes everything back.
    shop.push(RENAME);
    s.post("dan", &format!("{path}/validation"), json!({})).await.expect(202);
    let view = shop.validated(&key).await;
    let blocking = view["outcome"]["blocking"].as_array().unwrap();
    let renamed = blocking.iter().find(|found| found["rule"] == "rename-column").unwrap();
    assert_eq!(renamed["place"], "migrations/003_mail.up.sql:2");
    assert_eq!(renamed["readers"], json!(["src/users.rs:2"]));
    let change = s.get("vic", &path).await.expect(200);
    assert_eq!(change["metadata"]["breakingChange"], true);
    assert!(matches!(change["stage"].as_str(), Some("impact-analysis")), "{}", change["stage"]);
    assert_eq!(step(&change, "architecture-approval")["status"], "blocked");
    assert_eq!(step(&change, "check-breaking-changes")["completion"], Value::Null);
    let voided = change["approvals"].as_array().unwrap();
    assert!(voided.iter().all(|approval| approval["voided"].is_string()), "{voided:#?}");
    let deploy = json!({ "evidence": [{ "kind": "link", "value": "https://ci.example.org/1" }] });
    let refused = s.post("rel", &format!("{path}/steps/deploy-staging"), deploy).await.problem(409, "blocked");
    let reasons = refused["reasons"].to_string();
    assert!(reasons.contains("rename-column") && reasons.contains("src/users.rs:2"), "{reasons}");
    let gates = change["gates"].as_array().unwrap();
    assert!(
        gates.iter().any(|gate| gate["id"] == "check-breaking-changes" && gate["status"] == "failed"),
        "{gates:#?}"
    );

    // Released by a second person, for a time.
    let until = Utc::now() + Duration::days(10);
    let wish = |fingerprint: &Value, until: chrono::DateTime<Utc>| json!({ "fingerprint": fingerprint, "reason": "Nobody reads it any more.", "expiresAt": until });
    let waivers = format!("{path}/waivers");
    s.post("dan", &waivers, wish(&json!("nonsense"), until)).await.problem(422, "invalid");
    s.post("dan", &waivers, wish(&renamed["fingerprint"], until + Duration::days(999))).await.problem(422, "invalid");
    for found in blocking.iter().filter(|found| found["rule"] != "undeclared-breaking") {
        s.post("dan", &waivers, wish(&found["fingerprint"], until)).await.expect(201);
    }
    s.post("dan", &waivers, wish(&renamed["fingerprint"], until)).await.problem(409, "conflict");
    let view = shop.view(&key).await;
    for waiver in view["waivers"].as_array().unwrap() {
        let decide = format!("{waivers}/{}/decision", waiver["id"]);
        s.post("dan", &decide, json!({ "grant": true })).await.problem(403, "denied");
        s.post("ada", &decide, json!({ "grant": true })).await.problem(403, "denied");
        s.post("rev", &decide, json!({ "grant": true, "note": "Checked." })).await.expect(200);
    }
    let view = shop.view(&key).await;
    assert_eq!(view["blocked"], json!([]), "{view:#}");
    assert_eq!(s.get("vic", &path).await.expect(200)["stage"], "impact-analysis", "people have to look again");

    // The report is what the command line prints, and the trail says who did what.
    let report = s.get("vic", &format!("{path}/validation/report")).await.expect(200);
    assert!(report["report"]["scriptTexts"]["migrations/003_mail.up.sql"].as_str().unwrap().contains("RENAME"));
    let trail = s.get("vic", &format!("{path}/audit")).await.expect(200).to_string();
    for action in ["branch.set", "validation.finished", "waiver.requested", "waiver.granted"] {
        assert!(trail.contains(action), "{action}");
    }
    drop(shop.folder);
}

#[tokio::test]
async fn what_cannot_be_read_is_said() {
    let shop = Shop::open().await;
    let s = &shop.server;
    let key = s.change("No such branch").await;
    let path = format!("/api/changes/{key}");
    s.get("vic", &format!("{path}/validation/report")).await.problem(404, "not-found");
    s.post("dan", &format!("{path}/validation"), json!({})).await.problem(409, "blocked");
    // What is not there is told at once, with what might have been meant.
    shop.repository.git(&["branch", "nine"]);
    let refused = s.put("dan", &format!("{path}/branch"), json!({ "branch": "none" })).await.problem(422, "invalid");
    let problem = &refused["problems"][0];
    assert_eq!(problem["pointer"], "/branch");
    assert!(problem["message"].as_str().unwrap().contains("no branch `none`"), "{problem}");
    assert!(problem["message"].as_str().unwrap().contains("nine, main"), "{problem}");
    // So is the main line itself, and what nothing can be compared with.
    shop.repository.git(&["branch", "other"]);
    shop.repository.git(&["checkout", "-q", "other"]);
    shop.push(&[]);
    shop.repository.git(&["checkout", "-q", "main"]);
    for (branch, base, code, says) in [
        ("main", None, "branch.main-line", "git switch -c"),
        (" main ", Some("main"), "branch.main-line", "git switch -c"),
        ("nine", Some("none"), "base.unknown", "Branches: nine, main"),
        ("nine", Some("other"), "base.elsewhere", "not on the main line"),
    ] {
        let input = json!({ "branch": branch, "base": base });
        let refused = s.put("dan", &format!("{path}/branch"), input).await.problem(422, "invalid");
        let problem = &refused["problems"][0];
        assert_eq!(problem["code"], code, "{refused}");
        assert!(problem["message"].as_str().unwrap().contains(says), "{problem}");
    }
    // One that goes afterwards is told by the run.
    s.put("dan", &format!("{path}/branch"), json!({ "branch": "nine", "base": "main" })).await.expect(200);
    shop.repository.git(&["branch", "-qD", "nine"]);
    s.post("dan", &format!("{path}/validation"), json!({})).await.expect(202);
    let begun = Instant::now();
    let error = loop {
        let view = shop.view(&key).await;
        if view["run"]["state"] == "failed" {
            break view["run"]["error"].as_str().unwrap().to_owned();
        }
        assert!(begun.elapsed().as_secs() < 30, "{view:#}");
        tokio::time::sleep(std::time::Duration::from_millis(200)).await;
    };
    assert!(error.contains("no branch `nine`"), "{error}");
    // Another branch takes its place.
    shop.repository.git(&["checkout", "-qb", "wide"]);
    shop.push(&[("migrations/002_bad.up.sql", "ALTER TABLE nowhere ADD COLUMN x int;\u{0} SELECT '\n")]);
    s.put("dan", &format!("{path}/branch"), json!({ "branch": "wide" })).await.expect(200);
    let view = shop.validated(&key).await;
    assert!(!view["blocked"].as_array().unwrap().is_empty(), "{view:#}");
}

impl Shop {
    /// Waits until the system has analysed what the request says.
    async fn analysed(&self, key: &str) -> Value {
        let begun = Instant::now();
        loop {
            let view = self.server.get("vic", &format!("/api/changes/{key}/impact")).await.expect(200);
            let ended = !matches!(view["run"]["state"].as_str(), Some("queued" | "running"));
            if ended && (view["current"] == true || view["failed"].is_string()) {
                return view;
            }
            assert!(begun.elapsed().as_secs() < 90, "{view:#}");
            tokio::time::sleep(std::time::Duration::from_millis(100)).await;
        }
    }
}

/// A request that takes the column away which the repository reads.
fn drop_email() -> Value {
    json!({
        "project": "shop", "title": "Drop the address", "type": "remove-field",
        "metadata": { "affectedComponents": ["schema"], "breakingChange": true, "estimatedEffort": "s",
                      "operations": [{ "kind": "drop-column", "table": "users", "name": "email" }] },
    })
}

#[tokio::test]
async fn the_impact_of_a_request_is_analysed_before_there_is_a_branch() {
    let shop = Shop::open().await;
    let s = &shop.server;
    let made = s.post("ada", "/api/changes", drop_email()).await.expect(201);
    let (key, path) = (format!("CHG-{}", made["number"]), format!("/api/changes/{}", made["id"].as_str().unwrap()));
    let view = shop.analysed(&key).await;
    let outcome = &view["outcome"];
    assert_eq!(outcome["code"][0]["place"], "src/users.rs:2", "{outcome:#}");
    assert_eq!(outcome["code"][0]["what"], "reads public.users.email");
    assert_eq!(outcome["risk"], "critical");
    assert_eq!((&view["declaredEffort"], outcome["effort"].is_string()), (&json!("s"), true));
    assert!(view["report"]["graph"]["nodes"].as_array().unwrap().len() > 2);
    let change = s.get("vic", &path).await.expect(200);
    for id in ["analyze-components", "detect-dependencies"] {
        assert_eq!(step(&change, id)["completion"]["completedBy"], "system", "{id}");
    }
    // The report of the run is the same, and says what it is of.
    let report = s.get("vic", &format!("{path}/validation/report")).await.expect(200);
    assert_eq!((&report["run"]["about"], &report["report"]["impact"]), (&json!("impact"), &view["report"]));
    // Asked for again by whoever may.
    s.post("vic", &format!("{path}/impact"), json!({})).await.problem(403, "denied");
    s.post("rev", &format!("{path}/impact"), json!({})).await.expect(202);
    shop.analysed(&key).await;
    let trail = s.get("vic", &format!("{path}/audit")).await.expect(200).to_string();
    for action in ["impact.requested", "impact.analysed"] {
        assert!(trail.contains(action), "{action}");
    }
    // A repository that is away: people do it, and are told why.
    std::fs::rename(shop.repository.at(), shop.folder.path().join("away")).unwrap();
    let made = s.post("ada", "/api/changes", drop_email()).await.expect(201);
    let key = format!("CHG-{}", made["number"]);
    let view = shop.analysed(&key).await;
    assert!(view["failed"].as_str().unwrap().contains("no repository"), "{view:#}");
    let change = s.get("vic", &format!("/api/changes/{key}")).await.expect(200);
    assert!(change["warnings"][0].as_str().unwrap().contains("could not be analysed"), "{}", change["warnings"]);
    shop.done("dan", &key, "analyze-components", "note", "By hand.").await;
    // A branch is taken then, and its run says what is wrong.
    s.put("dan", &format!("/api/changes/{key}/branch"), json!({ "branch": "any" })).await.expect(200);
}

#[tokio::test]
async fn a_branch_is_one_changes_and_can_be_taken_off() {
    let shop = Shop::open().await;
    let s = &shop.server;
    let (one, two) = (s.change("One").await, s.change("Two").await);
    shop.repository.git(&["checkout", "-qb", "wide"]);
    shop.push(RENAME);
    let branch = |key: &str| format!("/api/changes/{key}/branch");
    s.put("dan", &branch(&one), json!({ "branch": "wide" })).await.expect(200);
    let refused = s.put("dan", &branch(&two), json!({ "branch": " wide " })).await.problem(409, "conflict");
    assert!(refused["detail"].as_str().unwrap().contains(&one), "{refused}");
    assert!(!shop.validated(&one).await["blocked"].as_array().unwrap().is_empty());

    // What blocks goes with the branch: only who could waive it takes it off, and says why.
    use reqwest::Method;
    let remove = async |who: &str, query: &str| {
        s.send(who, Method::DELETE, &format!("{}{query}", branch(&one)), &json!({})).await
    };
    remove("dan", "?reason=x").await.problem(403, "denied");
    remove("ada", "?reason=x").await.problem(403, "denied");
    // Another one in its place is no way round that.
    shop.repository.git(&["branch", "clean", "main"]);
    let clean = json!({ "branch": "clean", "reason": "Begun anew." });
    s.put("dan", &branch(&one), clean.clone()).await.problem(403, "denied");
    s.put("ada", &branch(&one), clean).await.problem(403, "denied");
    s.put("rev", &branch(&one), json!({ "branch": "clean" })).await.problem(422, "invalid");
    remove("rev", "").await.problem(422, "invalid");
    remove("rev", "?why=x").await.problem(400, "malformed");
    let change = remove("rev", "?reason=Begun+anew").await.expect(200);
    assert_eq!(step(&change, "validate-completeness")["automatic"], false);
    let view = shop.view(&one).await;
    assert_eq!((&view["source"], &view["outcome"], &view["blocked"]), (&Value::Null, &Value::Null, &json!([])));
    let trail = s.get("vic", &format!("/api/changes/{one}/audit")).await.expect(200).to_string();
    assert!(trail.contains("branch.removed") && trail.contains("Begun anew"), "{trail}");
    // Now it is free.
    s.put("dan", &branch(&two), json!({ "branch": "wide" })).await.expect(200);
    shop.analysed(&one).await;
}
