use crate::support::{Reply, Server, project};
use reqwest::Method;
use serde_json::json;

#[tokio::test]
async fn a_project_is_made_read_and_altered() {
    let s = Server::start().await;
    let made = s.post("root", "/api/projects", json!(project("depot"))).await;
    assert_eq!((made.expect(201)["key"].as_str(), made.header("location")), (Some("depot"), "/api/projects/depot"));
    s.post("root", "/api/projects", json!(project("depot"))).await.problem(409, "conflict");
    s.get("ada", "/api/projects/depot").await.problem(404, "not-found");
    let mut wrong = json!(project("other"));
    wrong["defaultTeam"] = json!("nobody");
    s.post("root", "/api/projects", wrong).await.problem(422, "invalid");
    let tag = made.header("etag").to_owned();
    let put = |name: &'static str| {
        let mut config = json!(project("depot"));
        config["name"] = json!(name);
        s.request("root", Method::PUT, "/api/projects/depot").header("if-match", &tag).json(&config).send()
    };
    assert_eq!(Reply::of(put("Depot").await.unwrap()).await.expect(200)["name"], "Depot");
    Reply::of(put("Again").await.unwrap()).await.problem(412, "precondition-failed");
    assert_eq!(s.get("vic", "/api/projects").await.expect(200).as_array().unwrap().len(), 1);
}
