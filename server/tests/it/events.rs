//! The live stream, over two servers on one database.

use crate::support::Server;
use domain::Actor;
use domain::api::{Accounts, UserUpdate};
use reqwest::{Method, Response};
use serde_json::{Value, json};
use std::time::Duration;
use tokio::time::timeout;

struct Stream {
    response: Response,
    text: String,
    /// Id of the last block that had one.
    last: String,
}

impl Stream {
    async fn open(s: &Server, who: &str, path: &str) -> Self {
        let response = s.request(who, Method::GET, path).send().await.unwrap();
        assert_eq!(response.status(), 200);
        assert_eq!(response.headers()["content-type"], "text/event-stream");
        let mut stream = Self { response, text: String::new(), last: String::new() };
        // The first block names the position without an event of the product.
        assert!(stream.block().await.is_some());
        assert!(!stream.last.is_empty());
        stream
    }

    async fn block(&mut self) -> Option<String> {
        loop {
            if let Some((block, rest)) = self.text.split_once("\n\n") {
                let (block, rest) = (block.to_owned(), rest.to_owned());
                self.text = rest;
                if let Some(id) = block.lines().find_map(|l| l.strip_prefix("id: ")) {
                    self.last = id.to_owned();
                }
                return Some(block);
            }
            let chunk = self.response.chunk().await.ok().flatten()?;
            self.text.push_str(std::str::from_utf8(&chunk).unwrap());
        }
    }

    /// The next event.
    async fn event(&mut self) -> Value {
        let next = async {
            loop {
                let block = self.block().await.expect("the stream is open");
                if block.lines().any(|l| l == "event: ping") {
                    continue;
                }
                if let Some(data) = block.lines().find_map(|l| l.strip_prefix("data: ")) {
                    return serde_json::from_str(data).unwrap();
                }
            }
        };
        timeout(Duration::from_secs(10), next).await.expect("an event in time")
    }

    async fn is_silent(&mut self) -> bool {
        timeout(Duration::from_millis(500), self.event()).await.is_err()
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_one_server_does_the_other_tells() {
    let a = Server::start().await;
    let b = a.twin().await;
    let mut stream = Stream::open(&b, "vic", "/api/events").await;
    let key = a.change("Live").await;
    let event = stream.event().await;
    assert_eq!((event["action"].as_str(), event["actor"].as_str()), (Some("change.created"), Some("ada")));
    assert_eq!(format!("CHG-{}", event["number"]), key);
    assert_eq!(event["id"], stream.last);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_stream_goes_on_where_it_ended() {
    let s = Server::start().await;
    let mut stream = Stream::open(&s, "vic", "/api/events").await;
    s.change("First").await;
    stream.event().await;
    let last = stream.last.clone();
    drop(stream);
    let second = s.change("Second").await;
    let mut by_parameter = Stream::open(&s, "vic", &format!("/api/events?since={last}")).await;
    assert_eq!(format!("CHG-{}", by_parameter.event().await["number"]), second);
    let third = s.change("Third").await;
    assert_eq!(format!("CHG-{}", by_parameter.event().await["number"]), third);
    assert!(by_parameter.is_silent().await, "nothing comes twice");
    let reply = s.request("vic", Method::GET, "/api/events").header("last-event-id", &last).send().await.unwrap();
    let mut by_header = Stream { response: reply, text: String::new(), last: String::new() };
    assert_eq!(format!("CHG-{}", by_header.event().await["number"]), second);
}

#[tokio::test(flavor = "multi_thread")]
async fn nobody_hears_of_other_projects() {
    let s = Server::start().await;
    let mut outsider = Stream::open(&s, "out", "/api/events").await;
    let mut insider = Stream::open(&s, "vic", "/api/events").await;
    s.change("Secret").await;
    insider.event().await;
    assert!(outsider.is_silent().await);
    s.get("", "/api/events").await.problem(401, "unauthenticated");
    s.get("vic", "/api/events?since=yesterday").await.problem(422, "invalid");
}

#[tokio::test(flavor = "multi_thread")]
async fn hundreds_of_streams_hear_everything() {
    let s = Server::start().await;
    let mut streams = Vec::new();
    for _ in 0..250 {
        streams.push(Stream::open(&s, "vic", "/api/events").await);
    }
    let key = s.change("For all").await;
    for stream in &mut streams {
        assert_eq!(format!("CHG-{}", stream.event().await["number"]), key);
    }
    assert_eq!(s.get("", "/readyz").await.status, 200);
}

#[tokio::test(flavor = "multi_thread")]
async fn streams_end_with_the_server_at_once() {
    let mut s = Server::start().await;
    let mut stream = Stream::open(&s, "vic", "/api/events").await;
    s.stop();
    timeout(Duration::from_secs(3), async { while stream.block().await.is_some() {} }).await.expect("the stream ends");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_disabled_user_hears_no_more() {
    let s = Server::start().await;
    let mut stream = Stream::open(&s, "vic", "/api/events").await;
    let update = UserUpdate { disabled: Some(true), ..UserUpdate::default() };
    s.engine.update_user(&Actor::system(), "vic", None, &update).await.unwrap();
    timeout(Duration::from_secs(25), async { while stream.block().await.is_some() {} }).await.expect("the stream ends");
    s.post("ada", "/api/changes", json!({})).await;
}
