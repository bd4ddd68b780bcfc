use crate::support::{Reply, Server};
use reqwest::Method;
use serde_json::json;

#[tokio::test]
async fn an_administrator_makes_and_stops_users() {
    let s = Server::start().await;
    let made = s
        .post("root", "/api/users", json!({ "name": "new", "displayName": "New", "roles": { "shop": ["viewer"] } }))
        .await;
    let body = made.expect(201);
    assert!(body["link"].as_str().unwrap().starts_with("/welcome/"), "{body}");
    assert_eq!(made.header("location"), "/api/users/new");
    let disabled = s.send("root", Method::PATCH, "/api/users/vic", &json!({ "disabled": true })).await.expect(200);
    assert_eq!(disabled["disabled"], true);
    let rename = async |tag: &str, name: &str| {
        let request = s.request("root", Method::PATCH, "/api/users/new").header("if-match", tag);
        Reply::of(request.json(&json!({ "displayName": name })).send().await.unwrap()).await
    };
    let tag = made.header("etag").to_owned();
    let renamed = rename(&tag, "Newer").await;
    assert_eq!(renamed.expect(200)["displayName"], "Newer");
    assert_ne!(renamed.header("etag"), tag);
    rename(&tag, "Newest").await.problem(412, "precondition-failed");
    rename(renamed.header("etag"), "Newest").await.expect(200);
    rename("\"0a1b\"", "Never").await.problem(412, "precondition-failed");
    for malformed in ["v3", "\"v3", "3", "\"v3\", \"v4\"", ""] {
        let problem = rename(malformed, "Never").await.problem(400, "malformed");
        assert_eq!(problem["problems"][0]["pointer"], "If-Match", "{malformed}");
    }
    s.get("vic", "/api/me").await.problem(401, "unauthenticated");
    s.get("ada", "/api/users").await.problem(403, "denied");
    assert!(s.get("root", "/api/users").await.expect(200).as_array().unwrap().len() > 8);
}

#[tokio::test]
async fn tokens_are_shown_once_and_can_be_revoked() {
    let s = Server::start().await;
    let made = s.post("ada", "/api/tokens", json!({ "name": "ci", "scopes": ["read"] })).await;
    let body = made.expect(201);
    let secret = body["secret"].as_str().unwrap().to_owned();
    let ask =
        |method: Method, path: &'static str| s.client.request(method, format!("{}{path}", s.base)).bearer_auth(&secret);
    assert_eq!(
        Reply::of(ask(Method::GET, "/api/me").send().await.unwrap()).await.expect(200)["scopes"],
        json!(["read"])
    );
    let write = ask(Method::POST, "/api/changes").json(&crate::support::add_field("No")).send().await.unwrap();
    Reply::of(write).await.problem(403, "denied");
    assert!(!s.get("ada", "/api/tokens").await.text.contains(&secret));
    assert_eq!(s.send("ada", Method::DELETE, made.header("location"), &json!(null)).await.status, 204);
    assert_eq!(Reply::of(ask(Method::GET, "/api/me").send().await.unwrap()).await.status, 401);
}
