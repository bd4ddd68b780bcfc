//! Whole changes, from the form to the end.

use crate::world::{World, add_field, is_at, person, remove_field};
use domain::AppError;
use domain::api::{AuditLog, AuditQuery, ChangeRef, Changes};
use domain::change::Command;
use domain::words::{Stage, WorkflowStatus};

#[tokio::test(flavor = "multi_thread")]
async fn a_standard_change_runs_from_the_form_to_its_end() {
    let w = World::new().await;
    let c = w.create(&add_field("Add a locale")).await;
    assert_eq!((c.change.number, c.change.stage, c.change.version), (101, Stage::ImpactAnalysis, 1));
    let c = w.until(c, |c| c.change.status == WorkflowStatus::Closed).await;
    let entries = w.count("SELECT count(*) FROM audit_trail WHERE stream LIKE 'change:%' AND details ? 'events'").await;
    assert_eq!(entries, c.change.version);
    assert!(c.steps.iter().all(|s| s.step.is_settled() || s.step.optional));
    let report = w.engine.verify(&person("arc"), Some("shop")).await.unwrap();
    assert_eq!((report.broken, report.chains), (vec![], 1));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_breaking_change_passes_its_further_steps() {
    let w = World::new().await;
    let c = w.create(&remove_field("Remove the fax number")).await;
    let c = w.until(c, |c| c.change.status == WorkflowStatus::Closed).await;
    for id in [
        "detailed-dependency-map",
        "migration-strategy",
        "rollback-plan",
        "prove-rollback",
        "architecture-approval",
        "extended-monitoring",
    ] {
        assert!(c.steps.iter().any(|s| s.step.id == id && s.step.completion.is_some()), "{id}");
    }
    assert_eq!(w.engine.verify(&person("arc"), Some("shop")).await.unwrap().broken, vec![]);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_cancelled_change_refuses_what_would_alter_it() {
    let w = World::new().await;
    let c = w.create(&add_field("Add a locale")).await;
    let c = w.run("ada", &c, Command::Cancel { reason: "No longer wanted".to_owned() }).await.unwrap();
    let step = c.steps.iter().find(|s| !s.step.is_settled()).unwrap().step.id.clone();
    for command in [
        Command::StartStep { step },
        Command::Hold { reason: "x".to_owned() },
        Command::Resume,
        Command::Assign { assignee: Some("ada".to_owned()) },
    ] {
        let refused = w.run("ada", &c, command.clone()).await;
        assert!(matches!(refused, Err(AppError::Conflict(_))), "{command:?}: {refused:?}");
    }
    assert!(c.steps.iter().all(|s| !s.complete.allowed && !s.start.allowed));
    assert!(!c.may_edit.allowed && !c.may_upload.allowed);
    assert_eq!(w.count("SELECT count(*) FROM change_touches WHERE live").await, 0);
    // A remark is still taken.
    w.run("vic", &c, Command::Comment { body: "Pity.".to_owned() }).await.unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn an_edit_passes_the_intake_rules_and_voids_approvals() {
    let w = World::with(|p| {
        p.workflow.quorum.insert("code-review".to_owned(), 2);
    })
    .await;
    let c = w.create(&add_field("Add a locale")).await;
    let c = w.until(c, is_at("code-review")).await;
    let c = w.forward(&c).await.unwrap();
    let mut input = add_field("Add a locale, and a default");
    let change = ChangeRef::Number(c.change.number);
    let valid = w.engine.validate_edit(&person("ada"), change, &input).await.unwrap();
    let c = w.run("ada", &c, Command::Edit(Box::new(valid.clone()))).await.unwrap();
    assert_eq!(c.change.title, "Add a locale, and a default");
    assert!(c.approvals.iter().all(|a| a.voided.is_some()) && !c.approvals.is_empty());
    // What nobody validated is validated here.
    let mut forged = valid;
    forged.title = "x".repeat(100_000);
    let refused = w.run("ada", &c, Command::Edit(Box::new(forged))).await;
    assert!(matches!(&refused, Err(AppError::Invalid(p)) if p[0].code == "title.too-long"), "{refused:?}");
    input.metadata.dependencies = vec![c.change.key()];
    let own = w.engine.validate_edit(&person("ada"), change, &input).await;
    assert!(matches!(&own, Err(AppError::Invalid(p)) if p[0].code == "dependency.self"), "{own:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn who_may_not_is_told_so_or_nothing() {
    let w = World::new().await;
    let c = w.create(&add_field("Add a locale")).await;
    let take = || Command::Assign { assignee: Some("dan".to_owned()) };
    assert!(matches!(w.run("vic", &c, take()).await, Err(AppError::Denied(_))));
    assert!(matches!(w.run("eve", &c, take()).await, Err(AppError::NotFound(_))));
    assert!(matches!(w.run("", &c, take()).await, Err(AppError::Unauthenticated)));
    let stranger = w.run("dan", &c, Command::Assign { assignee: Some("eve".to_owned()) }).await;
    assert!(matches!(&stranger, Err(AppError::Invalid(p)) if p[0].pointer == "/assignee"), "{stranger:?}");
    let missing = w.engine.get(&person("ada"), ChangeRef::Number(999)).await.unwrap_err();
    let hidden = w.engine.get(&person("eve"), ChangeRef::Number(101)).await.unwrap_err();
    assert_eq!(missing.to_string().replace("999", "101"), hidden.to_string());
    assert!(w.engine.verify(&person("ada"), None).await.is_err());
    let foreign = w.engine.entries(&person("eve"), &AuditQuery::default()).await.unwrap();
    assert!(foreign.items.is_empty());
}
