//! TypeScript and JavaScript: literals and templates, functions, Express, Fastify and NestJS routes, requests.

use super::constants::takes_sql;
use super::facts::{Call, FileFacts, NestFacts, RecordFacts, RouteFacts};
use super::parse::parse;
use super::texts::{Chain, constants, decode, joined, resolved, statement, text_of};
use super::tree::{Reading, method, walk};
use std::collections::HashSet;
use tree_sitter::Node;

/// Reads one file, `types` for TypeScript without JSX; nothing if it cannot be parsed with reasonable work.
pub(crate) fn scan(path: &str, text: &str, types: bool) -> Option<FileFacts> {
    let mut reading = Reading::new(path, text);
    let language = match types {
        true => tree_sitter_typescript::LANGUAGE_TYPESCRIPT,
        false => tree_sitter_typescript::LANGUAGE_TSX,
    };
    let tree = parse(&language.into(), text)?;
    constants(&mut reading, &tree);
    let mut class = Class::default();
    walk(&tree, |node| enter(&mut reading, &mut class, node));
    Some(reading.done())
}

/// What decorators said that the next class or method is for.
#[derive(Default)]
struct Class {
    /// Path of the `@Controller`, and where its class ends.
    prefix: Option<String>,
    /// Method, path and place of the `@Get` before a method.
    pending: Vec<(String, String, super::facts::At)>,
    /// The last sum that has no text among its parts.
    no_text: Chain,
    /// Where templates and strings begin that were read with the call that takes them.
    read: HashSet<usize>,
}

