//! What a schema allows, with references followed and `allOf` merged.

use super::node::{Kind, Node, Nodes};
use super::read::Document;
use rustc_hash::FxHashSet;
use smallvec::smallvec;
use std::collections::{BTreeMap, BTreeSet, VecDeque};

/// The most schemas that one `allOf` (with what it refers to) is merged from.
const MERGED: usize = 5_000;

/// A limit and whether the limit itself is excluded.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Bound<'a> {
    pub(crate) value: f64,
    pub(crate) exclusive: bool,
    pub(crate) node: &'a Node,
}

/// What an object may hold beside its named properties.
#[derive(Clone, Debug, Default)]
pub(crate) enum Additional<'a> {
    #[default]
    Any,
    Closed(&'a Node),
    Like(Nodes<'a>),
}

/// One schema as a list of demands.
#[derive(Clone, Debug, Default)]
pub(crate) struct Shape<'a> {
    /// The allowed types, `null` among them; `None` allows all.
    pub(crate) types: Option<BTreeSet<&'a str>>,
    pub(crate) formats: BTreeMap<&'a str, &'a Node>,
    /// The allowed values without `null`, written canonically.
    pub(crate) values: Option<BTreeMap<String, &'a Node>>,
    pub(crate) lower: BTreeMap<&'static str, Bound<'a>>,
    pub(crate) upper: BTreeMap<&'static str, Bound<'a>>,
    pub(crate) patterns: BTreeMap<&'a str, &'a Node>,
    pub(crate) properties: BTreeMap<&'a str, Nodes<'a>>,
    pub(crate) required: BTreeMap<&'a str, &'a Node>,
    pub(crate) additional: Additional<'a>,
    pub(crate) items: Nodes<'a>,
    pub(crate) prefix: Vec<Nodes<'a>>,
    /// `oneOf`/`anyOf` with more than one alternative that is not `null`.
    pub(crate) groups: Vec<Vec<&'a Node>>,
    /// Demands that are compared as they are written.
    pub(crate) other: BTreeMap<&'static str, BTreeMap<String, &'a Node>>,
    pub(crate) default: Option<&'a Node>,
    pub(crate) discriminator: Option<&'a Node>,
    /// References that were followed.
    pub(crate) via: BTreeSet<&'a str>,
    or_null: bool,
}

const LOWER: [&str; 4] = ["minimum", "minLength", "minItems", "minProperties"];
const UPPER: [&str; 4] = ["maximum", "maxLength", "maxItems", "maxProperties"];
/// Compared as written: whether they narrow or widen cannot be told in general.
const OTHER: [&str; 15] = [
    "not",
    "if",
    "then",
    "else",
    "patternProperties",
    "propertyNames",
    "contains",
    "minContains",
    "maxContains",
    "dependentRequired",
    "dependentSchemas",
    "unevaluatedItems",
    "unevaluatedProperties",
    "multipleOf",
    "uniqueItems",
];

