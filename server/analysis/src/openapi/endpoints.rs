//! The endpoints of one document and the names of the fields that go in and out.

use super::node::Node;
use super::operation;
use super::read::Document;
use super::shape::{Additional, Shape};
use crate::Place;
use std::collections::{BTreeSet, HashSet};

/// The most schemas that are looked into for one body.
const SCHEMAS: usize = 2_000;

/// One operation of a document.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Endpoint {
    /// `GET`.
    pub method: String,
    /// As written: `/users/{id}`.
    pub path: String,
    /// The operation's id, if it has one.
    pub operation_id: Option<String>,
    /// Names of parameters and of all fields of request bodies, at any depth.
    pub request: BTreeSet<String>,
    /// Names of all fields of responses, at any depth.
    pub response: BTreeSet<String>,
    /// Where it stands.
    pub place: Place,
}

/// All operations under `paths`.
pub fn endpoints(document: &Document) -> Vec<Endpoint> {
    let mut all = Vec::new();
    for item in operation::items(document, document.root.get("paths")).into_values() {
        for (method, operation) in &item.operations {
            let mut request: BTreeSet<String> =
                operation.parameters.values().filter_map(|node| node.text_of("name")).map(str::to_owned).collect();
            request.extend(operation.body.into_iter().flat_map(|body| fields(document, body)));
            all.push(Endpoint {
                method: method.to_ascii_uppercase(),
                path: item.path.clone(),
                operation_id: operation.node.text_of("operationId").map(str::to_owned),
                request,
                response: operation.responses.values().flat_map(|response| fields(document, response)).collect(),
                place: document.place(operation.node),
            });
        }
    }
    all
}

fn fields(document: &Document, body: &Node) -> BTreeSet<String> {
    let mut names = BTreeSet::new();
    let mut seen = HashSet::new();
    let mut todo: Vec<Vec<&Node>> = operation::media(body)
        .into_values()
        .filter_map(|media| media.get("schema"))
        .map(|schema| vec![schema])
        .collect();
    while let Some(nodes) = todo.pop() {
        if seen.len() > SCHEMAS || !seen.insert(nodes.iter().map(|node| node.address()).collect::<Vec<_>>()) {
            continue;
        }
        let shape = Shape::of(document, &nodes);
        names.extend(shape.properties.keys().map(|name| (*name).to_owned()));
        todo.extend(shape.properties.into_values());
        todo.extend([shape.items]);
        todo.extend(shape.groups.into_iter().flatten().map(|node| vec![node]));
        if let Additional::Like(nodes) = shape.additional {
            todo.push(nodes);
        }
    }
    names
}

/// `GET /users/{id}`, `get /users/:id/` and `GET /users/<int:id>` as one key: `GET /users/{}`.
pub fn template(endpoint: &str) -> String {
    let (method, path) = endpoint.trim().split_once(char::is_whitespace).unwrap_or(("", endpoint.trim()));
    let path = path.trim().split(['?', '#']).next().unwrap_or_default();
    let part = |part: &str| {
        let variable = part.starts_with([':', '*'])
            || part.contains(['{', '<']) && part.contains(['}', '>'])
            || part.contains("${");
        if variable { "{}".to_owned() } else { part.to_owned() }
    };
    let parts: Vec<String> = path.split('/').filter(|part| !part.is_empty()).map(part).collect();
    let path = format!("/{}", parts.join("/"));
    if method.is_empty() { path } else { format!("{} {path}", method.to_ascii_uppercase()) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_endpoint_has_one_key() {
        for text in ["GET /users/{id}", "get /users/:id/", "GET  /users/<int:id>?x=1", "GET users/${id}"] {
            assert_eq!(template(text), "GET /users/{}");
        }
        assert_eq!(template("/"), "/");
    }

    #[test]
    fn fields_at_any_depth() {
        let text = "openapi: 3.1.0
paths:
  /users/{id}:
    post:
      operationId: change
      parameters: [{in: path, name: id, required: true}]
      requestBody: {content: {application/json: {schema: {$ref: '#/components/schemas/User'}}}}
      responses: {'200': {content: {application/json: {schema: {type: array, items: {$ref: '#/components/schemas/User'}}}}}}
components:
  schemas:
    User: {properties: {name: {type: string}, boss: {oneOf: [{$ref: '#/components/schemas/User'}, {type: 'null'}]}}}
";
        let document = Document::read("api.yaml", text.as_bytes()).unwrap();
        let all = endpoints(&document);
        assert_eq!(all.len(), 1);
        assert_eq!(all[0].request.iter().collect::<Vec<_>>(), ["boss", "id", "name"]);
        assert_eq!(all[0].response.iter().collect::<Vec<_>>(), ["boss", "name"]);
        assert_eq!(all[0].place.line, 4);
    }
}
