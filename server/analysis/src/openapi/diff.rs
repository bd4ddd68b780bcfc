//! Two documents: paths, operations, parameters, bodies, responses, security.

use super::difference::{Difference, Direction, Side};
use super::node::Node;
use super::operation::{self, Operation, PathItem};
use super::read::Document;
use super::rules;
use super::shape::Shape;
use crate::Severity;
use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet, VecDeque};
use std::rc::Rc;

/// The most differences that are listed; documents that differ more are simply different.
const MOST: usize = 5_000;
/// The most operations that are named for one difference.
const NAMED: usize = 50;

/// All differences from `base` to `head`, breaking ones first, then in the order of the documents.
pub fn diff(base: &Document, head: &Document) -> Vec<Difference> {
    let mut differ = Differ::new(base, head);
    differ.paths(base.root.get("paths"), head.root.get("paths"), false);
    differ.paths(base.root.get("webhooks"), head.root.get("webhooks"), true);
    differ.servers();
    differ.schemes();
    differ.run();
    differ.finish()
}

/// A difference whose pointer and place are not known yet.
pub(crate) struct Raw<'a> {
    pub(crate) rule: &'static str,
    pub(crate) breaking: bool,
    pub(crate) severity: Severity,
    pub(crate) direction: Option<Direction>,
    pub(crate) side: Side,
    pub(crate) node: &'a Node,
    /// The pair of schemas it was found in.
    pub(crate) pair: Option<usize>,
    pub(crate) operation: String,
    pub(crate) message: String,
    /// Tells apart two differences of one rule at one place.
    pub(crate) detail: String,
    pub(crate) why: String,
    pub(crate) fix: String,
}

/// A pair of schemas that is compared once, wherever it is used.
#[derive(Clone)]
pub(crate) struct Task<'a> {
    pub(crate) id: usize,
    pub(crate) base: Vec<&'a Node>,
    pub(crate) head: Vec<&'a Node>,
    pub(crate) direction: Direction,
    pub(crate) operation: String,
    /// `the request body of POST /users`.
    pub(crate) context: String,
    /// `address.street`, empty for the schema as a whole.
    pub(crate) path: String,
    /// The pair above compared already whether `null` is allowed.
    pub(crate) null_is_judged: bool,
}

impl<'a> Task<'a> {
    pub(crate) fn head_node(&self) -> &'a Node {
        static NONE: Node = Node { start: 0, end: 0, kind: super::node::Kind::Null };
        self.head.first().copied().unwrap_or(&NONE)
    }

    /// The path of a property of this schema.
    pub(crate) fn field(&self, name: &str) -> String {
        if self.path.is_empty() { name.to_owned() } else { format!("{}.{name}", self.path) }
    }

    /// `path` as the start of a sentence.
    pub(crate) fn named(&self, path: &str) -> String {
        if path.is_empty() {
            let mut letters = self.context.chars();
            letters.next().map_or_else(String::new, |first| format!("{}{}", first.to_uppercase(), letters.as_str()))
        } else {
            format!("`{path}` in {}", self.context)
        }
    }
}

type Key = (Vec<usize>, Vec<usize>, Direction);

pub(crate) struct Differ<'a> {
    pub(crate) base: &'a Document,
    pub(crate) head: &'a Document,
    found: Vec<Raw<'a>>,
    todo: VecDeque<Task<'a>>,
    seen: HashMap<Key, usize>,
    /// For each pair those it was reached from.
    parents: Vec<BTreeSet<usize>>,
    /// For each pair the operations that name it.
    roots: Vec<BTreeSet<String>>,
    /// Names of the shared schemas by their addresses.
    pub(crate) names: HashMap<usize, &'a str>,
    pub(crate) shapes: HashMap<Vec<usize>, Rc<Shape<'a>>>,
}

impl<'a> Differ<'a> {
    fn new(base: &'a Document, head: &'a Document) -> Self {
        Self {
            base,
            head,
            found: Vec::new(),
            todo: VecDeque::new(),
            seen: HashMap::new(),
            parents: Vec::new(),
            roots: Vec::new(),
            shapes: HashMap::new(),
            names: [base, head].into_iter().flat_map(schemas).map(|(name, node)| (node.address(), name)).collect(),
        }
    }

