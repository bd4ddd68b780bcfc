//! The API document of a tree, and what is wrong with it.

use super::{Input, Rules, sources};
use analysis::openapi::Document;
use analysis::{Effect, Files, Finding, Place, Severity};

/// The base has an API document, and the branch does not have it: moved, deleted, or a link now.
pub(super) fn removed(input: &Input<'_>) -> Option<Finding> {
    let named = input.rules.openapi.as_deref().filter(|path| input.base.get(path).is_some());
    let recognised = || {
        let all = input.base.iter().map(|(path, _)| path).filter(|path| sources::is_document(path));
        all.min_by_key(|path| path.len())
    };
    let path = named.or_else(recognised)?;
    input.head.get(path).is_none().then(|| Finding {
        rule: "removed-document".to_owned(),
        severity: Severity::Error,
        effects: vec![Effect::Breaking, Effect::Incomplete],
        place: Some(Place::file(path)),
        subject: path.to_owned(),
        message: format!("The API document {path} is gone."),
        why: "Nothing tells what becomes of the API, and clients lose its description.".to_owned(),
        fix: "Put it back. To move it, name its new path as `openapi` in the main line's project file.".to_owned(),
        readers: Vec::new(),
        fingerprint: Finding::fingerprint(&["removed-document", path]),
    })
}

/// The API document, if the project names one and it is there.
pub(super) fn read(files: &Files, rules: &Rules) -> Option<Result<Document, Finding>> {
    let path = rules.openapi.as_deref()?;
    let bytes = files.get(path)?;
    Some(Document::read(path, bytes).map_err(|error| Finding {
        rule: "unreadable-document".to_owned(),
        severity: Severity::Error,
        effects: vec![Effect::Malformed],
        place: Some(error.place().cloned().unwrap_or_else(|| Place::file(path))),
        subject: path.to_owned(),
        message: format!("The API document cannot be read: {error}"),
        why: "What the change does to the API cannot be told without it.".to_owned(),
        fix: "Mend the document, or name another one in the project file.".to_owned(),
        readers: Vec::new(),
        fingerprint: Finding::fingerprint(&["unreadable-document", path]),
    }))
}

/// The branch has left the document as it is.
pub(super) fn is_unchanged(input: &Input<'_>) -> bool {
    let bytes = |files: &Files| input.rules.openapi.as_deref().and_then(|path| files.get(path).cloned());
    bytes(input.head).is_some_and(|new| bytes(input.base) == Some(new))
}

/// The document could not be read before, and the change does not touch it: it is nothing that the change does.
pub(super) fn as_before(finding: &Finding) -> Finding {
    Finding {
        severity: Severity::Notice,
        effects: vec![Effect::Incomplete],
        why: "The change does not touch it. What later changes do to the API cannot be told while it is so.".to_owned(),
        ..finding.clone()
    }
}

/// The base's document cannot be read: that of the branch has nothing to be compared with.
pub(super) fn of_base(finding: &Finding) -> Finding {
    let message =
        finding.message.replacen("The API document cannot be read", "The base's API document cannot be read", 1);
    Finding {
        severity: Severity::Warning,
        effects: vec![Effect::Incomplete],
        place: Some(Place::file(&*finding.subject)),
        why: "What the change does to the API is not compared with anything.".to_owned(),
        fix: "Compare the two by hand; once this one is on the main line, the next change is compared with it."
            .to_owned(),
        message,
        ..finding.clone()
    }
}

/// Parts of the document that stand in other files.
pub(super) fn elsewhere(document: &Document) -> Option<Finding> {
    let all = document.elsewhere();
    let (place, first) = all.first()?;
    let more = match all.len() {
        1 => String::new(),
        count => format!(" and {} more", count - 1),
    };
    Some(Finding {
        rule: "unread-reference".to_owned(),
        severity: Severity::Warning,
        effects: vec![Effect::Incomplete],
        place: Some(place.clone()),
        subject: document.path().to_owned(),
        message: format!("The API document refers to {first}{more}, which is not read."),
        why: "A field that is renamed or removed there is not found.".to_owned(),
        fix: "Bundle the document into one file, and name that one as `openapi` in the project file.".to_owned(),
        readers: Vec::new(),
        fingerprint: Finding::fingerprint(&["unread-reference", document.path()]),
    })
}
