//! Every error has the same form.

use crate::support::{Reply, Server, add_field};
use reqwest::Method;
use serde_json::json;

#[tokio::test]
async fn errors_of_the_framework_are_problems_too() {
    let s = Server::start().await;
    let none = s.get("ada", "/api/nothing").await.problem(404, "not-found");
    assert_eq!(none["instance"], "/api/nothing");
    // The type leads to an explanation.
    let explained = s.get("", none["type"].as_str().unwrap()).await;
    assert!(explained.status == 200 && explained.text.contains("not-found"), "{}", explained.text);
    s.get("", "/problems/no-such").await.problem(404, "not-found");
    let method = s.send("ada", Method::DELETE, "/api/changes", &json!(null)).await;
    method.problem(405, "method-not-allowed");
    assert!(method.header("allow").contains("POST"), "{}", method.header("allow"));
    s.get("ada", "/api/tokens/not-a-uuid").await.problem(405, "method-not-allowed");
    s.send("ada", Method::DELETE, "/api/tokens/not-a-uuid", &json!(null)).await.problem(404, "not-found");
}

#[tokio::test]
async fn an_error_is_written_as_it_says() {
    let s = Server::start().await;
    for path in ["/api/changes/CHG-99999", "/api/changes/seven", "/api/changes?limit=x", "/api/nothing"] {
        let sent = s.request("ada", Method::GET, path).header("accept-encoding", "gzip").send().await.unwrap();
        assert!(!sent.headers().contains_key("content-encoding"), "{path}");
        assert_eq!(sent.bytes().await.unwrap().first(), Some(&b'{'), "{path}");
    }
}

#[tokio::test]
async fn bodies_are_read_strictly() {
    let s = Server::start().await;
    let send = async |kind: &'static str, body: Vec<u8>| {
        Reply::of(
            s.request("ada", Method::POST, "/api/changes")
                .header("content-type", kind)
                .body(body)
                .send()
                .await
                .unwrap(),
        )
        .await
    };
    send("text/plain", b"{}".to_vec()).await.problem(415, "unsupported-media-type");
    send("application/x-www-form-urlencoded", b"title=x".to_vec()).await.problem(415, "unsupported-media-type");
    send("application/json", b"{".to_vec()).await.problem(400, "malformed");
    send("application/json", vec![]).await.problem(400, "malformed");
    send("application/json", b"\xff".to_vec()).await.problem(400, "malformed");
    send("application/json", "[".repeat(50_000).into_bytes()).await.problem(400, "malformed");
    let mut nested = add_field("Deep");
    nested["metadata"]["operations"] = json!([{ "kind": "explode" }]);
    let unknown =
        send("application/json; charset=utf-8", nested.to_string().into_bytes()).await.problem(422, "invalid");
    assert!(unknown["problems"][0]["pointer"].as_str().unwrap().starts_with("/metadata/operations/0"), "{unknown}");
    send("application/json", vec![b' '; 1024 * 1024 + 1]).await.problem(413, "too-large");
    let extra = send("application/json", br#"{"title":"x","owner":"me"}"#.to_vec()).await.problem(422, "invalid");
    assert_eq!(extra["problems"][0]["pointer"], "/owner");
}

#[tokio::test]
async fn nobody_is_told_how_to_sign_in() {
    let s = Server::start().await;
    let reply = s.get("", "/api/changes").await;
    reply.problem(401, "unauthenticated");
    assert!(reply.header("www-authenticate").starts_with("Bearer"));
    for bad in ["Bearer", "Bearer cmt_wrong", "Basic dTpw", "Bearer "] {
        let reply = s.client.get(format!("{}/api/changes", s.base)).header("authorization", bad).send().await.unwrap();
        Reply::of(reply).await.problem(401, "unauthenticated");
    }
}
