//! The trail: refused to be altered, and what shows when somebody with all rights over the database alters it all the same.

use crate::world::{World, add_field, person, root};
use domain::api::{AuditLog, ChangeDetail};
use domain::audit::BrokenChain;
use domain::change::Command;

const OFF: &str = "SET session_replication_role = replica;";
const ON: &str = "SET session_replication_role = DEFAULT;";

/// Two changes of five entries each, and a checkpoint of all.
async fn world() -> (World, ChangeDetail) {
    let w = World::new().await;
    let mut last = None;
    for title in ["One", "Two"] {
        let c = w.create(&add_field(&format!("Change {title}"))).await;
        for n in 0..4 {
            w.run("dan", &c, Command::Comment { body: format!("Remark {n}") }).await.unwrap();
        }
        last = Some(c);
    }
    w.engine.tick().await.unwrap();
    (w, last.unwrap())
}

async fn broken(w: &World) -> Vec<BrokenChain> {
    let report = w.engine.verify(&person("arc"), Some("shop")).await.unwrap();
    let all = w.engine.verify(&root(), None).await.unwrap();
    assert_eq!(report.broken, all.broken);
    report.broken
}

#[tokio::test(flavor = "multi_thread")]
async fn the_database_refuses_to_alter_the_trail() {
    let (w, _) = world().await;
    for table in ["audit_trail", "audit_checkpoints"] {
        for statement in [
            format!("UPDATE {table} SET seq = seq"),
            format!("DELETE FROM {table}"),
            format!("TRUNCATE {table} CASCADE"),
        ] {
            assert!(w.refused(&statement).await.contains("append-only"), "{statement}");
        }
    }
    assert_eq!(broken(&w).await, vec![]);
}

async fn first_bad(tamper: &str) -> (i64, String) {
    let (w, c) = world().await;
    let stream = format!("change:{}", c.change.id);
    w.sql(&format!(
        "{OFF} {} ; {ON}",
        tamper.replace("STREAM", &format!("'{stream}'")).replace("ID", &format!("'{}'", c.change.id))
    ))
    .await;
    let found = broken(&w).await;
    assert_eq!(found.len(), 1, "{found:?}");
    assert_eq!(found[0].stream, stream);
    // Named for people, while there is anything that has a number.
    let known = !tamper.contains("DELETE FROM change_requests");
    assert_eq!(found[0].change, known.then(|| c.change.key()));
    (found[0].seq, found[0].reason.clone())
}

#[tokio::test(flavor = "multi_thread")]
async fn the_first_bad_entry_is_named() {
    let cases = [
        ("UPDATE audit_trail SET actor = 'eve' WHERE stream = STREAM AND seq = 3", 3),
        ("UPDATE audit_trail SET details = '{}' WHERE stream = STREAM AND seq IN (2, 4)", 2),
        ("DELETE FROM audit_trail WHERE stream = STREAM AND seq = 4", 4),
        ("DELETE FROM audit_trail WHERE stream = STREAM AND seq = 5", 5),
        (
            "UPDATE audit_trail SET seq = seq + 100 WHERE stream = STREAM AND seq > 2; UPDATE audit_trail SET seq = seq - 99 WHERE stream = STREAM AND seq > 100;
             INSERT INTO audit_trail SELECT gen_random_uuid(), change_id, project_key, stream, 3, action, 'eve', subject, details, origin, created_at, prev_hash, hash
             FROM audit_trail WHERE stream = STREAM AND seq = 2",
            3,
        ),
        (
            "UPDATE audit_trail SET seq = 99 WHERE stream = STREAM AND seq = 2; UPDATE audit_trail SET seq = 2 WHERE stream = STREAM AND seq = 3;
             UPDATE audit_trail SET seq = 3 WHERE stream = STREAM AND seq = 99",
            2,
        ),
        ("UPDATE audit_trail SET origin = 'nowhere' WHERE stream = STREAM AND seq = 1", 1),
        ("UPDATE change_requests SET priority = 'critical' WHERE id = ID", 5),
        ("UPDATE workflow_states SET step_data = jsonb_set(step_data, '{comments}', '[]') WHERE change_id = ID", 5),
        ("UPDATE audit_heads SET hash = repeat('0', 64) WHERE stream = STREAM", 5),
    ];
    for (tamper, seq) in cases {
        let (found, reason) = first_bad(tamper).await;
        assert_eq!(found, seq, "{tamper}: {reason}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_state_that_its_entries_do_not_give_is_reported() {
    let (_, reason) = first_bad("UPDATE change_requests SET title = 'Quite another one' WHERE id = ID").await;
    assert_eq!(reason, "the stored state differs from what its entries give");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_change_removed_with_its_whole_chain_shows_in_the_checkpoint() {
    let tamper = "DELETE FROM audit_trail WHERE stream = STREAM; DELETE FROM audit_heads WHERE stream = STREAM;
        DELETE FROM change_touches WHERE change_id = ID; DELETE FROM workflow_states WHERE change_id = ID; DELETE FROM change_requests WHERE id = ID";
    first_bad(tamper).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_checkpoint_that_is_altered_or_missing_shows() {
    let (w, c) = world().await;
    w.run("dan", &c, Command::Comment { body: "More".to_owned() }).await.unwrap();
    w.engine.tick().await.unwrap();
    assert_eq!(w.count("SELECT count(*) FROM audit_checkpoints").await, 2);
    w.sql(&format!("{OFF} DELETE FROM audit_checkpoints WHERE seq = 1; {ON}")).await;
    let found = broken(&w).await;
    assert_eq!(found.iter().map(|b| (b.stream.as_str(), b.seq)).collect::<Vec<_>>(), [("checkpoints:shop", 1)]);
}

#[tokio::test(flavor = "multi_thread")]
async fn many_servers_make_one_row_of_checkpoints() {
    let (w, c) = world().await;
    let others: Vec<_> = futures::future::join_all((0..3).map(|_| crate::world::engine_on(&w.options))).await;
    for _ in 0..5 {
        w.run("dan", &c, Command::Comment { body: "More".to_owned() }).await.unwrap();
        futures::future::join_all(others.iter().map(|e| e.tick())).await.into_iter().for_each(|t| t.unwrap());
    }
    w.engine.tick().await.unwrap();
    assert_eq!(w.count("SELECT count(*) FROM audit_heads WHERE dirty").await, 0);
    assert_eq!(broken(&w).await, vec![]);
}
