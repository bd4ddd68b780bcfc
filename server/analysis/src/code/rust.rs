//! Rust: literals, `sqlx` macros, functions, axum, utoipa, actix and Rocket routes, requests.

mod literal;

use super::constants::takes_sql;
use super::facts::{At, Call, FileFacts, NestFacts, RecordFacts, RouteFacts};
use super::mapped::Mapped;
use super::parse::parse;
use super::tree::{Reading, method, walk};
use super::typescript::join;
use literal::{decode, filled, is_string, statement};
use tree_sitter::Node;

/// More routers than these that are put under a path on the spot are read as if they were not.
const PUT: usize = 1000;

/// Reads one file; nothing if it cannot be parsed with reasonable work.
pub(crate) fn scan(path: &str, text: &str) -> Option<FileFacts> {
    let mut reading = Reading::new(path, text);
    let tree = parse(&tree_sitter_rust::LANGUAGE.into(), text)?;
    literal::constants(&mut reading, &tree);
    let mut pending = Pending::default();
    walk(&tree, |node| enter(&mut reading, &mut pending, node));
    Some(reading.done())
}

/// The endpoints of the attributes before a function: method, path and place of each, and where the last one ends.
#[derive(Default)]
struct Pending {
    endpoints: Vec<(String, String, At)>,
    until: usize,
}

impl Pending {
    /// They belong to the next function, unless something else than attributes and comments stands before it. To look
    /// for it from each attribute would be slow where thousands follow one another.
    fn meet(&mut self, reading: &mut Reading<'_>, node: Node<'_>) {
        if self.endpoints.is_empty() || node.start_byte() < self.until || !node.is_named() {
            return;
        }
        if node.kind() == "function_item" {
            let name = node.child_by_field_name("name").map(|name| reading.of(name).to_owned());
            for (method, path, at) in self.endpoints.drain(..) {
                let handler = name.clone().map(|name| Call { name, of: None });
                reading.facts.routes.push(RouteFacts { method, path, handler, router: None, at });
            }
        } else if !["attribute", "comment"].iter().any(|kind| node.kind().contains(kind)) {
            self.endpoints.clear();
        }
    }
}

fn enter(reading: &mut Reading<'_>, pending: &mut Pending, node: Node<'_>) {
    pending.meet(reading, node);
    match node.kind() {
        "function_item" | "function_signature_item" => {
            reading.leave(node);
            if let Some(name) = node.child_by_field_name("name") {
                reading.function(reading.of(name).to_owned(), name, node);
            }
        }
        "impl_item" | "trait_item" => {
            reading.leave(node);
            let name = node.child_by_field_name(if node.kind() == "impl_item" { "type" } else { "name" });
            if let Some(name) = name {
                let name = reading.of(name).split('<').next().unwrap_or_default();
                reading.owner(name.rsplit("::").next().unwrap_or(name).to_owned(), node);
            }
        }
        "struct_item" => record(reading, node),
        "attribute_item" => {
            attribute(reading, pending, node);
            reading.read_until = reading.read_until.max(node.end_byte());
        }
        "macro_invocation" => {
            reading.leave(node);
            macro_call(reading, node);
        }
        "call_expression" => {
            reading.leave(node);
            call(reading, node);
        }
        "token_tree" => calls_in_tokens(reading, node),
        "string_literal" | "raw_string_literal" if node.start_byte() >= reading.read_until => {
            reading.leave(node);
            let literal = decode(reading, node);
            reading.literal(&literal, false);
        }
        _ => {}
    }
}

