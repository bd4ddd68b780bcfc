//! The whole paths of endpoints: what routers are put under, and which endpoint a request is for.

use super::facts::{FileFacts, NestFacts, RouteFacts};
use super::typescript::join;
use std::collections::BTreeMap;

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

/// The endpoints (`GET /users/{}`) that a request is for: those of its whole path, or the only one whose path ends so.
pub(crate) fn answering<'k>(known: &BTreeMap<String, Vec<&'k str>>, method: Option<&str>, path: &str) -> Vec<&'k str> {
    let parts: Vec<&str> = path.trim_matches('/').split('/').collect();
    let last = parts.last().copied().unwrap_or_default();
    // A literal at the end can stand for what the template leaves open.
    let candidates = [last, "{}"].into_iter().filter_map(|key| known.get(key)).flatten().copied();
    let fits = |endpoint: &str, whole: bool| {
        let (asked, template) = endpoint.split_once(' ').unwrap_or(("", endpoint));
        let wanted: Vec<&str> = template.trim_matches('/').split('/').collect();
        let Some(skipped) = wanted.len().checked_sub(parts.len()) else { return false };
        let alike = |(want, part): (&&str, &&str)| want == part || *want == "{}" || *part == "{}";
        method.is_none_or(|method| method == asked)
            && (skipped == 0) == whole
            && wanted[skipped..].iter().zip(&parts).all(alike)
            // Something must be the same word for word.
            && wanted[skipped..].iter().zip(&parts).any(|(want, part)| want == part && *want != "{}")
    };
    let mut all: Vec<&str> = candidates.clone().filter(|endpoint| fits(endpoint, true)).collect();
    // `/users/me` is itself, if there is such an endpoint, and not any `/users/{}`.
    if let Some(exact) =
        all.iter().find(|endpoint| endpoint.split_once(' ').is_some_and(|(_, template)| template == path))
    {
        let path = exact.split_once(' ').map(|(_, path)| path.to_owned());
        all.retain(|endpoint| endpoint.split_once(' ').map(|(_, path)| path.to_owned()) == path);
    }
    if all.is_empty() {
        all = candidates.filter(|endpoint| fits(endpoint, false)).collect();
        all.sort_unstable();
        all.dedup();
        if all.len() > 1 {
            all.clear();
        }
    }
    all.sort_unstable();
    all.dedup();
    all
}