pub(super) fn children(node: Node<'_>) -> Vec<Node<'_>> {
    let mut cursor = node.walk();
    node.named_children(&mut cursor).filter(|node| node.kind() != "comment").take(5_000).collect()
}

fn enter(reading: &mut Reading<'_>, class: &mut Class, node: Node<'_>) {
    match node.kind() {
        "function_declaration" | "generator_function_declaration" => {
            reading.leave(node);
            if let Some(name) = node.child_by_field_name("name") {
                reading.function(reading.of(name).to_owned(), name, node);
            }
        }
        "method_definition" => {
            reading.leave(node);
            if let Some(name) = node.child_by_field_name("name") {
                let handler = reading.of(name).to_owned();
                for (method, path, at) in class.pending.drain(..) {
                    let path = join(class.prefix.as_deref().unwrap_or_default(), &path);
                    let handler = Some(Call { name: handler.clone(), of: Some("this".to_owned()) });
                    reading.facts.routes.push(RouteFacts { method, path, handler, router: None, at });
                }
                reading.function(handler, name, node);
            }
        }
        "variable_declarator" | "pair" | "public_field_definition" | "field_definition" => {
            reading.leave(node);
            named_value(reading, node);
        }
        "class_declaration" | "class" | "abstract_class_declaration" => {
            reading.leave(node);
            if let Some(name) = node.child_by_field_name("name") {
                reading.owner(reading.of(name).to_owned(), node);
            }
        }
        "interface_declaration" | "type_alias_declaration" => record(reading, node),
        "decorator" => decorator(reading, class, node),
        "import_statement" => import(reading, node),
        "call_expression" => {
            reading.leave(node);
            call(reading, class, node);
        }
        "binary_expression" if node.start_byte() >= reading.read_until => {
            reading.leave(node);
            if class.no_text.contains(node) {
                return;
            }
            let (whole, first) = joined(reading, node, true);
            match whole {
                Some(whole) => {
                    if !class.read.remove(&node.start_byte()) {
                        reading.literal(&whole, false);
                    }
                    reading.read_until = node.end_byte();
                }
                None => class.no_text = Chain::new(node, first),
            }
        }
        "string" | "template_string" if node.start_byte() >= reading.read_until => {
            reading.leave(node);
            if !class.read.remove(&node.start_byte()) {
                let literal = resolved(reading, node);
                reading.literal(&literal, false);
            }
        }
        _ => {}
    }
}

/// `const list = async () => …`, `{ list: () => … }`, and `require`.
fn named_value(reading: &mut Reading<'_>, node: Node<'_>) {
    let name = node.child_by_field_name("name").or_else(|| node.child_by_field_name("key"));
    let (Some(name), Some(value)) = (name, node.child_by_field_name("value")) else { return };
    if matches!(value.kind(), "arrow_function" | "function_expression" | "generator_function") {
        reading.function(reading.of(name).trim_matches(['"', '\'']).to_owned(), name, value);
    } else if value.kind() == "call_expression" && reading.of(value).starts_with("require") {
        let module = arguments(value).first().map(|module| decode(reading, *module).text);
        if let Some(module) = module {
            for local in words(reading.of(name)) {
                reading.facts.imports.push((local, module.clone()));
            }
        }
    }
}

fn words(text: &str) -> Vec<String> {
    let words = text.split(|c: char| !c.is_alphanumeric() && c != '_' && c != '$');
    words.filter(|word| !word.is_empty() && !matches!(*word, "as" | "type")).map(str::to_owned).take(200).collect()
}

fn import(reading: &mut Reading<'_>, node: Node<'_>) {
    let Some(source) = node.child_by_field_name("source") else { return };
    let module = decode(reading, source).text;
    for clause in children(node).iter().filter(|child| child.kind() == "import_clause") {
        for local in words(reading.of(*clause)) {
            reading.facts.imports.push((local, module.clone()));
        }
    }
}

fn arguments(call: Node<'_>) -> Vec<Node<'_>> {
    call.child_by_field_name("arguments").filter(|list| list.kind() == "arguments").map(children).unwrap_or_default()
}

/// The name that is called and the word before it.
fn callee(reading: &Reading<'_>, function: Node<'_>) -> Option<Call> {
    match function.kind() {
        "identifier" => Some(Call { name: reading.of(function).to_owned(), of: None }),
        "member_expression" => {
            let name = reading.of(function.child_by_field_name("property")?).to_owned();
            let object = function.child_by_field_name("object")?;
            let of = match object.kind() {
                "identifier" | "this" => Some(reading.of(object).to_owned()),
                "member_expression" => object.child_by_field_name("property").map(|of| reading.of(of).to_owned()),
                // `app.route('/x').get(…)`.
                _ => None,
            };
            Some(Call { name, of })
        }
        _ => None,
    }
}

fn call(reading: &mut Reading<'_>, class: &mut Class, node: Node<'_>) {
    let Some(function) = node.child_by_field_name("function") else { return };
    let Some(called) = callee(reading, function) else { return };
    let arguments = arguments(node);
    if let Some(types) = node.child_by_field_name("type_arguments") {
        let name = words(reading.of(types)).into_iter().find(|word| word.starts_with(char::is_uppercase));
        name.into_iter().for_each(|name| reading.record(name, node));
    }
    if takes_sql(&called.name, called.of.as_deref()) {
        // A tag has its template in place of arguments.
        let tagged = node.child_by_field_name("arguments").filter(|given| given.kind() == "template_string");
        let given = tagged.as_ref().or(arguments.first());
        if let Some((text, given)) = given.and_then(|given| Some((statement(reading, *given)?, given))) {
            reading.literal(&text, true);
            class.read.insert(given.start_byte());
        }
    }
    let object = called.of.clone().unwrap_or_default().to_ascii_lowercase();
    let serves = ["app", "router", "server", "fastify", "routes", "route"].iter().any(|word| object.ends_with(word));
    let first = arguments.first().and_then(|first| text_of(reading, *first)).map(|text| text.text);
    if called.name == "use" && arguments.len() > 1 {
        if let (Some(prefix), Some(target)) = (first, arguments.last().filter(|last| last.kind() == "identifier")) {
            let target = Call { name: reading.of(*target).to_owned(), of: None };
            reading.facts.nests.push(NestFacts { prefix, target, router: called.of.clone() });
        }
    } else if let (true, Some(asked), Some(path)) = (serves && arguments.len() > 1, method(&called.name), &first) {
        route(reading, asked, path.clone(), called.of.clone(), &arguments, node);
    } else if called.name == "route" && serves && arguments.first().is_some_and(|first| first.kind() == "object") {
        route_object(reading, arguments[0], called.of.clone());
    } else {
        request(reading, &called, &arguments);
    }
    reading.call(called);
}

fn route(
    reading: &mut Reading<'_>,
    method: String,
    path: String,
    router: Option<String>,
    arguments: &[Node<'_>],
    node: Node<'_>,
) {
    if !path.starts_with('/') && !path.is_empty() {
        return;
    }
    let at = reading.at(node.child_by_field_name("function").unwrap_or(node));
    let Some(last) = arguments.last() else { return };
    let handler = handler(reading, &method, &path, *last);
    reading.facts.routes.push(RouteFacts { method, path, handler, router, at });
}

/// The function that a handler names; one without a name is named after its endpoint.
fn handler(reading: &mut Reading<'_>, method: &str, path: &str, node: Node<'_>) -> Option<Call> {
    match node.kind() {
        "arrow_function" | "function_expression" => {
            let name = format!("{method} {path}");
            reading.function(name.clone(), node, node);
            Some(Call { name, of: None })
        }
        // `wrap(list)`, `list.bind(this)`.
        "call_expression" => {
            let inner = arguments(node).first().copied();
            let bound = node.child_by_field_name("function").filter(|f| reading.of(*f).ends_with(".bind"));
            match (bound.and_then(|bound| bound.child_by_field_name("object")), inner) {
                (Some(object), _) => callee(reading, object),
                (None, Some(inner)) if matches!(inner.kind(), "arrow_function" | "function_expression") => {
                    handler(reading, method, path, inner)
                }
                (None, Some(inner)) => callee(reading, inner),
                _ => None,
            }
        }
        _ => callee(reading, node),
    }
}

/// `fastify.route({ method: 'GET', url: '/x', handler })`.
fn route_object(reading: &mut Reading<'_>, object: Node<'_>, router: Option<String>) {
    let (mut asked, mut path, mut found) = (None, None, None);
    for pair in children(object) {
        let (Some(key), Some(value)) = (pair.child_by_field_name("key"), pair.child_by_field_name("value")) else {
            if reading.of(pair) == "handler" {
                found = Some(Call { name: "handler".to_owned(), of: None });
            }
            continue;
        };
        match reading.of(key) {
            "method" => asked = text_of(reading, value).map(|text| text.text.to_ascii_uppercase()),
            "url" | "path" => path = text_of(reading, value).map(|text| text.text),
            "handler" => found = callee(reading, value),
            _ => {}
        }
    }
    if let (Some(method), Some(path)) = (asked, path) {
        let at = reading.at(object);
        reading.facts.routes.push(RouteFacts { method, path, handler: found, router, at });
    }
}

/// `fetch('/x', { method: 'POST' })`, `axios.get('/x')`, `request('PUT', '/x')`, `axios({ url: '/x' })`.
fn request(reading: &mut Reading<'_>, called: &Call, arguments: &[Node<'_>]) {
    let names = ["fetch", "request", "axios", "ky", "got", "ajax", "call", "send", "url"];
    let lower = called.name.to_ascii_lowercase();
    let named = method(&called.name);
    if named.is_none() && !names.iter().any(|name| lower.contains(name)) {
        return;
    }
    let mut asked = named;
    let mut literal = None;
    for argument in arguments.iter().take(3) {
        if let Some(text) = text_of(reading, *argument) {
            if let Some(word) = method(&text.text).filter(|_| text.text.chars().all(|c| c.is_ascii_alphabetic())) {
                asked = Some(word);
            } else if literal.is_none() {
                literal = Some((text, *argument));
            }
        } else if argument.kind() == "object" {
            for pair in children(*argument) {
                let value = pair.child_by_field_name("value").and_then(|value| Some((text_of(reading, value)?, value)));
                match (pair.child_by_field_name("key").map(|key| reading.of(key)), value) {
                    (Some("method"), Some((text, _))) => asked = Some(text.text.to_ascii_uppercase()),
                    (Some("url"), Some(text)) if literal.is_none() => literal = Some(text),
                    _ => {}
                }
            }
        }
    }
    if let Some((text, node)) = literal {
        // `fetch` without a method asks for GET.
        let usual = (lower == "fetch" && arguments.len() == 1).then(|| "GET".to_owned());
        reading.request(&text, asked.or(usual), node);
    }
}

fn decorator(reading: &mut Reading<'_>, class: &mut Class, node: Node<'_>) {
    let Some(call) = children(node).into_iter().find(|child| child.kind() == "call_expression") else { return };
    let name = call.child_by_field_name("function").map(|name| reading.of(name)).unwrap_or_default();
    let path = arguments(call).first().and_then(|first| text_of(reading, *first)).map(|text| text.text);
    if name == "Controller" {
        class.prefix = Some(path.unwrap_or_default());
    } else if name.starts_with(char::is_uppercase)
        && let Some(method) = method(&name.to_ascii_lowercase())
    {
        class.pending.push((method, path.unwrap_or_default(), reading.at(node)));
    }
}

/// `/a` and `b` as `/a/b`.
pub(crate) fn join(prefix: &str, path: &str) -> String {
    let parts = [prefix, path].into_iter().flat_map(|part| part.split('/')).filter(|part| !part.is_empty());
    format!("/{}", parts.collect::<Vec<_>>().join("/"))
}

fn record(reading: &mut Reading<'_>, node: Node<'_>) {
    let body = node.child_by_field_name("body").or_else(|| node.child_by_field_name("value"));
    let (Some(name), Some(body)) = (node.child_by_field_name("name"), body) else { return };
    let fields: Vec<_> = children(body)
        .into_iter()
        .filter(|child| child.kind() == "property_signature")
        .filter_map(|child| child.child_by_field_name("name"))
        .map(|name| (reading.of(name).trim_matches(['"', '\'']).to_owned(), reading.at(name)))
        .collect();
    if !fields.is_empty() {
        reading.facts.records.push(RecordFacts { name: reading.of(name).to_owned(), fields });
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn statements_functions_routes_and_requests() {
        let text = r#"
import { users as usersRouter, other } from './users';
const orders = require('./orders');
interface User { id: string; 'e_mail': string }
class UserRepository {
  async find(id: string) { return this.pool.query<User>(`SELECT id, e_mail FROM users WHERE id = ${id}`); }
  save = async () => { await this.db.query('INSERT INTO users (id) ' + 'VALUES ($1)'); };
}
const list = async (req, res) => { repository.find(1); };
app.get('/users/:id', auth, list);
app.post('/users', async (req, res) => { await repository.save(); });
app.use('/api', usersRouter);
fastify.route({ method: 'PUT', url: '/things', handler: things });
export const client = {
  get: (id) => fetch(`${BASE}/users/${id}`),
  create: (user) => axios.post('/users', user),
  change: () => http.request('PATCH', '/users/1'),
};
@Controller('cats')
export class Cats { @Get(':id') one(@Param() id) { return this.service.one(id); } }
"#;
        let facts = scan("a.ts", text, true).unwrap();
        let names: Vec<_> = facts.functions.iter().map(|f| f.name.as_str()).collect();
        assert_eq!(names, ["find", "save", "list", "POST /users", "get", "create", "change", "one"]);
        assert_eq!(facts.functions[1].owner.as_deref(), Some("UserRepository"));
        assert_eq!(facts.sql.len(), 2, "{:#?}", facts.sql);
        assert_eq!(facts.sql[0].record.as_deref(), Some("User"));
        let routes: Vec<_> = facts
            .routes
            .iter()
            .map(|r| (r.method.as_str(), r.path.as_str(), r.handler.clone().unwrap().name))
            .collect();
        assert_eq!(
            routes,
            [
                ("GET", "/users/:id", "list".to_owned()),
                ("POST", "/users", "POST /users".to_owned()),
                ("PUT", "/things", "things".to_owned()),
                ("GET", "/cats/:id", "one".to_owned()),
            ]
        );
        let requests: Vec<_> = facts.requests.iter().map(|r| (r.method.as_deref().unwrap(), r.path.as_str())).collect();
        assert_eq!(requests, [("GET", "/users/{}"), ("POST", "/users"), ("PATCH", "/users/1")]);
        assert!(facts.imports.contains(&("usersRouter".to_owned(), "./users".to_owned())));
        assert!(facts.imports.contains(&("orders".to_owned(), "./orders".to_owned())));
        assert_eq!(facts.records[0].fields[1].0, "e_mail");
        assert!(facts.functions[3].calls.iter().any(|call| call.name == "save"));
    }
}
