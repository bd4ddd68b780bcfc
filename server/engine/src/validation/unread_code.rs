//! Source files that could not be looked into, or not wholly: what they read is not among the readers.

use analysis::code::CodeIndex;
use analysis::{Finding, Place, Severity};

/// The rule.
const UNREAD_CODE: &str = "unread-code";

/// More files than these are counted, not listed.
const LISTED: usize = 10;

/// One finding for each such file, and one for all beyond [`LISTED`].
pub(super) fn unread_code(code: &CodeIndex) -> Vec<Finding> {
    let finding = |path: &str, message: String| Finding {
        rule: UNREAD_CODE.to_owned(),
        severity: Severity::Notice,
        effects: Vec::new(),
        place: Some(Place::file(path)),
        subject: path.to_owned(),
        message,
        why: "Readers are found in the text of the code; those in this file may be missing.".to_owned(),
        fix: "Look through it yourself, or keep made-up and copied code out of the repository.".to_owned(),
        readers: Vec::new(),
        fingerprint: Finding::fingerprint(&[UNREAD_CODE, path]),
    };
    let (listed, more) = code.notices.split_at(code.notices.len().min(LISTED));
    let mut found: Vec<Finding> =
        listed.iter().map(|(path, why)| finding(path, format!("{path} is not read as it should be: {why}"))).collect();
    if let (Some((first, _)), count) = (more.first(), more.len()) {
        found.push(finding(first, format!("{count} more files are not read as they should be, the first is {first}")));
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;
    use analysis::code::{Columns, FileFacts, scan};

    #[test]
    fn files_that_are_not_read_are_named_and_then_counted() {
        let large = vec![b' '; analysis::code::LONGEST + 1];
        let facts: Vec<FileFacts> = (0..14).filter_map(|i| scan(&format!("src/f{i:02}.rs"), &large)).collect();
        let found = unread_code(&CodeIndex::build(&facts, &Columns::default(), []));
        assert_eq!(found.len(), LISTED + 1);
        assert!(found[0].message.contains("src/f00.rs") && found[0].message.contains("2097153 bytes"));
        assert!(found[LISTED].message.starts_with("4 more files") && found[LISTED].subject == "src/f10.rs");
        assert!(unread_code(&CodeIndex::default()).is_empty());
    }
}