    pub(crate) fn emit(&mut self, raw: Raw<'a>) {
        // More than are listed, so that repeats can fall away and breaking ones can come first.
        if self.found.len() < 4 * MOST {
            self.found.push(raw);
        }
    }

    fn enter(&mut self, mut task: Task<'a>, parent: Option<usize>) {
        // What only refers is what it refers to, so that a shared schema is one pair wherever it is used.
        task.base.iter_mut().for_each(|node| *node = self.base.target(node));
        task.head.iter_mut().for_each(|node| *node = self.head.target(node));
        // Most of two documents is the same, word for word.
        let equal = |(base, head): (&&Node, &&Node)| base.says_the_same(head);
        let alike = self.base.old == self.head.old && task.base.len() == task.head.len();
        if alike && task.base.iter().zip(&task.head).all(equal) {
            return;
        }
        let addresses = |nodes: &[&Node]| nodes.iter().map(|node| node.address()).collect::<Vec<_>>();
        let key = (addresses(&task.base), addresses(&task.head), task.direction);
        let next = self.parents.len();
        let id = *self.seen.entry(key).or_insert(next);
        if id == next {
            self.parents.push(BTreeSet::new());
            self.roots.push(BTreeSet::new());
        }
        match parent {
            Some(parent) => {
                if let Some(parents) = self.parents.get_mut(id) {
                    parents.insert(parent);
                }
            }
            None => {
                if let Some(roots) = self.roots.get_mut(id) {
                    roots.insert(task.operation.clone());
                }
            }
        }
        if id == next {
            task.id = id;
            self.todo.push_back(task);
        }
    }

    /// Queues a pair of schemas below `task`.
    pub(crate) fn queue(&mut self, task: &Task<'a>, base: Vec<&'a Node>, head: Vec<&'a Node>, path: String) {
        let below = Task { id: 0, base, head, path, ..task.clone() };
        self.enter(below, Some(task.id));
    }

    fn schema(&mut self, base: Option<&'a Node>, head: Option<&'a Node>, place: &Where, context: String) {
        static ANY: Node = Node { start: 0, end: 0, kind: super::node::Kind::Null };
        if base.is_none() && head.is_none() {
            return;
        }
        let task = Task {
            id: 0,
            base: vec![base.unwrap_or(&ANY)],
            head: vec![head.unwrap_or(&ANY)],
            direction: place.direction,
            operation: place.operation.clone(),
            context,
            path: String::new(),
            null_is_judged: false,
        };
        self.enter(task, None);
    }

    fn run(&mut self) {
        while let Some(task) = self.todo.pop_front() {
            self.compare(&task);
        }
    }

