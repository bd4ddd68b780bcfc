//! The validation job against a repository that does what a test tells it.

use crate::desk::Desk;
use crate::world::{person, remove_field};
use chrono::{TimeDelta, Utc};
use domain::api::{AuditLog, AuditQuery, ChangeDetail, ChangeRef, Changes, Validations};
use domain::audit::AuditEntry;
use domain::change::{ChangeState, Command, Operation};
use domain::intake::ChangeInput;
use domain::project::Team;
use domain::words::{RunState, WorkflowStatus};
use engine::ports::Repositories;
use std::sync::Arc;

pub fn remove_email() -> ChangeInput {
    let mut input = remove_field("Drop the address");
    input.metadata.operations = vec![Operation::DropColumn { table: "users".to_owned(), name: "email".to_owned() }];
    input
}

const RENAME: &[(&str, &str)] = &[
    ("migrations/002_mail.up.sql", "SET lock_timeout = '2s';\nALTER TABLE users RENAME COLUMN email TO mail;\n"),
    ("migrations/002_mail.down.sql", "SET lock_timeout = '2s';\nALTER TABLE users RENAME COLUMN mail TO email;\n"),
];

#[tokio::test(flavor = "multi_thread")]
async fn a_run_is_superseded_begun_again_after_a_crash_and_not_made_twice() {
    let d = Desk::new().await;
    d.shelf.push("c1", &[]);
    let change = d.on_branch().await;
    // Asked for many times, it waits once.
    for _ in 0..3 {
        d.world.run("rev", &change, Command::RequestValidation).await.unwrap();
    }
    assert_eq!(d.runs("queued").await, 1);

    // A server takes it and dies: it is another's once its time is over, and not before.
    let store = d.world.engine.store();
    let taken = store::validation::claim(store).await.unwrap().unwrap();
    assert!(!d.validator.round().await.unwrap());
    d.world.sql("UPDATE validation_runs SET lease_until = now() - interval '1 second'").await;
    assert!(d.validator.round().await.unwrap());
    let view = d.view(&change).await;
    assert_eq!((view.run.as_ref().unwrap().id, view.run.as_ref().unwrap().attempts), (taken.id, 2));
    assert_eq!(view.run.unwrap().state, RunState::Done);
    assert!(view.current);

    // What a dead server still computes is for nobody.
    let state = d.world.state(&change).await;
    d.world.run("rev", &change, Command::RequestValidation).await.unwrap();
    let lost = store::validation::claim(store).await.unwrap().unwrap();
    d.world.run("rev", &change, Command::RequestValidation).await.unwrap();
    assert_eq!((d.runs("superseded").await, d.runs("queued").await), (1, 1));
    assert!(!store::validation::report(store, lost.id, &serde_json::json!([]), None, None).await.unwrap());
    assert_eq!(d.world.state(&change).await.workflow.validation, state.workflow.validation);

    // A run that takes every server down with it is given up, and what it was doing is still there.
    let doing = serde_json::json!([
        { "id": "branch", "title": "Read the branch", "state": "done", "note": "c1 against base.", "millis": 3 },
        { "id": "proof", "title": "Run it", "state": "running", "note": "Up: 002.sql:3.", "millis": 0 },
    ]);
    for _ in 0..3 {
        let lost = store::validation::claim(store).await.unwrap().unwrap();
        assert!(store::validation::report(store, lost.id, &doing, None, None).await.unwrap());
        d.world
            .sql("UPDATE validation_runs SET lease_until = now() - interval '1 second' WHERE state = 'running'")
            .await;
    }
    assert!(d.validator.round().await.unwrap());
    let run = d.view(&change).await.run.unwrap();
    assert_eq!(run.state, RunState::Failed);
    assert!(run.error.unwrap().contains("several times"));
    let notes: Vec<&str> = run.parts.iter().map(|part| part.note.as_str()).collect();
    assert!(notes[0] == "c1 against base." && notes[1].starts_with("Up: 002.sql:3. It was begun"), "{notes:?}");
    d.proofs.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn nothing_is_deployed_that_was_pushed_after_the_validation() {
    let d = Desk::new().await;
    d.shelf.push("c1", &[]);
    let change = d.on_branch().await;
    while d.validator.round().await.unwrap() {}
    let engine = d.world.engine.clone().with_repositories(Arc::clone(&d.shelf) as Arc<dyn Repositories>);
    let rel = person("rel");
    let deploy = || {
        let step = "deploy-production".to_owned();
        let command = Command::CompleteStep { step, evidence: vec![], notes: None };
        engine.execute(&rel, ChangeRef::Id(change.change.id), None, command)
    };
    let moved = "The branch wide has moved to c2 since it was validated at c1.";
    let refused = deploy().await.unwrap_err().to_string();
    assert!(!refused.contains("has moved"), "{refused}");
    assert_eq!(d.runs("queued").await, 0);

    d.shelf.push("c2", RENAME);
    let refused = deploy().await.unwrap_err();
    assert!(matches!(&refused, domain::AppError::Blocked(why) if why[0].starts_with(moved)), "{refused}");
    assert!(deploy().await.unwrap_err().to_string().starts_with(moved));
    assert_eq!(d.runs("queued").await, 1, "it is looked at, once");
    while d.validator.round().await.unwrap() {}
    let refused = deploy().await.unwrap_err().to_string();
    assert!(!refused.contains("has moved"), "{refused}");

    // A branch that is gone was merged, or nobody knows what is deployed.
    let gone = || *d.shelf.mischief.lock().unwrap() = Some("gone");
    gone();
    let refused = deploy().await.unwrap_err();
    assert!(matches!(&refused, domain::AppError::Blocked(why) if why[0].contains("wide is gone")), "{refused}");
    d.shelf.main(RENAME);
    gone();
    let refused = deploy().await.unwrap_err().to_string();
    assert!(!refused.contains("is gone"), "{refused}");
    *d.shelf.mischief.lock().unwrap() = Some("The disk is on fire.");
    let refused = deploy().await.unwrap_err();
    let told = |why: &str| why.contains("cannot be told: The disk is on fire.");
    assert!(matches!(&refused, domain::AppError::Blocked(why) if told(&why[0])), "{refused}");
    d.proofs.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_merged_branch_is_held_to_what_it_was_held_to() {
    let d = Desk::new().await;
    d.shelf.push("c1", RENAME);
    let change = d.on_branch().await;
    while d.validator.round().await.unwrap() {}
    let before = d.view(&change).await;
    assert!(!before.blocked.is_empty());
    *d.shelf.forwarded.lock().unwrap() = true;
    d.world.run("dan", &change, Command::RequestValidation).await.unwrap();
    while d.validator.round().await.unwrap() {}
    let after = d.view(&change).await;
    assert_eq!(after.blocked, before.blocked);
    assert_eq!(after.outcome.unwrap().base, "base");
    // Rebased before it was merged: nobody can tell what is its own.
    d.shelf.push("c2", RENAME);
    d.world.run("dan", &change, Command::RequestValidation).await.unwrap();
    while d.validator.round().await.unwrap() {}
    let failed = d.view(&change).await;
    assert!(failed.run.unwrap().error.unwrap().contains("Name the commit"));
    assert_eq!(failed.outcome.unwrap().head, "c1");
    d.proofs.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_branch_is_looked_at_as_merged_into_what_the_main_line_has_become() {
    let d = Desk::new().await;
    let locale = "SET lock_timeout = '2s';\nALTER TABLE users ADD COLUMN locale text;\n";
    let back = "SET lock_timeout = '2s';\nALTER TABLE users DROP COLUMN locale;\n";
    d.shelf.push("c1", &[("migrations/003_mine.up.sql", locale), ("migrations/003_mine.down.sql", back)]);
    let change = d.on_branch().await;
    d.validator.watch().await.unwrap();
    while d.validator.round().await.unwrap() {}
    let blocking = async || {
        let outcome = d.view(&change).await.outcome.unwrap();
        (outcome.onto, outcome.blocking.into_iter().map(|one| one.rule).collect::<Vec<_>>())
    };
    let (onto, alone) = blocking().await;
    assert!(onto.is_none() && !alone.iter().any(|rule| rule == "existing-object"), "{alone:?}");
    d.validator.watch().await.unwrap();
    assert_eq!(d.runs("queued").await, 0);

    // Somebody else's change of the same column is merged first; a page of the manual is no matter.
    let ahead = |files: &[(&str, &str)]| {
        let all = files.iter().map(|(path, text)| ((*path).to_owned(), (*text).to_owned()));
        *d.shelf.ahead.lock().unwrap() = all.collect();
    };
    ahead(&[("manual.md", "words")]);
    d.validator.watch().await.unwrap();
    assert_eq!(d.runs("queued").await, 0);
    let theirs = [("migrations/004_theirs.up.sql", locale), ("migrations/004_theirs.down.sql", back)];
    ahead(&theirs);
    let engine = d.world.engine.clone().with_repositories(Arc::clone(&d.shelf) as Arc<dyn Repositories>);
    let step = "deploy-production".to_owned();
    let deploy = Command::CompleteStep { step, evidence: vec![], notes: None };
    let refused = engine.execute(&person("rel"), ChangeRef::Id(change.change.id), None, deploy).await.unwrap_err();
    assert!(
        refused.to_string().contains("The main line has got other migrations since wide was validated"),
        "{refused}"
    );
    d.validator.watch().await.unwrap();
    assert_eq!(d.runs("queued").await, 1);
    while d.validator.round().await.unwrap() {}
    let (onto, found) = blocking().await;
    assert_eq!(onto.as_deref(), Some("ahead to migrations/004_theirs.down.sql"));
    assert!(["existing-object", "out-of-order"].iter().all(|rule| found.iter().any(|one| one == rule)), "{found:?}");

    // Merged and deleted, it is looked at as it was merged.
    let mine = [("migrations/003_mine.up.sql", locale), ("migrations/003_mine.down.sql", back)];
    ahead(&[theirs, mine].concat());
    d.world.run("dan", &change, Command::RequestValidation).await.unwrap();
    *d.shelf.mischief.lock().unwrap() = Some("gone");
    while d.validator.round().await.unwrap() {}
    assert_eq!(d.view(&change).await.run.unwrap().error, None);
    assert_eq!(blocking().await.1, found);
    d.proofs.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_only_a_run_can_show_breaks_a_change_as_well() {
    let d = Desk::new().await;
    let renamed = |from: &str, to: &str| {
        format!("DO $$ BEGIN EXECUTE format('ALTER TABLE %I RENAME COLUMN {from} TO {to}', 'users'); END $$;\n")
    };
    let (up, down) = (renamed("email", "mail"), renamed("mail", "email"));
    d.shelf.push("c1", &[("migrations/002_mail.up.sql", &up), ("migrations/002_mail.down.sql", &down)]);
    let change = d.on_branch().await;
    while d.validator.round().await.unwrap() {}
    let outcome = d.view(&change).await.outcome.unwrap();
    let found = outcome.blocking.iter().find(|one| one.rule == "proof-breaks").unwrap();
    assert_eq!(found.check, domain::words::Check::BreakingChanges);
    assert_eq!(found.readers, ["src/users.rs:1"]);
    assert!(outcome.breaks.unwrap().contains("column users.email"));
    assert!(d.world.state(&change).await.request.metadata.breaking_change, "it is treated as breaking");
    d.proofs.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn who_decides_on_a_waiver_is_told_on_the_start_page() {
    let d = Desk::new().await;
    d.shelf.push("c1", RENAME);
    let change = d.on_branch().await;
    while d.validator.round().await.unwrap() {}
    let blocking = d.world.state(&change).await.workflow.validation.unwrap().blocking[0].clone();
    let asked = Command::RequestWaiver {
        fingerprint: blocking.fingerprint,
        reason: "It is read by nobody.".to_owned(),
        expires_at: Utc::now() + TimeDelta::days(3),
    };
    d.world.run("dan", &change, asked).await.unwrap();
    let waits = |name: &'static str| {
        let engine = d.world.engine.clone();
        async move {
            let page = engine.dashboard(&person(name), None).await.unwrap();
            page.needs_you.into_iter().filter(|one| one.waiver.is_some()).count()
        }
    };
    assert_eq!(waits("rev").await, 1);
    assert_eq!((waits("ada").await, waits("dan").await), (0, 0), "neither the author nor who asks");
    assert_eq!(waits("vic").await, 0);

    // What becomes of it has a word of its own.
    let decide = |who, grant| d.world.run(who, &change, Command::DecideWaiver { id: 1, grant, note: None });
    let word = async || d.world.state(&change).await.workflow.waivers[0].decided();
    decide("rev", true).await.unwrap();
    assert_eq!(word().await, Some("granted"));
    decide("rev", false).await.unwrap();
    assert_eq!(word().await, Some("revoked"));
    assert!(decide("rev", true).await.unwrap_err().to_string().contains("has revoked it"));
    let told = d.world.count("SELECT count(*) FROM live_events WHERE summary LIKE '%was revoked by rev'").await;
    assert_eq!(told, 1);
    d.proofs.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_push_is_seen_and_a_waiver_ends_by_itself() {
    let d = Desk::new().await;
    d.shelf.push("c1", &[]);
    let change = d.on_branch().await;
    assert!(d.validator.round().await.unwrap());
    d.validator.watch().await.unwrap();
    assert_eq!(d.runs("queued").await, 0, "nothing moved");

    d.shelf.push("c2", RENAME);
    d.validator.watch().await.unwrap();
    d.validator.watch().await.unwrap();
    assert_eq!(d.runs("queued").await, 1);
    // The second round is of the request that is treated as breaking by then.
    while d.validator.round().await.unwrap() {}
    let view = d.view(&change).await;
    assert_eq!(view.outcome.as_ref().unwrap().head, "c2");
    assert!(view.current && !view.blocked.is_empty(), "{view:#?}");
    let state = d.world.state(&change).await;
    assert!(state.request.metadata.breaking_change);
    // Nobody declared it: the page says so, and so does the last report, as a notice.
    let engine = &d.world.engine;
    let detail = engine.get(&person("vic"), ChangeRef::Id(change.change.id)).await.unwrap();
    assert!(detail.escalated.as_ref().unwrap().contains("breaks what runs today"), "{:?}", detail.escalated);
    assert_eq!(detail.source.as_ref().unwrap().branch, "wide");
    let risks = detail.risk.reasons.join(" ");
    assert!(risks.contains("did not declare") && !risks.contains("is declared breaking"), "{risks}");
    let report = engine.validation_report(&person("vic"), ChangeRef::Id(change.change.id)).await.unwrap().report;
    let findings = report["findings"].as_array().unwrap();
    let said = findings.iter().find(|finding| finding["rule"] == "undeclared-breaking").unwrap();
    assert_eq!(said["severity"], "notice");
    // Of a step that was done again, the last evidence counts.
    let of_step = |counts: bool| {
        let mine = detail.evidence.iter().filter(|e| e.step_id == "analyze-components");
        mine.filter(|e| detail.is_superseded(e) != counts).count()
    };
    assert_eq!(of_step(true), 1);
    assert!(of_step(false) > 0, "{:#?}", detail.evidence);
    // What the branch does to a table that nobody declared collides with what others do to it.
    assert!(
        d.world.count("SELECT count(*) FROM change_touches WHERE kind = 'column' AND key LIKE '%users.email'").await
            > 0
    );

    for found in view.outcome.unwrap().blocking {
        let wish = Command::RequestWaiver {
            fingerprint: found.fingerprint,
            reason: "For a week.".to_owned(),
            expires_at: Utc::now() + TimeDelta::days(7),
        };
        d.world.run("dan", &change, wish).await.unwrap();
    }
    for waiver in d.world.state(&change).await.workflow.waivers {
        let grant = |who| d.world.run(who, &change, Command::DecideWaiver { id: waiver.id, grant: true, note: None });
        assert!(grant("dan").await.is_err() && grant("ada").await.is_err());
        grant("rev").await.unwrap();
    }
    assert_eq!(d.view(&change).await.blocked, Vec::<String>::new());
    // A week later.
    d.world
        .sql(
            "UPDATE workflow_states SET step_data = jsonb_set(step_data, '{waivers,0,expiresAt}',
                to_jsonb(to_char(now() - interval '1 minute', 'YYYY-MM-DD\"T\"HH24:MI:SS\"Z\"')))",
        )
        .await;
    // It holds up at once, whoever notices first.
    let mut told = Vec::new();
    for step in d.world.state(&change).await.workflow.steps {
        for who in ["dan", "rev", "ada", "rel"] {
            let command = Command::CompleteStep { step: step.id.clone(), evidence: vec![], notes: None };
            told.push(d.world.run(who, &change, command).await.unwrap_err().to_string());
        }
    }
    assert!(told.iter().any(|why| why.contains("The waiver of") && why.contains("has ended")), "{told:?}");
    d.validator.watch().await.unwrap();
    assert_eq!(d.view(&change).await.blocked.len(), 1);
    d.proofs.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_goes_wrong_is_said_and_harms_nobody() {
    let d = Desk::new().await;
    d.shelf.push("c1", &[]);
    for (mischief, says) in [("The forge is away.", "The forge is away."), ("panic", "ended unexpectedly")] {
        let change = d.on_branch().await;
        *d.shelf.mischief.lock().unwrap() = Some(mischief);
        assert!(d.validator.round().await.unwrap());
        let view = d.view(&change).await;
        let run = view.run.unwrap();
        assert_eq!((run.state, view.outcome), (RunState::Failed, None), "{mischief}");
        assert!(run.error.unwrap().contains(says), "{mischief}");
        // And it can be tried again.
        d.world.run("dan", &change, Command::RequestValidation).await.unwrap();
        assert!(d.validator.round().await.unwrap());
        assert!(d.view(&change).await.current);
        // The next one is on the same branch.
        d.world.run("ada", &change, Command::Cancel { reason: "Tried.".to_owned() }).await.unwrap();
    }
    // A change that ends while it is looked at keeps its end.
    let change = d.on_branch().await;
    d.world.run("ada", &change, Command::Cancel { reason: "No longer wanted".to_owned() }).await.unwrap();
    assert!(d.validator.round().await.unwrap());
    assert_eq!(d.view(&change).await.run.unwrap().state, RunState::Failed);
    let state = d.world.state(&change).await;
    assert_eq!((state.request.status, state.workflow.validation.is_none()), (WorkflowStatus::Cancelled, true));
    d.proofs.close().await;
}

/// The state that the trail folds to, which is the stored one.
pub async fn folds(d: &Desk, change: &ChangeDetail) -> ChangeState {
    let query = AuditQuery { limit: Some(200), ..Default::default() };
    let viewer = person("vic");
    let page = d.world.engine.history(&viewer, ChangeRef::Id(change.change.id), &query).await.unwrap();
    let mut entries: Vec<AuditEntry> = page.items;
    entries.sort_by_key(|entry| entry.seq);
    let facts: Vec<_> = entries.iter().map(|entry| (entry.created_at, entry.events())).collect();
    let folded = ChangeState::fold(facts.iter().map(|(at, events)| (*at, events.as_slice()))).unwrap();
    assert_eq!(folded, d.world.state(change).await);
    folded
}

#[tokio::test(flavor = "multi_thread")]
async fn folding_the_trail_gives_what_the_validation_did() {
    let d = Desk::new().await;
    d.shelf.push("c1", RENAME);
    let change = d.on_branch().await;
    while d.validator.round().await.unwrap() {}
    let folded = folds(&d, &change).await;
    assert!(folded.workflow.validation.is_some() && folded.request.metadata.breaking_change);
    d.proofs.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_table_of_another_team_holds_up_the_change_and_levels_hold_here_too() {
    let d = Desk::with(|config| {
        config.teams.push(Team { name: "people".to_owned(), title: String::new(), tables: vec!["users".to_owned()] });
        config.rules.insert("undeclared-operation".to_owned(), "off".to_owned());
    })
    .await;
    d.shelf.push("c1", RENAME);
    let change = d.on_branch().await;
    assert_ne!(change.change.team, "people");
    while d.validator.round().await.unwrap() {}
    let outcome = d.view(&change).await.outcome.unwrap();
    let rules: Vec<&str> = outcome.blocking.iter().map(|found| found.rule.as_str()).collect();
    assert!(rules.contains(&"foreign-team") && !rules.contains(&"undeclared-operation"), "{rules:?}");
    d.proofs.close().await;
}
