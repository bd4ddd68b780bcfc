use crate::support::Server;
use serde_json::{Value, json};

fn step<'a>(change: &'a Value, id: &str) -> &'a Value {
    change["steps"].as_array().unwrap().iter().find(|s| s["id"] == id).unwrap()
}

#[tokio::test]
async fn a_step_is_begun_put_back_done_and_opened_again() {
    let s = Server::start().await;
    let steps = format!("/api/changes/{}/steps", s.change("Steps").await);
    let at = |rest: &str| format!("{steps}/analyze-components{rest}");
    assert_eq!(
        step(&s.post("dan", &at("/start"), json!({})).await.expect(200), "analyze-components")["status"],
        "in-progress"
    );
    assert_eq!(
        step(&s.post("dan", &at("/stop"), json!({})).await.expect(200), "analyze-components")["status"],
        "ready"
    );
    assert!(matches!(s.post("dan", &at(""), json!({})).await.status, 409 | 422), "evidence is needed");
    let done = s
        .post("dan", &at(""), json!({ "evidence": [{ "kind": "note", "value": "Two repositories." }], "notes": "ok" }))
        .await
        .expect(200);
    assert_eq!(step(&done, "analyze-components")["status"], "done");
    s.post("dan", &at("/reopen"), json!({})).await.problem(422, "invalid");
    let open = s.post("dan", &at("/reopen"), json!({ "reason": "Forgot one." })).await.expect(200);
    assert_eq!(step(&open, "analyze-components")["status"], "ready");
    s.post("dan", &at("/explode"), json!({})).await.problem(404, "not-found");
    s.post("dan", &at("/start"), json!({ "why": 1 })).await.problem(422, "invalid");
}

#[tokio::test]
async fn a_step_that_is_not_its_turn_is_blocked_with_reasons() {
    let s = Server::start().await;
    let key = s.change("Too early").await;
    let early = json!({ "evidence": [{ "kind": "commit", "value": "0a1b2c3d" }] });
    let blocked =
        s.post("dan", &format!("/api/changes/{key}/steps/create-migration-files"), early).await.problem(409, "blocked");
    assert!(!blocked["reasons"].as_array().unwrap().is_empty(), "{blocked}");
    s.post("vic", &format!("/api/changes/{key}/steps/analyze-components/start"), json!({}))
        .await
        .problem(403, "denied");
}

#[tokio::test]
async fn the_checklist_is_customised() {
    let s = Server::start().await;
    let steps = format!("/api/changes/{}/steps", s.change("Custom").await);
    let new = json!({ "id": "ask-legal", "title": "Ask legal", "stage": "planning", "owner": "developer", "evidence": ["note"] });
    let made = s.post("arc", &steps, new.clone()).await;
    assert_eq!(step(&made.expect(201), "ask-legal")["owner"], "developer");
    assert!(made.header("location").ends_with("/steps/ask-legal"), "{}", made.header("location"));
    assert!(matches!(s.post("arc", &steps, new).await.status, 409 | 422));
    let moved = s.put("arc", &format!("{steps}/ask-legal/position"), json!({ "after": null })).await.expect(200);
    let planning: Vec<&str> = moved["steps"]
        .as_array()
        .unwrap()
        .iter()
        .filter(|x| x["stage"] == "planning")
        .map(|x| x["id"].as_str().unwrap())
        .collect();
    assert_eq!(planning[0], "ask-legal");
    let given = s.put("arc", &format!("{steps}/ask-legal/owner"), json!({ "owner": "architect" })).await.expect(200);
    assert_eq!(step(&given, "ask-legal")["owner"], "architect");
    let skipped =
        s.post("arc", &format!("{steps}/generate-templates/skip"), json!({ "reason": "By hand." })).await.expect(200);
    assert_eq!(step(&skipped, "generate-templates")["status"], "not-applicable");
    assert_eq!(s.post("arc", &format!("{steps}/generate-templates/restore"), json!({})).await.status, 200);
    assert!(
        matches!(
            s.post("arc", &format!("{steps}/code-review/skip"), json!({ "reason": "no" })).await.status,
            403 | 409 | 422
        ),
        "safety steps stay"
    );
}

#[tokio::test]
async fn comments_and_approvals_are_listed() {
    let s = Server::start().await;
    let path = format!("/api/changes/{}", s.change("Talk").await);
    let made = s.post("vic", &format!("{path}/comments"), json!({ "body": "Why?" })).await;
    assert_eq!(made.expect(201)["comments"][0]["body"], "Why?");
    assert_eq!(s.get("vic", &format!("{path}/comments")).await.expect(200)[0]["by"], "vic");
    assert_eq!(s.get("vic", &format!("{path}/approvals")).await.expect(200), json!([]));
    let decision = json!({ "step": "code-review", "decision": "approve" });
    assert_eq!(
        s.post("ada", &format!("{path}/approvals"), decision.clone()).await.status,
        403,
        "nobody approves their own change"
    );
    s.post("rev", &format!("{path}/approvals"), decision).await.problem(409, "blocked");
}
