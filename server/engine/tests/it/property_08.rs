//! Property 8: every operation adds exactly one entry to the trail, the entries give the stored state, and the trail verifies (SPEC R3.3).

use crate::gen_input::{project, valid_input};
use crate::random::{check, command};
use crate::world::person_in;
use domain::api::{AuditLog, AuditQuery, ChangeRef, Changes};
use domain::change::ChangeState;
use proptest::prelude::*;
use std::sync::atomic::{AtomicU32, Ordering};

#[test]
fn property_08_audit_trail_completeness() {
    let count = AtomicU32::new(0);
    let picks = prop::collection::vec(any::<(u8, u8, u8)>(), 1..12);
    check((valid_input(), picks), async |w, (mut input, picks)| {
        // A project a case, so that each verification reads its own chains only.
        let mut config = project();
        config.key = format!("case-{}", count.fetch_add(1, Ordering::Relaxed));
        w.add_project(&config).await;
        input.project = Some(config.key.clone());
        let mut c = w.engine.create(&person_in("ada", &config.key), &input, None).await.unwrap();
        let change = ChangeRef::Id(c.change.id);
        let query = AuditQuery { limit: Some(200), ..AuditQuery::default() };
        let reader = person_in("arc", &config.key);
        let mut expected = vec![("change.created".to_owned(), "ada".to_owned())];
        for pick in picks {
            let (who, command) = command(w, &c, pick).await;
            if let Ok(after) = w.engine.execute(&who, change, None, command.clone()).await {
                expected.push((command.action().to_owned(), who.name));
                c = after;
            }
        }
        let mut entries = w.engine.history(&reader, change, &query).await.unwrap().items;
        entries.reverse();
        // Uploads have entries of their own, without facts.
        let operations: Vec<_> = entries.iter().filter(|e| e.details.get("events").is_some()).collect();
        let recorded: Vec<_> = operations.iter().map(|e| (e.action.clone(), e.actor.clone())).collect();
        assert_eq!(recorded, expected);
        assert!(operations.iter().all(|e| e.subject.starts_with(&c.change.key()) && !e.events().is_empty()));
        let facts: Vec<_> = operations.iter().map(|e| (e.created_at, e.events())).collect();
        let folded = ChangeState::fold(facts.iter().map(|(at, events)| (*at, events.as_slice()))).unwrap();
        assert_eq!(folded, w.state(&c).await);
        let all = w.count(&format!("SELECT count(*) FROM audit_trail WHERE project_key = '{}'", config.key)).await;
        let uploads = w.count(&format!("SELECT count(*) FROM documents WHERE change_id = '{}'", c.change.id)).await;
        assert_eq!(all, i64::try_from(expected.len()).unwrap() + uploads);
        let report = w.engine.verify(&reader, Some(&config.key)).await.unwrap();
        assert_eq!((report.broken, report.entries), (vec![], all));
    });
}
