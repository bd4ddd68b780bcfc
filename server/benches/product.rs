//! `make bench`: figures of one run on this machine, each beside what plain SQL takes for the same.
#![allow(clippy::unwrap_used, clippy::expect_used, missing_docs)]

use reqwest::{Client, StatusCode};
use serde_json::{Value, json};
use server::config::{ServeConfig, ServeOptions};
use server::serve::run;
use server::wiring::{Database, wire};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::time::{Duration, Instant};
use store::Store;
use store::baseline::{Rows, list_page};
use tokio::net::TcpListener;

const CLIENTS: usize = 8;
const SPELL: Duration = Duration::from_secs(6);
const REQUESTS: usize = 300;
const STREAMS: usize = 200;

#[derive(Clone)]
struct Desk {
    client: Client,
    base: String,
    token: String,
}

impl Desk {
    async fn create(&self, n: u64) -> Value {
        let body = json!({
            "title": format!("Benchmark change {n}"), "type": "add-field", "description": "One column more.",
            "metadata": {
                "affectedComponents": ["schema"],
                "operations": [{"kind": "add-column", "table": format!("bench_{n}"), "name": "note", "type": "text"}]
            }
        });
        let answer = self
            .client
            .post(format!("{}/api/changes", self.base))
            .bearer_auth(&self.token)
            .json(&body)
            .send()
            .await
            .unwrap();
        assert_eq!(answer.status(), StatusCode::CREATED);
        answer.json().await.unwrap()
    }

    async fn time(&self, path: &str) -> Duration {
        let begun = Instant::now();
        let answer = self.client.get(format!("{}{path}", self.base)).bearer_auth(&self.token).send().await.unwrap();
        assert_eq!(answer.status(), StatusCode::OK, "{path}");
        answer.bytes().await.unwrap();
        begun.elapsed()
    }
}

fn quantiles(mut times: Vec<Duration>) -> (f64, f64) {
    times.sort();
    let at = |q: f64| times[((times.len() - 1) as f64 * q) as usize].as_secs_f64() * 1e3;
    (at(0.5), at(0.99))
}

/// Runs `work` with all clients for a spell; operations a second.
async fn rate<F, Fut>(work: F) -> f64
where
    F: Fn(u64) -> Fut + Send + Sync + 'static,
    Fut: Future<Output = ()> + Send,
{
    static COUNT: AtomicU64 = AtomicU64::new(0);
    let (work, stop) = (Arc::new(work), Arc::new(AtomicBool::new(false)));
    let (begun, first) = (Instant::now(), COUNT.load(Ordering::SeqCst));
    let clients: Vec<_> = (0..CLIENTS)
        .map(|_| {
            let (work, stop) = (Arc::clone(&work), Arc::clone(&stop));
            tokio::spawn(async move {
                while !stop.load(Ordering::Relaxed) {
                    work(COUNT.fetch_add(1, Ordering::SeqCst)).await;
                }
            })
        })
        .collect();
    tokio::time::sleep(SPELL).await;
    stop.store(true, Ordering::Relaxed);
    for c in clients {
        c.await.unwrap();
    }
    (COUNT.load(Ordering::SeqCst) - first) as f64 / begun.elapsed().as_secs_f64()
}

async fn creations(desk: &Desk, store: &Store, rows: &Rows) {
    let mut rest = 0.0;
    let mut bare = 0.0;
    for _ in 0..2 {
        let d = desk.clone();
        rest += rate(move |n| {
            let d = d.clone();
            async move {
                d.create(n).await;
            }
        })
        .await
            / 2.0;
        let (s, r) = (store.clone(), rows.clone());
        bare += rate(move |_| {
            let (s, r) = (s.clone(), r.clone());
            async move { r.write(&s).await.unwrap() }
        })
        .await
            / 2.0;
    }
    println!(
        "creations/s, {CLIENTS} clients     REST {rest:>8.0}     bare SQL {bare:>8.0}     ratio {:.2}",
        rest / bare
    );
}

async fn pages(desk: &Desk, store: &Store, rows: &Rows, project: &str, key: &str) {
    println!("\nms, p50 / p99 of {REQUESTS}           1,000 changes       100,000 changes     p99 ratio");
    let paths = [
        ("list, REST", "/api/changes".to_owned()),
        ("list, page", "/changes".to_owned()),
        ("board, page", "/board".to_owned()),
        ("dashboard, page", "/".to_owned()),
        ("detail, REST", format!("/api/changes/{key}")),
        ("detail, page", format!("/changes/{key}")),
    ];
    let mut table: Vec<Vec<(f64, f64)>> = Vec::new();
    for total in [1_000, 100_000] {
        rows.multiply(store, total).await.unwrap();
        let mut column = Vec::new();
        let mut times = Vec::new();
        for i in 0..REQUESTS + 20 {
            let t = list_page(store, project).await.unwrap();
            times.extend((i >= 20).then_some(t));
        }
        column.push(quantiles(times));
        for (_, path) in &paths {
            let mut times = Vec::new();
            for i in 0..REQUESTS + 20 {
                let t = desk.time(path).await;
                times.extend((i >= 20).then_some(t));
            }
            column.push(quantiles(times));
        }
        table.push(column);
    }
    let names = std::iter::once("list, bare query").chain(paths.iter().map(|p| p.0));
    for (i, name) in names.enumerate() {
        let (a, b) = (table[0][i], table[1][i]);
        println!("{name:<26} {:>8.2} / {:>7.2}   {:>8.2} / {:>7.2}   {:>8.2}", a.0, a.1, b.0, b.1, b.1 / a.1);
    }
}

