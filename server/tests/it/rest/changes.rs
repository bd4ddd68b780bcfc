use crate::support::{Reply, Server, add_field};
use reqwest::Method;
use serde_json::json;

#[tokio::test]
async fn a_change_is_submitted_and_read_by_either_name() {
    let s = Server::start().await;
    let made = s.post("ada", "/api/changes", add_field("Add a locale")).await;
    let body = made.expect(201);
    let key = format!("CHG-{}", body["number"]);
    assert_eq!(made.header("location"), format!("/api/changes/{key}"));
    assert_eq!(made.header("etag"), format!("\"v{}\"", body["version"]));
    assert_eq!(
        (body["requester"].as_str(), body["team"].as_str(), body["stage"].as_str()),
        (Some("ada"), Some("data"), Some("impact-analysis"))
    );
    for name in [key.as_str(), &key.to_lowercase(), body["id"].as_str().unwrap()] {
        let read = s.get("vic", &format!("/api/changes/{name}")).await;
        assert_eq!(read.expect(200)["id"], body["id"]);
        let again =
            s.request("vic", Method::GET, &format!("/api/changes/{name}")).header("if-none-match", read.header("etag"));
        assert_eq!(Reply::of(again.send().await.unwrap()).await.status, 304);
    }
    for nothing in ["CHG-999", "CHG-0", "x", "01900000-0000-7000-8000-000000000000"] {
        s.get("ada", &format!("/api/changes/{nothing}")).await.problem(404, "not-found");
    }
}

#[tokio::test]
async fn the_same_key_gives_the_same_change() {
    let s = Server::start().await;
    let submit = |key: &'static str| {
        s.request("ada", Method::POST, "/api/changes").header("idempotency-key", key).json(&add_field("Once")).send()
    };
    let (a, b) = tokio::join!(submit("k1"), submit("k1"));
    let (a, b) = (Reply::of(a.unwrap()).await.expect(201), Reply::of(b.unwrap()).await.expect(201));
    assert_eq!(a["id"], b["id"]);
    let other = Reply::of(submit("k2").await.unwrap()).await.expect(201);
    assert_ne!(a["id"], other["id"]);
    let long = "k".repeat(201);
    let refused =
        s.request("ada", Method::POST, "/api/changes").header("idempotency-key", long).json(&add_field("Once")).send();
    Reply::of(refused.await.unwrap()).await.problem(400, "malformed");
}

#[tokio::test]
async fn all_problems_come_at_once_and_a_preview_changes_nothing() {
    let s = Server::start().await;
    let wrong = json!({ "project": "shop", "title": "", "type": "add-wings", "priority": "now" });
    let refused = s.post("ada", "/api/changes", wrong.clone()).await.problem(422, "invalid");
    let pointers: Vec<&str> =
        refused["problems"].as_array().unwrap().iter().map(|p| p["pointer"].as_str().unwrap()).collect();
    for pointer in ["/title", "/type", "/priority"] {
        assert!(pointers.contains(&pointer), "{pointers:?}");
    }
    assert_eq!(s.post("ada", "/api/changes/preview", wrong).await.expect(200)["problems"], refused["problems"]);
    let fine = s.post("ada", "/api/changes/preview", add_field("Fine")).await.expect(200);
    assert_eq!((fine["problems"].as_array().map(Vec::len), fine["team"].as_str()), (Some(0), Some("data")));
    assert_eq!(s.get("ada", "/api/changes").await.expect(200)["items"], json!([]));
}

#[tokio::test]
async fn an_edit_needs_the_version_that_is_current() {
    let s = Server::start().await;
    let key = s.change("Before").await;
    let path = format!("/api/changes/{key}");
    let tag = s.get("ada", &path).await.header("etag").to_owned();
    let edit = |tag: &str, title: &str| {
        s.request("ada", Method::PUT, &path).header("if-match", tag).json(&add_field(title)).send()
    };
    let after = Reply::of(edit(&tag, "After").await.unwrap()).await;
    assert_eq!(after.expect(200)["title"], "After");
    assert_ne!(after.header("etag"), tag);
    Reply::of(edit(&tag, "Too late").await.unwrap()).await.problem(412, "precondition-failed");
    Reply::of(edit("nonsense", "Too late").await.unwrap()).await.problem(400, "malformed");
    assert_eq!(Reply::of(edit("*", "Any").await.unwrap()).await.expect(200)["title"], "Any");
}

#[tokio::test]
async fn a_change_is_paused_resumed_and_withdrawn_but_closes_by_itself() {
    let s = Server::start().await;
    let path = format!("/api/changes/{}", s.change("Status").await);
    let set = |status: &'static str, reason: &'static str| {
        s.put(
            "ada",
            Box::leak(format!("{path}/status").into_boxed_str()),
            json!({ "status": status, "reason": reason }),
        )
    };
    assert_eq!(set("on-hold", "waiting").await.expect(200)["status"], "on-hold");
    assert_eq!(set("open", "").await.expect(200)["status"], "open");
    let blocked = set("closed", "done").await.problem(409, "blocked");
    assert!(blocked["reasons"][0].as_str().unwrap().contains("by itself"), "{blocked}");
    set("finished", "").await.problem(422, "invalid");
    set("cancelled", "").await.problem(422, "invalid");
    assert_eq!(set("cancelled", "not needed").await.expect(200)["status"], "cancelled");
    assert_eq!(s.put("dan", &format!("{path}/assignee"), json!({ "assignee": "dan" })).await.status, 409);
}

#[tokio::test]
async fn somebody_takes_a_change_and_gives_it_back() {
    let s = Server::start().await;
    let path = format!("/api/changes/{}/assignee", s.change("Mine").await);
    assert_eq!(s.put("dan", &path, json!({ "assignee": "dan" })).await.expect(200)["assignee"], "dan");
    assert_eq!(s.put("dan", &path, json!({ "assignee": null })).await.expect(200)["assignee"], json!(null));
    s.put("vic", &path, json!({ "assignee": "vic" })).await.problem(403, "denied");
    s.put("out", &path, json!({ "assignee": "out" })).await.problem(404, "not-found");
}
