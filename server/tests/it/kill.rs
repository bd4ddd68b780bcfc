//! Nothing that was acknowledged is lost, and nothing happens twice, however often the server or its database is killed.
//!
//! Short by default; `script/kill-test.sh` runs it with 20 kills of the server and 5 of the database
//! (`KILL_SERVER`, `KILL_DATABASE`).

use crate::process::{Instance, ready};
use reqwest::{Client, Method, StatusCode};
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

const WRITERS: usize = 4;

fn number(variable: &str, default: usize) -> usize {
    std::env::var(variable).ok().and_then(|v| v.parse().ok()).unwrap_or(default)
}

/// What the writers were told.
#[derive(Default)]
struct Told {
    /// Title by `CHG-n`.
    created: Mutex<BTreeMap<String, String>>,
    /// `CHG-n` of changes that somebody has taken.
    assigned: Mutex<Vec<String>>,
    refused: AtomicUsize,
}

struct Desk {
    client: Client,
    base: String,
    token: String,
}

impl Desk {
    /// Sends until the server answers with anything but a failure of its own.
    async fn insist(&self, path: &str, key: Option<&str>, body: &Value, told: &Told) -> (StatusCode, Value) {
        self.insist_on(Method::POST, path, key, body, told).await
    }

    async fn insist_on(
        &self,
        method: Method,
        path: &str,
        key: Option<&str>,
        body: &Value,
        told: &Told,
    ) -> (StatusCode, Value) {
        loop {
            let address = format!("{}{path}", self.base);
            let mut request = self.client.request(method.clone(), address).bearer_auth(&self.token).json(body);
            if let Some(key) = key {
                request = request.header("Idempotency-Key", key);
            }
            if let Ok(answer) = request.send().await {
                let status = answer.status();
                if !status.is_server_error()
                    && let Ok(value) = answer.json::<Value>().await
                {
                    return (status, value);
                }
            }
            told.refused.fetch_add(1, Ordering::Relaxed);
            tokio::time::sleep(Duration::from_millis(30)).await;
        }
    }

    async fn get(&self, path: &str) -> Value {
        let answer = self.client.get(format!("{}{path}", self.base)).bearer_auth(&self.token).send().await.unwrap();
        assert_eq!(answer.status(), StatusCode::OK, "{path}");
        answer.json().await.unwrap()
    }

    async fn write(&self, writer: usize, stop: &AtomicBool, told: &Told) {
        let mut n = 0;
        while !stop.load(Ordering::Relaxed) {
            n += 1;
            let title = format!("Kill test {writer} change {n}");
            let body = json!({
                "title": title, "type": "add-field",
                "metadata": {
                    "affectedComponents": ["schema"],
                    "operations": [{"kind": "add-column", "table": format!("t{writer}_{n}"), "name": "note", "type": "text"}]
                }
            });
            let (status, value) = self.insist("/api/changes", Some(&title), &body, told).await;
            assert_eq!(status, StatusCode::CREATED, "{value}");
            let key = format!("CHG-{}", value["number"]);
            told.created.lock().unwrap().insert(key.clone(), title);
            // Not a step: those that are open now are completed by the system.
            let path = format!("/api/changes/{key}/assignee");
            let body = json!({"assignee": "daniela"});
            let (status, value) = self.insist_on(Method::PUT, &path, None, &body, told).await;
            // A conflict means that an earlier try was carried out though its answer was lost.
            assert!(status.is_success() || status == StatusCode::CONFLICT, "{status} {value}");
            told.assigned.lock().unwrap().push(key);
        }
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn everything_acknowledged_survives_kills() {
    let (server_kills, database_kills) = (number("KILL_SERVER", 3), number("KILL_DATABASE", 1));
    let mut instance = Instance::start("kill");
    let base = instance.base();
    ready(&base).await;
    let token = instance.token("daniela");
    let (told, stop) = (Arc::new(Told::default()), Arc::new(AtomicBool::new(false)));
    let client = Client::builder().timeout(Duration::from_secs(10)).build().unwrap();
    let writers: Vec<_> = (0..WRITERS)
        .map(|i| {
            let desk = Desk { client: client.clone(), base: base.clone(), token: token.clone() };
            let (told, stop) = (Arc::clone(&told), Arc::clone(&stop));
            tokio::spawn(async move { desk.write(i, &stop, &told).await })
        })
        .collect();

    let mut back = Vec::new();
    for kill in 0..server_kills + database_kills {
        tokio::time::sleep(Duration::from_millis(400 + 37 * (kill as u64 % 7))).await;
        // Spread the database's kills among the server's.
        if database_kills > 0 && (kill + 1) % ((server_kills + database_kills) / database_kills) == 0 {
            instance.kill_database();
        } else {
            instance.kill_server();
        }
        back.push(ready(&base).await);
    }
    tokio::time::sleep(Duration::from_millis(500)).await;
    stop.store(true, Ordering::Relaxed);
    for writer in writers {
        writer.await.unwrap();
    }
    verify(&Desk { client, base, token: instance.token("ines") }, &told).await;
    back.sort();
    eprintln!(
        "{server_kills} kills of the server, {database_kills} of the database: {} changes, {} assigned, {} tries unanswered; \
         back after {:?} at worst",
        told.created.lock().unwrap().len(),
        told.assigned.lock().unwrap().len(),
        told.refused.load(Ordering::Relaxed),
        back.last().unwrap_or(&Duration::ZERO)
    );
}

async fn verify(desk: &Desk, told: &Told) {
    let mut stored: BTreeMap<String, String> = BTreeMap::new();
    let mut path = "/api/changes?limit=200&sort=number".to_owned();
    loop {
        let page = desk.get(&path).await;
        for item in page["items"].as_array().unwrap() {
            let key = format!("CHG-{}", item["number"]);
            assert!(stored.insert(key.clone(), item["title"].as_str().unwrap().to_owned()).is_none(), "{key} twice");
        }
        match page["next"].as_str() {
            Some(next) => path = format!("/api/changes?limit=200&sort=number&cursor={next}"),
            None => break,
        }
    }
    let created = told.created.lock().unwrap().clone();
    assert!(created.len() > WRITERS, "the writers got nothing done");
    for (key, title) in &created {
        assert_eq!(stored.get(key), Some(title), "{key} was acknowledged");
    }
    let ours = stored.values().filter(|t| t.starts_with("Kill test ")).count();
    assert_eq!(ours, created.len(), "a change was made twice");
    let assigned = told.assigned.lock().unwrap().clone();
    for key in &assigned {
        let change = desk.get(&format!("/api/changes/{key}")).await;
        assert_eq!(change["assignee"], "daniela", "{key}: what was acknowledged is lost");
        let history = desk.get(&format!("/api/changes/{key}/audit?limit=200")).await;
        let times = history["items"].as_array().unwrap().iter().filter(|e| e["action"] == "change.assigned").count();
        assert_eq!(times, 1, "{key}: assigned {times} times");
    }
    let (status, report) = desk.insist("/api/audit/verify?project=change-mgmt", None, &json!({}), told).await;
    assert_eq!((status, &report["broken"]), (StatusCode::OK, &json!([])), "{report}");
}
