//! The live stream.

use crate::world::{World, add_field, is_at, person, root};
use domain::Actor;
use domain::api::{Cursor, Events, LiveEvent};
use domain::change::Command;
use std::time::Duration;

/// Reads until `enough`: what committed becomes readable once no older transaction of the cluster runs.
async fn read(
    w: &World,
    who: &Actor,
    since: Cursor,
    enough: impl Fn(&[LiveEvent]) -> bool,
) -> (Vec<LiveEvent>, Cursor) {
    let (mut all, mut cursor) = (Vec::new(), since);
    for _ in 0..500 {
        let (events, next) = w.engine.events_since(who, cursor, 3).await.unwrap();
        all.extend(events);
        cursor = next;
        if enough(&all) {
            return (all, cursor);
        }
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
    panic!("only {all:?}");
}

fn actions(events: &[LiveEvent]) -> Vec<&str> {
    events.iter().map(|e| e.action.as_str()).filter(|a| *a != "change.created").collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn an_event_that_commits_late_is_not_skipped() {
    let w = World::new().await;
    let c = w.create(&add_field("Add a locale")).await;
    let start = w.engine.latest().await.unwrap();
    // A slow operation draws its place first…
    let mut slow = w.engine.store().begin().await.unwrap();
    let event = store::events::NewEvent {
        project: Some("shop".to_owned()),
        change_id: None,
        number: None,
        action: "slow".to_owned(),
        actor: "dan".to_owned(),
        summary: "Slow".to_owned(),
        version: None,
        at: chrono::DateTime::from_timestamp(1_780_000_000, 0).unwrap(),
    };
    store::events::emit(&mut slow, &event).await.unwrap();
    // …and a quick one commits before it.
    w.run("dan", &c, Command::Comment { body: "Quick".to_owned() }).await.unwrap();
    let (before, cursor) = w.engine.events_since(&person("ada"), start, 100).await.unwrap();
    assert!(actions(&before).is_empty(), "{before:?}");
    store::commit(slow).await.unwrap();
    let (after, end) = read(&w, &person("ada"), cursor, |e| actions(e).len() == 2).await;
    assert_eq!(actions(&after), ["slow", "comment.added"]);
    assert_eq!(w.engine.events_since(&person("ada"), end, 100).await.unwrap(), (vec![], end));
}

#[tokio::test(flavor = "multi_thread")]
async fn who_does_not_see_the_project_reads_past_its_events() {
    let w = World::new().await;
    let c = w.create(&add_field("Add a locale")).await;
    let (seen, cursor) = read(&w, &root(), Cursor::default(), |e| !e.is_empty()).await;
    assert_eq!((seen.len(), seen[0].number), (1, Some(c.change.number)));
    assert_eq!(w.engine.events_since(&person("eve"), Cursor::default(), 100).await.unwrap(), (vec![], cursor));
    assert!(w.engine.events_since(&person(""), Cursor::default(), 100).await.is_err());
}

#[tokio::test(flavor = "multi_thread")]
async fn sentences_say_what_happened() {
    let w = World::new().await;
    let c = w.create(&add_field("Add a locale")).await;
    w.until(c, is_at("stakeholder-approval")).await;
    let (events, _) = read(&w, &root(), Cursor::default(), |e| e.iter().any(|e| e.action == "approval.given")).await;
    let said: Vec<&str> = events.iter().map(|e| e.summary.as_str()).collect();
    assert!(said.contains(&"CHG-101 moved from Planning to Implementation"), "{said:?}");
    assert!(said.contains(&"Code review of CHG-101 was approved by rev"), "{said:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn the_signal_fires_and_survives_a_lost_connection() {
    let w = World::new().await;
    let (mut signal, drive) = w.engine.listen();
    let task = tokio::spawn(drive);
    tokio::time::sleep(Duration::from_millis(300)).await;
    w.sql(
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE query LIKE 'LISTEN%' AND pid <> pg_backend_pid()",
    )
    .await;
    for _ in 0..3 {
        signal.mark_unchanged();
        tokio::time::timeout(Duration::from_secs(3), signal.changed()).await.unwrap().unwrap();
    }
    tokio::time::sleep(Duration::from_millis(1500)).await;
    w.create(&add_field("Add a locale")).await;
    tokio::time::timeout(Duration::from_millis(800), signal.changed()).await.unwrap().unwrap();
    drop(signal);
    tokio::time::timeout(Duration::from_secs(3), task).await.unwrap().unwrap();
}