pub(super) fn children(node: Node<'_>) -> Vec<Node<'_>> {
    let mut cursor = node.walk();
    node.children(&mut cursor).take(5_000).collect()
}

/// The string literal that an argument is or is made from: `"/a"`, `&format!("/a/{id}")`, `"/a".to_owned()`.
fn string_in(node: Node<'_>) -> Option<Node<'_>> {
    let mut node = node;
    for _ in 0..8 {
        if is_string(node) {
            return Some(node);
        }
        let below = children(node);
        node = match node.kind() {
            "reference_expression" => node.child_by_field_name("value")?,
            "call_expression" => node.child_by_field_name("function")?,
            "field_expression" => node.child_by_field_name("value")?,
            "macro_invocation" => *below.iter().find(|child| child.kind() == "token_tree")?,
            "token_tree" => *below.iter().find(|child| is_string(**child))?,
            _ => return None,
        };
    }
    None
}

fn arguments(call: Node<'_>) -> Vec<Node<'_>> {
    let Some(list) = call.child_by_field_name("arguments") else { return Vec::new() };
    let mut cursor = list.walk();
    list.named_children(&mut cursor).filter(|node| !node.kind().contains("comment")).take(50).collect()
}

/// The name that is called and the word before it.
fn callee(reading: &Reading<'_>, function: Node<'_>) -> Option<Call> {
    let last = |text: &str| {
        let word = text.rsplit(|c: char| !c.is_alphanumeric() && c != '_').find(|word| !word.is_empty());
        word.map(str::to_owned)
    };
    match function.kind() {
        "identifier" => Some(Call { name: reading.of(function).to_owned(), of: None }),
        "field_expression" => {
            let name = reading.of(function.child_by_field_name("field")?).to_owned();
            let value = function.child_by_field_name("value")?;
            // Of a chain of calls only the word before the last dot would be known, and that is a method.
            let of = if value.kind() == "call_expression" { None } else { last(reading.of(value)) };
            Some(Call { name, of })
        }
        "scoped_identifier" => {
            let name = reading.of(function.child_by_field_name("name")?).to_owned();
            let of = function
                .child_by_field_name("path")
                .and_then(|path| last(reading.of(path).split('<').next().unwrap_or_default()));
            Some(Call { name, of })
        }
        "generic_function" => callee(reading, function.child_by_field_name("function")?),
        _ => None,
    }
}

fn call(reading: &mut Reading<'_>, node: Node<'_>) {
    let Some(function) = node.child_by_field_name("function") else { return };
    let Some(called) = callee(reading, function) else { return };
    let arguments = arguments(node);
    if function.kind() == "generic_function" && called.name.starts_with("query_as") {
        let types = function.child_by_field_name("type_arguments").map(|types| reading.of(types).to_owned());
        if let Some(name) = types.as_deref().and_then(last_type) {
            reading.record(name, node);
        }
    }
    if takes_sql(&called.name, called.of.as_deref()) {
        statement(reading, &arguments);
    }
    match (called.name.as_str(), arguments.first()) {
        ("route", Some(first)) if arguments.len() > 1 => {
            if let Some(path) = string_in(*first).map(|node| decode(reading, node).text) {
                routes(reading, &path, *first, arguments[1]);
            }
        }
        ("nest" | "scope" | "nest_service", Some(first)) if arguments.len() > 1 => {
            if let Some(prefix) = string_in(*first).map(|node| decode(reading, node).text) {
                let target = arguments[1];
                let target = match target.kind() {
                    // A chain of calls makes the router on the spot.
                    "call_expression" if is_chain(target) => {
                        if reading.put.len() < PUT {
                            reading.put.push((prefix.clone(), target.byte_range()));
                        }
                        None
                    }
                    "call_expression" => target.child_by_field_name("function").and_then(|f| callee(reading, f)),
                    _ => callee(reading, target),
                };
                if let Some(target) = target {
                    let router = reading.current_name();
                    reading.facts.nests.push(NestFacts { prefix, target, router });
                }
            }
        }
        (name, Some(_)) => {
            let named = method(name);
            if named.is_some() || matches!(name, "request" | "open" | "new" | "fetch" | "call") {
                let literal = arguments.iter().take(2).find_map(|argument| string_in(*argument));
                let said = arguments.iter().find_map(|argument| {
                    reading.of(*argument).rsplit("::").next().filter(|_| reading.of(*argument).contains("Method::"))
                });
                let asked = said.map(|word| word.to_ascii_uppercase()).or(named);
                if let Some(literal) = literal.filter(|_| asked.is_some() || name != "new") {
                    let text = decode(reading, literal);
                    reading.request(&text, asked, literal);
                }
            }
        }
        _ => {}
    }
    reading.call(called);
}

/// `Router::new().route(…)`.
fn is_chain(call: Node<'_>) -> bool {
    let function = call.child_by_field_name("function");
    let value = function.filter(|f| f.kind() == "field_expression").and_then(|f| f.child_by_field_name("value"));
    value.is_some_and(|value| value.kind() == "call_expression")
}

/// `<_, User>` names `User`.
fn last_type(types: &str) -> Option<String> {
    let inside = types.trim().trim_start_matches('<').trim_end_matches('>');
    let last = inside.rsplit(',').next()?.trim().split('<').next()?;
    let name = last.rsplit("::").next()?.trim();
    name.starts_with(char::is_uppercase).then(|| name.to_owned())
}

/// `get(list).post(create)` under `path`.
fn routes(reading: &mut Reading<'_>, path: &str, at: Node<'_>, handlers: Node<'_>) {
    let start = at.start_byte();
    let around = reading.put.iter().filter(|(_, range)| range.contains(&start));
    let path = around.fold(String::new(), |outer, (prefix, _)| join(&outer, prefix)) + path;
    let (at, router) = (reading.at(at), reading.current_name());
    let mut node = Some(handlers);
    let mut left = 12;
    while let Some(call) = node.filter(|node| node.kind() == "call_expression" && left > 0) {
        left -= 1;
        let Some(function) = call.child_by_field_name("function") else { break };
        let handler = arguments(call).first().and_then(|handler| callee(reading, *handler));
        if let Some(method) = callee(reading, function).and_then(|called| method(&called.name)) {
            let (path, router) = (path.clone(), router.clone());
            reading.facts.routes.push(RouteFacts { method, path, handler: handler.clone(), router, at });
        }
        if let Some(handler) = handler {
            reading.call(handler);
        }
        node = function.child_by_field_name("value");
    }
}

fn macro_call(reading: &mut Reading<'_>, node: Node<'_>) {
    let Some(name) = node.child_by_field_name("macro") else { return };
    let name = reading.of(name).rsplit("::").next().unwrap_or_default();
    let Some(tokens) = children(node).into_iter().find(|child| child.kind() == "token_tree") else { return };
    let inside = children(tokens);
    let mut strings = inside.iter().copied().filter(|child| is_string(*child));
    match name {
        _ if node.start_byte() < reading.read_until => {}
        "concat" | "concatcp" => {
            let whole = literal::concat(reading, &inside);
            reading.literal(&whole, false);
            reading.read_until = node.end_byte();
        }
        "query_file" | "query_file_as" | "query_file_scalar" | "include_str" => {
            if let Some(file) = strings.next_back().map(|string| decode(reading, string).text) {
                let function = reading.current();
                if file.ends_with(".sql") {
                    reading.facts.sql_files.push((file, function));
                }
            }
        }
        _ if name.starts_with("query") => {
            if name.starts_with("query_as") {
                let before = inside.iter().take_while(|child| !is_string(**child));
                let record = before.filter(|child| matches!(child.kind(), "identifier" | "type_identifier")).last();
                if let Some(record) = record {
                    reading.record(reading.of(*record).to_owned(), node);
                }
            }
            // `query!("SELECT " + "a")` is one text; what follows after a comma are its parameters.
            let mut whole = Mapped::default();
            let mut until = 0;
            let start = inside.iter().position(|child| is_string(*child)).unwrap_or(0);
            for child in inside.iter().skip(start).take_while(|child| child.kind() != ",") {
                if is_string(*child) {
                    whole.append(&decode(reading, *child));
                    until = child.end_byte();
                }
            }
            reading.literal(&whole, true);
            reading.read_until = reading.read_until.max(until);
        }
        _ => {
            if let Some((whole, until)) = filled(reading, &inside) {
                reading.literal(&whole, false);
                reading.read_until = until;
            }
        }
    }
}

/// Inside a macro nothing is parsed, but a word before a bracket is a call.
fn calls_in_tokens(reading: &mut Reading<'_>, node: Node<'_>) {
    let inside = children(node);
    for (i, tokens) in inside.iter().enumerate().filter(|(_, child)| child.kind() == "token_tree") {
        let before = |n: usize| i.checked_sub(n).and_then(|at| inside.get(at));
        let Some(name) = before(1).filter(|name| name.kind() == "identifier") else { continue };
        if reading.of(*tokens).starts_with('(') {
            let joined = before(2).is_some_and(|sign| matches!(reading.of(*sign), "." | "::"));
            let of = before(3).filter(|of| joined && of.kind() == "identifier").map(|of| reading.of(*of).to_owned());
            reading.call(Call { name: reading.of(*name).to_owned(), of });
        }
    }
}

/// `#[utoipa::path(get, path = "/x")]`, `#[get("/x")]`.
fn attribute(reading: &Reading<'_>, pending: &mut Pending, node: Node<'_>) {
    let text = reading.of(node);
    let inside = text.trim_start_matches("#[").trim_end_matches(']');
    let name = inside.split(['(', '=', ' ']).next().unwrap_or_default();
    let last = name.rsplit("::").next().unwrap_or_default();
    let quoted = |text: &str| Some(text.split('"').nth(1)?.to_owned());
    let (method, path) = if name.ends_with("utoipa::path") || (last == "path" && name.contains("::")) {
        let words = inside.split(|c: char| !c.is_alphanumeric() && c != '_');
        let method =
            words.skip(1).find_map(|word| method(word).filter(|_| word.chars().all(|c| c.is_ascii_lowercase())));
        let value = |key: &str| {
            let after = inside.match_indices(key).find_map(|(at, _)| {
                let before = inside[..at].chars().next_back().unwrap_or(' ');
                let rest = inside[at + key.len()..].trim_start();
                (!before.is_alphanumeric() && before != '_').then(|| rest.strip_prefix('=')).flatten()
            })?;
            quoted(after)
        };
        let context = value("context_path").unwrap_or_default();
        (method, value("path").map(|path| format!("{context}{path}")))
    } else {
        (method(last).filter(|_| last.chars().all(|c| c.is_ascii_lowercase())), quoted(inside))
    };
    let (Some(method), Some(written)) = (method, path) else { return };
    if !written.starts_with('/') {
        return;
    }
    // What an attribute says is the whole path or stands in a scope; both are told apart when it is joined.
    pending.endpoints.push((method, written, reading.at(node)));
    pending.until = node.end_byte();
}

fn record(reading: &mut Reading<'_>, node: Node<'_>) {
    let (Some(name), Some(body)) = (node.child_by_field_name("name"), node.child_by_field_name("body")) else { return };
    let mut fields = Vec::new();
    let mut renamed = None;
    for child in children(body) {
        match child.kind() {
            "attribute_item" => {
                let text = reading.of(child);
                if text.contains("rename") {
                    renamed = text.split('"').nth(1).map(str::to_owned);
                }
            }
            "field_declaration" => {
                if let Some(field) = child.child_by_field_name("name") {
                    let written = reading.of(field).trim_start_matches("r#").to_owned();
                    fields.push((renamed.take().unwrap_or(written), reading.at(field)));
                }
            }
            _ => {}
        }
    }
    if !fields.is_empty() {
        reading.facts.records.push(RecordFacts { name: reading.of(name).to_owned(), fields });
    }
}

#[cfg(test)]
mod tests;
