use super::*;
use serde_json::json;

fn reads(text: &str, expected: serde_json::Value) {
    let expected: Operation = serde_json::from_value(expected).unwrap();
    assert_eq!(parse(text), Ok(vec![expected]), "{text}");
}

#[test]
fn columns() {
    let locale = |rest: serde_json::Value| {
        let mut all = json!({"kind": "add-column", "table": "users", "name": "locale", "type": "text"});
        all.as_object_mut().unwrap().extend(rest.as_object().unwrap().clone());
        all
    };
    reads("add-column users.locale text", locale(json!({})));
    reads("add-column users.locale text null default 'en'", locale(json!({"default": "'en'"})));
    reads(
        "add-column users.locale text NOT NULL DEFAULT 'en us'",
        locale(json!({"nullable": false, "default": "'en us'"})),
    );
    reads("add-column users.locale text default 'en' not null", locale(json!({"nullable": false, "default": "'en'"})));
    reads("add-column users.locale text default null", locale(json!({"default": "null"})));
    reads(
        "add-column app.bills.total numeric(10, 2)",
        json!({"kind": "add-column", "table": "app.bills", "name": "total", "type": "numeric(10, 2)"}),
    );
    reads(
        "modify-column a.b type bigint",
        json!({"kind": "modify-column", "table": "a", "name": "b", "type": "bigint"}),
    );
    reads("modify-column a.b not null", json!({"kind": "modify-column", "table": "a", "name": "b", "nullable": false}));
    reads("rename-column a.b to c", json!({"kind": "rename-column", "table": "a", "name": "b", "newName": "c"}));
    reads("drop-column a.b", json!({"kind": "drop-column", "table": "a", "name": "b"}));
}

#[test]
fn tables_indexes_and_constraints() {
    reads("add-table a", json!({"kind": "add-table", "table": "a"}));
    reads("rename-table a to b", json!({"kind": "rename-table", "table": "a", "newName": "b"}));
    reads("drop-table s.a", json!({"kind": "drop-table", "table": "s.a"}));
    reads("add-index i on a (x, y)", json!({"kind": "add-index", "table": "a", "name": "i", "columns": ["x", "y"]}));
    reads(
        "add-index unique i on a(x)",
        json!({"kind": "add-index", "table": "a", "name": "i", "columns": ["x"], "unique": true}),
    );
    reads("drop-index i on a", json!({"kind": "drop-index", "table": "a", "name": "i"}));
    reads(
        "add-constraint c on a check (x > 0)",
        json!({"kind": "add-constraint", "table": "a", "name": "c", "definition": "check (x > 0)"}),
    );
    reads("drop-constraint c on a", json!({"kind": "drop-constraint", "table": "a", "name": "c"}));
    reads(
        "add-foreign-key a.b references c (id)",
        json!({"kind": "add-foreign-key", "table": "a", "column": "b", "references": "c(id)"}),
    );
    reads("migrate-data a Fill x from y.", json!({"kind": "migrate-data", "table": "a", "summary": "Fill x from y."}));
}

#[test]
fn endpoints_and_methods() {
    reads("add-endpoint GET /api/a", json!({"kind": "add-endpoint", "endpoint": "GET /api/a"}));
    reads("remove-endpoint GET /api/a", json!({"kind": "remove-endpoint", "endpoint": "GET /api/a"}));
    reads(
        "modify-endpoint PUT /a breaking",
        json!({"kind": "modify-endpoint", "endpoint": "PUT /a", "breaking": true}),
    );
    reads(
        "add-repository-method users find_by_mail",
        json!({"kind": "add-repository-method", "component": "users", "name": "find_by_mail"}),
    );
    reads(r#"{"kind":"drop-table","table":"a"}"#, json!({"kind": "drop-table", "table": "a"}));
    assert_eq!(parse(r#"[{"kind":"drop-table","table":"a"},{"kind":"add-table","table":"b"}]"#).unwrap().len(), 2);
}

#[test]
fn every_kind_is_documented_and_a_mistake_shows_the_form() {
    for kind in Operation::KINDS {
        assert!(form(kind).len() > kind.len(), "{kind}");
        assert!(parse(kind).unwrap_err().contains(&form(kind)), "{kind}");
    }
    assert!(parse("add-colum a.b text").unwrap_err().contains("add-column"));
    assert!(parse("add-column users text").unwrap_err().contains("TABLE.COLUMN TYPE"));
    assert!(parse("add-column a.b text null null-ish").is_err());
    assert!(parse("{}").unwrap_err().contains("JSON"));
}