    fn note(
        &mut self,
        rule: &'static str,
        severity: Severity,
        direction: Option<Direction>,
        at: (Side, &'a Node),
        subject: &str,
        texts: (String, &str, &str),
    ) {
        self.emit(Raw {
            rule,
            breaking: severity == Severity::Error,
            severity,
            direction,
            side: at.0,
            node: at.1,
            pair: None,
            operation: subject.to_owned(),
            detail: String::new(),
            message: texts.0,
            why: texts.1.to_owned(),
            fix: texts.2.to_owned(),
        });
    }

    fn paths(&mut self, base: Option<&'a Node>, head: Option<&'a Node>, turned: bool) {
        let (base, head) = (operation::items(self.base, base), operation::items(self.head, head));
        let mut gone: Vec<&PathItem<'a>> = Vec::new();
        let mut new: Vec<&PathItem<'a>> =
            head.iter().filter(|(key, _)| !base.contains_key(*key)).map(|(_, item)| item).collect();
        for (key, old) in &base {
            match head.get(key) {
                Some(new) => self.operations(old, new, turned),
                None => gone.push(old),
            }
        }
        for old in gone {
            let renamed = new.iter().position(|new| same(old, new));
            match renamed.map(|at| new.remove(at)) {
                Some(new) => {
                    let text = format!("{} is {} now", old.path, new.path);
                    self.note(
                        rules::PATH_RENAMED,
                        Severity::Error,
                        None,
                        (Side::Head, new.node),
                        &first_name(old),
                        (
                            text,
                            "Clients that call the old path get an error.",
                            "Serve the old path as well, marked as deprecated, until no client calls it.",
                        ),
                    );
                    self.operations(old, new, turned);
                }
                None => {
                    for operation in old.operations.values() {
                        self.removed(operation);
                    }
                }
            }
        }
        for item in new {
            for operation in item.operations.values() {
                self.added(operation);
            }
        }
    }

    fn removed(&mut self, operation: &Operation<'a>) {
        let mut text = format!("{} is gone", operation.name);
        if operation.node.is("deprecated") {
            text.push_str(", after it was deprecated");
        }
        if let Some(day) = operation.node.text_of("x-sunset") {
            text.push_str(&format!(" until {day}"));
        }
        self.note(
            rules::OPERATION_REMOVED,
            Severity::Error,
            None,
            (Side::Base, operation.node),
            &operation.name,
            (
                text,
                "Clients that call it get an error.",
                "Keep it, marked as deprecated with a day of sunset, until no client calls it.",
            ),
        );
    }

    fn added(&mut self, operation: &Operation<'a>) {
        let text = format!("{} is new", operation.name);
        let texts = (text, "Nobody calls it yet.", "");
        let at = (Side::Head, operation.node);
        self.note(rules::OPERATION_ADDED, Severity::Notice, None, at, &operation.name, texts);
    }

    fn operations(&mut self, base: &PathItem<'a>, head: &PathItem<'a>, turned: bool) {
        for (method, old) in &base.operations {
            match head.operations.get(method) {
                Some(new) => self.operation(old, new, turned),
                None => self.removed(old),
            }
        }
        for (_, new) in head.operations.iter().filter(|(method, _)| !base.operations.contains_key(*method)) {
            self.added(new);
        }
    }

    fn operation(&mut self, base: &Operation<'a>, head: &Operation<'a>, turned: bool) {
        let request = Where { operation: head.name.clone(), direction: Direction::Request.turned(turned) };
        let response = Where { operation: head.name.clone(), direction: Direction::Response.turned(turned) };
        self.life(base, head);
        self.parameters(base, head, &request);
        self.body(base, head, &request);
        self.responses(base, head, &response);
        self.security(base, head);
        let callbacks = |document: &'a Document, operation: &Operation<'a>| -> BTreeMap<String, &'a Node> {
            let members = operation.node.get("callbacks").into_iter().flat_map(Node::members);
            members.map(|(name, node)| (name.to_owned(), document.resolve(node))).collect()
        };
        // A callback of a callback would be compared as well, but only as deep as a document can nest.
        let (old, mut new) = (callbacks(self.base, base), callbacks(self.head, head));
        for (name, old) in old {
            let new = new.remove(&name);
            if !self.entered(old, new) {
                self.paths(Some(old), new, !turned);
            }
        }
    }

    /// Marks two callbacks as compared; a callback can refer to the path that holds it.
    fn entered(&mut self, base: &Node, head: Option<&Node>) -> bool {
        let key = (vec![base.address()], vec![head.map_or(0, Node::address), usize::MAX], Direction::Request);
        let next = self.parents.len();
        if self.seen.contains_key(&key) {
            return true;
        }
        self.seen.insert(key, next);
        self.parents.push(BTreeSet::new());
        self.roots.push(BTreeSet::new());
        false
    }

