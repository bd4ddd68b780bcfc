//! Whether a document has the structure of an API's at all. What is not where it belongs would be read as nothing, and an
//! API that is not there cannot be compared.

use super::node::{Kind, Node};
use super::operation::METHODS;
use super::read::Document;
use rustc_hash::FxHashSet;

/// References that only refer to another one, at the most; a longer row of them is a circle.
const ROW: usize = 32;

/// The first thing that is not as OpenAPI says, and in what way.
pub(super) fn wrong(document: &Document) -> Option<(&Node, String)> {
    let root = &document.root;
    let parts: Vec<(&str, &Node)> =
        ["paths", "webhooks", "components"].iter().filter_map(|name| Some((*name, root.get(name)?))).collect();
    if parts.is_empty() {
        return Some((root, "it has neither `paths` nor `webhooks` nor `components`".to_owned()));
    }
    for (name, part) in &parts {
        if let Some(wrong) = no_map(name, part) {
            return Some(wrong);
        }
        for (key, member) in part.members().filter(|(key, _)| !key.starts_with("x-")) {
            if let Some(wrong) = no_map(key, member) {
                return Some(wrong);
            }
            if *name == "components" {
                continue;
            }
            let operations = METHODS.iter().filter_map(|method| Some((*method, member.get(method)?)));
            if let Some(wrong) =
                operations.map(|(method, operation)| operation_wrong(method, operation)).find_map(|it| it)
            {
                return Some(wrong);
            }
        }
    }
    circle(document)
}

fn operation_wrong<'a>(method: &str, operation: &'a Node) -> Option<(&'a Node, String)> {
    let maps = ["responses", "requestBody", "callbacks"].iter().filter_map(|name| Some((*name, operation.get(name)?)));
    let parameters = operation.get("parameters").filter(|node| !matches!(node.kind, Kind::List(_) | Kind::Null));
    no_map(method, operation)
        .or_else(|| maps.map(|(name, node)| no_map(name, node)).find_map(|it| it))
        .or_else(|| parameters.map(|node| (node, "`parameters` is no list".to_owned())))
}

/// An empty value in YAML is `null`, and means an empty map.
fn no_map<'a>(name: &str, node: &'a Node) -> Option<(&'a Node, String)> {
    let kind = match &node.kind {
        Kind::Map(_) | Kind::Null => return None,
        Kind::List(_) => "a list",
        Kind::Text(_) => "a text",
        Kind::Number(..) => "a number",
        Kind::Bool(_) => "a truth value",
    };
    Some((node, format!("`{name}` is {kind}, and should be a map of names to values")))
}

/// A reference that refers to itself and says nothing else.
fn circle(document: &Document) -> Option<(&Node, String)> {
    let mut found = None;
    let mut sound = FxHashSet::default();
    document.root.walk(
        &mut |node, _| {
            let Some(reference) = only(document, node).filter(|reference| found.is_none() && sound.insert(*reference))
            else {
                return;
            };
            let mut at = node;
            for _ in 0..ROW {
                match only(document, at).and_then(|reference| document.at(reference)) {
                    Some(target) => at = target,
                    None => return,
                }
            }
            found = Some((node, format!("`$ref: {reference}` refers to itself and to no schema")));
        },
        &mut Vec::new(),
    );
    found
}

/// The reference of a value that says nothing else.
fn only<'a>(document: &Document, node: &'a Node) -> Option<&'a str> {
    node.reference().filter(|_| document.old || node.members().nth(1).is_none())
}

#[cfg(test)]
mod tests {
    use super::super::Document;

    #[test]
    fn what_is_not_where_it_belongs_is_named_and_placed() {
        let cases = [
            ("paths: [1, 2]", 2, "`paths` is a list"),
            ("info: {}", 1, "neither `paths`"),
            ("paths:\n  /a: hello", 3, "`/a` is a text"),
            ("paths:\n  /a:\n    get: 7", 4, "`get` is a number"),
            ("paths:\n  /a:\n    get:\n      responses: [200]", 5, "`responses` is a list"),
            ("paths:\n  /a:\n    get:\n      parameters: {}", 5, "`parameters` is no list"),
            ("components:\n  schemas: []", 3, "`schemas` is a list"),
            (
                "components:\n  schemas:\n    A: {$ref: '#/components/schemas/B'}\n    B: {$ref: '#/components/schemas/A'}",
                4,
                "refers to itself",
            ),
        ];
        for (text, line, what) in cases {
            let error = Document::read("api.yaml", format!("openapi: 3.1.0\n{text}").as_bytes()).unwrap_err();
            assert!(error.to_string().contains(what), "{text}: {error}");
            assert_eq!(error.place().unwrap().line, line, "{text}");
        }
        for text in ["paths:", "paths: {x-note: 1, /a: {get: , summary: s}}", "components: {schemas: {A: true}}"] {
            Document::read("api.yaml", format!("openapi: 3.1.0\n{text}").as_bytes()).unwrap();
        }
    }
}
