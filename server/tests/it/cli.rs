//! The real program against a real server: what a person types, what they read, what a script gets.

mod desk;
mod restore;
mod slow;
mod start;

use desk::{Desk, Said};
use std::process::Command;

#[test]
fn changes_from_the_command_line() {
    let desk = Desk::open();
    let ravi = desk.person("ravi");
    let key = the_examples_of_the_specification(&ravi);
    mistakes_have_their_exit_codes(&desk, &ravi, &key);
    steps_and_evidence(&desk, &key);
    output_for_programs(&desk, &ravi, &key);
    validation_by_the_server(&desk);
    slow::a_slow_proof_holds_up_no_other_change(&desk, &ravi);
    signing_in_and_out(&desk);
}

fn the_examples_of_the_specification(ravi: &Desk) -> String {
    let made = ravi.run(&["create", "--type=add-field", "--title=Add user preferences"]).ok();
    assert!(made.out.starts_with("Created CHG-"), "{made:?}");
    assert!(made.err.contains("added --component=schema"), "{made:?}");
    let key = made.out.split_whitespace().nth(1).unwrap().to_owned();

    let status = ravi.run(&["status", &format!("--change-id={key}")]).ok();
    for text in ["Add user preferences", "Impact analysis (stage 2 of 8)", "Gates", "Operations declared", "Next"] {
        assert!(status.out.contains(text), "{text}: {status:?}");
    }
    let failed = status.out.find('✗').unwrap();
    let waiting = status.out[failed..].find("○").unwrap();
    assert!(waiting > 0, "failing gates first: {status:?}");
    assert_eq!(status.out, ravi.run(&["status", &key]).ok().out);
    assert_eq!(status.out, ravi.run(&["status", key.trim_start_matches("CHG-")]).ok().out);

    let again = ["create", "--type", "performance", "--title", "Twice", "--idempotency-key", "k1", "--quiet"];
    assert_eq!(ravi.run(&again).ok().out, ravi.run(&again).ok().out);
    let operations = ["create", "--type=add-field", "--title=Locale of users", "--table=users", "--dry-run"];
    let operations = [&operations[..], &["--operation", "add-column users.locale text null default 'en'"]].concat();
    let preview = ravi.run(&operations).ok();
    assert!(preview.out.contains("nothing was submitted"), "{preview:?}");
    key
}

fn mistakes_have_their_exit_codes(desk: &Desk, ravi: &Desk, key: &str) {
    // 2: every problem at once, each with its option.
    let wrong = ravi.run(&["create", "--type=add-feld", "--title=x", "--table=a b"]).fails(2);
    for text in ["3 problems", "--type: ", "--title: ", "--table no. 1: ", "add-field"] {
        assert!(wrong.err.contains(text), "{text}: {wrong:?}");
    }
    assert!(wrong.out.is_empty(), "{wrong:?}");
    ravi.run(&["create", "--type=add-field", "--title=abc", "--dry-run", "--table=a b"]).fails(2);
    ravi.run(&["create", "--operation", "add-column users text"]).fails(2);
    // The desk gives address and token by the environment: no option that the command needs.
    let usage = ravi.run(&["status"]).fails(2);
    assert!(usage.err.contains("change-mgmt status <CHANGE>") && !usage.err.contains("--url"), "{usage:?}");
    assert!(desk.run(&["list", "--url=nonsense"]).fails(2).err.contains("no address of a server"));
    ravi.run(&["status", "seven"]).fails(2);
    ravi.run(&["complete", key]).fails(2);
    assert!(ravi.run(&["edit", key, "--project=other"]).fails(2).err.contains("stays in change-mgmt"));
    ravi.run(&["complete", key, "x", "--evidence", "commit"]).fails(2);
    // 3: nobody, a bad token, a right that is missing.
    assert!(desk.run(&["list"]).fails(3).err.contains("change-mgmt login"));
    assert!(desk.with_token("cmt_wrong").run(&["list"]).fails(3).err.contains("change-mgmt login"));
    desk.person("vera").run(&["create", "--type=performance", "--title=Not mine"]).fails(3);
    // 4, 5, 6.
    ravi.run(&["status", "CHG-999999"]).fails(4);
    ravi.run(&["hold", key, "--reason", "We wait for the design."]).ok();
    let held = ravi.run(&["approve", key]).fails(6);
    assert!(held.err.contains("on hold (We wait for the design.)") && held.err.contains("resume"), "{held:?}");
    let lost = ravi.run(&["list", "--cursor=7"]).fails(2);
    assert!(lost.err.contains("--cursor: ") && lost.err.contains("under the page before"), "{lost:?}");
    ravi.run(&["resume", key]).ok();
    assert_eq!(ravi.run(&["resume", key]).code, 5);
    let early =
        desk.person("daniela").run(&["complete", key, "create-migration-files", "--evidence", "commit=abc1234"]);
    assert!(early.fails(6).err.contains("Not yet:"));
    ravi.run(&["approve", key]).fails(6);
    // No server: which address, and what to do.
    let away = desk.at("http://127.0.0.1:9").run(&["list", "--token=cmt_x"]).fails(1);
    assert!(away.err.contains("http://127.0.0.1:9") && away.err.contains("change-mgmt serve"), "{away:?}");
}