    fn life(&mut self, base: &Operation<'a>, head: &Operation<'a>) {
        let at = (Side::Head, head.node);
        if head.node.is("deprecated") && !base.node.is("deprecated") {
            let day = head.node.text_of("x-sunset").map(|day| format!(" and ends on {day}")).unwrap_or_default();
            let text = format!("{} is deprecated from now on{day}", head.name);
            let texts = (text, "Clients should stop calling it before it is removed.", "");
            self.note(rules::DEPRECATED, Severity::Notice, None, at, &head.name, texts);
        } else {
            let (old, new) = (base.node.text_of("x-sunset"), head.node.text_of("x-sunset"));
            if old != new {
                let text = format!(
                    "{} ends on {} now, before: {}",
                    head.name,
                    new.unwrap_or("no day"),
                    old.unwrap_or("no day")
                );
                let texts = (text, "Clients plan by that day.", "Do not move the day forward.");
                self.note(rules::SUNSET, Severity::Warning, None, at, &head.name, texts);
            }
        }
        let id = |operation: &Operation<'a>| operation.node.get("operationId");
        if let (Some(old), Some(new)) = (id(base), id(head))
            && old.text() != new.text()
        {
            let say = |node: &Node| node.text().unwrap_or_default().to_owned();
            let text = format!("the id of {} is `{}` now, before `{}`", head.name, say(new), say(old));
            let why = "The wire does not change, but generated clients name the method after the id.";
            let texts = (text, why, "Keep the id if clients are generated.");
            self.note(rules::OPERATION_ID, Severity::Warning, None, (Side::Head, new), &head.name, texts);
        }
    }

    fn parameters(&mut self, base: &Operation<'a>, head: &Operation<'a>, place: &Where) {
        let direction = Some(place.direction);
        for ((kind, name), old) in &base.parameters {
            let Some(new) = head.parameters.get(&(kind.clone(), name.clone())) else {
                // A path parameter goes only with its path, or was never described.
                if kind != "path" {
                    let text = format!("the {kind} parameter `{name}` of {} is gone", head.name);
                    let texts = (
                        text,
                        "What clients send there has no effect any more: a filter that does not filter.",
                        "Keep the parameter, marked as deprecated, until no client sends it.",
                    );
                    self.note(
                        rules::PARAMETER_REMOVED,
                        Severity::Error,
                        direction,
                        (Side::Base, old),
                        &head.name,
                        texts,
                    );
                }
                continue;
            };
            let shown = new.text_of("name").unwrap_or(name);
            let context = format!("the {kind} parameter `{shown}` of {}", head.name);
            if kind != "path" {
                match (old.is("required"), new.is("required")) {
                    (false, true) => {
                        let texts = (
                            format!("{context} is required now"),
                            "Requests that leave it out are refused.",
                            "Keep it optional and choose a default on the server.",
                        );
                        self.note(
                            rules::PARAMETER_REQUIRED,
                            Severity::Error,
                            direction,
                            (Side::Head, new),
                            &head.name,
                            texts,
                        );
                    }
                    (true, false) => {
                        let texts =
                            (format!("{context} is optional now"), "All that was accepted until now still is.", "");
                        self.note(
                            rules::PARAMETER_REQUIRED,
                            Severity::Notice,
                            direction,
                            (Side::Head, new),
                            &head.name,
                            texts,
                        );
                    }
                    _ => {}
                }
            }
            if style(old) != style(new) {
                let texts = (
                    format!("{context} is written in another way"),
                    "What clients send is read as something else.",
                    "Keep `style` and `explode` as they were.",
                );
                self.note(rules::PARAMETER_STYLE, Severity::Error, direction, (Side::Head, new), &head.name, texts);
            }
            if new.is("deprecated") && !old.is("deprecated") {
                let texts = (
                    format!("{context} is deprecated from now on"),
                    "Clients should stop sending it before it is removed.",
                    "",
                );
                self.note(rules::DEPRECATED, Severity::Notice, direction, (Side::Head, new), &head.name, texts);
            }
            self.schema(parameter_schema(old), parameter_schema(new), place, context);
        }
        for ((kind, name), new) in &head.parameters {
            if kind == "path" || base.parameters.contains_key(&(kind.clone(), name.clone())) {
                continue;
            }
            let required = new.is("required");
            let text = format!(
                "the {kind} parameter `{name}` of {} is new{}",
                head.name,
                if required { " and required" } else { "" }
            );
            let texts = match required {
                true => (
                    text,
                    "Requests of existing clients lack it and are refused.",
                    "Make it optional and choose a default on the server.",
                ),
                false => (text, "Existing requests stay valid.", ""),
            };
            let severity = if required { Severity::Error } else { Severity::Notice };
            self.note(rules::PARAMETER_ADDED, severity, direction, (Side::Head, new), &head.name, texts);
        }
    }

