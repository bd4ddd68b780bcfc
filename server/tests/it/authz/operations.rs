//! All operations of the OpenAPI document.

use crate::support::{Reply, Server, add_field, project};
use reqwest::Method;
use serde_json::{Value, json};

/// Begin a session: for nobody.
const FOR_NOBODY: &[&str] = &["signIn", "redeemLink"];
/// Their own account, or nothing but what they see.
const FOR_EVERYBODY: &[&str] = &[
    "getMe",
    "listSessions",
    "signOutEverywhere",
    "changePassword",
    "listTokens",
    "createToken",
    "revokeToken",
    "listChanges",
    "listProjects",
    "listAudit",
    "getBoard",
    "getDashboard",
    "listRules",
    // There is none of the name made up here.
    "getRule",
    "followEvents",
    // A token has no session to end.
    "signOut",
];
/// Reading a project, and talking in it: for every member.
const FOR_MEMBERS: &[&str] = &[
    "getChange",
    "getImpact",
    "getValidation",
    // There is none yet.
    "getValidationReport",
    "listApprovals",
    "listComments",
    "addComment",
    "getChangeAudit",
    "getProject",
    // Made up here: does not exist.
    "downloadDocument",
];

/// A body that is valid, so that nothing but the right can be missing.
fn body(operation: &str) -> Value {
    match operation {
        "createChange" | "editChange" | "previewChange" => add_field("Not allowed"),
        "setChangeStatus" => json!({ "status": "rejected", "reason": "no" }),
        "setChangeAssignee" => json!({ "assignee": "vic" }),
        "completeStep" => json!({ "evidence": [{ "kind": "note", "value": "x" }] }),
        "addStep" => json!({ "id": "more", "title": "More", "stage": "planning", "owner": "developer" }),
        "moveStep" => json!({ "after": null }),
        "reassignStep" => json!({ "owner": "viewer" }),
        "actOnStep" => json!({ "reason": "x" }),
        "decide" => json!({ "step": "code-review", "decision": "approve" }),
        "addComment" => json!({ "body": "x" }),
        "setBranch" => json!({ "branch": "x" }),
        "requestWaiver" => json!({ "fingerprint": "x", "reason": "x", "expiresAt": "2030-01-01T00:00:00Z" }),
        "decideWaiver" => json!({ "grant": true }),
        "createToken" => json!({ "name": "x", "scopes": ["read"] }),
        "createUser" => json!({ "name": "more", "displayName": "More" }),
        "updateUser" => json!({ "admin": true }),
        "createProject" | "updateProject" => json!(project("shop")),
        "changePassword" => json!({ "current": "x", "new": "correct horse battery" }),
        "signIn" => json!({ "name": "x", "password": "x" }),
        "redeemLink" => json!({ "link": "x", "password": "correct horse battery" }),
        other => panic!("give a valid body for `{other}` here"),
    }
}

struct Operation {
    name: String,
    method: Method,
    path: String,
    body: Option<Value>,
    upload: bool,
}

fn all(change: &str) -> Vec<Operation> {
    let document = serde_json::to_value(server::openapi::document()).unwrap();
    let mut out = Vec::new();
    for (path, item) in document["paths"].as_object().unwrap() {
        let path = path
            .replace("{id}", change)
            .replace("{stepId}", "analyze-components")
            .replace("{action}", "start")
            .replace("{documentId}", "01900000-0000-7000-8000-000000000000")
            .replace("{tokenId}", "01900000-0000-7000-8000-000000000000")
            .replace("{waiverId}", "1")
            .replace("{key}", "shop")
            .replace("{name}", "vic");
        assert!(!path.contains('{'), "give a value for the parameter of {path}");
        for (method, operation) in item.as_object().unwrap() {
            let name = operation["operationId"].as_str().unwrap().to_owned();
            let upload = name == "uploadDocument";
            let body = (operation.get("requestBody").is_some() && !upload).then(|| body(&name));
            out.push(Operation {
                name,
                method: method.to_uppercase().parse().unwrap(),
                path: path.clone(),
                body,
                upload,
            });
        }
    }
    out
}

async fn call(s: &Server, who: &str, operation: &Operation) -> (u16, String) {
    let mut request = s.request(who, operation.method.clone(), &operation.path);
    if let Some(body) = &operation.body {
        request = request.json(body);
    }
    if operation.upload {
        request = request.multipart(
            reqwest::multipart::Form::new().part("file", reqwest::multipart::Part::bytes(vec![1]).file_name("x")),
        );
    }
    let response = request.send().await.unwrap();
    // A stream has no end to wait for.
    if response.headers().get("content-type").is_some_and(|v| v == "text/event-stream") {
        return (response.status().as_u16(), String::new());
    }
    let reply = Reply::of(response).await;
    (reply.status, reply.text)
}

#[tokio::test]
async fn nobody_is_refused_everywhere() {
    let s = Server::start().await;
    let change = s.change("Guarded").await;
    for operation in all(&change) {
        if FOR_NOBODY.contains(&operation.name.as_str()) {
            continue;
        }
        let (status, text) = call(&s, "", &operation).await;
        assert_eq!(status, 401, "{}: {text}", operation.name);
    }
}

#[tokio::test]
async fn a_viewer_reads_and_does_nothing_else() {
    let s = Server::start().await;
    let change = s.change("Guarded").await;
    for operation in all(&change) {
        let name = operation.name.as_str();
        if [FOR_NOBODY, FOR_EVERYBODY, FOR_MEMBERS].iter().any(|list| list.contains(&name)) {
            continue;
        }
        let (status, text) = call(&s, "vic", &operation).await;
        assert_eq!(status, 403, "{name}: {text}");
    }
}

#[tokio::test]
async fn an_outsider_does_not_learn_what_exists() {
    let s = Server::start().await;
    let change = s.change("Hidden").await;
    for operation in all(&change) {
        let name = operation.name.as_str();
        if [FOR_NOBODY, FOR_EVERYBODY].iter().any(|list| list.contains(&name)) {
            continue;
        }
        let (status, text) = call(&s, "out", &operation).await;
        // What concerns the whole server is denied; what is in a project does not exist.
        let server_wide = matches!(name, "listUsers" | "createUser" | "updateUser" | "createProject" | "verifyAudit");
        assert_eq!(status, if server_wide { 403 } else { 404 }, "{name}: {text}");
        assert!(!text.contains("Hidden"), "{name}: {text}");
    }
}