fn steps_and_evidence(desk: &Desk, key: &str) {
    let daniela = desk.person("daniela");
    let plan = desk.file("plan.md", "# Plan\n");
    let document = format!("document={}", plan.display());
    daniela.run(&["assign", key]).ok();
    // The short example declares no operation; the analysis insists on one.
    let bare = ["complete", key, "analyze-components", "--evidence", "note=Only the schema."];
    assert!(daniela.run(&bare).fails(6).err.contains("change-mgmt edit"));
    daniela.run(&["impact", "--change-id", key, "--server"]).fails(6);
    let column = "add-column users.preferences jsonb not null default '{}'";
    desk.person("ravi").run(&["edit", key, "--table=users", "--table=documents", "--operation", column]).ok();
    the_impact_and_the_branch(desk, &daniela, key);
    // What the system does nobody does by hand.
    assert!(daniela.run(&bare).code != 0);
    let rosa = desk.person("rosa");
    rosa.run(&["start", key, "review-impact-report"]).ok();
    let evidence = ["complete", key, "review-impact-report", "--evidence", "note=Acceptable.", "--evidence", &document];
    let done = rosa.run(&[&evidence[..], &["--notes", "as agreed"]].concat()).ok();
    assert!(done.out.contains("review-impact-report completed"), "{done:?}");
    daniela.run(&["complete", key, "estimate-effort", "--evidence", "document=/no/such/file"]).fails(2);
    let steps = daniela.run(&["steps", key]).ok();
    for text in ["✓  analyze-components", "✓  review-impact-report", "●  estimate-effort", "○  ", "–  ", "Evidence: "]
    {
        assert!(steps.out.contains(text), "{text}: {steps:?}");
    }
    daniela.run(&["comment", key, "Half way through."]).ok();
    rosa.run(&["reopen", key, "review-impact-report", "--reason", "The store as well."]).ok();
    let upload = daniela.run(&["upload", key, plan.to_str().unwrap()]).ok();
    assert!(upload.out.contains("plan.md") && upload.out.contains("sha256"), "{upload:?}");
    let show = daniela.run(&["show", key]).ok();
    for text in ["taken by daniela", "Document for review-impact-report: plan.md", "Half way through."] {
        assert!(show.out.contains(text), "{text}: {show:?}");
    }
    let trail = daniela.run(&["audit", key]).ok();
    assert!(trail.out.contains("step.reopened") && trail.out.contains("CLI"), "{trail:?}");
    assert!(rosa.run(&["audit", "verify", "--project=change-mgmt"]).ok().out.contains("is whole"));
    assert!(desk.person("ines").run(&["cancel", key, "--reason", "No longer wanted."]).ok().out.contains("cancelled"));
    rosa.run(&["audit", "verify", "--project=no-such"]).fails(4);
}

