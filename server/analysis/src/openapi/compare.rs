//! Two schemas: what one allows and the other does not.

use super::diff::{Differ, Raw, Task};
use super::difference::{Direction, Side};
use super::node::Node;
use super::read::Document;
use super::rules;
use super::shape::{Additional, Bound, Shape, is_null, one_way};
use crate::Severity;
use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;

/// What happened to the set of allowed values.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Change {
    /// Fewer values are allowed.
    Narrowed,
    /// More values are allowed.
    Widened,
    /// Some are not allowed any more, others are now; or it cannot be told.
    Replaced,
}

impl Change {
    fn breaks(self, direction: Direction) -> bool {
        match self {
            Self::Narrowed => direction == Direction::Request,
            Self::Widened => direction == Direction::Response,
            Self::Replaced => true,
        }
    }

    fn why(self, direction: Direction) -> &'static str {
        match (self, direction) {
            (Self::Narrowed, Direction::Request) => "A client that sends what was accepted until now is refused.",
            (Self::Widened, Direction::Request) => "All that was accepted until now still is.",
            (Self::Replaced, Direction::Request) => {
                "Some of what clients send until now is refused or read differently."
            }
            (Self::Narrowed, Direction::Response) => "Clients get less than they are prepared for, and nothing new.",
            (Self::Widened, Direction::Response) => "A client written for the old answers gets what it does not know.",
            (Self::Replaced, Direction::Response) => {
                "A client written for the old answers cannot rely on them any more."
            }
        }
    }

    fn fix(self, direction: Direction) -> &'static str {
        match (self.breaks(direction), direction) {
            (false, _) => "",
            (true, Direction::Request) => {
                "Go on accepting the old form beside the new one, or publish the new one under another path or version."
            }
            (true, Direction::Response) => {
                "Keep the old form and add the new one beside it, or publish it under another path or version."
            }
        }
    }
}

/// One pair of schemas that is being compared.
struct Pair<'a, 't> {
    task: &'t Task<'a>,
    base: Rc<Shape<'a>>,
    head: Rc<Shape<'a>>,
}

impl<'a> Differ<'a> {
    /// Compares one pair; pairs below it are queued, never entered, so that no document can exhaust the stack.
    pub(crate) fn compare(&mut self, task: &Task<'a>) {
        let base = self.shape(self.base, &task.base);
        let head = self.shape(self.head, &task.head);
        let pair = Pair { task, base, head };
        if !task.null_is_judged {
            self.nullable(&pair);
        }
        if pair.base.groups.len() != pair.head.groups.len() {
            // One side says itself what the other says in its alternatives.
            return self.alternatives(&pair);
        }
        if pair.base.groups.is_empty() {
            self.types(&pair);
        }
        self.formats(&pair);
        self.values(&pair);
        self.bounds(&pair);
        self.patterns(&pair);
        self.fields(&pair);
        self.additional(&pair);
        self.lists(&pair);
        self.alternatives(&pair);
        self.others(&pair);
    }

