//! The whole paths of endpoints: what routers are put under, and which endpoint a request is for.

use super::facts::{FileFacts, NestFacts, RouteFacts};
use super::typescript::join;
use std::collections::{BTreeMap, BTreeSet, HashMap};

/// How many routers may be put into one another.
const NESTED: usize = 5;

/// All routers that are put under paths.
pub(crate) struct Nests<'a> {
    /// By name of what is put.
    by_name: BTreeMap<&'a str, Vec<(&'a FileFacts, &'a NestFacts)>>,
    /// By path of the file that it is imported from, without the extension.
    by_module: BTreeMap<String, Vec<(&'a FileFacts, &'a NestFacts)>>,
}

impl<'a> Nests<'a> {
    pub(crate) fn of(files: &[&'a FileFacts]) -> Self {
        let mut nests = Self { by_name: BTreeMap::new(), by_module: BTreeMap::new() };
        for file in files {
            for nest in &file.nests {
                let module = file.imports.iter().find(|(local, _)| *local == nest.target.name);
                match module.filter(|(_, module)| module.starts_with('.')) {
                    Some((_, module)) => {
                        let key = resolve(&file.path, module);
                        nests.by_module.entry(key).or_default().push((file, nest));
                    }
                    None => nests.by_name.entry(&nest.target.name).or_default().push((file, nest)),
                }
            }
        }
        nests
    }

    /// The whole path of a route.
    pub(crate) fn path(&self, file: &'a FileFacts, route: &'a RouteFacts) -> String {
        let (mut file, mut router, mut path) = (file, route.router.as_deref(), route.path.clone());
        for _ in 0..NESTED {
            let Some((outer, nest)) = self.around(file, router) else { break };
            path = join(&nest.prefix, &path);
            (file, router) = (outer, nest.router.as_deref());
        }
        join("", &path)
    }

    fn around(&self, file: &'a FileFacts, router: Option<&str>) -> Option<(&'a FileFacts, &'a NestFacts)> {
        let router = router?;
        let module = without_extension(&file.path);
        let imported = self.by_module.get(module).or_else(|| self.by_module.get(module.strip_suffix("/index")?));
        if let Some([one, ..]) = imported.map(Vec::as_slice) {
            return Some(*one);
        }
        let named = self.by_name.get(router)?;
        let stem = module.strip_suffix("/mod").unwrap_or(module).rsplit('/').next()?;
        let here = |(outer, nest): &&(&FileFacts, &NestFacts)| match &nest.target.of {
            Some(of) => of == stem,
            None => outer.path == file.path,
        };
        match (named.iter().find(here), named.as_slice()) {
            (Some(one), _) => Some(*one),
            (None, [one]) if one.1.target.of.is_none() => Some(*one),
            _ => None,
        }
    }
}

fn without_extension(path: &str) -> &str {
    match path.rsplit_once('.') {
        Some((before, after)) if !after.contains('/') => before,
        _ => path,
    }
}

/// `./users` seen from `src/app.ts` is `src/users`.
fn resolve(from: &str, module: &str) -> String {
    let mut parts: Vec<&str> = from.split('/').collect();
    parts.pop();
    for part in module.split('/') {
        match part {
            "." | "" => {}
            ".." => {
                parts.pop();
            }
            part => parts.push(part),
        }
    }
    let path = parts.join("/");
    match path.rsplit_once('.') {
        Some((before, "js" | "ts" | "mjs" | "tsx" | "jsx")) => before.to_owned(),
        _ => path,
    }
}

/// The endpoints that requests can be for.
pub(crate) struct Known {
    /// Key, method and parts of the path.
    endpoints: Vec<(String, String, Vec<String>)>,
    /// Endpoints by each word of their paths.
    by_word: HashMap<String, Vec<usize>>,
    /// What was asked before: many places ask for the same.
    answers: HashMap<(Option<String>, String), Vec<usize>>,
}

impl Known {
    /// From keys such as `GET /users/{}`.
    pub(crate) fn of(keys: BTreeSet<String>) -> Self {
        let mut known = Self { endpoints: Vec::new(), by_word: HashMap::new(), answers: HashMap::new() };
        for key in keys {
            let (method, path) = key.split_once(' ').unwrap_or(("", &key));
            let parts = parts(path);
            for word in parts.iter().filter(|part| *part != "{}").collect::<BTreeSet<_>>() {
                known.by_word.entry(word.clone()).or_default().push(known.endpoints.len());
            }
            known.endpoints.push((key.clone(), method.to_owned(), parts));
        }
        known
    }