impl<'a> Shape<'a> {
    /// What all of `nodes` allow together.
    pub(crate) fn of(document: &'a Document, nodes: &[&'a Node]) -> Self {
        let mut shape = Self::default();
        let mut seen = FxHashSet::default();
        // With each schema: `null` is allowed beside it, since it was one of two alternatives.
        let mut todo: VecDeque<(&Node, bool)> = nodes.iter().map(|node| (*node, false)).collect();
        while let Some((node, or_null)) = todo.pop_front() {
            if !seen.insert((node.address(), or_null)) || seen.len() > MERGED {
                continue;
            }
            if let Some(reference) = node.get("$ref") {
                match reference.text().and_then(|text| Some((text, document.at(text)?))) {
                    Some((text, target)) => {
                        shape.via.insert(text);
                        todo.push_back((target, or_null));
                    }
                    None => {
                        shape.other.entry("$ref").or_default().insert(reference.canonical(), reference);
                    }
                }
                if document.old {
                    continue;
                }
            }
            todo.extend(node.get("allOf").map_or(&[][..], Node::items).iter().map(|part| (part, or_null)));
            let mut alone = false;
            for keyword in ["oneOf", "anyOf"] {
                let Some(group) = node.get(keyword) else { continue };
                let (nulls, rest): (Vec<&Node>, Vec<&Node>) =
                    group.items().iter().partition(|alternative| is_null(document.resolve(alternative)));
                match rest[..] {
                    [only] => {
                        alone = !nulls.is_empty();
                        todo.push_back((only, or_null || alone));
                    }
                    [] => {}
                    _ => {
                        if let Some(mut types) = union(document, &rest) {
                            types.extend((or_null || !nulls.is_empty()).then_some("null"));
                            shape.limit_types(types);
                        }
                        shape.groups.push(rest);
                    }
                }
            }
            shape.add(document, node, or_null || alone);
        }
        shape.infer();
        shape
    }

    fn add(&mut self, document: &Document, node: &'a Node, or_null: bool) {
        if node.bool() == Some(false) {
            self.types = Some(BTreeSet::new());
        }
        self.add_types(document, node, or_null);
        self.default = self.default.or_else(|| node.get("default"));
        self.discriminator = self.discriminator.or_else(|| node.get("discriminator"));
        if let Some(format) = node.get("format").and_then(|format| Some((format.text()?, format))) {
            self.formats.insert(format.0, format.1);
        }
        self.add_values(node);
        self.add_bounds(node);
        if let Some(pattern) = node.get("pattern").and_then(|pattern| Some((pattern.text()?, pattern))) {
            self.patterns.insert(pattern.0, pattern.1);
        }
        for (name, property) in node.get("properties").into_iter().flat_map(Node::members) {
            self.properties.entry(name).or_default().push(property);
        }
        for name in node.get("required").map_or(&[][..], Node::items) {
            self.required.extend(name.text().map(|text| (text, name)));
        }
        match (node.get("additionalProperties"), &mut self.additional) {
            (None, _) | (Some(_), Additional::Closed(_)) => {}
            (Some(value), additional) => match (value.bool(), additional) {
                (Some(true), _) => {}
                (Some(false), additional) => *additional = Additional::Closed(value),
                (None, Additional::Like(schemas)) => schemas.push(value),
                (None, additional) => *additional = Additional::Like(smallvec![value]),
            },
        }
        self.items.extend(node.get("items"));
        for (i, item) in node.get("prefixItems").map_or(&[][..], Node::items).iter().enumerate() {
            if self.prefix.len() <= i {
                self.prefix.push(Nodes::new());
            }
            if let Some(schemas) = self.prefix.get_mut(i) {
                schemas.push(item);
            }
        }
        // A schema has few members; looking for fifteen rare ones in each would take longer than all the rest.
        for (key, value) in node.members() {
            match OTHER.iter().find(|keyword| **keyword == key) {
                Some(keyword) if value.bool() != Some(false) || keyword.starts_with("unevaluated") => {
                    self.other.entry(keyword).or_default().insert(value.canonical(), value);
                }
                _ => {}
            }
        }
        self.or_null |= or_null || (document.old && node.is("nullable"));
    }

    fn add_types(&mut self, document: &Document, node: &'a Node, or_null: bool) {
        let Some(value) = node.get("type") else { return };
        let mut types: BTreeSet<&str> = match value.text() {
            Some(one) => BTreeSet::from([one]),
            None => value.items().iter().filter_map(Node::text).collect(),
        };
        if or_null || (document.old && node.is("nullable")) {
            types.insert("null");
        }
        self.limit_types(types);
    }

    fn limit_types(&mut self, types: BTreeSet<&'a str>) {
        self.types = Some(match self.types.take() {
            None => types,
            Some(before) => {
                // Of `number` and `integer` both hold only for integers.
                let both = before.iter().chain(&types).copied().filter(|name| {
                    let holds =
                        |set: &BTreeSet<&str>| set.contains(name) || *name == "integer" && set.contains("number");
                    holds(&before) && holds(&types)
                });
                both.collect()
            }
        });
    }

    fn add_values(&mut self, node: &'a Node) {
        let listed = match (node.get("enum"), node.get("const")) {
            (_, Some(only)) => vec![(only.canonical(), only)],
            (Some(list), None) => list.items().iter().map(|item| (item.canonical(), item)).collect(),
            (None, None) => return,
        };
        let mut values: BTreeMap<String, &Node> = listed.into_iter().filter(|(text, _)| text != "null").collect();
        if let Some(before) = self.values.take() {
            values.retain(|text, _| before.contains_key(text));
        }
        self.values = Some(values);
    }

    fn add_bounds(&mut self, node: &'a Node) {
        if !node.members().any(|(key, _)| key.starts_with("m") || key.starts_with("exclusive")) {
            return;
        }
        for (keywords, bounds, sign) in [(LOWER, &mut self.lower, 1.0), (UPPER, &mut self.upper, -1.0)] {
            for keyword in keywords {
                let mut add = |value: f64, exclusive: bool, node: &'a Node| {
                    // A length of at least nothing asks for nothing.
                    if keyword != "minimum" && sign > 0.0 && value <= 0.0 {
                        return;
                    }
                    let tighter = bounds.get(keyword).is_none_or(|old: &Bound| {
                        value * sign > old.value * sign || (value == old.value && exclusive && !old.exclusive)
                    });
                    if tighter {
                        bounds.insert(keyword, Bound { value, exclusive, node });
                    }
                };
                let exclusive = match keyword {
                    "minimum" => node.get("exclusiveMinimum"),
                    "maximum" => node.get("exclusiveMaximum"),
                    _ => None,
                };
                if let Some((value, at)) = node.get(keyword).and_then(|at| Some((at.number()?, at))) {
                    add(value, exclusive.and_then(Node::bool) == Some(true), at);
                }
                if let Some((value, at)) = exclusive.and_then(|at| Some((at.number()?, at))) {
                    add(value, true, at);
                }
            }
        }
    }

    /// A schema with properties but without a type is meant to be an object, one with items a list.
    fn infer(&mut self) {
        if self.types.is_some() {
            return;
        }
        let one = if !self.properties.is_empty() || !matches!(self.additional, Additional::Any) {
            "object"
        } else if !self.items.is_empty() {
            "array"
        } else {
            return;
        };
        let null = self.or_null.then_some("null");
        self.types = Some(null.into_iter().chain([one]).collect());
    }

    /// The types of the values that are listed.
    pub(crate) fn types_of_values(&self) -> Option<BTreeSet<&'static str>> {
        let kind = |node: &&'a Node| match &node.kind {
            Kind::Text(_) => "string",
            Kind::Bool(_) => "boolean",
            Kind::List(_) => "array",
            Kind::Map(_) => "object",
            Kind::Null => "null",
            Kind::Number(number, _) if number.fract() == 0.0 => "integer",
            Kind::Number(..) => "number",
        };
        Some(self.values.as_ref()?.values().map(kind).collect())
    }

    /// `null` is among the allowed values.
    pub(crate) fn nullable(&self) -> bool {
        self.types.as_ref().is_none_or(|types| types.contains("null"))
    }
}

