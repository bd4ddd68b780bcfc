//! What says how a value is read: its default, and what tells alternatives apart.

use super::{Change, Pair, short};
use crate::Severity;
use crate::openapi::diff::Differ;
use crate::openapi::difference::{Direction, Side};
use crate::openapi::node::Node;
use crate::openapi::rules;
use crate::openapi::shape::Shape;
use std::collections::{BTreeMap, BTreeSet};

impl<'a> Differ<'a> {
    /// Who leaves a value out of a request gets the default: nothing fails, and it means something else.
    pub(super) fn defaults(&mut self, pair: &Pair<'a, '_>) {
        let (old, new) = (pair.base.default, pair.head.default);
        let say = |node: &Node| short(&node.canonical());
        let (at, what, kept) = match (old, new) {
            (Some(old), Some(new)) if old.canonical() != new.canonical() => {
                ((Side::Head, new), format!("has the default `{}` now, before it was `{}`", say(new), say(old)), false)
            }
            (Some(old), None) => {
                ((Side::Base, old), format!("has no default any more, before it was `{}`", say(old)), false)
            }
            (None, Some(new)) => ((Side::Head, new), format!("has the default `{}` now", say(new)), true),
            _ => return,
        };
        let direction = pair.task.direction;
        let (severity, why, fix) = match (direction, kept) {
            (Direction::Request, false) => (
                Severity::Warning,
                "Requests that leave it out are taken as before, and mean something else.",
                "Keep the default, or tell clients to send the value they mean.",
            ),
            (Direction::Request, true) => {
                (Severity::Notice, "What leaves it out meant before is said now, or is new.", "")
            }
            (Direction::Response, _) => {
                (Severity::Notice, "Clients that fill it in themselves fill in what they know.", "")
            }
        };
        self.told(pair, rules::DEFAULT, (false, severity), at, what, (why, fix));
    }

    pub(super) fn discriminators(&mut self, pair: &Pair<'a, '_>) {
        let (Some(old), Some(new)) = (pair.base.discriminator, pair.head.discriminator) else { return };
        let at = (Side::Head, new);
        let name = |node: &'a Node| node.text_of("propertyName").unwrap_or_default();
        if name(old) != name(new) {
            let what = format!("is told apart by `{}` now, before by `{}`", name(new), name(old));
            self.changed(pair, rules::DISCRIMINATOR, Change::Replaced, at, what);
            return;
        }
        let (old, new) = (mapping(&pair.base), mapping(&pair.head));
        let stays = |of: &BTreeMap<String, String>, target: &String| of.values().any(|one| one == target);
        let values: BTreeSet<&String> = old.keys().chain(new.keys()).collect();
        for value in values {
            // An alternative that is gone or new is told as such.
            let (change, what) = match (old.get(value), new.get(value)) {
                (Some(target), None) if stays(&new, target) => {
                    (Change::Narrowed, format!("is `{target}` by the value `{value}` no more"))
                }
                (None, Some(target)) if stays(&old, target) => {
                    (Change::Widened, format!("is `{target}` by the value `{value}` now"))
                }
                (Some(before), Some(target)) if before != target && stays(&old, target) => {
                    (Change::Replaced, format!("is `{target}` by the value `{value}` now, before `{before}`"))
                }
                _ => continue,
            };
            self.changed(pair, rules::DISCRIMINATOR, change, at, what);
        }
    }
}

/// The schemas by the values that stand for them; without a value of its own a schema has its name.
fn mapping(shape: &Shape<'_>) -> BTreeMap<String, String> {
    let last = |reference: &str| reference.rsplit('/').next().unwrap_or(reference).to_owned();
    let written = shape.discriminator.and_then(|node| node.get("mapping")).into_iter().flat_map(Node::members);
    let mut all: BTreeMap<String, String> =
        written.filter_map(|(value, target)| Some((value.to_owned(), last(target.text()?)))).collect();
    for name in shape.groups.iter().flatten().filter_map(|node| node.reference()).map(last) {
        if !all.values().any(|target| *target == name) {
            all.insert(name.clone(), name);
        }
    }
    all
}

#[cfg(test)]
mod tests {
    use crate::openapi::{Document, diff};

    fn read(text: &str) -> Document {
        Document::read("api.yaml", text.as_bytes()).unwrap()
    }

    #[test]
    fn what_tells_alternatives_apart() {
        let pets = |discriminator: &str| {
            read(&format!(
                "openapi: 3.1.0
paths:
  /a:
    post:
      requestBody: {{content: {{application/json: {{schema: {{$ref: '#/components/schemas/Pet'}}}}}}}}
      responses: {{'200': {{content: {{application/json: {{schema: {{$ref: '#/components/schemas/Pet'}}}}}}}}}}
components:
  schemas:
    Pet: {{oneOf: [{{$ref: '#/components/schemas/Cat'}}, {{$ref: '#/components/schemas/Dog'}}], discriminator: {discriminator}}}
    Cat: {{type: object, properties: {{kind: {{type: string}}, type: {{type: string}}}}}}
    Dog: {{type: object, properties: {{kind: {{type: string}}, type: {{type: string}}}}}}
"
            ))
        };
        let mapped =
            |cat: &str| pets(&format!("{{propertyName: kind, mapping: {{{cat}, dog: '#/components/schemas/Dog'}}}}"));
        let told = |base: &Document, head: &Document| -> Vec<(bool, String)> {
            diff(base, head).into_iter().map(|one| (one.breaking, format!("{} {}", one.rule, one.message))).collect()
        };
        let cat = mapped("cat: '#/components/schemas/Cat'");
        let renamed = told(&pets("{propertyName: kind}"), &pets("{propertyName: type}"));
        assert_eq!(renamed.len(), 2, "{renamed:?}");
        assert!(
            renamed.iter().all(|(breaking, text)| *breaking && text.contains("told apart by `type` now")),
            "{renamed:?}"
        );
        let value = told(&cat, &mapped("kitty: '#/components/schemas/Cat'"));
        assert_eq!(value.iter().filter(|(breaking, _)| *breaking).count(), 2, "{value:?}");
        assert!(value.iter().all(|(_, text)| text.starts_with("openapi-discriminator")), "{value:?}");
        assert!(told(&cat, &mapped("Cat: '#/components/schemas/Cat'")).iter().any(|(breaking, _)| *breaking));
        // What is written out means the same, and an alternative that is new is told as such.
        let both = "{propertyName: kind, mapping: {Cat: '#/components/schemas/Cat', Dog: Dog}}";
        assert_eq!(told(&pets("{propertyName: kind}"), &pets(both)), []);
    }

    #[test]
    fn an_alternative_is_named_plainly() {
        let pets = |lives: &str| {
            read(&format!(
                "openapi: 3.1.0
paths:
  /a:
    get:
      responses:
        '200':
          content:
            a/b:
              schema:
                oneOf:
                  - {{title: Cat, type: object, properties: {{lives: {{type: {lives}}}}}}}
                  - {{title: Dog, type: object}}
"
            ))
        };
        let found = diff(&pets("string"), &pets("integer"));
        assert_eq!(found.len(), 1);
        assert!(found[0].message.starts_with("`(Cat).lives` in the response 200"), "{}", found[0].message);
    }
}
