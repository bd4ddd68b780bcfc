//! The parts of a project and where their files are.

use serde::{Deserialize, Serialize};

/// What a part of a project does.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Layer {
    /// Migrations and queries.
    Database,
    /// Code that talks to the database.
    Repository,
    /// Code that serves endpoints.
    Api,
    /// Code that calls endpoints.
    Client,
    /// Anything else: it is affected, and nothing is required of it.
    Other,
}

impl Layer {
    /// As people say it.
    pub fn name(self) -> &'static str {
        match self {
            Self::Database => "database",
            Self::Repository => "repository",
            Self::Api => "API",
            Self::Client => "client",
            Self::Other => "other",
        }
    }
}

/// One part of a project.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Component {
    /// Its name.
    pub name: String,
    /// What it does.
    pub layer: Layer,
    /// Globs of its files: `src/db/**`, `web/*.ts`, or a folder.
    pub paths: Vec<String>,
}

impl Component {
    /// The file is part of it.
    pub fn holds(&self, path: &str) -> bool {
        self.paths.iter().any(|glob| matches(glob, path))
    }

    /// The folder that its first glob names.
    pub fn folder(&self) -> String {
        let glob = self.paths.first().map(String::as_str).unwrap_or_default();
        let fixed: Vec<&str> = glob.split('/').take_while(|part| !part.contains(['*', '?'])).collect();
        match fixed.join("/") {
            folder if folder.is_empty() => ".".to_owned(),
            folder => folder,
        }
    }
}

/// `*` and `?` stay inside one part of the path, `**` stands for any number of parts; a folder holds what is under it.
pub fn matches(glob: &str, path: &str) -> bool {
    let glob = glob.trim_start_matches("./").trim_end_matches('/');
    if glob.is_empty() || glob == "." || glob == "**" {
        return true;
    }
    let (parts, of): (Vec<&str>, Vec<&str>) = (glob.split('/').collect(), path.split('/').collect());
    // Which starts of the path the first parts of the glob can stand for.
    let mut reached = vec![false; of.len() + 1];
    reached[0] = true;
    for part in parts {
        let mut next = vec![false; of.len() + 1];
        for at in 0..=of.len() {
            if part == "**" {
                next[at] = reached[..=at].iter().any(|reached| *reached);
            } else if at > 0 && reached[at - 1] {
                next[at] = of.get(at - 1).is_some_and(|word| wild(part.as_bytes(), word.as_bytes()));
            }
        }
        reached = next;
    }
    reached[of.len()] || (!glob.contains(['*', '?']) && reached.iter().any(|reached| *reached))
}

fn wild(pattern: &[u8], word: &[u8]) -> bool {
    let (mut p, mut w) = (0, 0);
    let mut star: Option<(usize, usize)> = None;
    while w < word.len() {
        match pattern.get(p) {
            Some(b'*') => {
                star = Some((p, w));
                p += 1;
            }
            Some(c) if *c == b'?' || Some(c) == word.get(w) => {
                p += 1;
                w += 1;
            }
            _ => match star {
                Some((at, from)) => {
                    star = Some((at, from + 1));
                    p = at + 1;
                    w = from + 1;
                }
                None => return false,
            },
        }
    }
    pattern[p..].iter().all(|c| *c == b'*')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn globs() {
        for (glob, path, expected) in [
            ("src/db", "src/db/a.rs", true),
            ("src/db/", "src/dba/a.rs", false),
            ("src/**/*.rs", "src/a/b/c.rs", true),
            ("src/**/*.rs", "src/c.rs", true),
            ("src/*.rs", "src/a/c.rs", false),
            ("**/repository/**", "a/b/repository/c.ts", true),
            ("*_repo?.rs", "users_repo1.rs", true),
            ("**", "x", true),
            ("a*b*c", "aXbYc", true),
            ("a*b*c", "aXbY", false),
        ] {
            assert_eq!(matches(glob, path), expected, "{glob} {path}");
        }
    }
}
