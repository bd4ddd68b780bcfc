//! Headers of all answers, and the pages' content policy.

use crate::support::{Reply, Server};
use server::config::ServeOptions;

#[tokio::test]
async fn every_answer_is_protected() {
    let s = Server::start().await;
    for path in [
        "/",
        "/sign-in",
        "/nothing",
        "/api/me",
        "/api/nothing",
        "/healthz",
        "/readyz",
        "/api/docs/",
        "/api/openapi.json",
    ] {
        let reply = s.get("", path).await;
        for (name, value) in
            [("x-content-type-options", "nosniff"), ("x-frame-options", "DENY"), ("referrer-policy", "same-origin")]
        {
            assert_eq!(reply.header(name), value, "{path}");
        }
        assert!(reply.header("content-security-policy").contains("default-src 'none'"), "{path}");
        assert!(reply.header("strict-transport-security").is_empty(), "{path}");
    }
}

#[tokio::test]
async fn a_page_carries_the_nonce_of_its_policy() {
    let s = Server::start().await;
    let (a, b) = (s.get("", "/sign-in").await, s.get("", "/sign-in").await);
    assert_eq!((a.status, a.header("cache-control")), (200, "no-store"), "{}", a.text);
    let nonce = |reply: &Reply| {
        reply.header("content-security-policy").split("'nonce-").nth(1).unwrap().split('\'').next().unwrap().to_owned()
    };
    assert_ne!(nonce(&a), nonce(&b));
    let scripts = a.text.matches("<script").count();
    let allowed = a.text.matches(&format!("nonce=\"{}\"", nonce(&a))).count();
    assert!(scripts <= allowed, "{scripts} scripts, {allowed} with the nonce");
    assert!(!a.text.contains(" style=\""), "the policy forbids style attributes");
}

#[tokio::test]
async fn unknown_pages_are_404_and_probes_answer() {
    let s = Server::start().await;
    assert_eq!(s.get("", "/no/such/page").await.status, 404);
    assert_eq!(s.get("", "/pkg/none.js").await.status, 404);
    assert!(s.get("", "/favicon.ico").await.status < 300);
    assert_eq!(s.get("", "/healthz").await.expect(200)["status"], "ok");
    assert_eq!(s.get("", "/readyz").await.expect(200)["migrations"], "ok");
}

#[tokio::test]
async fn behind_tls_cookies_and_transport_are_strict() {
    let options = store::cluster::testing::shared().await.unwrap().fresh_database(&store::MIGRATOR).await.unwrap();
    let given = ServeOptions {
        listen: Some("127.0.0.1:0".parse().unwrap()),
        public_url: Some("https://c.example".into()),
        ..ServeOptions::default()
    };
    let s = Server::with(options, given.decide().unwrap()).await;
    assert!(s.get("", "/healthz").await.header("strict-transport-security").contains("max-age"));
    let host = |name: &'static str| s.client.get(format!("{}/api/me", s.base)).header("host", name).send();
    assert_eq!(host("evil.example").await.unwrap().status(), 421);
    assert_eq!(host("c.example").await.unwrap().status(), 401);
}
