//! The files of the repository.

use std::path::{Path, PathBuf};

pub fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap().to_owned()
}

/// A Rust file that is no test: its path from the root and its lines up to the test module.
pub struct Source {
    pub path: String,
    pub lines: Vec<String>,
}

/// All Rust files below these folders, without tests, examples and build products.
pub fn sources(folders: &[&str]) -> Vec<Source> {
    let mut out = Vec::new();
    for folder in folders {
        walk(&root().join(folder), &mut out);
    }
    assert!(!out.is_empty(), "{folders:?}");
    out
}

fn walk(dir: &Path, out: &mut Vec<Source>) {
    let Ok(entries) = std::fs::read_dir(dir) else { return };
    for entry in entries {
        let path = entry.unwrap().path();
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        if path.is_dir() {
            if !matches!(name.as_str(), "tests" | "target" | "examples" | "benches" | "node_modules") {
                walk(&path, out);
            }
        } else if name.ends_with(".rs")
            && name != "tests.rs"
            && name != "properties.rs"
            && name != "testing.rs"
            && name != "build.rs"
        {
            let text = std::fs::read_to_string(&path).unwrap();
            let lines = text
                .lines()
                .take_while(|l| !l.starts_with("#[cfg(test)]") && !l.starts_with("#[cfg(all(test"))
                .map(str::to_owned)
                .collect();
            let path = path.strip_prefix(root()).unwrap().to_string_lossy().into_owned();
            out.push(Source { path, lines });
        }
    }
}

impl Source {
    /// Lines of code, with their numbers: no comments.
    pub fn code(&self) -> impl Iterator<Item = (usize, &str)> {
        self.lines.iter().enumerate().map(|(n, l)| (n + 1, l.trim())).filter(|(_, l)| !l.starts_with("//"))
    }
}
