//! A branch with more findings than a change keeps.

use crate::desk::Desk;
use crate::world::person;
use chrono::{TimeDelta, Utc};
use domain::api::{ChangeRef, Validations};
use domain::change::Command;
use std::collections::BTreeSet;

#[tokio::test(flavor = "multi_thread")]
async fn all_are_counted_and_each_can_be_waived_in_its_turn() {
    let d = Desk::new().await;
    let columns = (0..150).map(|n| format!("ADD COLUMN c{n} int NOT NULL")).collect::<Vec<_>>().join(",\n  ");
    let up = format!("SET lock_timeout = '2s';\nALTER TABLE users\n  {columns};\n");
    d.shelf.push("c1", &[("migrations/002_many.up.sql", &up), ("migrations/002_many.down.sql", "SELECT 1;\n")]);
    let change = d.on_branch().await;
    while d.validator.round().await.unwrap() {}
    let errors = async || {
        let report = d.world.engine.validation_report(&person("vic"), ChangeRef::Id(change.change.id)).await.unwrap();
        let all = report.report["findings"].as_array().unwrap().clone();
        all.iter().filter(|finding| finding["severity"] == "error").count()
    };
    let view = d.view(&change).await;
    assert!(errors().await > 300, "{}", errors().await);
    assert_eq!(view.blocking(), errors().await);
    let listed = |outcome: &domain::change::ValidationOutcome| {
        outcome.blocking.iter().map(|found| found.fingerprint.clone()).collect::<BTreeSet<_>>()
    };
    let first = listed(view.outcome.as_ref().unwrap());
    assert_eq!(first.len(), 200);
    assert!(view.blocked.iter().any(|why| why.contains("further findings block")), "{:?}", view.blocked);

    for fingerprint in first.iter().take(3).cloned() {
        let (reason, expires_at) = ("For a week.".to_owned(), Utc::now() + TimeDelta::days(7));
        d.world.run("dan", &change, Command::RequestWaiver { fingerprint, reason, expires_at }).await.unwrap();
    }
    for waiver in d.world.state(&change).await.workflow.waivers {
        let grant = Command::DecideWaiver { id: waiver.id, grant: true, note: None };
        d.world.run("rev", &change, grant).await.unwrap();
    }
    assert_eq!(d.view(&change).await.blocking(), errors().await - 3);
    d.world.run("dan", &change, Command::RequestValidation).await.unwrap();
    while d.validator.round().await.unwrap() {}
    let view = d.view(&change).await;
    let second = listed(view.outcome.as_ref().unwrap());
    assert_eq!((second.len(), second.difference(&first).count()), (203, 3), "three more have their turn");
    assert_eq!(view.blocking(), errors().await - 3);
    d.proofs.close().await;
}