    fn body(&mut self, base: &Operation<'a>, head: &Operation<'a>, place: &Where) {
        let direction = Some(place.direction);
        let context = format!("the request body of {}", head.name);
        match (base.body, head.body) {
            (None, None) => {}
            (Some(old), None) => {
                let texts = (
                    format!("{context} is gone"),
                    "What clients send has no effect any more.",
                    "Go on accepting the body until no client sends it.",
                );
                self.note(rules::BODY_REMOVED, Severity::Error, direction, (Side::Base, old), &head.name, texts);
            }
            (None, Some(new)) => {
                let (severity, why, fix) = match new.is("required") {
                    true => (
                        Severity::Error,
                        "Requests of existing clients have no body and are refused.",
                        "Make the body optional.",
                    ),
                    false => (Severity::Notice, "Existing requests stay valid.", ""),
                };
                self.note(
                    rules::BODY_ADDED,
                    severity,
                    direction,
                    (Side::Head, new),
                    &head.name,
                    (format!("{context} is new"), why, fix),
                );
            }
            (Some(old), Some(new)) => {
                match (old.is("required"), new.is("required")) {
                    (false, true) => {
                        let texts = (
                            format!("{context} is required now"),
                            "Requests without a body are refused.",
                            "Keep the body optional.",
                        );
                        self.note(
                            rules::BODY_REQUIRED,
                            Severity::Error,
                            direction,
                            (Side::Head, new),
                            &head.name,
                            texts,
                        );
                    }
                    (true, false) => {
                        let texts =
                            (format!("{context} is optional now"), "All that was accepted until now still is.", "");
                        self.note(
                            rules::BODY_REQUIRED,
                            Severity::Notice,
                            direction,
                            (Side::Head, new),
                            &head.name,
                            texts,
                        );
                    }
                    _ => {}
                }
                self.media(old, new, place, &context);
            }
        }
    }

    fn media(&mut self, base: &'a Node, head: &'a Node, place: &Where, context: &str) {
        let (old, new) = (operation::media(base), operation::media(head));
        for (name, media) in &old {
            match new.get(name) {
                Some(other) => {
                    let context = if old.len() > 1 { format!("{context} as {name}") } else { context.to_owned() };
                    self.schema(media.get("schema"), other.get("schema"), place, context);
                }
                None => {
                    let why = match place.direction {
                        Direction::Request => "Clients that send it are refused.",
                        Direction::Response => "Clients that ask for it get an error or another format.",
                    };
                    let texts = (
                        format!("{context} cannot be {name} any more"),
                        why,
                        "Keep the content type beside the new one.",
                    );
                    self.note(
                        rules::MEDIA_REMOVED,
                        Severity::Error,
                        Some(place.direction),
                        (Side::Base, media),
                        &place.operation,
                        texts,
                    );
                }
            }
        }
        for (name, media) in new.iter().filter(|(name, _)| !old.contains_key(*name)) {
            let texts = (format!("{context} can be {name} now"), "Clients that do not ask for it do not get it.", "");
            self.note(
                rules::MEDIA_ADDED,
                Severity::Notice,
                Some(place.direction),
                (Side::Head, media),
                &place.operation,
                texts,
            );
        }
    }