/// Whether a property is only read and only written: said by itself or by what it refers to.
pub(crate) fn one_way(document: &Document, property: &[&Node]) -> (bool, bool) {
    let mut found = (false, false);
    for node in property {
        let said = [*node, document.resolve(node)];
        let parts = said.iter().flat_map(|node| node.get("allOf").map_or(&[][..], Node::items));
        for node in parts.chain(said) {
            found = (found.0 || node.is("readOnly"), found.1 || node.is("writeOnly"));
        }
    }
    found
}

/// The types that any of `alternatives` allows; nothing when that cannot be told or one allows all.
fn union<'a>(document: &'a Document, alternatives: &[&'a Node]) -> Option<BTreeSet<&'a str>> {
    let mut types = BTreeSet::new();
    let mut todo = alternatives.to_vec();
    let mut seen = FxHashSet::default();
    while let Some(node) = todo.pop() {
        let node = document.resolve(node);
        if !seen.insert(node.address()) {
            continue;
        }
        if seen.len() > MERGED {
            return None;
        }
        if let Some(value) = node.get("type") {
            types.extend(value.text().into_iter().chain(value.items().iter().filter_map(Node::text)));
            types.extend((document.old && node.is("nullable")).then_some("null"));
        } else if node.get("properties").is_some() {
            types.insert("object");
        } else {
            let parts = ["oneOf", "anyOf", "allOf"].iter().filter_map(|keyword| node.get(keyword));
            let parts: Vec<&Node> = parts.flat_map(Node::items).collect();
            if parts.is_empty() {
                return None;
            }
            todo.extend(parts);
        }
    }
    Some(types)
}

/// The schema allows `null` and nothing else.
pub(crate) fn is_null(node: &Node) -> bool {
    match node.get("type").map(|value| &value.kind) {
        Some(Kind::Text(text)) => text == "null",
        Some(Kind::List(items)) => !items.is_empty() && items.iter().all(|item| item.text() == Some("null")),
        _ => {
            node.get("const").is_some_and(|value| matches!(value.kind, Kind::Null))
                || node.get("enum").is_some_and(|list| {
                    !list.items().is_empty() && list.items().iter().all(|item| matches!(item.kind, Kind::Null))
                })
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn references_and_all_of_are_merged() {
        let text = "openapi: 3.1.0
paths: {}
a: {allOf: [{$ref: '#/b'}, {required: [x], properties: {x: {type: number}}, minProperties: 2}]}
b: {type: object, minProperties: 1, properties: {x: {type: integer}}, allOf: [{$ref: '#/a'}]}
c: {anyOf: [{$ref: '#/b'}, {type: 'null'}]}
d: {type: integer, exclusiveMinimum: 3, minimum: 3, enum: [4, 5, null]}
";
        let document = Document::read("a.yaml", text.as_bytes()).unwrap();
        let shape = |name: &str| Shape::of(&document, &[document.root.get(name).unwrap()]);
        let a = shape("a");
        assert_eq!(a.lower["minProperties"].value, 2.0);
        let x = Shape::of(&document, &a.properties["x"]);
        assert_eq!(x.types.unwrap().into_iter().collect::<Vec<_>>(), ["integer"]);
        assert!(a.required.contains_key("x") && !a.types.unwrap().contains("null"));
        let c = shape("c");
        assert!(c.nullable() && c.groups.is_empty() && c.properties.contains_key("x"));
        let d = shape("d");
        assert!(d.lower["minimum"].exclusive && d.values.unwrap().len() == 2);
    }

    #[test]
    fn nullable_of_old_and_new() {
        let old = Document::read(
            "a",
            b"openapi: 3.0.0\npaths:\na: {type: string, nullable: true}\nb: {$ref: '#/a', maxLength: 3}",
        )
        .unwrap();
        assert!(Shape::of(&old, &[old.root.get("a").unwrap()]).nullable());
        assert!(Shape::of(&old, &[old.root.get("b").unwrap()]).upper.is_empty());
        let new =
            Document::read("a", b"openapi: 3.1.0\npaths:\na: {type: [string, 'null']}\nb: {$ref: '#/a', maxLength: 3}")
                .unwrap();
        assert!(Shape::of(&new, &[new.root.get("a").unwrap()]).nullable());
        assert_eq!(Shape::of(&new, &[new.root.get("b").unwrap()]).upper.len(), 1);
    }
}