/// From the acknowledgement of an operation to its event at the last of many open streams.
async fn stream_latency(desk: &Desk) {
    let heard = Arc::new(AtomicU64::new(0));
    let mut streams = Vec::new();
    for _ in 0..STREAMS {
        let mut answer =
            desk.client.get(format!("{}/api/events", desk.base)).bearer_auth(&desk.token).send().await.unwrap();
        assert_eq!(answer.status(), StatusCode::OK);
        let heard = Arc::clone(&heard);
        streams.push(tokio::spawn(async move {
            while let Ok(Some(chunk)) = answer.chunk().await {
                let has = |word: &[u8]| chunk.windows(word.len()).any(|w| w == word);
                heard.fetch_add(u64::from(has(b"data: ") && !has(b"event: ping")), Ordering::SeqCst);
            }
        }));
    }
    tokio::time::sleep(Duration::from_millis(500)).await;
    let mut times = Vec::new();
    for n in 0..50 {
        let target = heard.load(Ordering::SeqCst) + STREAMS as u64;
        let begun = Instant::now();
        desk.create(1_000_000 + n).await;
        while heard.load(Ordering::SeqCst) < target && begun.elapsed() < Duration::from_secs(5) {
            tokio::time::sleep(Duration::from_millis(1)).await;
        }
        times.push(begun.elapsed());
        tokio::time::sleep(Duration::from_millis(30)).await;
    }
    streams.iter().for_each(|s| s.abort());
    let (p50, p99) = quantiles(times);
    println!("\noperation sent → last of {STREAMS} streams     p50 {p50:.1} ms     p99 {p99:.1} ms");
}

fn memory(pid: u32) -> Option<f64> {
    let status = std::fs::read_to_string(format!("/proc/{pid}/status")).ok()?;
    let line = status.lines().find(|l| l.starts_with("VmRSS:"))?;
    Some(line.split_whitespace().nth(1)?.parse::<f64>().ok()? / 1024.0)
}

/// The server alone, in a process of its own, before and after it was used.
async fn rss(dir: &Path, desk: &Desk) {
    let port = std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
    let mut child = Command::new(env!("CARGO_BIN_EXE_change-mgmt"))
        .args(["serve", "--sample", "--rate-limit=0", "--listen", &format!("127.0.0.1:{port}"), "--data-dir"])
        .arg(dir.join("rss"))
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    let base = format!("http://127.0.0.1:{port}");
    let ready =
        || async { desk.client.get(format!("{base}/readyz")).send().await.is_ok_and(|a| a.status().is_success()) };
    while !ready().await {
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    let idle = memory(child.id());
    let out = Command::new(env!("CARGO_BIN_EXE_change-mgmt"))
        .args(["admin", "token", "--user", "daniela", "--data-dir"])
        .arg(dir.join("rss"))
        .output()
        .unwrap();
    let token = String::from_utf8(out.stdout).unwrap().trim().to_owned();
    let there = Desk { base, token, ..desk.clone() };
    for _ in 0..200 {
        for path in ["/", "/changes", "/board", "/changes/CHG-101", "/api/changes"] {
            there.time(path).await;
        }
    }
    println!(
        "server RSS     idle {:.0} MB     after 1,000 pages {:.0} MB",
        idle.unwrap_or(f64::NAN),
        memory(child.id()).unwrap_or(f64::NAN)
    );
    let _ = Command::new("kill").args(["-TERM", &child.id().to_string()]).status();
    let _ = child.wait();
}

fn wasm() {
    let folder = PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/../target/site/pkg"));
    let size = |end: &str| {
        let files = std::fs::read_dir(&folder).into_iter().flatten().flatten();
        files
            .filter(|f| f.file_name().to_string_lossy().ends_with(end))
            .filter_map(|f| f.metadata().ok())
            .map(|m| m.len())
            .sum::<u64>()
    };
    println!("WebAssembly     {} kB     brotli {} kB", size(".wasm") / 1000, size(".wasm.br") / 1000);
}

#[tokio::main]
async fn main() {
    let dir = std::env::temp_dir().join(format!("change-mgmt-bench-{}", std::process::id()));
    let options = ServeOptions {
        data_dir: Some(dir.join("data")),
        sample: Some(true),
        rate_limit: Some(0),
        ..ServeOptions::default()
    };
    let config: ServeConfig = options.decide().unwrap();
    let cores = std::thread::available_parallelism().map_or(0, usize::from);
    println!("{cores} cores, PostgreSQL with fsync on, client and server on the same machine\n");
    let database = Database::open(&config).await.unwrap();
    let store = database.store.clone();
    let wired = wire(config, store.clone()).await.unwrap();
    let token = wired.engine.token_for("daniela", 1).await.unwrap().secret;
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let base = format!("http://{}", listener.local_addr().unwrap());
    let (end, ended) = tokio::sync::oneshot::channel::<()>();
    let server = tokio::spawn(run(wired, listener, async move {
        let _ = ended.await;
    }));
    let desk = Desk { client: Client::new(), base, token };
    let first = desk.create(0).await;
    let rows = Rows::of(&store, first["id"].as_str().unwrap().parse().unwrap()).await.unwrap();
    let key = format!("CHG-{}", first["number"]);

    wasm();
    rss(&dir, &desk).await;
    stream_latency(&desk).await;
    pages(&desk, &store, &rows, first["project"].as_str().unwrap(), &key).await;
    println!();
    creations(&desk, &store, &rows).await;

    let _ = end.send(());
    let _ = server.await;
    let _ = database.close().await;
    let _ = std::fs::remove_dir_all(&dir);
}