/// What the change reaches in the sample's repository, and on which branch it is.
fn the_impact_and_the_branch(desk: &Desk, daniela: &Desk, key: &str) {
    let said = daniela.run(&["impact", "--change-id", key, "--server"]).ok();
    for text in
        ["Risk low", "Computed effort", "Declared effort", "server/store/src/documents.rs:", "Collides with", "CHG-116"]
    {
        assert!(said.out.contains(text), "{text}: {said:?}");
    }
    // Who reads the listed table stands in a component that the request does not list.
    assert!(said.out.contains("Warnings") && said.out.contains("component store"), "{said:?}");
    assert!(daniela.run(&["status", key]).ok().out.contains("component store, which the request does not list"));
    let view = daniela.run(&["impact", "--change-id", key, "--server", "--json"]).ok();
    let view: serde_json::Value = serde_json::from_str(&view.out).unwrap();
    assert_eq!((&view["current"], &view["outcome"]["unlisted"]), (&true.into(), &serde_json::json!(["store"])));
    // Who may not ask is shown the last one.
    let seen = desk.person("vera").run(&["impact", "--change-id", key, "--server"]).ok();
    assert!(seen.err.contains("may not ask") && seen.out.contains("Risk low"), "{seen:?}");

    let wrong = daniela.run(&["branch", key, "feature/link-purposes"]).fails(2);
    assert!(wrong.err.contains("feature/link-purpose,") || wrong.err.contains("feature/link-purpose."), "{wrong:?}");
    assert!(daniela.run(&["branch", key, "feature/link-purpose"]).fails(5).err.contains("CHG-118"));
    daniela.run(&["branch", key, "--remove"]).fails(5);
    daniela.run(&["branch", key, "main", "--remove"]).fails(2);
    assert!(daniela.run(&["branch", key, "main"]).fails(2).err.contains("the main line itself"));
    let repository = desk.data().join("repositories/change-mgmt");
    let made = Command::new("git").arg("-C").arg(repository).args(["branch", "feature/tried", "main"]).status();
    assert!(made.unwrap().success());
    let wrong = daniela.run(&["branch", key, "feature/tried", "--base", "mein"]).fails(2);
    assert!(wrong.err.contains("--base:") && wrong.err.contains("main"), "{wrong:?}");
    daniela.run(&["branch", key, "feature/tried", "--base", "main"]).ok();
    for command in ["show", "status", "steps"] {
        let said = daniela.run(&[command, key]).ok();
        assert!(said.out.contains("branch feature/tried, compared with main"), "{said:?}");
    }
    let json: serde_json::Value = serde_json::from_str(&daniela.run(&["show", key, "--json"]).ok().out).unwrap();
    assert_eq!(json["source"], serde_json::json!({ "branch": "feature/tried", "base": "main" }));
    // It lacks what the request declares: who works on the change does not leave that behind.
    daniela.run(&["validate", "--change-id", key, "--server"]).fails(6);
    daniela.run(&["branch", key, "--remove", "--reason=Only tried."]).fails(3);
    let off = desk.person("rosa").run(&["branch", key, "--remove", "--reason=Only tried."]).ok();
    assert!(off.out.contains("on no branch"), "{off:?}");
    daniela.run(&["impact", "--change-id", key, "--server"]).ok();
}

fn output_for_programs(desk: &Desk, ravi: &Desk, key: &str) {
    for command in
        [&["status", key][..], &["show", key], &["steps", key], &["list", "--all"], &["audit", key], &["whoami"]]
    {
        let said = ravi.run(&[command, &["--json"]].concat()).ok();
        assert!(serde_json::from_str::<serde_json::Value>(&said.out).is_ok(), "{said:?}");
        let plain = ravi.run(command).ok();
        assert!(!plain.out.contains('\u{1b}') && !plain.err.contains('\u{1b}'), "{plain:?}");
        assert!(!plain.out.is_empty());
    }
    assert!(ravi.run(&["list", "--all", "--color=always"]).ok().out.contains('\u{1b}'));
    let page: serde_json::Value = serde_json::from_str(&ravi.run(&["list", "--limit=2", "--json"]).ok().out).unwrap();
    assert_eq!(page["items"].as_array().map(Vec::len), Some(2));
    let next = page["next"].as_str().unwrap().to_owned();
    ravi.run(&["list", "--limit=2", "--cursor", &next]).ok();
    for _ in 0..3 {
        let closed = ravi.run_into_closed_pipe(&["list", "--all", "--json"]);
        assert!(closed.err.is_empty() && closed.code == 0, "{closed:?}");
    }
    let bash: Said = desk.run(&["completions", "bash"]).ok();
    assert!(bash.out.contains("request-changes"));
    let pages = desk.folder().join("man");
    desk.run(&["man", pages.to_str().unwrap()]).ok();
    assert!(pages.join("change-mgmt-create.1").is_file());
    assert!(desk.run(&["--help"]).ok().out.contains("Exit codes"));
}

