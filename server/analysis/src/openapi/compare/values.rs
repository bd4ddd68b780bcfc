//! Types, formats, enumerations, limits and patterns of a value.

use super::{Change, Pair, short};
use crate::openapi::diff::Differ;
use crate::openapi::difference::Side;
use crate::openapi::node::Node;
use crate::openapi::rules;
use crate::openapi::shape::{Bound, Shape};
use std::collections::{BTreeMap, BTreeSet};

impl<'a> Differ<'a> {
    pub(super) fn nullable(&mut self, pair: &Pair<'a, '_>) {
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

    pub(super) fn types(&mut self, pair: &Pair<'a, '_>) {
        if pair.base.types == pair.head.types {
            return;
        }
        let at = (Side::Head, pair.task.head_node());
        let rest = |shape: &Shape<'a>| -> Option<BTreeSet<&'a str>> {
            shape.types.as_ref().map(|types| types.iter().copied().filter(|name| *name != "null").collect())
        };
        let (mut base, mut head) = (rest(&pair.base), rest(&pair.head));
        // Where only the values are listed, they say of which type they are.
        let told = (base.clone(), head.clone());
        for (one, other, shape) in [(&mut base, told.1, &pair.base), (&mut head, told.0, &pair.head)] {
            if let (None, Some(other), Some(listed)) = (&one, other, shape.types_of_values()) {
                let holds = |name: &&str| other.contains(*name) || *name == "integer" && other.contains("number");
                if listed.iter().all(holds) {
                    return;
                }
                *one = Some(listed);
            }
        }
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

    pub(super) fn formats(&mut self, pair: &Pair<'a, '_>) {
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

    pub(super) fn values(&mut self, pair: &Pair<'a, '_>) {
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

    pub(super) fn bounds(&mut self, pair: &Pair<'a, '_>) {
        for (base, head, sign) in
            [(&pair.base.lower, &pair.head.lower, 1.0), (&pair.base.upper, &pair.head.upper, -1.0)]
        {
            if base.is_empty() && head.is_empty() {
                continue;
            }
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

    pub(super) fn patterns(&mut self, pair: &Pair<'a, '_>) {
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

    pub(super) fn others(&mut self, pair: &Pair<'a, '_>) {
        if pair.base.other.is_empty() && pair.head.other.is_empty() {
            return;
        }
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
