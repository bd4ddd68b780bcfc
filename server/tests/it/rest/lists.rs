use crate::support::Server;
use serde_json::Value;

fn numbers(page: &Value) -> Vec<i64> {
    page["items"].as_array().unwrap().iter().map(|c| c["number"].as_i64().unwrap()).collect()
}

#[tokio::test]
async fn pages_follow_each_other_by_link() {
    let s = Server::start().await;
    for n in 0..5 {
        s.change(&format!("Change {n}")).await;
    }
    let (mut seen, mut path) = (Vec::new(), "/api/changes?sort=number&limit=2".to_owned());
    loop {
        let page = s.get("vic", &path).await;
        seen.extend(numbers(&page.expect(200)));
        let Some((next, _)) = page.header("link").strip_prefix('<').and_then(|l| l.split_once('>')) else { break };
        assert!(next.contains("limit=2") && next.contains("sort=number"), "{next}");
        path = next.to_owned();
    }
    assert_eq!(seen.len(), 5);
    assert!(seen.is_sorted());
}

#[tokio::test]
async fn filters_take_lists_and_refuse_what_they_do_not_know() {
    let s = Server::start().await;
    s.change("One").await;
    for (query, found) in [
        ("type=add-field,add-table", 1),
        ("type=add-table&type=add-index", 0),
        ("status=open&stage=impact-analysis&breaking=false", 1),
        ("requester=ada&assignee=none&component=schema&table=users", 1),
        ("text=One", 1),
        ("project=shop&priority=critical", 0),
    ] {
        let page = s.get("vic", &format!("/api/changes?{query}")).await.expect(200);
        assert_eq!(page["items"].as_array().unwrap().len(), found, "{query}: {page}");
    }
    for (query, names) in [
        ("tpye=add-field", &["?tpye"][..]),
        ("status=opne&limit=0&sort=title&breaking=maybe", &["?status", "?limit", "?sort", "?breaking"]),
        ("project=a&project=b", &["?project"]),
        ("limit=201", &["?limit"]),
    ] {
        let problem = s.get("vic", &format!("/api/changes?{query}")).await.problem(400, "malformed");
        let pointers: Vec<&str> =
            problem["problems"].as_array().unwrap().iter().map(|p| p["pointer"].as_str().unwrap()).collect();
        assert!(names.iter().all(|n| pointers.contains(n)) && pointers.len() == names.len(), "{query}: {problem}");
    }
    let problem = s.get("vic", "/api/changes?cursor=nonsense").await;
    assert!(matches!(problem.status, 400 | 422), "{}", problem.text);
}

#[tokio::test]
async fn nobody_sees_other_projects() {
    let s = Server::start().await;
    s.change("Hidden").await;
    assert!(numbers(&s.get("out", "/api/changes").await.expect(200)).is_empty());
    assert_eq!(numbers(&s.get("root", "/api/changes").await.expect(200)).len(), 1);
}

#[tokio::test]
async fn board_and_dashboard_answer() {
    let s = Server::start().await;
    s.change("On the board").await;
    let board = s.get("vic", "/api/board?project=shop").await.expect(200);
    assert_eq!(board["columns"].as_array().unwrap().len(), 8);
    assert_eq!(board["columns"].as_array().unwrap().iter().map(|c| c["count"].as_i64().unwrap()).sum::<i64>(), 1);
    s.get("vic", "/api/board?cursor=x").await.problem(400, "malformed");
    assert_eq!(s.get("ada", "/api/dashboard").await.expect(200)["open"]["value"], 1.0);
}

#[tokio::test]
async fn the_trail_is_read_and_verified() {
    let s = Server::start().await;
    let key = s.change("Traced").await;
    let own = s.get("vic", &format!("/api/changes/{key}/audit")).await.expect(200);
    assert!(
        own["items"].as_array().unwrap().iter().any(|e| e["action"] == "change.created" && e["origin"] == "rest"),
        "{own}"
    );
    let all = s.get("vic", "/api/audit?project=shop&limit=1").await;
    assert_eq!(all.expect(200)["items"].as_array().unwrap().len(), 1);
    let report = s.post("rev", "/api/audit/verify?project=shop", Value::Null).await.expect(200);
    assert_eq!(report["broken"].as_array().unwrap().len(), 0);
    assert!(report["entries"].as_i64().unwrap() > 0);
    s.post("rev", "/api/audit/verify", Value::Null).await.problem(403, "denied");
}
