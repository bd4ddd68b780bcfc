//! Property 2 over two server processes on one database: a thousand submissions at once, each with a number of its own.

use crate::process::{Instance, ready};
use reqwest::{Client, StatusCode};
use serde_json::{Value, json};
use std::collections::BTreeSet;
use std::time::Duration;

const SUBMISSIONS: usize = 1_000;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn property_02_unique_identifier_generation_over_two_processes() {
    let first = Instance::start("two");
    ready(&first.base()).await;
    let second = first.beside();
    ready(&second.base()).await;
    let (client, token) = (Client::new(), first.token("daniela"));
    let submissions = (0..SUBMISSIONS).map(|n| {
        let base = if n % 2 == 0 { first.base() } else { second.base() };
        let (client, token) = (client.clone(), token.clone());
        tokio::spawn(async move {
            let body = json!({
                "title": format!("Submission {n}"), "type": "add-field",
                "metadata": {"affectedComponents": ["schema"]}
            });
            // A server with too much to do says so with 503; the key makes the second try safe.
            let (status, value) = loop {
                let request = client.post(format!("{base}/api/changes")).bearer_auth(&token).json(&body);
                let answer = request.header("Idempotency-Key", format!("submission {n}")).send().await.unwrap();
                let (status, value) = (answer.status(), answer.json::<Value>().await.unwrap());
                if status != StatusCode::SERVICE_UNAVAILABLE {
                    break (status, value);
                }
                tokio::time::sleep(Duration::from_millis(200)).await;
            };
            assert_eq!(status, StatusCode::CREATED, "{value}");
            (value["number"].as_i64().unwrap(), value["id"].as_str().unwrap().to_owned())
        })
    });
    let (mut numbers, mut ids) = (BTreeSet::new(), BTreeSet::new());
    for submission in submissions.collect::<Vec<_>>() {
        let (number, id) = submission.await.unwrap();
        assert!(numbers.insert(number), "CHG-{number} was given twice");
        assert!(ids.insert(id));
    }
    assert_eq!(numbers.len(), SUBMISSIONS);
}