    /// What `nodes` allow; the same for requests and responses, so read once.
    fn shape(&mut self, document: &'a Document, nodes: &[&'a Node]) -> Rc<Shape<'a>> {
        let key = nodes.iter().map(|node| node.address()).collect();
        Rc::clone(self.shapes.entry(key).or_insert_with(|| Rc::new(Shape::of(document, nodes))))
    }

    fn changed(&mut self, pair: &Pair<'a, '_>, rule: &'static str, change: Change, at: (Side, &'a Node), what: String) {
        let breaking = change.breaks(pair.task.direction);
        self.noted(pair, rule, change, breaking, at, what);
    }

    fn noted(
        &mut self,
        pair: &Pair<'a, '_>,
        rule: &'static str,
        change: Change,
        breaking: bool,
        at: (Side, &'a Node),
        what: String,
    ) {
        let direction = pair.task.direction;
        self.emit(Raw {
            rule,
            breaking,
            severity: if breaking { Severity::Error } else { Severity::Notice },
            direction: Some(direction),
            side: at.0,
            node: at.1,
            pair: Some(pair.task.id),
            operation: pair.task.operation.clone(),
            message: format!("{} {what}", pair.task.named(&pair.task.path)),
            detail: what,
            why: change.why(direction).to_owned(),
            fix: if breaking { change.fix(direction).to_owned() } else { String::new() },
        });
    }

    fn nullable(&mut self, pair: &Pair<'a, '_>) {
        let at = (Side::Head, pair.task.head_node());
        // `any` to `string` refuses null as well; that is one difference, not two.
        if pair.base.types.is_some() && pair.head.types.is_some() {
            match (pair.base.nullable(), pair.head.nullable()) {
                (true, false) => {
                    self.changed(pair, rules::NULLABLE, Change::Narrowed, at, "cannot be null any more".into());
                }
                (false, true) => self.changed(pair, rules::NULLABLE, Change::Widened, at, "can be null now".into()),
                _ => {}
            }
        }
    }

    fn types(&mut self, pair: &Pair<'a, '_>) {
        let at = (Side::Head, pair.task.head_node());
        let rest = |shape: &Shape<'a>| -> Option<BTreeSet<&'a str>> {
            shape.types.as_ref().map(|types| types.iter().copied().filter(|name| *name != "null").collect())
        };
        let (base, head) = (rest(&pair.base), rest(&pair.head));
        let names = |set: &BTreeSet<&str>| set.iter().copied().collect::<Vec<_>>().join(" or ");
        match (&base, &head) {
            (None, None) => {}
            (None, Some(head)) => {
                let what = format!("must be {} now, before it could be anything", names(head));
                self.changed(pair, rules::TYPE, Change::Narrowed, at, what);
            }
            (Some(base), None) => {
                let what = format!("can be anything now, before it was {}", names(base));
                self.changed(pair, rules::TYPE, Change::Widened, at, what);
            }
            (Some(base), Some(head)) => {
                let lacks = |from: &BTreeSet<&str>, in_: &BTreeSet<&str>| {
                    let holds = |name: &&str| in_.contains(*name) || *name == "integer" && in_.contains("number");
                    !from.iter().all(holds)
                };
                let change = match (lacks(base, head), lacks(head, base)) {
                    (false, false) => return,
                    (true, false) => Change::Narrowed,
                    (false, true) => Change::Widened,
                    (true, true) => Change::Replaced,
                };
                let what = format!("is {} now, before it was {}", names(head), names(base));
                self.changed(pair, rules::TYPE, change, at, what);
            }
        }
    }

    fn formats(&mut self, pair: &Pair<'a, '_>) {
        let (base, head) = (&pair.base.formats, &pair.head.formats);
        if base.keys().eq(head.keys()) {
            return;
        }
        let gone: Vec<_> = base.keys().copied().filter(|name| !head.contains_key(name)).collect();
        let new: Vec<_> = head.keys().copied().filter(|name| !base.contains_key(name)).collect();
        let at = match new.first().and_then(|name| head.get(name)) {
            Some(node) => (Side::Head, *node),
            None => match gone.first().and_then(|name| base.get(name)) {
                Some(node) => (Side::Base, *node),
                None => return,
            },
        };
        let change = match (gone.as_slice(), new.as_slice()) {
            (["int32"], ["int64"]) | (["float"], ["double"]) | (_, []) => Change::Widened,
            (["int64"], ["int32"]) | (["double"], ["float"]) | ([], _) => Change::Narrowed,
            _ => Change::Replaced,
        };
        let say =
            |names: &[&str]| if names.is_empty() { "none".to_owned() } else { format!("`{}`", names.join("`, `")) };
        self.changed(
            pair,
            rules::FORMAT,
            change,
            at,
            format!("has another format: {} instead of {}", say(&new), say(&gone)),
        );
    }

    fn values(&mut self, pair: &Pair<'a, '_>) {
        let at = |values: &BTreeMap<String, &'a Node>, side| values.values().next().map(|node| (side, *node));
        match (&pair.base.values, &pair.head.values) {
            (None, None) => {}
            (None, Some(head)) => {
                let at = at(head, Side::Head).unwrap_or((Side::Head, pair.task.head_node()));
                self.changed(
                    pair,
                    rules::ENUM_LIMITED,
                    Change::Narrowed,
                    at,
                    "must be one of a list of values now".into(),
                );
            }
            (Some(base), None) => {
                let at = at(base, Side::Base).unwrap_or((Side::Head, pair.task.head_node()));
                self.changed(
                    pair,
                    rules::ENUM_LIMITED,
                    Change::Widened,
                    at,
                    "can be other values than the listed ones now".into(),
                );
            }
            (Some(base), Some(head)) => {
                for (value, node) in base.iter().filter(|(value, _)| !head.contains_key(*value)) {
                    let what = format!("cannot be `{}` any more", short(value));
                    self.changed(pair, rules::ENUM_REMOVED, Change::Narrowed, (Side::Base, node), what);
                }
                for (value, node) in head.iter().filter(|(value, _)| !base.contains_key(*value)) {
                    let what = format!("can be `{}` now", short(value));
                    self.changed(pair, rules::ENUM_ADDED, Change::Widened, (Side::Head, node), what);
                }
            }
        }
    }

    fn bounds(&mut self, pair: &Pair<'a, '_>) {
        for (base, head, sign) in
            [(&pair.base.lower, &pair.head.lower, 1.0), (&pair.base.upper, &pair.head.upper, -1.0)]
        {
            let keywords: BTreeSet<&str> = base.keys().chain(head.keys()).copied().collect();
            for keyword in keywords {
                let (old, new) = (base.get(keyword), head.get(keyword));
                // Larger is stricter, for upper limits by the sign; no limit is the least strict.
                let strict = |bound: Option<&Bound<'a>>| {
                    bound.map_or((f64::NEG_INFINITY, false), |bound| (bound.value * sign, bound.exclusive))
                };
                let say = |bound: Option<&Bound<'a>>| match bound {
                    None => "none".to_owned(),
                    Some(Bound { value, exclusive: true, .. }) => format!("{value} (excluded)"),
                    Some(Bound { value, .. }) => value.to_string(),
                };
                let change = match strict(old).partial_cmp(&strict(new)) {
                    Some(std::cmp::Ordering::Less) => Change::Narrowed,
                    Some(std::cmp::Ordering::Greater) => Change::Widened,
                    _ => continue,
                };
                let at = match (old, new) {
                    (_, Some(new)) => (Side::Head, new.node),
                    (Some(old), None) => (Side::Base, old.node),
                    (None, None) => continue,
                };
                let what = format!("has `{keyword}` {} now, before it was {}", say(new), say(old));
                self.changed(pair, rules::LIMIT, change, at, what);
            }
        }
    }

    fn patterns(&mut self, pair: &Pair<'a, '_>) {
        let gone = pair.base.patterns.iter().find(|(pattern, _)| !pair.head.patterns.contains_key(*pattern));
        let new = pair.head.patterns.iter().find(|(pattern, _)| !pair.base.patterns.contains_key(*pattern));
        match (gone, new) {
            (None, None) => {}
            (Some((old, node)), None) => {
                let what = format!("need not match `{}` any more", short(old));
                self.changed(pair, rules::PATTERN, Change::Widened, (Side::Base, node), what);
            }
            (old, Some((new, node))) => {
                let change = if old.is_some() { Change::Replaced } else { Change::Narrowed };
                let what = format!("must match `{}` now", short(new));
                self.changed(pair, rules::PATTERN, change, (Side::Head, node), what);
            }
        }
    }

    fn fields(&mut self, pair: &Pair<'a, '_>) {
        let direction = pair.task.direction;
        let hidden = |properties: &[&'a Node], document| {
            let (read_only, write_only) = one_way(document, properties);
            match direction {
                Direction::Request => read_only && !write_only,
                Direction::Response => write_only && !read_only,
            }
        };
        let names: BTreeSet<&str> = pair.base.properties.keys().chain(pair.head.properties.keys()).copied().collect();
        for name in names {
            let old = pair.base.properties.get(name).filter(|nodes| !hidden(nodes, self.base));
            let new = pair.head.properties.get(name).filter(|nodes| !hidden(nodes, self.head));
            let label = pair.task.field(name);
            match (old, new) {
                (None, None) => {}
                (Some(old), None) => self.field_removed(pair, &label, old),
                (None, Some(new)) => self.field_added(pair, name, &label, new),
                (Some(old), Some(new)) => {
                    self.field_kept(pair, name, &label, new);
                    if old.iter().any(|node| node.is("deprecated")) != new.iter().any(|node| node.is("deprecated")) {
                        self.deprecated(pair, &label, new);
                    }
                    self.queue(pair.task, old.clone(), new.clone(), label);
                }
            }
        }
        // What is required without being described.
        for name in pair.head.required.keys().filter(|name| !pair.head.properties.contains_key(*name)) {
            if !pair.base.required.contains_key(name) && pair.task.direction == Direction::Request {
                let label = pair.task.field(name);
                self.field_kept(pair, name, &label, &[]);
            }
        }
    }

    fn field_removed(&mut self, pair: &Pair<'a, '_>, label: &str, old: &[&'a Node]) {
        let Some(node) = old.first() else { return };
        let direction = pair.task.direction;
        let (why, fix) = match direction {
            Direction::Request => (
                "What clients send there has no effect any more, or the request is refused.",
                "Go on accepting the field, marked as deprecated, until no client sends it.",
            ),
            Direction::Response => (
                "Clients that read the field find nothing there.",
                "Go on sending the field, marked as deprecated, until no client reads it.",
            ),
        };
        self.emit(Raw {
            rule: rules::FIELD_REMOVED,
            breaking: true,
            severity: Severity::Error,
            direction: Some(direction),
            side: Side::Base,
            node,
            pair: Some(pair.task.id),
            operation: pair.task.operation.clone(),
            message: format!("{} is gone", pair.task.named(label)),
            detail: String::new(),
            why: why.to_owned(),
            fix: fix.to_owned(),
        });
    }

    fn field_added(&mut self, pair: &Pair<'a, '_>, name: &str, label: &str, new: &[&'a Node]) {
        let Some(node) = new.first() else { return };
        let direction = pair.task.direction;
        let required = direction == Direction::Request && pair.head.required.contains_key(name);
        let (why, fix) = match (required, direction) {
            (true, _) => (
                "Requests of existing clients lack the field and are refused.",
                "Make the field optional and choose a default on the server.",
            ),
            (false, Direction::Request) => ("Existing requests stay valid.", ""),
            (false, Direction::Response) => ("Clients are expected to ignore fields that they do not know.", ""),
        };
        self.emit(Raw {
            rule: rules::FIELD_ADDED,
            breaking: required,
            severity: if required { Severity::Error } else { Severity::Notice },
            direction: Some(direction),
            side: Side::Head,
            node,
            pair: Some(pair.task.id),
            operation: pair.task.operation.clone(),
            message: format!("{} is new{}", pair.task.named(label), if required { " and required" } else { "" }),
            detail: String::new(),
            why: why.to_owned(),
            fix: fix.to_owned(),
        });
    }

    fn field_kept(&mut self, pair: &Pair<'a, '_>, name: &str, label: &str, new: &[&'a Node]) {
        let old = pair.base.required.get(name);
        let at = match (old, pair.head.required.get(name)) {
            (Some(_), Some(_)) | (None, None) => return,
            (None, Some(node)) => (Side::Head, *node, Change::Narrowed, "is required now"),
            (Some(node), None) => match new.first() {
                Some(node) => (Side::Head, *node, Change::Widened, "is optional now"),
                None => (Side::Base, *node, Change::Widened, "is optional now"),
            },
        };
        let (side, node, change, what) = at;
        let direction = pair.task.direction;
        let breaking = change.breaks(direction);
        let (why, fix) = match (change, direction) {
            (Change::Narrowed, Direction::Request) => (
                "Requests that leave the field out are refused.",
                "Keep the field optional and choose a default on the server.",
            ),
            (Change::Widened, Direction::Response) => (
                "A client that relies on the field does not always find it.",
                "Go on sending the field in every answer.",
            ),
            (change, direction) => (change.why(direction), ""),
        };
        self.emit(Raw {
            rule: rules::FIELD_REQUIRED,
            breaking,
            severity: if breaking { Severity::Error } else { Severity::Notice },
            direction: Some(direction),
            side,
            node,
            pair: Some(pair.task.id),
            operation: pair.task.operation.clone(),
            message: format!("{} {what}", pair.task.named(label)),
            detail: format!("{name} {what}"),
            why: why.to_owned(),
            fix: fix.to_owned(),
        });
    }

    fn deprecated(&mut self, pair: &Pair<'a, '_>, label: &str, new: &[&'a Node]) {
        let Some(node) = new.iter().find(|node| node.is("deprecated")) else { return };
        self.emit(Raw {
            rule: rules::DEPRECATED,
            breaking: false,
            severity: Severity::Notice,
            direction: Some(pair.task.direction),
            side: Side::Head,
            node,
            pair: Some(pair.task.id),
            operation: pair.task.operation.clone(),
            message: format!("{} is deprecated from now on", pair.task.named(label)),
            detail: String::new(),
            why: "Clients should stop using it before it is removed.".to_owned(),
            fix: String::new(),
        });
    }

    fn additional(&mut self, pair: &Pair<'a, '_>) {
        // Of a value that is never an object nothing is asked.
        let object = |shape: &Shape<'a>| shape.types.as_ref().is_none_or(|types| types.contains("object"));
        if !object(&pair.base) || !object(&pair.head) {
            return;
        }
        let head_at = (Side::Head, pair.task.head_node());
        match (&pair.base.additional, &pair.head.additional) {
            (Additional::Any, Additional::Any) | (Additional::Closed(_), Additional::Closed(_)) => {}
            (Additional::Like(base), Additional::Like(head)) => {
                let label = pair.task.field("*");
                self.queue(pair.task, base.clone(), head.clone(), label);
            }
            (_, Additional::Closed(node)) => {
                let what = "may not hold unnamed properties any more".to_owned();
                self.changed(pair, rules::ADDITIONAL_CHANGED, Change::Narrowed, (Side::Head, node), what);
            }
            (Additional::Closed(_), _) => {
                let what = "may hold unnamed properties now".to_owned();
                // Clients are expected to ignore fields that they do not know, as with every added field.
                self.noted(pair, rules::ADDITIONAL_CHANGED, Change::Widened, false, head_at, what);
            }
            (Additional::Any, Additional::Like(head)) => {
                let at = head.first().map_or(head_at, |node| (Side::Head, *node));
                let what = "may hold only unnamed properties of one type now".to_owned();
                self.changed(pair, rules::ADDITIONAL_CHANGED, Change::Narrowed, at, what);
            }
            (Additional::Like(_), Additional::Any) => {
                let what = "may hold unnamed properties of any type now".to_owned();
                self.changed(pair, rules::ADDITIONAL_CHANGED, Change::Widened, head_at, what);
            }
        }
    }

    fn lists(&mut self, pair: &Pair<'a, '_>) {
        let at = (Side::Head, pair.task.head_node());
        let array = |shape: &Shape<'a>| shape.types.as_ref().is_none_or(|types| types.contains("array"));
        if !array(&pair.base) || !array(&pair.head) {
            return;
        }
        let label = format!("{}[]", pair.task.path);
        match (pair.base.items.is_empty(), pair.head.items.is_empty()) {
            (true, true) => {}
            (false, false) => self.queue(pair.task, pair.base.items.clone(), pair.head.items.clone(), label),
            (true, false) => {
                self.changed(pair, rules::TYPE, Change::Narrowed, at, "may hold only items of one type now".into());
            }
            (false, true) => {
                self.changed(pair, rules::TYPE, Change::Widened, at, "may hold items of any type now".into())
            }
        }
        for (i, (base, head)) in pair.base.prefix.iter().zip(&pair.head.prefix).enumerate() {
            self.queue(pair.task, base.clone(), head.clone(), format!("{}[{i}]", pair.task.path));
        }
        if pair.base.prefix.len() != pair.head.prefix.len() {
            self.changed(pair, rules::TYPE, Change::Replaced, at, "has another number of described items".into());
        }
    }

    fn alternatives(&mut self, pair: &Pair<'a, '_>) {
        let count = pair.base.groups.len().max(pair.head.groups.len());
        for i in 0..count {
            // A schema without alternatives is one alternative: itself. So `Cat` to `oneOf: [Cat, Dog]` adds `Dog`.
            let base = pair.base.groups.get(i).cloned().unwrap_or_else(|| itself(&pair.base, &pair.task.base));
            let head = pair.head.groups.get(i).cloned().unwrap_or_else(|| itself(&pair.head, &pair.task.head));
            let at = (Side::Head, pair.task.head_node());
            if base.is_empty() || head.is_empty() {
                let (change, what) = match base.is_empty() {
                    true => (Change::Narrowed, "must be one of several alternatives now, before it could be anything"),
                    false => (Change::Widened, "can be anything now, before it was one of several alternatives"),
                };
                self.changed(pair, rules::TYPE, change, at, what.to_owned());
                continue;
            }
            let mut old: BTreeMap<(String, usize), &'a Node> = BTreeMap::new();
            for node in base {
                let label = self.label(Side::Base, node);
                let nth = (0..).find(|n| !old.contains_key(&(label.clone(), *n))).unwrap_or(0);
                old.insert((label, nth), node);
            }
            let mut new: BTreeMap<(String, usize), &'a Node> = BTreeMap::new();
            for node in head {
                let label = self.label(Side::Head, node);
                let nth = (0..).find(|n| !new.contains_key(&(label.clone(), *n))).unwrap_or(0);
                new.insert((label, nth), node);
            }
            for (key, node) in &old {
                match new.get(key) {
                    Some(head) => {
                        let label = format!("{} ({})", pair.task.path, key.0);
                        let null_is_judged = pair.base.groups.len() != pair.head.groups.len();
                        let task = Task { null_is_judged, ..pair.task.clone() };
                        self.queue(&task, vec![node], vec![head], label);
                    }
                    None => {
                        let what = format!("cannot be the alternative {} any more", key.0);
                        self.changed(pair, rules::ALTERNATIVE_REMOVED, Change::Narrowed, (Side::Base, node), what);
                    }
                }
            }
            for (key, node) in new.iter().filter(|(key, _)| !old.contains_key(*key)) {
                let what = format!("can be the alternative {} now", key.0);
                self.changed(pair, rules::ALTERNATIVE_ADDED, Change::Widened, (Side::Head, node), what);
            }
        }
    }

    /// What tells one alternative from the others: the schema it refers to, its constants, its type and its fields.
    fn label(&self, side: Side, mut node: &'a Node) -> String {
        // A wrapper around one schema is that schema.
        for _ in 0..8 {
            let parts = ["oneOf", "anyOf", "allOf"].iter().filter_map(|keyword| node.get(keyword));
            let parts: Vec<&Node> = parts.flat_map(Node::items).filter(|part| !is_null(part)).collect();
            match parts[..] {
                [only] if node.get("$ref").is_none() && node.get("properties").is_none() => node = only,
                _ => break,
            }
        }
        if let Some(reference) = node.text_of("$ref") {
            return format!("`{}`", reference.rsplit('/').next().unwrap_or(reference));
        }
        if let Some(name) = self.names.get(&node.address()) {
            return format!("`{name}`");
        }
        if let Some(title) = node.text_of("title") {
            return format!("`{}`", short(title));
        }
        let document = if side == Side::Base { self.base } else { self.head };
        let shape = Shape::of(document, &[node]);
        let constants = shape.properties.iter().filter_map(|(name, nodes)| {
            let values = Shape::of(document, nodes).values.filter(|values| values.len() == 1)?;
            values.into_keys().next().map(|value| format!("{name} {}", short(&value)))
        });
        let constants: Vec<String> = constants.collect();
        if !constants.is_empty() {
            return constants.join(", ");
        }
        let types =
            shape.types.map(|types| types.into_iter().filter(|name| *name != "null").collect::<Vec<_>>().join("/"));
        types.unwrap_or_else(|| "of any type".to_owned())
    }

    fn others(&mut self, pair: &Pair<'a, '_>) {
        let keywords: BTreeSet<&str> = pair.base.other.keys().chain(pair.head.other.keys()).copied().collect();
        for keyword in keywords {
            let (old, new) = (pair.base.other.get(keyword), pair.head.other.get(keyword));
            let texts = |values: Option<&BTreeMap<String, &'a Node>>| -> Vec<String> {
                values.into_iter().flat_map(|values| values.keys().cloned()).collect()
            };
            if texts(old) == texts(new) {
                continue;
            }
            let change = match (old, new) {
                (None, Some(_)) => Change::Narrowed,
                (Some(_), None) => Change::Widened,
                _ => Change::Replaced,
            };
            let at = match (old.and_then(|v| v.values().next()), new.and_then(|v| v.values().next())) {
                (_, Some(node)) => (Side::Head, *node),
                (Some(node), None) => (Side::Base, *node),
                (None, None) => continue,
            };
            self.changed(pair, rules::OTHER_CHANGED, change, at, format!("has another `{keyword}`"));
        }
    }
}

/// The alternatives of a schema that has none: what it refers to if that is all it says, else the schema.
fn itself<'a>(shape: &Shape<'a>, nodes: &[&'a Node]) -> Vec<&'a Node> {
    let anything = shape.types.is_none() && shape.properties.is_empty() && shape.values.is_none();
    if anything { Vec::new() } else { nodes.first().copied().into_iter().collect() }
}

fn short(text: &str) -> String {
    let text = text.trim_matches('"');
    match text.char_indices().nth(60) {
        Some((at, _)) => format!("{}…", &text[..at]),
        None => text.to_owned(),
    }
}
