//! Which files are needed, and the project's own rules among them.

use analysis::{Files, Text};
use domain::project::{LARGEST, ProjectConfig};

/// Where a project says how it wants to be looked at.
pub const PROJECT_FILE: &str = ".change-mgmt/project.toml";

/// Endings of files that may hold SQL, endpoints or clients.
const CODE: &[&str] = &[
    "rs", "ts", "tsx", "mts", "cts", "js", "jsx", "mjs", "cjs", "py", "go", "java", "kt", "kts", "scala", "rb", "cs",
    "php", "sql", "vue", "svelte", "sh", "ex", "exs", "swift", "clj", "dart", "pl", "pm",
];

pub(super) fn is_code(path: &str) -> bool {
    let hidden = path.split('/').any(|part| part == "node_modules" || part == "target" || part == "vendor");
    // A script that its tool passes over because of its ending is looked at to say so.
    let known = |ending: &str| CODE.contains(&ending) || ending.eq_ignore_ascii_case("sql");
    !hidden && path.rsplit_once('.').is_some_and(|(_, ending)| known(ending))
}

/// Whether the analysis needs this file. `openapi` is the document that the project names.
pub fn wanted(path: &str, openapi: Option<&str>) -> bool {
    is_code(path)
        || is_beside(path)
        || is_changelog(path)
        || path == PROJECT_FILE
        || Some(path) == openapi
        || is_document(path)
}

/// Tells a migration tool how to run its scripts, or its dialect.
fn is_beside(path: &str) -> bool {
    let file = path.rsplit('/').next().unwrap_or(path);
    path.ends_with("sqitch.plan")
        || path.ends_with(".sql.conf")
        || matches!(file, "metadata.toml" | "migration_lock.toml")
}

/// May list changes of the schema in a format that is not read, which is to be said. Where these lists stand is known from
/// the names of their folders alone.
fn is_changelog(path: &str) -> bool {
    let (folders, file) = path.rsplit_once('/').unwrap_or(("", path));
    let listed = |folder: &str| matches!(folder, "migrations" | "migration" | "changelog" | "changelogs" | "liquibase");
    let ending = file.rsplit_once('.').map_or("", |(_, ending)| ending);
    matches!(ending, "xml" | "yaml" | "yml") && folders.split('/').any(listed)
}

/// A file that looks like an API document by its name.
pub(super) fn is_document(path: &str) -> bool {
    let name = path.rsplit('/').next().unwrap_or(path);
    matches!(name, "openapi.json" | "openapi.yaml" | "openapi.yml" | "swagger.json" | "swagger.yaml" | "swagger.yml")
}

/// The project file, if there is one.
///
/// # Errors
/// It is too large, no text, no TOML, or has members that are missing, unknown or of the wrong type: where and why.
pub fn project(files: &Files) -> Result<Option<ProjectConfig>, String> {
    let Some(bytes) = files.get(PROJECT_FILE) else { return Ok(None) };
    // Longer than it may be in any encoding: what is cut off is not looked at.
    let bytes = bytes.get(..4 * LARGEST).unwrap_or(bytes);
    let Text { text, damaged } = Text::read(bytes);
    ProjectConfig::parse(&text).map(Some).map_err(|problems| match problems.as_slice() {
        // What is wrong with the rest of it follows from that.
        _ if damaged => {
            format!("{PROJECT_FILE} is no text: it holds bytes that are not valid in its encoding. Save it as UTF-8.")
        }
        [one] => format!("{PROJECT_FILE}: {}", one.message),
        all => {
            let lines: String = all.iter().map(|problem| format!("\n  {}", problem.message)).collect();
            format!("{PROJECT_FILE} cannot be read, for {} reasons:{lines}", all.len())
        }
    })
}