    fn responses(&mut self, base: &Operation<'a>, head: &Operation<'a>, place: &Where) {
        let direction = Some(place.direction);
        for (code, old) in &base.responses {
            let context = format!("the response {code} of {}", head.name);
            let Some(new) = head.responses.get(code) else {
                let (severity, why, fix) = match code.starts_with('2') {
                    true => (
                        Severity::Error,
                        "Clients take the answer that comes instead for an error or cannot read it.",
                        "Keep the status, or publish the operation under another path.",
                    ),
                    false => (Severity::Notice, "Clients do not get this answer any more.", ""),
                };
                self.note(
                    rules::STATUS_REMOVED,
                    severity,
                    direction,
                    (Side::Base, old),
                    &head.name,
                    (format!("{context} is gone"), why, fix),
                );
                continue;
            };
            self.media(old, new, place, &context);
            self.headers(old, new, place, &context);
        }
        for (code, new) in head.responses.iter().filter(|(code, _)| !base.responses.contains_key(*code)) {
            let texts = (
                format!("the response {code} of {} is new", head.name),
                "Clients are expected to handle every status by its first digit.",
                "",
            );
            self.note(rules::STATUS_ADDED, Severity::Notice, direction, (Side::Head, new), &head.name, texts);
        }
    }

    fn headers(&mut self, base: &'a Node, head: &'a Node, place: &Where, context: &str) {
        let read = |document: &'a Document, node: &'a Node| -> BTreeMap<String, &'a Node> {
            let members = node.get("headers").into_iter().flat_map(Node::members);
            members.map(|(name, node)| (name.to_ascii_lowercase(), document.resolve(node))).collect()
        };
        let direction = Some(place.direction);
        let (old, new) = (read(self.base, base), read(self.head, head));
        for (name, old) in &old {
            let context = format!("the header `{name}` of {context}");
            let Some(new) = new.get(name) else {
                let texts = (
                    format!("{context} is gone"),
                    "Clients that read it find nothing there.",
                    "Go on sending the header until no client reads it.",
                );
                self.note(
                    rules::HEADER_REMOVED,
                    Severity::Error,
                    direction,
                    (Side::Base, old),
                    &place.operation,
                    texts,
                );
                continue;
            };
            match (old.is("required"), new.is("required")) {
                (true, false) => {
                    let texts = (
                        format!("{context} is optional now"),
                        "A client that relies on it does not always find it.",
                        "Go on sending the header in every answer.",
                    );
                    self.note(
                        rules::HEADER_REQUIRED,
                        Severity::Error,
                        direction,
                        (Side::Head, new),
                        &place.operation,
                        texts,
                    );
                }
                (false, true) => {
                    let texts = (format!("{context} is always there now"), "Clients get more than they rely on.", "");
                    self.note(
                        rules::HEADER_REQUIRED,
                        Severity::Notice,
                        direction,
                        (Side::Head, new),
                        &place.operation,
                        texts,
                    );
                }
                _ => {}
            }
            self.schema(parameter_schema(old), parameter_schema(new), place, context);
        }
        for (name, new) in new.iter().filter(|(name, _)| !old.contains_key(*name)) {
            let texts = (
                format!("the header `{name}` of {context} is new"),
                "Clients ignore headers that they do not know.",
                "",
            );
            self.note(rules::HEADER_ADDED, Severity::Notice, direction, (Side::Head, new), &place.operation, texts);
        }
    }

    fn security(&mut self, base: &Operation<'a>, head: &Operation<'a>) {
        let old_node = base.node.get("security").or_else(|| self.base.root.get("security"));
        let new_node = head.node.get("security").or_else(|| self.head.root.get("security"));
        let (old, new) = (requirements(old_node), requirements(new_node));
        let enough = |given: &Requirement, wanted: &Requirement| {
            wanted.iter().all(|(scheme, scopes)| given.get(scheme).is_some_and(|has| scopes.is_subset(has)))
        };
        let at = match (head.node.get("security"), new_node) {
            (Some(node), _) => (Side::Head, node),
            _ => (Side::Head, head.node),
        };
        for given in old.iter().filter(|given| !new.iter().any(|wanted| enough(given, wanted))) {
            let text = format!("{} cannot be called with {} any more", head.name, say(given));
            let texts = (
                text,
                "Clients with these credentials are refused.",
                "Go on accepting the old credentials until all clients have the new ones.",
            );
            self.note(rules::SECURITY_TIGHTENED, Severity::Error, Some(Direction::Request), at, &head.name, texts);
        }
        for given in new.iter().filter(|given| !old.iter().any(|wanted| enough(given, wanted))) {
            let text = format!("{} can be called with {} now", head.name, say(given));
            let texts = (text, "More callers get in: make sure that this is meant.", "");
            self.note(rules::SECURITY_RELAXED, Severity::Warning, Some(Direction::Request), at, &head.name, texts);
        }
    }

    fn schemes(&mut self) {
        let read = |document: &'a Document| -> BTreeMap<&'a str, &'a Node> {
            let schemes = document.root.get("components").and_then(|components| components.get("securitySchemes"));
            schemes.into_iter().flat_map(Node::members).map(|(name, node)| (name, document.resolve(node))).collect()
        };
        let new = read(self.head);
        for (name, old) in read(self.base) {
            let keys = ["type", "in", "name", "scheme", "openIdConnectUrl"];
            let key = |node: &'a Node| keys.map(|key| node.text_of(key).map(str::to_ascii_lowercase));
            let subject = format!("security scheme `{name}`");
            let fix = "Add the new way as another scheme and accept both.";
            match new.get(name) {
                // Where it was used, the operations say that it is gone.
                None => {}
                Some(new) if key(old) == key(new) => {}
                Some(new) => {
                    let texts = (
                        format!("{subject} works in another way"),
                        "Clients prove who they are in the old way and are refused.",
                        fix,
                    );
                    self.note(
                        rules::SCHEME_CHANGED,
                        Severity::Error,
                        Some(Direction::Request),
                        (Side::Head, new),
                        &subject,
                        texts,
                    );
                }
            }
        }
    }

    fn servers(&mut self) {
        let urls = |document: &'a Document| -> BTreeMap<&'a str, &'a Node> {
            let servers = document.root.get("servers").map_or(&[][..], Node::items);
            servers.iter().filter_map(|node| Some((node.text_of("url")?.trim_end_matches('/'), node))).collect()
        };
        let (old, new) = (urls(self.base), urls(self.head));
        for (url, node) in old.iter().filter(|(url, _)| !new.contains_key(*url)) {
            let texts = (
                format!("the server {url} is gone"),
                "Clients that are configured with it must be told.",
                "Keep the address until no client uses it.",
            );
            self.note(rules::SERVER_REMOVED, Severity::Warning, None, (Side::Base, node), "server", texts);
        }
    }

    fn finish(self) -> Vec<Difference> {
        let wanted = |side: Side| -> HashMap<usize, String> {
            let of = self.found.iter().filter(|raw| raw.side == side);
            of.map(|raw| (raw.node.address(), String::new())).collect()
        };
        if self.found.is_empty() {
            return Vec::new();
        }
        let pointers = (self.base.pointers(wanted(Side::Base)), self.head.pointers(wanted(Side::Head)));
        let mut merged: BTreeMap<_, Difference> = BTreeMap::new();
        let mut reached: HashMap<usize, BTreeSet<String>> = HashMap::new();
        for raw in self.found {
            let (document, pointers) = match raw.side {
                Side::Base => (self.base, &pointers.0),
                Side::Head => (self.head, &pointers.1),
            };
            let pointer = pointers.get(&raw.node.address()).cloned().unwrap_or_default();
            let operations = match raw.pair {
                Some(pair) => reached.entry(pair).or_insert_with(|| reach(&self.parents, &self.roots, pair)).clone(),
                None => BTreeSet::from([raw.operation.clone()]),
            };
            let key = (
                !raw.breaking,
                raw.side,
                raw.node.start,
                raw.rule,
                raw.direction,
                // What is about the operation itself stays one difference for each operation.
                if raw.pair.is_some() || raw.direction == Some(Direction::Response) {
                    raw.detail
                } else {
                    raw.message.clone()
                },
                pointer.clone(),
            );
            let one = merged.entry(key).or_insert_with(|| Difference {
                rule: raw.rule.to_owned(),
                breaking: raw.breaking,
                severity: raw.severity,
                direction: raw.direction,
                pointer,
                side: raw.side,
                place: document.place(raw.node),
                subject: raw.operation,
                operations: Vec::new(),
                message: raw.message,
                why: raw.why,
                fix: raw.fix,
            });
            for operation in operations {
                if one.operations.len() < NAMED && !one.operations.contains(&operation) {
                    one.operations.push(operation);
                }
            }
        }
        merged.into_values().take(MOST).collect()
    }
}

