//! Endpoints, the functions they lead to, and the clients' requests to them.

use super::calls::Names;
use super::{CodeIndex, Request, Route};
use crate::code::facts::FileFacts;
use crate::code::routes::{Known, Nests};
use crate::openapi::template;
use std::collections::BTreeSet;

/// How far calls are followed from an endpoint's handler.
const DEPTH: usize = 6;
/// How many functions are looked into for one endpoint.
const REACHED: usize = 2_000;

impl CodeIndex {
    pub(super) fn routes(&mut self, files: &[&FileFacts], firsts: &[usize]) {
        let names = Names::of(&self.functions);
        let nests = Nests::of(files);
        let mut routes = Vec::new();
        for (file, first) in files.iter().zip(firsts) {
            for route in &file.routes {
                let handler = route.handler.as_ref().and_then(|call| {
                    // A handler of the same file first: many files have a `list`.
                    let here = file.functions.iter().position(|function| {
                        function.name == call.name && call.of.as_deref().is_none_or(|of| of == "this" || of == "Self")
                    });
                    here.map(|i| first + i).or_else(|| names.called(&self.functions, call, usize::MAX).first().copied())
                });
                let path = nests.path(file, route);
                routes.push(Route {
                    key: template(&format!("{} {path}", route.method)),
                    method: route.method.clone(),
                    path,
                    place: route.at.place(&file.path),
                    reaches: handler.map(|handler| self.reach(handler)).unwrap_or_default(),
                    handler,
                });
            }
        }
        routes.sort_by(|a, b| (&a.key, &a.place).cmp(&(&b.key, &b.place)));
        self.routes = routes;
    }

    fn reach(&self, handler: usize) -> BTreeSet<usize> {
        let mut reached = BTreeSet::from([handler]);
        let mut level = vec![handler];
        for _ in 0..DEPTH {
            let mut next = Vec::new();
            for call in level.iter().filter_map(|at| self.functions.get(*at)).flat_map(|function| &function.calls) {
                if reached.len() < REACHED && reached.insert(*call) {
                    next.push(*call);
                }
            }
            level = next;
        }
        reached
    }

    pub(super) fn requests(&mut self, files: &[&FileFacts], firsts: &[usize], known: Vec<String>) {
        let all: BTreeSet<String> =
            known.into_iter().chain(self.routes.iter().map(|route| route.key.clone())).collect();
        let mut known = Known::of(all);
        let mut requests = Vec::new();
        for (file, first) in files.iter().zip(firsts) {
            for request in &file.requests {
                let function = request.function.map(|i| first + i as usize);
                for endpoint in known.answering(request.method.as_deref(), &request.path) {
                    let place = request.at.place(&file.path);
                    requests.push(Request { endpoint, function, place });
                }
            }
        }
        requests.sort_by(|a, b| (&a.endpoint, &a.place).cmp(&(&b.endpoint, &b.place)));
        self.requests = requests;
    }
}
