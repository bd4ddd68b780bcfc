//! From the text of a project file to what it says.

use super::ProjectConfig;
use super::wrong::wrong;
use crate::error::Problem;

/// The largest project file that is read, bytes: some hundred times what a large project needs.
pub const LARGEST: usize = 256 * 1024;
/// What the parser says repeats names of the file, which may be of any length.
const MESSAGE: usize = 400;

impl ProjectConfig {
    /// Reads a project file and checks it.
    ///
    /// # Errors
    /// Every problem found; a syntax error alone.
    pub fn from_toml(text: &str) -> Result<Self, Vec<Problem>> {
        let config = Self::parse(text)?;
        let problems = config.problems();
        if problems.is_empty() { Ok(config) } else { Err(problems) }
    }

    /// Reads a project file without a look at what it means.
    ///
    /// # Errors
    /// It is too large, no TOML, or has members that are missing, unknown or of the wrong type: where and why.
    pub fn parse(text: &str) -> Result<Self, Vec<Problem>> {
        if text.len() > LARGEST {
            return Err(problems(vec![format!("it is larger than {} KB.", LARGEST / 1024)]));
        }
        toml::from_str(text).map_err(|error| {
            let all = wrong(text);
            // Where the whole cannot be told, what the parser stopped at is.
            problems(if all.is_empty() { vec![first(text, &error)] } else { all })
        })
    }
}

fn first(text: &str, error: &toml::de::Error) -> String {
    match error.span() {
        Some(span) => {
            let (line, column) = place(text, span.start);
            format!("line {line}, column {column}: {}", error.message())
        }
        None => error.message().to_owned(),
    }
}

fn problems(whys: Vec<String>) -> Vec<Problem> {
    let alone = whys.len() == 1;
    let told = |why: String| {
        let said: String = why.chars().filter(|c| !c.is_control() || *c == '\n').take(MESSAGE).collect();
        let message = if alone { format!("The project file cannot be read: {said}") } else { said };
        Problem::new("", "project.syntax", message)
    };
    whys.into_iter().map(told).collect()
}

/// Line and column of a byte, from 1; the column in characters.
pub(super) fn place(text: &str, at: usize) -> (usize, usize) {
    let before = text.get(..at).unwrap_or(text);
    let start = before.rfind('\n').map_or(0, |newline| newline + 1);
    (before.matches('\n').count() + 1, before[start..].chars().count() + 1)
}