/// The same findings in the same forms as in a repository of one's own, and what a waiver is asked for by.
fn validation_by_the_server(desk: &Desk) {
    let reto = desk.person("reto");
    let server = ["validate", "--change-id", "CHG-117", "--server"];
    let run = |more: &[&str]| reto.run(&[&server, more].concat());
    let found: serde_json::Value = serde_json::from_str(&run(&["--format", "json"]).out).unwrap();
    let findings = found["findings"].as_array().unwrap();
    assert!(findings.iter().any(|finding| finding["severity"] != "error"), "{findings:#?}");
    let errors = findings.iter().filter(|finding| finding["severity"] == "error").count();

    let text = run(&[]);
    assert_eq!(text.code, if errors == 0 { 0 } else { 6 }, "{text:?}");
    for finding in findings {
        let head = format!("{}[{}]", finding["severity"].as_str().unwrap(), finding["rule"].as_str().unwrap());
        assert!(text.out.contains(&head), "{head}: {text:?}");
        let fingerprint = finding["fingerprint"].as_str().unwrap();
        assert_eq!(text.out.contains(fingerprint), finding["severity"] == "error", "{head}: {text:?}");
    }
    assert!(text.out.contains("  |") && text.out.contains("Proof:"), "the line itself and the proof: {text:?}");

    let sarif: serde_json::Value = serde_json::from_str(&run(&["--format", "sarif"]).out).unwrap();
    assert_eq!(sarif["runs"][0]["results"].as_array().map(Vec::len), Some(findings.len()));
    assert!(run(&["--format", "junit"]).out.starts_with("<?xml"));
    assert!(run(&["--format", "github"]).out.contains("::"));
    let file = desk.folder().join("found.json");
    let written = run(&["--format", "json", "-o", file.to_str().unwrap()]);
    assert_eq!((written.code, written.out.as_str()), (text.code, ""));
    assert!(serde_json::from_str::<serde_json::Value>(&std::fs::read_to_string(file).unwrap()).is_ok());
    assert_eq!(reto.run_into_closed_pipe(&server).code, text.code);
}

fn signing_in_and_out(desk: &Desk) {
    let link = desk.local(&["admin", "user", "add", "nora", "--role", "change-mgmt=developer"]).ok();
    let path = link.out.lines().last().unwrap().to_owned();
    desk.redeem(&path, "correct horse battery");
    desk.run_with(&["login", "--user=nora"], "not the password\n").fails(3);
    let signed = desk.run_with(&["login", "--user=nora"], "correct horse battery\n").ok();
    assert!(signed.out.contains("as nora"), "{signed:?}");
    assert!(!signed.out.contains("cmt_") && !signed.err.contains("cmt_"), "{signed:?}");
    assert!(desk.run(&["whoami"]).ok().out.contains("developer"));
    desk.run(&["list"]).ok();
    desk.run(&["logout"]).ok();
    desk.run(&["whoami"]).fails(3);
    assert!(desk.local(&["admin", "user", "list"]).ok().out.contains("nora"));
    desk.local(&["admin", "user", "disable", "nora"]).ok();
    desk.run_with(&["login", "--user=nora"], "correct horse battery\n").fails(3);
    assert!(desk.local(&["admin", "token", "--user=nora"]).fails(5).err.contains("admin user enable nora"));
    assert!(desk.local(&["admin", "user", "enable", "nora"]).ok().out.contains("may sign in again"));
    desk.run_with(&["login", "--user=nora", "--scope=read,admin"], "correct horse battery\n").ok();
    assert!(desk.run(&["whoami"]).ok().out.contains("The token may: read, admin"));
    let wrong = desk.run_with(&["login", "--user=nora", "--scope=all"], "").fails(2);
    assert!(wrong.err.contains("read, write, approve, admin"), "{wrong:?}");
    desk.run(&["logout"]).ok();
}
