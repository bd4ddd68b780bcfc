//! `--evidence KIND=VALUE`.

use domain::words::EvidenceKind;
use std::path::PathBuf;

/// For `--help`.
pub const SYNTAX: &str = "\
Evidence (--evidence), repeated as needed:
  commit=SHA      link=URL      pull-request=URL (or pr=)      test-run=ID (or test=)
  note=TEXT       document=FILE (uploaded first; at most as large as the server allows)";

/// Evidence as it stands on the command line; a document is still a file of this machine.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Given {
    /// Kind and value.
    Value(EvidenceKind, String),
    /// A file to upload.
    File(PathBuf),
}

/// Reads one `--evidence`.
///
/// # Errors
/// What is wrong with it.
pub fn parse(text: &str) -> Result<Given, String> {
    let (kind, value) = text.split_once('=').ok_or("write it as KIND=VALUE, e.g. commit=1a2b3c4")?;
    let kind = match kind.trim() {
        "pr" => EvidenceKind::PullRequest,
        "test" => EvidenceKind::TestRun,
        "doc" | "file" => EvidenceKind::Document,
        other => other.parse().map_err(|e: domain::words::UnknownWord| e.to_string())?,
    };
    let value = value.trim();
    match kind {
        EvidenceKind::Approval => Err("an approval is given with `change-mgmt approve`".to_owned()),
        _ if value.is_empty() => Err(format!("give a value after `{kind}=`")),
        EvidenceKind::Document => Ok(Given::File(PathBuf::from(value))),
        _ => Ok(Given::Value(kind, value.to_owned())),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn kinds_and_short_names() {
        let value = |kind, text: &str| Ok(Given::Value(kind, text.to_owned()));
        assert_eq!(parse("commit=abc123"), value(EvidenceKind::Commit, "abc123"));
        assert_eq!(parse("pr=https://h/1?a=b"), value(EvidenceKind::PullRequest, "https://h/1?a=b"));
        assert_eq!(parse("test=77"), value(EvidenceKind::TestRun, "77"));
        assert_eq!(parse("note= two words "), value(EvidenceKind::Note, "two words"));
        assert_eq!(parse("document=./plan.md"), Ok(Given::File(PathBuf::from("./plan.md"))));
    }

    #[test]
    fn mistakes_are_named() {
        assert!(parse("abc").unwrap_err().contains("KIND=VALUE"));
        assert!(parse("approval=yes").unwrap_err().contains("change-mgmt approve"));
        assert!(parse("commit=").unwrap_err().contains("commit="));
        assert!(parse("comit=a").unwrap_err().contains("pull-request"));
    }
}
