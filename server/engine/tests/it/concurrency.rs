//! Two at the same moment.

use crate::desk::Desk;
use crate::world::{World, add_field, is_at, person};
use domain::AppError;
use domain::api::{ChangeRef, Changes};
use domain::change::Command;
use domain::words::Decision;

#[tokio::test(flavor = "multi_thread")]
async fn two_approvals_at_once_count_two() {
    let w = World::with(|p| {
        p.workflow.quorum.insert("code-review".to_owned(), 2);
    })
    .await;
    let c = w.create(&add_field("Add a locale")).await;
    let c = w.until(c, is_at("code-review")).await;
    let approve = || Command::Approve {
        step: "code-review".to_owned(),
        decision: Decision::Approve,
        note: None,
        digest: Some(c.digest.clone()),
    };
    let (a, b) = tokio::join!(w.run("rev", &c, approve()), w.run("rob", &c, approve()));
    a.unwrap();
    b.unwrap();
    let state = w.state(&c).await;
    assert_eq!(state.workflow.approvals.len(), 2);
    assert!(state.workflow.step("code-review").unwrap().completion.is_some());
    let own = w.run("rev", &c, approve()).await;
    assert!(matches!(own, Err(AppError::Conflict(_))), "{own:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_step_is_completed_once() {
    let w = World::new().await;
    let c = w.create(&add_field("Add a locale")).await;
    let step = c.steps.iter().find(|s| s.step.id == "analyze-components").unwrap().step.clone();
    let evidence = w.evidence(&person("dan"), &c, &step).await;
    let complete = || Command::CompleteStep { step: step.id.clone(), evidence: evidence.clone(), notes: None };
    let done = futures::future::join_all((0..4).map(|i| w.run(["dan", "ada"][i % 2], &c, complete()))).await;
    assert_eq!(done.iter().filter(|d| d.is_ok()).count(), 1);
    assert_eq!(done.iter().filter(|d| matches!(d, Err(AppError::Conflict(_)))).count(), 3, "{done:?}");
    assert_eq!(w.count("SELECT count(*) FROM audit_trail WHERE action = 'step.completed'").await, 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_stale_version_is_refused_and_says_who_was_quicker() {
    let w = World::new().await;
    let c = w.create(&add_field("Add a locale")).await;
    let change = ChangeRef::Id(c.change.id);
    w.run("dan", &c, Command::Assign { assignee: Some("dan".to_owned()) }).await.unwrap();
    let stale = w.engine.execute(&person("ada"), change, Some(1), Command::Comment { body: "Hm.".to_owned() }).await;
    assert!(
        matches!(&stale, Err(AppError::Conflict(why)) if why.contains("dan") && why.contains("now 2")),
        "{stale:?}"
    );
    w.engine.execute(&person("ada"), change, Some(2), Command::Comment { body: "Hm.".to_owned() }).await.unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn two_edits_at_once_cannot_close_a_cycle() {
    let w = World::new().await;
    let a = w.create(&add_field("First")).await;
    let b = w.create(&add_field("Second")).await;
    let ada = person("ada");
    let mut commands = Vec::new();
    for (change, title, on) in [(&a, "First", "CHG-102"), (&b, "Second", "CHG-101")] {
        let mut input = add_field(title);
        input.metadata.dependencies = vec![on.to_owned()];
        let valid = w.engine.validate_edit(&ada, ChangeRef::Id(change.change.id), &input).await.unwrap();
        commands.push(Command::Edit(Box::new(valid)));
    }
    let (second, first) = (commands.pop().unwrap(), commands.pop().unwrap());
    let (x, y) = tokio::join!(w.run("ada", &a, first), w.run("ada", &b, second));
    assert!(x.is_ok() != y.is_ok(), "{x:?} {y:?}");
    assert_eq!(w.count("SELECT count(*) FROM change_dependencies").await, 1);
}

/// An operation has the change, and then touches its runs; the end of a run that went the other way round would deadlock.
#[tokio::test(flavor = "multi_thread")]
async fn the_end_of_a_run_waits_for_the_change_and_holds_nothing_meanwhile() {
    let d = Desk::new().await;
    d.shelf.push("c1", &[]);
    let change = d.on_branch().await;
    let mut operation = d.world.engine.store().pool().begin().await.unwrap();
    let run = async |tx: &mut sqlx::PgConnection, sql: &str| {
        sqlx::query(sqlx::AssertSqlSafe(sql.to_owned())).bind(change.change.id).execute(tx).await
    };
    run(&mut operation, "SELECT id FROM change_requests WHERE id = $1 FOR UPDATE").await.unwrap();
    let operate = async {
        let waiting =
            "SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND datname = current_database()";
        while d.world.count(waiting).await == 0 {
            tokio::time::sleep(std::time::Duration::from_millis(20)).await;
        }
        sqlx::query("SET LOCAL lock_timeout = '2s'").execute(&mut *operation).await.unwrap();
        let touched = run(&mut operation, "UPDATE validation_runs SET cause = cause WHERE change_id = $1").await;
        operation.commit().await.unwrap();
        touched.unwrap()
    };
    let (ended, touched) = tokio::join!(d.validator.round(), operate);
    assert!(ended.unwrap() && touched.rows_affected() > 0);
    assert!(d.view(&change).await.current);
    d.proofs.close().await;
}
