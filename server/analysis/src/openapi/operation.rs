//! The operations of a document, with what they share filled in.

use super::node::Node;
use super::read::Document;
use std::collections::BTreeMap;

/// The methods that a path item can hold.
pub(crate) const METHODS: [&str; 9] = ["get", "put", "post", "delete", "options", "head", "patch", "trace", "query"];

/// One operation.
#[derive(Clone, Debug)]
pub(crate) struct Operation<'a> {
    /// `GET /users/{id}`.
    pub(crate) name: String,
    pub(crate) node: &'a Node,
    /// By place and name; parameters of the path by their position in it, since their name is nobody's business.
    pub(crate) parameters: BTreeMap<(String, String), &'a Node>,
    pub(crate) body: Option<&'a Node>,
    pub(crate) responses: BTreeMap<String, &'a Node>,
}

/// One path and its operations by method.
#[derive(Clone, Debug)]
pub(crate) struct PathItem<'a> {
    pub(crate) path: String,
    pub(crate) node: &'a Node,
    pub(crate) operations: BTreeMap<&'static str, Operation<'a>>,
}

/// `/users/{id}` and `/users/{user}` are one and the same path: `/users/{}`. Many servers do not know `/users/{id}/`.
pub(crate) fn normal(path: &str) -> String {
    let mut out = String::with_capacity(path.len());
    let mut rest = path;
    while let Some((before, after)) = rest.split_once('{') {
        let Some((_, after)) = after.split_once('}') else { break };
        out.push_str(before);
        out.push_str("{}");
        rest = after;
    }
    out.push_str(rest);
    if out.is_empty() { "/".to_owned() } else { out }
}

fn position(path: &str, name: &str) -> Option<usize> {
    path.split('{').skip(1).position(|part| part.split('}').next() == Some(name))
}

/// All path items under `key` (`paths` or `webhooks`), by their normal path.
pub(crate) fn items<'a>(document: &'a Document, node: Option<&'a Node>) -> BTreeMap<String, PathItem<'a>> {
    let mut items = BTreeMap::new();
    for (path, node) in node.into_iter().flat_map(Node::members).filter(|(path, _)| !path.starts_with("x-")) {
        let item = item(document, path, node);
        let normal = normal(path);
        // Two templates that differ only in names are forbidden; if they are there, both are kept.
        let key = if items.contains_key(&normal) { path.to_owned() } else { normal };
        items.insert(key, item);
    }
    items
}

fn item<'a>(document: &'a Document, path: &str, node: &'a Node) -> PathItem<'a> {
    let target = document.resolve(node);
    let mut operations = BTreeMap::new();
    for method in METHODS {
        let Some(node) = target.get(method) else { continue };
        let mut parameters = BTreeMap::new();
        for list in [target.get("parameters"), node.get("parameters")].into_iter().flatten() {
            for parameter in list.items() {
                let resolved = document.resolve(parameter);
                let (Some(place), Some(name)) = (resolved.text_of("in"), resolved.text_of("name")) else { continue };
                let name = match place {
                    "path" => position(path, name).map_or_else(|| name.to_owned(), |i| i.to_string()),
                    "header" => name.to_ascii_lowercase(),
                    _ => name.to_owned(),
                };
                if place == "header" && matches!(name.as_str(), "accept" | "content-type" | "authorization") {
                    continue;
                }
                parameters.insert((place.to_owned(), name), resolved);
            }
        }
        let responses = node.get("responses").into_iter().flat_map(Node::members);
        let operation = Operation {
            name: format!("{} {path}", method.to_ascii_uppercase()),
            node,
            parameters,
            body: node.get("requestBody").map(|body| document.resolve(body)),
            responses: responses
                .filter(|(code, _)| !code.starts_with("x-"))
                .map(|(code, response)| (code.to_ascii_uppercase(), document.resolve(response)))
                .collect(),
        };
        operations.insert(method, operation);
    }
    PathItem { path: path.to_owned(), node, operations }
}

/// The media types of a body or response: lower case, without parameters.
pub(crate) fn media(node: &Node) -> BTreeMap<String, &Node> {
    let content = node.get("content").into_iter().flat_map(Node::members);
    content.map(|(name, media)| (name.split(';').next().unwrap_or(name).trim().to_ascii_lowercase(), media)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_path_parameters_do_not_count() {
        assert_eq!(normal("/a/{x}/b/{y}"), "/a/{}/b/{}");
        assert_eq!(normal("/a/{x}/"), "/a/{}/");
        assert_eq!(normal("/"), "/");
        assert_eq!(normal("/a/{x"), "/a/{x");
        assert_eq!(position("/a/{x}/b/{y}", "y"), Some(1));
    }
}
