//! Sessions in cookies, and writes from other sites.

use crate::support::{Reply, Server};
use domain::Actor;
use domain::api::{Accounts, NewUser};
use reqwest::{Method, RequestBuilder};
use serde_json::json;

const PASSWORD: &str = "correct horse battery";

async fn with_password() -> (Server, String) {
    let s = Server::start().await;
    let user = NewUser {
        name: "pat".into(),
        display_name: "Pat".into(),
        email: None,
        password: Some(PASSWORD.into()),
        admin: false,
        roles: [("shop".to_owned(), [domain::words::Role::Requester].into())].into(),
    };
    s.engine.create_user(&Actor::system(), &user).await.unwrap();
    let made = s.post("", "/api/session", json!({ "name": "pat", "password": PASSWORD })).await;
    made.expect(201);
    let cookie = made.header("set-cookie").to_owned();
    for part in ["session=", "HttpOnly", "SameSite=Lax", "Path=/"] {
        assert!(cookie.contains(part), "{cookie}");
    }
    (s, cookie.split(';').next().unwrap().to_owned())
}

fn ask(s: &Server, cookie: &str, method: Method, path: &str) -> RequestBuilder {
    s.client.request(method, format!("{}{path}", s.base)).header("cookie", cookie)
}

#[tokio::test]
async fn a_session_begins_and_ends() {
    let (s, cookie) = with_password().await;
    let me = Reply::of(ask(&s, &cookie, Method::GET, "/api/me").send().await.unwrap()).await.expect(200);
    assert_eq!((me["name"].as_str(), &me["scopes"]), (Some("pat"), &json!(null)));
    let sessions = Reply::of(ask(&s, &cookie, Method::GET, "/api/sessions").send().await.unwrap()).await.expect(200);
    assert_eq!(sessions[0]["current"], true);
    let out =
        ask(&s, &cookie, Method::DELETE, "/api/session").header("sec-fetch-site", "same-origin").send().await.unwrap();
    assert_eq!(out.status(), 204);
    Reply::of(ask(&s, &cookie, Method::GET, "/api/me").send().await.unwrap()).await.problem(401, "unauthenticated");
    s.post("", "/api/session", json!({ "name": "pat", "password": "wrong" })).await.expect_refusal();
}

#[tokio::test]
async fn a_used_link_says_so_in_place_of_its_form() {
    let s = Server::start().await;
    let link = s.engine.link_for(&Actor::system(), "vic").await.unwrap();
    let form = s.get("", &link).await;
    assert!(form.status == 200 && form.text.contains("password"), "{} {}", form.status, form.text);
    s.engine.redeem_link(&link, PASSWORD, "test").await.unwrap();
    for ended in [link.as_str(), "/welcome/never-made"] {
        let page = s.get("", ended).await;
        assert_eq!((page.status, page.header("content-type")), (410, "text/html; charset=utf-8"), "{ended}");
        assert!(page.text.contains("ask an administrator") && !page.text.contains("<form"), "{}", page.text);
    }
}

#[tokio::test]
async fn a_page_leads_nobody_to_the_sign_in_whatever_they_accept() {
    let s = Server::start().await;
    for accept in [None, Some("*/*"), Some("text/html,*/*;q=0.8"), Some("application/json")] {
        let request = s.client.get(format!("{}/board", s.base));
        let request = accept.into_iter().fold(request, |r, accept| r.header("accept", accept));
        let reply = Reply::of(request.send().await.unwrap()).await;
        assert_eq!(reply.status, 303, "{accept:?}");
        assert!(reply.header("location").starts_with("/sign-in"), "{accept:?} {}", reply.header("location"));
        assert!(!reply.headers.contains_key("serverfnredirect"));
    }
}

#[tokio::test]
async fn other_sites_cannot_write() {
    let (s, cookie) = with_password().await;
    let own = s.base.clone();
    for (name, value, allowed) in [
        ("sec-fetch-site", "same-origin", true),
        ("sec-fetch-site", "cross-site", false),
        ("sec-fetch-site", "same-site", false),
        ("origin", own.as_str(), true),
        ("origin", "https://evil.example", false),
        ("origin", "null", false),
        ("x-nothing", "neither header", false),
    ] {
        let reply = ask(&s, &cookie, Method::POST, "/api/changes/preview")
            .header(name, value)
            .json(&json!({}))
            .send()
            .await
            .unwrap();
        let reply = Reply::of(reply).await;
        if allowed {
            reply.expect(200)
        } else {
            reply.problem(403, "cross-site")
        };
    }
    let foreign =
        s.client.post(format!("{}/api/session", s.base)).header("origin", "https://evil.example").json(&json!({}));
    Reply::of(foreign.send().await.unwrap()).await.problem(403, "cross-site");
}

impl Reply {
    #[track_caller]
    fn expect_refusal(&self) {
        assert!(matches!(self.status, 401 | 403 | 422), "{} {}", self.status, self.text);
        assert!(self.header("set-cookie").is_empty());
    }
}