    /// The endpoints that a request is for: those of its whole path, or the only one whose path ends so.
    pub(crate) fn answering(&mut self, method: Option<&str>, path: &str) -> Vec<String> {
        let question = (method.map(str::to_owned), path.to_owned());
        let found = match self.answers.get(&question) {
            Some(found) => found.clone(),
            None => {
                let found = self.search(method, path);
                self.answers.insert(question, found.clone());
                found
            }
        };
        found.into_iter().filter_map(|at| self.endpoints.get(at)).map(|(key, _, _)| key.clone()).collect()
    }

    fn search(&self, method: Option<&str>, path: &str) -> Vec<usize> {
        let parts = parts(path);
        let words = || parts.iter().filter(|part| *part != "{}").filter_map(|word| self.by_word.get(word));
        // Most requests name their endpoint by its rarest word; only the others are held against all.
        let rarest = words().min_by_key(|all| all.len()).map_or(&[][..], Vec::as_slice);
        let mut all = self.fitting(rarest.iter().copied(), method, &parts);
        if all.is_empty() && words().next().is_some() {
            all = self.fitting(0..self.endpoints.len(), method, &parts);
        }
        all
    }

    fn fitting(
        &self,
        among: impl Iterator<Item = usize> + Clone,
        method: Option<&str>,
        parts: &[String],
    ) -> Vec<usize> {
        let fits = |at: &usize, whole: bool| {
            let Some((_, asked, wanted)) = self.endpoints.get(*at) else { return false };
            let Some(skipped) = wanted.len().checked_sub(parts.len()) else { return false };
            let wanted = wanted.get(skipped..).unwrap_or_default();
            method.is_none_or(|method| method == asked)
                && (skipped == 0) == whole
                && wanted.iter().zip(parts).all(|(want, part)| want == part || want == "{}" || part == "{}")
                // Something must be the same word for word.
                && wanted.iter().zip(parts).any(|(want, part)| want == part && want != "{}")
        };
        let mut all: Vec<usize> = among.clone().filter(|at| fits(at, true)).collect();
        // `/users/me` is itself, if there is such an endpoint, and not any `/users/{}`.
        let exact = |at: &usize| self.endpoints.get(*at).is_some_and(|(_, _, wanted)| wanted == parts);
        if all.iter().any(exact) {
            all.retain(exact);
        }
        if all.is_empty() {
            all = among.filter(|at| fits(at, false)).collect();
            if all.len() > 1 {
                all.clear();
            }
        }
        all
    }
}

fn parts(path: &str) -> Vec<String> {
    path.trim_matches('/').split('/').map(str::to_owned).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn requests_find_their_endpoint() {
        let keys =
            ["GET /api/users/{}", "GET /api/users/me", "POST /api/users", "GET /api/a/b", "GET /x/a/b", "GET /t/list"];
        let mut known = Known::of(keys.iter().map(|key| (*key).to_owned()).collect());
        for (method, path, expected) in [
            (Some("GET"), "/api/users/me", &["GET /api/users/me"][..]),
            (Some("GET"), "/api/users/7", &["GET /api/users/{}"]),
            (None, "/users", &["POST /api/users"]),
            (Some("GET"), "/users", &[]),
            (Some("GET"), "/a/b", &[]),
            (Some("GET"), "/t/{}", &["GET /t/list"]),
            (None, "/{}", &[]),
        ] {
            assert_eq!(known.answering(method, path), expected, "{path}");
        }
    }
}
