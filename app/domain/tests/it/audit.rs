//! The hash chain: any alteration is found at the first entry it touches.

use chrono::{DateTime, Duration};
use domain::audit::{AuditEntry, GENESIS, first_break};
use domain::words::Origin;
use proptest::prelude::*;
use serde_json::json;
use uuid::Uuid;

fn chain(n: usize) -> Vec<AuditEntry> {
    let mut prev = GENESIS.to_owned();
    (1..=n)
        .map(|i| {
            let mut entry = AuditEntry {
                id: Uuid::from_u128(i as u128),
                stream: "change:x".to_owned(),
                seq: i as i64,
                project: Some("shop".to_owned()),
                change_id: Some(Uuid::from_u128(7)),
                action: "comment.added".to_owned(),
                actor: "ada".to_owned(),
                subject: "CHG-7".to_owned(),
                details: json!({"b": i, "a": ["ü", "\n", 0.5]}),
                origin: Origin::Rest,
                created_at: DateTime::from_timestamp(1_780_000_000, 123_456_000).unwrap() + Duration::seconds(i as i64),
                prev_hash: prev.clone(),
                hash: String::new(),
            };
            entry.hash = entry.expected_hash();
            prev.clone_from(&entry.hash);
            entry
        })
        .collect()
}

type Tamper = fn(&mut AuditEntry);

const TAMPERS: &[Tamper] = &[
    |e| e.actor.push('x'),
    |e| e.action = "step.completed".to_owned(),
    |e| e.details = json!({}),
    |e| e.created_at += Duration::microseconds(1),
    |e| e.origin = Origin::Web,
    |e| e.project = None,
    |e| e.subject.clear(),
    |e| e.change_id = None,
    |e| e.id = Uuid::from_u128(99),
    |e| e.hash = GENESIS.to_owned(),
    |e| e.prev_hash = "f".repeat(64),
];

proptest! {
    #![proptest_config(ProptestConfig::with_cases(256))]

    #[test]
    fn an_altered_entry_is_named(n in 1usize..20, at in any::<prop::sample::Index>(), how in 0..TAMPERS.len()) {
        let mut entries = chain(n);
        prop_assert_eq!(first_break("change:x", &entries), None);
        let i = at.index(n);
        let before = entries[i].clone();
        TAMPERS[how](&mut entries[i]);
        prop_assume!(entries[i] != before);
        prop_assert_eq!(first_break("change:x", &entries).unwrap().seq, i as i64 + 1);
    }

    #[test]
    fn a_missing_or_moved_entry_is_named(n in 2usize..20, at in any::<prop::sample::Index>()) {
        let i = at.index(n - 1);
        let mut without = chain(n);
        without.remove(i);
        prop_assert_eq!(first_break("change:x", &without).unwrap().seq, i as i64 + 1);
        let mut swapped = chain(n);
        swapped.swap(i, i + 1);
        prop_assert_eq!(first_break("change:x", &swapped).unwrap().seq, i as i64 + 1);
    }
}

#[test]
fn an_inserted_entry_is_named_even_with_a_right_hash_of_its_own() {
    let mut entries = chain(5);
    let mut forged = entries[2].clone();
    forged.actor = "mallory".to_owned();
    forged.hash = forged.expected_hash();
    entries.insert(2, forged);
    assert_eq!(first_break("change:x", &entries).unwrap().seq, 4);
}

#[test]
fn key_order_does_not_matter() {
    let a: serde_json::Value = serde_json::from_str(r#"{"b":1,"a":{"d":2,"c":3}}"#).unwrap();
    assert_eq!(domain::canonical::text(&a), r#"{"a":{"c":3,"d":2},"b":1}"#);
}
