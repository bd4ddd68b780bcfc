//! The endpoints of one document and the names of the fields that go in and out.

use super::node::{Node, Nodes};
use super::operation;
use super::read::Document;
use super::shape::{Additional, Shape};
use crate::Place;
use std::collections::{BTreeSet, HashMap, HashSet};
use std::rc::Rc;

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

/// The key ([`template`]) of every operation under `paths`; far less work than [`endpoints`].
pub fn keys(document: &Document) -> Vec<String> {
    let items = operation::items(document, document.root.get("paths"));
    let of = |item: &operation::PathItem<'_>| {
        let key = |method: &&str| template(&format!("{method} {}", item.path));
        item.operations.keys().map(key).collect::<Vec<_>>()
    };
    items.values().flat_map(of).collect()
}

/// All operations under `paths`.
pub fn endpoints(document: &Document) -> Vec<Endpoint> {
    let mut all = Vec::new();
    let mut known = Known { document, steps: HashMap::new(), bodies: HashMap::new() };
    for item in operation::items(document, document.root.get("paths")).into_values() {
        for (method, operation) in &item.operations {
            let mut request: BTreeSet<String> =
                operation.parameters.values().filter_map(|node| node.text_of("name")).map(str::to_owned).collect();
            request.extend(operation.body.into_iter().flat_map(|body| known.fields(body)).map(str::to_owned));
            let responses: BTreeSet<&str> =
                operation.responses.values().flat_map(|response| known.fields(response)).collect();
            all.push(Endpoint {
                method: method.to_ascii_uppercase(),
                path: item.path.clone(),
                operation_id: operation.node.text_of("operationId").map(str::to_owned),
                request,
                response: responses.into_iter().map(str::to_owned).collect(),
                place: document.place(operation.node),
            });
        }
    }
    all
}

/// Names a schema, or several that hold together, by where they stand.
type Key = Vec<usize>;

/// A schema's own fields, and the schemas below it.
struct Step<'a> {
    names: Vec<&'a str>,
    below: Vec<(Key, Vec<&'a Node>)>,
}

/// What was found out about schemas: many operations share them.
struct Known<'a> {
    document: &'a Document,
    steps: HashMap<Key, Rc<Step<'a>>>,
    bodies: HashMap<Key, Rc<HashSet<&'a str>>>,
}

fn keyed(nodes: Vec<&Node>) -> (Key, Vec<&Node>) {
    (nodes.iter().map(|node| node.address()).collect(), nodes)
}

impl<'a> Known<'a> {
    /// Names of all fields of a body, at any depth.
    fn fields(&mut self, body: &'a Node) -> BTreeSet<&'a str> {
        let schemas = operation::media(body).into_values().filter_map(|media| media.get("schema"));
        let mut names = BTreeSet::new();
        for schema in schemas {
            // One reference is as good as another to the same schema.
            names.extend(self.below(self.document.target(schema)).iter());
        }
        names
    }

    fn below(&mut self, schema: &'a Node) -> Rc<HashSet<&'a str>> {
        let first = keyed(vec![schema]);
        if let Some(known) = self.bodies.get(&first.0) {
            return Rc::clone(known);
        }
        let (mut names, mut seen) = (HashSet::new(), HashSet::from([first.0.clone()]));
        let mut todo = vec![first.clone()];
        while let Some((key, nodes)) = todo.pop() {
            let step = self.step(key, &nodes);
            names.extend(step.names.iter());
            for next in &step.below {
                if seen.len() < SCHEMAS && seen.insert(next.0.clone()) {
                    todo.push(next.clone());
                }
            }
        }
        let names = Rc::new(names);
        self.bodies.insert(first.0, Rc::clone(&names));
        names
    }

    fn step(&mut self, key: Key, nodes: &[&'a Node]) -> Rc<Step<'a>> {
        if let Some(known) = self.steps.get(&key) {
            return Rc::clone(known);
        }
        let shape = Shape::of(self.document, nodes);
        let names = shape.properties.keys().copied().collect();
        let mut below: Vec<_> = shape.properties.into_values().collect();
        below.push(shape.items);
        below.extend(shape.groups.into_iter().flatten().map(|node| Nodes::from_buf([node])));
        if let Additional::Like(nodes) = shape.additional {
            below.push(nodes);
        }
        let below = below
            .into_iter()
            .map(|nodes| nodes.into_iter().map(|node| self.document.target(node)).collect())
            .map(keyed);
        let step = Rc::new(Step { names, below: below.collect() });
        self.steps.insert(key, Rc::clone(&step));
        step
    }
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
