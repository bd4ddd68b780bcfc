//! The collector of problems, and the rules of single members.

mod operations;
mod reach;
pub(in crate::intake) mod syntax;

use super::LIST_MAX;
use crate::error::Problem;
use crate::project::ProjectConfig;
use syntax::excerpt;

/// Finds everything that is wrong.
pub(in crate::intake) struct Rules<'a> {
    pub(in crate::intake) problems: Vec<Problem>,
    pub(in crate::intake) project: &'a ProjectConfig,
}

impl Rules<'_> {
    pub(in crate::intake) fn say(&mut self, pointer: impl Into<String>, code: &str, message: impl Into<String>) {
        self.problems.push(Problem::new(pointer, code, message));
    }

    pub(in crate::intake) fn text(
        &mut self,
        pointer: &str,
        what: &str,
        value: Option<&str>,
        min: usize,
        max: usize,
    ) -> String {
        let v = value.unwrap_or_default().trim();
        let n = v.chars().count();
        if n == 0 && min > 0 {
            self.say(pointer, &format!("{what}.required"), format!("Enter a {what}."));
        } else if n < min {
            self.say(pointer, &format!("{what}.too-short"), format!("Write at least {min} characters for the {what}."));
        } else if n > max {
            self.say(
                pointer,
                &format!("{what}.too-long"),
                format!("Shorten the {what} to {max} characters; it has {n}."),
            );
        }
        if v.chars().any(|c| c == '\0' || (c.is_control() && !matches!(c, '\n' | '\r' | '\t'))) {
            self.say(
                pointer,
                &format!("{what}.control-characters"),
                format!("Remove the control characters from the {what}."),
            );
        }
        v.to_owned()
    }

    pub(in crate::intake) fn word<T: std::str::FromStr<Err = crate::words::UnknownWord>>(
        &mut self,
        pointer: &str,
        what: &str,
        value: Option<&str>,
    ) -> Option<T> {
        let v = value.map(str::trim).filter(|v| !v.is_empty())?;
        match v.parse() {
            Ok(word) => Some(word),
            Err(e) => {
                self.say(pointer, &format!("{what}.unknown"), format!("{e}."));
                None
            }
        }
    }

    pub(in crate::intake) fn list(
        &mut self,
        pointer: &str,
        what: &str,
        values: &[String],
        check: fn(&str) -> Option<&'static str>,
    ) -> Vec<String> {
        if values.len() > LIST_MAX {
            self.say(pointer, &format!("{what}.too-many"), format!("List at most {LIST_MAX} entries."));
        }
        let mut out: Vec<String> = Vec::new();
        for (i, v) in values.iter().take(LIST_MAX).enumerate() {
            let v = v.trim();
            match check(v) {
                Some(message) => self.say(
                    format!("{pointer}/{i}"),
                    &format!("{what}.syntax"),
                    format!("`{}`: {message}", excerpt(v)),
                ),
                None if !out.iter().any(|o| o == v) => out.push(v.to_owned()),
                None => {}
            }
        }
        out
    }
}