fn schemas(document: &Document) -> impl Iterator<Item = (&str, &Node)> {
    let components = document.root.get("components").and_then(|components| components.get("schemas"));
    components.into_iter().flat_map(Node::members)
}

/// Where in the API something is compared.
struct Where {
    operation: String,
    direction: Direction,
}

/// The operations from which a pair of schemas is reached, the nearest ones first until there are enough.
fn reach(parents: &[BTreeSet<usize>], roots: &[BTreeSet<String>], pair: usize) -> BTreeSet<String> {
    let mut operations = BTreeSet::new();
    let mut seen = HashSet::from([pair]);
    let mut todo = VecDeque::from([pair]);
    while let Some(pair) = todo.pop_front() {
        if operations.len() >= NAMED {
            break;
        }
        operations.extend(roots.get(pair).into_iter().flatten().cloned());
        for parent in parents.get(pair).into_iter().flatten() {
            if seen.insert(*parent) {
                todo.push_back(*parent);
            }
        }
    }
    operations
}

/// Two paths hold the same operations: by their ids, or word for word.
fn same(old: &PathItem<'_>, new: &PathItem<'_>) -> bool {
    let ids = |item: &PathItem<'_>| -> BTreeSet<String> {
        item.operations
            .values()
            .filter_map(|operation| operation.node.text_of("operationId"))
            .map(str::to_owned)
            .collect()
    };
    let (a, b) = (ids(old), ids(new));
    if !a.is_empty() || !b.is_empty() {
        return !a.is_disjoint(&b);
    }
    !old.operations.is_empty()
        && old.operations.keys().eq(new.operations.keys())
        && old.operations.values().zip(new.operations.values()).all(|(a, b)| a.node.canonical() == b.node.canonical())
}

