//! What a validation looks for.

use crate::support::Server;

#[tokio::test]
async fn anybody_reads_the_rules_under_ours_and_other_tools_names() {
    let s = Server::start().await;
    let all = s.get("out", "/api/rules").await;
    assert_eq!(all.status, 200, "{}", all.text);
    let all = all.json();
    let names: Vec<&str> = all.as_array().unwrap().iter().map(|rule| rule["name"].as_str().unwrap()).collect();
    for name in ["drop-column", "proof-rows-lost", "incomplete-client", "openapi-body-added", "undeclared-breaking"] {
        assert!(names.contains(&name), "{name}");
    }
    for name in ["drop-column", "DS103", "ban-drop-column", "remove_column"] {
        let rule = s.get("out", &format!("/api/rules/{name}")).await.json();
        assert_eq!(
            (&rule["name"], &rule["severity"], &rule["family"]),
            (&"drop-column".into(), &"error".into(), &"sql".into())
        );
        assert!(rule["doc"].as_str().unwrap().contains("Instead: "), "{rule}");
        assert!(rule["bad"].as_str().unwrap().contains("DROP COLUMN"), "{rule}");
    }
    // Whatever a finding may link to is there.
    for name in names {
        let reply = s.get("out", &format!("/api/rules/{name}")).await;
        assert_eq!(reply.status, 200, "{name}: {}", reply.text);
    }
    let missing = s.get("out", "/api/rules/nothing-like-this").await;
    assert_eq!(missing.status, 404, "{}", missing.text);
    assert!(missing.text.contains("Rule `nothing-like-this` does not exist"), "{}", missing.text);
}

#[tokio::test]
async fn the_pages_are_whole_without_scripts() {
    let s = Server::start().await;
    let page = s.get("vic", "/rules?text=ds103&severity=error").await.text;
    assert!(page.contains("/rules/drop-column") && !page.contains("/rules/drop-table\""), "{page}");
    let page = s.get("vic", "/rules/DS103").await.text;
    assert!(page.contains("drop-column") && page.contains("ALTER TABLE users DROP COLUMN age;"), "{page}");
    assert_eq!(s.get("vic", "/rules/nothing-like-this").await.status, 404);
}
