//! The published contract. `INSTA_UPDATE=always` writes it anew; the difference is what clients will notice.

use crate::support::Server;

#[test]
fn the_document_is_the_published_one() {
    let mut document = serde_json::to_value(server::openapi::document()).unwrap();
    document["info"]["version"] = "[version]".into();
    insta::with_settings!({ snapshot_path => "snapshots", prepend_module_to_snapshot => false }, {
        insta::assert_json_snapshot!("openapi", document);
    });
}

#[test]
fn every_operation_is_named_and_every_reference_exists() {
    let document = serde_json::to_value(server::openapi::document()).unwrap();
    let text = document.to_string();
    for reference in text.split("#/components/schemas/").skip(1).map(|r| r.split('"').next().unwrap()) {
        assert!(document["components"]["schemas"].get(reference).is_some(), "{reference} is missing");
    }
    let mut names = std::collections::BTreeSet::new();
    for (path, item) in document["paths"].as_object().unwrap() {
        for (method, operation) in item.as_object().unwrap() {
            let name = operation["operationId"].as_str().unwrap();
            assert!(names.insert(name.to_owned()), "{name} twice");
            assert!(operation["responses"].get("default").is_some(), "{method} {path}");
            assert!(operation["summary"].as_str().or(operation["description"].as_str()).is_some(), "{method} {path}");
        }
    }
    assert!(names.len() > 35, "{}", names.len());
}

#[tokio::test]
async fn the_document_and_its_page_are_served() {
    let s = Server::start().await;
    assert!(s.get("", "/api/openapi.json").await.expect(200)["openapi"].as_str().unwrap().starts_with("3.1"));
    assert_eq!(s.get("", "/api/docs").await.status, 303);
    let page = s.get("", "/api/docs/").await;
    assert_eq!(page.status, 200);
    assert!(!page.text.contains("<script>"), "the page's policy forbids inline scripts");
}

/// Programs are written from the document: it must spell the words as the wire does.
#[test]
fn words_are_spelled_as_on_the_wire() {
    fn walk(value: &serde_json::Value, found: &mut Vec<String>) {
        match value {
            serde_json::Value::Object(members) => {
                let words = members.get("enum").and_then(|words| words.as_array()).into_iter().flatten();
                found.extend(words.filter_map(|word| word.as_str().map(str::to_owned)));
                members.values().for_each(|member| walk(member, found));
            }
            serde_json::Value::Array(items) => items.iter().for_each(|item| walk(item, found)),
            _ => {}
        }
    }
    let mut found = Vec::new();
    walk(&serde_json::to_value(server::openapi::document()).unwrap(), &mut found);
    assert!(found.len() > 50);
    for word in found {
        assert!(!word.chars().any(char::is_uppercase), "{word}");
    }
}