fn first_name(item: &PathItem<'_>) -> String {
    item.operations.values().next().map_or_else(|| item.path.clone(), |operation| operation.name.clone())
}

fn parameter_schema(node: &Node) -> Option<&Node> {
    let content =
        || node.get("content").and_then(|content| content.members().next()).and_then(|(_, media)| media.get("schema"));
    node.get("schema").or_else(content)
}

fn style(node: &Node) -> (String, bool) {
    let usual = match node.text_of("in") {
        Some("query" | "cookie") => "form",
        _ => "simple",
    };
    let style = node.text_of("style").unwrap_or(usual);
    (style.to_owned(), node.get("explode").and_then(Node::bool).unwrap_or(style == "form"))
}

/// What one way of calling an operation asks for: schemes and their scopes.
type Requirement = BTreeMap<String, BTreeSet<String>>;

fn requirements(node: Option<&Node>) -> Vec<Requirement> {
    let items = node.map_or(&[][..], Node::items);
    if items.is_empty() {
        return vec![Requirement::new()];
    }
    let scopes = |node: &Node| node.items().iter().filter_map(Node::text).map(str::to_owned).collect();
    items.iter().map(|item| item.members().map(|(name, node)| (name.to_owned(), scopes(node))).collect()).collect()
}

fn say(requirement: &Requirement) -> String {
    if requirement.is_empty() {
        return "no credentials".to_owned();
    }
    let one = |(scheme, scopes): (&String, &BTreeSet<String>)| match scopes.is_empty() {
        true => format!("`{scheme}`"),
        false => format!("`{scheme}` ({})", scopes.iter().cloned().collect::<Vec<_>>().join(", ")),
    };
    requirement.iter().map(one).collect::<Vec<_>>().join(" and ")
}
