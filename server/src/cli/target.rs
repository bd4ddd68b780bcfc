//! Which change (and step) a command is about: `CHG-7`, `7` or a UUID, as first argument or with `--change-id`.

use super::exit::{Failure, Outcome};
use clap::Args;
use domain::api::ChangeRef;

/// A change.
#[derive(Args, Debug)]
pub struct Change {
    /// The change: CHG-7, 7 or its UUID
    #[arg(value_name = "CHANGE", required_unless_present = "change_id")]
    positional: Option<String>,
    /// The change, in place of the argument
    #[arg(long, value_name = "CHANGE", conflicts_with = "positional")]
    change_id: Option<String>,
}

impl Change {
    /// The one that was named.
    ///
    /// # Errors
    /// Not a change's name.
    pub fn get(&self) -> Outcome<ChangeRef> {
        change(self.change_id.as_deref().or(self.positional.as_deref()).unwrap_or_default())
    }
}

/// A change and something that follows it; each command says with `mut_arg` what that is.
#[derive(Args, Debug)]
pub struct ChangeAnd {
    /// The change: CHG-7, 7 or its UUID
    #[arg(value_name = "CHANGE", required_unless_present = "change_id")]
    first: Option<String>,
    /// The step, person, file or text it is about
    #[arg(value_name = "WHAT")]
    second: Option<String>,
    /// The change, in place of the first argument
    #[arg(long, value_name = "CHANGE")]
    change_id: Option<String>,
}

impl ChangeAnd {
    /// The change, and what follows it, if anything.
    ///
    /// # Errors
    /// Not a change's name, or an argument too many.
    pub fn get(&self) -> Outcome<(ChangeRef, Option<String>)> {
        match (&self.change_id, &self.first, &self.second) {
            (Some(id), _, Some(more)) => Err(Failure::Usage(format!("`{more}` is too much beside --change-id={id}."))),
            (Some(id), what, None) => Ok((change(id)?, what.clone())),
            (None, first, second) => Ok((change(first.as_deref().unwrap_or_default())?, second.clone())),
        }
    }

    /// The change, and what must follow it.
    ///
    /// # Errors
    /// As [`ChangeAnd::get`], and where nothing follows.
    pub fn require(&self, what: &str) -> Outcome<(ChangeRef, String)> {
        let (change, second) = self.get()?;
        second.map(|s| (change, s)).ok_or_else(|| Failure::Usage(format!("Name {what} after {change}.")))
    }
}

/// Reads the name of a change.
///
/// # Errors
/// Not a change's name.
pub fn change(text: &str) -> Outcome<ChangeRef> {
    let number = text.trim().trim_start_matches('#').parse::<i64>().ok().filter(|n| *n > 0).map(ChangeRef::Number);
    number
        .or_else(|| text.parse().ok())
        .ok_or_else(|| Failure::Usage(format!("`{text}` names no change; write e.g. CHG-7, 7 or a UUID.")))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn three_spellings() {
        for text in ["CHG-7", "chg-7", "7", "#7"] {
            assert_eq!(change(text).unwrap(), ChangeRef::Number(7), "{text}");
        }
        for text in ["", "0", "-1", "CHG-", "CHG-x", "seven"] {
            assert!(matches!(change(text), Err(Failure::Usage(_))), "{text}");
        }
    }
}
