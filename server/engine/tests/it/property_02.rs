//! Property 2: identifiers are unique and stable, however many submit at once from however many servers (SPEC R1.6).

use crate::gen_input::valid_input;
use crate::random::check;
use crate::world::{engine_on, person};
use domain::api::{ChangeRef, Changes};
use proptest::prelude::*;
use std::collections::HashSet;
use std::sync::Mutex;
use tokio::sync::OnceCell;

#[test]
fn property_02_unique_identifier_generation() {
    let seen: Mutex<HashSet<(i64, uuid::Uuid)>> = Mutex::default();
    let second = OnceCell::new();
    check((prop::collection::vec(valid_input(), 1..6), any::<bool>()), async |w, (inputs, end)| {
        let other = second.get_or_init(async || engine_on(&w.options).await).await;
        let ada = person("ada");
        let created = futures::future::join_all(
            inputs
                .iter()
                .enumerate()
                .map(|(i, input)| if i % 2 == 0 { &w.engine } else { other }.create(&ada, input, None)),
        )
        .await;
        for c in created {
            let c = c.unwrap();
            {
                let mut seen = seen.lock().unwrap();
                assert!(
                    seen.iter().all(|s| s.0 != c.change.number && s.1 != c.change.id),
                    "{} was given twice",
                    c.change.key()
                );
                seen.insert((c.change.number, c.change.id));
            }
            assert!(c.change.number > 0 && c.change.id.get_version_num() == 7);
            // Both names lead to the same change, and an operation alters neither.
            let change: ChangeRef = c.change.key().to_lowercase().parse().unwrap();
            if end {
                let command = domain::change::Command::Cancel { reason: "No longer wanted".to_owned() };
                other.execute(&ada, change, Some(1), command).await.unwrap();
            }
            let by_number = other.get(&ada, change).await.unwrap();
            assert_eq!((by_number.change.id, by_number.change.number), (c.change.id, c.change.number));
        }
    });
}
