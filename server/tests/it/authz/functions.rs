//! All registered server functions.

use crate::support::{Reply, Server, project};
use reqwest::Method;
use serde_json::{Value, json};

/// The part of the path before the hash, if there is one.
fn name(path: &str) -> &str {
    path.trim_start_matches("/fn/")
}

/// For nobody: signing in and out, choosing a theme, and asking who is there.
const FOR_NOBODY: &[&str] =
    &["sign_in", "sign_in_sample", "sample_users", "redeem_link", "sign_out", "set_theme", "live_cursor"];
/// A viewer's own account, and talking.
const FOR_VIEWERS: &[&str] =
    &["comment_change", "create_token", "revoke_token", "change_password", "sign_out_everywhere"];

/// Arguments of this function that are valid, so that nothing but the right can be missing. Most are read by several
/// functions; a function reads those it knows.
fn arguments(function: &str, change: &str) -> Value {
    let rules = project("shop");
    let mut all = json!({
        "id": change, "change": change, "key": "shop", "step": "analyze-components", "reason": "x", "body": "x", "decision": "approve",
        "digest": "", "assignee": "vic", "owner": "developer", "stage": "planning", "title": "More", "name": "vic", "display_name": "Vic",
        "password": "correct horse battery", "repeat": "correct horse battery", "current": "x", "link": "x", "scopes": ["read"],
        "project": "shop", "filter": {}, "query": {}, "disabled": true, "version": 1, "judge": true,
        "branch": "x", "fingerprint": "x", "until": "2030-01-01", "waiver": 1, "grant": true,
    });
    let own = match function {
        "revoke_token" => json!({ "id": "01900000-0000-7000-8000-000000000000" }),
        "create_project" => json!({ "text": toml::to_string(&project("other")).unwrap() }),
        "update_project" => json!({ "text": serde_json::to_string(&rules).unwrap() }),
        "submit_change" => json!({
            "key": "k", "form[project]": "shop", "form[title]": "Not allowed", "form[description]": "x", "form[kind]": "add-field",
            "form[priority]": "medium", "form[affectedComponents][0]": "schema", "form[operations][0][kind]": "add-column",
            "form[operations][0][table]": "users", "form[operations][0][name]": "locale", "form[operations][0][dataType]": "text",
            "change": "", "form[affectedTables]": "users",
        }),
        _ => json!({}),
    };
    all.as_object_mut().unwrap().extend(own.as_object().unwrap().clone());
    all
}

fn form(value: &Value) -> Vec<(String, String)> {
    let text = |v: &Value| v.as_str().map_or_else(|| v.to_string(), str::to_owned);
    let mut out = Vec::new();
    for (key, value) in value.as_object().unwrap() {
        match value {
            Value::String(_) | Value::Number(_) | Value::Bool(_) => out.push((key.clone(), text(value))),
            Value::Array(items) => out.extend(items.iter().enumerate().map(|(n, i)| (format!("{key}[{n}]"), text(i)))),
            _ => {}
        }
    }
    out
}

async fn call(s: &Server, who: &str, path: &str, method: &Method, change: &str) -> Reply {
    let args = arguments(name(path), change);
    let query = reqwest::Url::parse_with_params("http://x/", form(&args)).unwrap().query().unwrap().to_owned();
    let send = async |kind: &str, path: &str, body: String| {
        let request = s
            .request(who, method.clone(), path)
            .header("accept", "application/json")
            .header("content-type", kind.to_owned());
        Reply::of(request.body(body).send().await.unwrap()).await
    };
    if *method == Method::GET {
        return send("text/plain", &format!("{path}?{query}"), String::new()).await;
    }
    let reply = send("application/x-www-form-urlencoded", path, query).await;
    if !reply.text.contains("request.malformed") {
        return reply;
    }
    // The function reads JSON instead.
    let json = send("application/json", path, args.to_string()).await;
    if json.text.contains("request.malformed") { reply } else { json }
}

#[tokio::test]
async fn nobody_is_refused_by_every_function() {
    let s = Server::start().await;
    let change = s.change("Guarded").await;
    let functions = server::http::server_functions();
    assert!(!functions.is_empty());
    let mut open = Vec::new();
    for (path, method) in functions.into_iter().filter(|(path, _)| !FOR_NOBODY.contains(&name(path))) {
        let reply = call(&s, "", path, &method, &change).await;
        if reply.status != 401 {
            open.push(format!("{path}: {} {}", reply.status, reply.text.chars().take(300).collect::<String>()));
        }
    }
    assert!(open.is_empty(), "not refused, or no valid arguments:\n{}", open.join("\n"));
}

#[tokio::test]
async fn a_viewer_changes_nothing() {
    let s = Server::start().await;
    let change = s.change("Guarded").await;
    let world = async || {
        let (c, u, p) =
            tokio::join!(s.get("root", "/api/changes"), s.get("root", "/api/users"), s.get("root", "/api/projects"));
        (c.text, u.text, p.text)
    };
    let before = world().await;
    for (path, method) in server::http::server_functions() {
        if [FOR_NOBODY, FOR_VIEWERS].iter().any(|list| list.contains(&name(path))) {
            continue;
        }
        let reply = call(&s, "vic", path, &method, &change).await;
        assert!(
            !reply.text.contains("request.malformed") && reply.status != 500,
            "{path}: {} {}",
            reply.status,
            reply.text
        );
        assert_eq!(world().await, before, "{path}");
    }
}
