//! Which functions a call can mean, as far as names tell.

use super::{CodeIndex, Function};
use crate::code::facts::{Call, FileFacts};
use std::collections::HashMap;

/// A name that more functions have says nothing about which of them is called.
const NAMESAKES: usize = 8;

/// Names that every type has a method of: a call of one means one of ours only if something else says so.
pub(super) const COMMON: &[&str] = &[
    "all",
    "and_then",
    "as_ref",
    "as_str",
    "await",
    "call",
    "clone",
    "collect",
    "contains",
    "default",
    "drop",
    "entry",
    "err",
    "error",
    "expect",
    "extend",
    "filter",
    "find",
    "first",
    "fmt",
    "for_each",
    "from",
    "get",
    "insert",
    "into",
    "is_empty",
    "iter",
    "join",
    "json",
    "keys",
    "last",
    "len",
    "log",
    "map",
    "map_err",
    "match",
    "new",
    "next",
    "ok",
    "open",
    "parse",
    "pop",
    "push",
    "read",
    "remove",
    "replace",
    "run",
    "send",
    "set",
    "some",
    "sort",
    "split",
    "start",
    "status",
    "take",
    "test",
    "then",
    "to_owned",
    "to_string",
    "trim",
    "unwrap",
    "use",
    "values",
    "with",
    "write",
];

impl CodeIndex {
    pub(super) fn calls(&mut self, files: &[&FileFacts], firsts: &[usize]) {
        let names = Names::of(&self.functions);
        let mut all = Vec::with_capacity(self.functions.len());
        for (file, first) in files.iter().zip(firsts) {
            for (i, function) in file.functions.iter().enumerate() {
                let this = first + i;
                let mut calls: Vec<usize> =
                    function.calls.iter().flat_map(|call| names.called(&self.functions, call, this)).collect();
                calls.sort_unstable();
                calls.dedup();
                all.push(calls);
            }
        }
        for (function, calls) in self.functions.iter_mut().zip(all) {
            function.calls = calls;
        }
    }
}

/// Functions by name.
pub(super) struct Names<'a>(HashMap<&'a str, Vec<usize>>);

impl<'a> Names<'a> {
    pub(super) fn of(functions: &'a [Function]) -> Self {
        let mut names: HashMap<&str, Vec<usize>> = HashMap::new();
        for (i, function) in functions.iter().enumerate() {
            names.entry(&function.name).or_default().push(i);
        }
        Self(names)
    }

    /// The functions that a call can mean.
    pub(super) fn called(&self, functions: &[Function], call: &Call, from: usize) -> Vec<usize> {
        let Some(all) = self.0.get(call.name.as_str()) else { return Vec::new() };
        let at = |i: &usize| functions.get(*i);
        let caller = functions.get(from);
        if let Some(of) = &call.of {
            let own = matches!(of.as_str(), "self" | "Self" | "this" | "super");
            let fits = |i: &usize| {
                let Some(function) = at(i) else { return false };
                if own {
                    return caller.is_some_and(|caller| {
                        caller.owner == function.owner && caller.place.path == function.place.path
                    });
                }
                let stem = function.place.path.rsplit('/').next().unwrap_or_default().split('.').next();
                let owners = [function.owner.as_deref(), stem, function.place.path.rsplit('/').nth(1)];
                owners.into_iter().flatten().any(|owner| akin(owner, of))
            };
            let some: Vec<usize> = all.iter().filter(|i| fits(i)).copied().take(NAMESAKES).collect();
            if !some.is_empty() {
                return some;
            }
        }
        let here: Vec<usize> = all
            .iter()
            .filter(|i| {
                call.of.is_none() && at(i).is_some_and(|f| caller.is_some_and(|c| c.place.path == f.place.path))
            })
            .copied()
            .collect();
        if !here.is_empty() {
            return here;
        }
        if all.len() > NAMESAKES || COMMON.binary_search(&call.name.as_str()).is_ok() {
            return Vec::new();
        }
        all.iter().filter(|i| **i != from).copied().collect()
    }
}

/// `userRepository`, `users` and `UserRepository` speak of the same thing.
fn akin(owner: &str, of: &str) -> bool {
    let plain = |text: &str| -> String {
        let letters = text.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase);
        letters.collect::<String>().trim_end_matches('s').to_owned()
    };
    let (owner, of) = (plain(owner), plain(of));
    owner.len() > 2 && of.len() > 2 && (owner.contains(&of) || of.contains(&owner))
}
