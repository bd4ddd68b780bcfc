//! How long an operation takes to stand in another person's page, with many streams open: `cargo run -p end2end --example
//! live_latency [STREAMS] [OPERATIONS]`. The server under test is `CHANGE_MGMT_BIN`.
#![allow(clippy::unwrap_used, clippy::expect_used)]

use end2end::{Device, Site, Visitor, act};
use std::io::{Read, Write};
use std::net::TcpStream;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

const CHANGE: &str = "CHG-118";
const STEP: &str = "estimate-effort";

struct Terminal {
    address: String,
    token: String,
}

impl Terminal {
    fn of(site: &Site) -> Self {
        let data = site.data().to_str().unwrap().to_owned();
        let mut admin = site.program(&["admin", "token", "--user", "daniela", "--data-dir", &data]);
        let said = String::from_utf8(admin.output().unwrap().stdout).unwrap();
        let address = site.url("").trim_start_matches("http://").to_owned();
        Self { address, token: said.split_whitespace().last().unwrap().to_owned() }
    }

    fn open(&self, request: &str, rest: &str) -> TcpStream {
        let mut stream = TcpStream::connect(&self.address).unwrap();
        let (to, token) = (&self.address, &self.token);
        let whole = format!("{request} HTTP/1.1\r\nHost: {to}\r\nAuthorization: Bearer {token}\r\n{rest}");
        stream.write_all(whole.as_bytes()).unwrap();
        stream
    }

    /// A live stream that somebody has open and does not look at.
    fn follow(&self) -> TcpStream {
        let stream = self.open("GET /api/events", "Accept: text/event-stream\r\n\r\n");
        let mut drain = stream.try_clone().unwrap();
        std::thread::spawn(move || while drain.read(&mut [0; 4096]).is_ok_and(|n| n > 0) {});
        stream
    }

    fn act(&self, action: &str) {
        let body = "Connection: close\r\nContent-Type: application/json\r\nContent-Length: 2\r\n\r\n{}";
        let mut stream = self.open(&format!("POST /api/changes/{CHANGE}/steps/{STEP}/{action}"), body);
        let mut answer = Vec::new();
        stream.read_to_end(&mut answer).unwrap();
        let answer = String::from_utf8_lossy(&answer);
        assert!(answer.starts_with("HTTP/1.1 200"), "{}", answer.lines().next().unwrap_or_default());
    }
}

fn now() -> f64 {
    SystemTime::now().duration_since(UNIX_EPOCH).unwrap().as_secs_f64() * 1000.0
}

/// The page notes when the step stands in another column.
const WATCH: &str = "(() => { window.moved = []; let last = ''; const look = () => { \
    const column = document.getElementById('card-estimate-effort')?.closest('[data-column]')?.dataset.column ?? ''; \
    if (column && column !== last) { last = column; window.moved.push([column, performance.timeOrigin + performance.now()]); } }; \
    new MutationObserver(look).observe(document.body, {childList: true, subtree: true, attributes: true}); look(); })()";

#[tokio::main(flavor = "multi_thread", worker_threads = 2)]
async fn main() {
    let number = |at: usize, default: usize| std::env::args().nth(at).map_or(default, |n| n.parse().unwrap());
    let (streams, operations) = (number(1, 200), number(2, 60));
    let site = Site::start().await;
    let terminal = Terminal::of(&site);
    let open: Vec<TcpStream> = (0..streams).map(|_| terminal.follow()).collect();
    let watcher = Visitor::new(&site, Device::Desktop).await;
    act::sign_in(&watcher, "rosa").await;
    act::visit(&watcher, &format!("/changes/{CHANGE}?view=board")).await;
    watcher.page.evaluate_expression(WATCH).await.unwrap();
    // The sample's first validations are over by then.
    tokio::time::sleep(Duration::from_secs(8)).await;

    let mut took = Vec::new();
    for i in 0..operations {
        let (action, column) = if i % 2 == 0 { ("start", "in-progress") } else { ("stop", "ready") };
        let begun = now();
        terminal.act(action);
        let seen = loop {
            let (last, at): (String, f64) =
                watcher.page.evaluate("() => window.moved.at(-1)", None::<&()>).await.unwrap();
            if last == column {
                break at;
            }
            assert!(now() - begun < 10_000.0, "{column} does not show");
            tokio::time::sleep(Duration::from_millis(20)).await;
        };
        took.push(seen - begun);
        tokio::time::sleep(Duration::from_millis(150)).await;
    }
    took.sort_by(f64::total_cmp);
    let at = |part: usize| took[(took.len() * part / 100).min(took.len() - 1)];
    println!(
        "operation sent -> in another browser's page, {streams} streams open, {operations} operations: p50 {:.0} ms, p95 {:.0} ms, worst {:.0} ms",
        at(50),
        at(95),
        at(100)
    );
    drop(open);
    watcher.leave().await;
}
