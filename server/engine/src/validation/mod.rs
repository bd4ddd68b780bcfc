//! What a change really does: its files against those of its base, under the rules of the project (SPEC R4).
//!
//! Nothing here reads a disk or a database: files come in, a [`Validation`] goes out, on a server as in a terminal.

mod catalogue;
mod code;
mod declared;
mod document;
mod levels;
mod measured;
mod merged;
mod rules;
mod sources;
mod unknown_use;
mod unread;
mod unread_code;
mod unread_folder;
mod unread_queries;

pub use catalogue::{Further, further_rules};
pub use levels::{Levels, levels};
pub use measured::MEASURED;
pub use merged::{Merged, merged};
pub use rules::{Rules, RulesError, dialect, layout};
pub use sources::{PROJECT_FILE, project, wanted};
pub use unread::Unread;

use crate::proof::Proof;
use analysis::code::{Columns, attach_new_readers, attach_readers, attach_touched_readers};
use analysis::completeness::{Change, completeness};
use analysis::impact::{Branch, Impact, Relations, Subject, impact, impact_with};
use analysis::openapi::{self, Difference};
use analysis::operations::Operation;
use analysis::{Files, Finding, Looked, Place, Report, look};
use serde::{Deserialize, Serialize};

/// What a request says, as far as the analysis holds it against the files.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Declared {
    /// Its operations.
    pub operations: Vec<Operation>,
    /// It says of itself that it breaks something.
    pub breaking: bool,
    /// It says so because it was found to, not of itself.
    pub escalated: bool,
    /// Tables that it lists.
    pub tables: Vec<String>,
    /// Endpoints that it lists.
    pub endpoints: Vec<String>,
    /// Components that it lists.
    pub components: Vec<String>,
}

impl Declared {
    /// What it reaches, where these are its operations.
    fn subject<'a>(&'a self, operations: &'a [Operation]) -> Subject<'a> {
        Subject {
            operations,
            tables: &self.tables,
            endpoints: &self.endpoints,
            components: &self.components,
            ..Subject::default()
        }
    }
}

/// What is looked at.
#[derive(Clone, Copy, Debug)]
pub struct Input<'a> {
    /// The branch's files.
    pub head: &'a Files,
    /// Those at its base; none: everything is new.
    pub base: &'a Files,
    /// How it is looked at; from the base, so that a change cannot weaken its own gates.
    pub rules: &'a Rules,
    /// The request, where there is one.
    pub declared: Option<&'a Declared>,
    /// Files that the base does not have and that were not read.
    pub unread: &'a [Unread],
}

/// What was found.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Validation {
    /// Findings of every kind, by place, and what the migrations do.
    #[serde(flatten)]
    pub report: Report,
    /// What the change does to the API document.
    pub api: Vec<Difference>,
    /// What it reaches.
    pub impact: Impact,
    /// What became of it on a scratch database, where it was run.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub proof: Option<Proof>,
}

impl Validation {
    /// Code or clients that work today may stop working (SPEC R2.7).
    pub fn breaks(&self) -> bool {
        self.report.breaks()
    }

    /// Everything, for programs.
    pub fn json(&self) -> String {
        // Text that grows is copied again and again.
        let mut text = Vec::with_capacity(1024 * (1 + self.report.findings.len()));
        serde_json::to_writer_pretty(&mut text, self)
            .map_or_else(|_| String::new(), |()| String::from_utf8(text).unwrap_or_default())
    }

    /// Adds what a run on a scratch database showed; `base` is what runs today.
    pub fn add(&mut self, mut proof: Proof, rules: &Rules, base: &Files) {
        let unseen = measured::unseen(&self.report, &proof, rules, base);
        proof.findings.extend(unseen);
        rules.settle(&mut proof.findings);
        self.report.findings.extend(proof.findings.iter().cloned());
        order(&mut self.report.findings);
        self.proof = Some(proof);
    }
}

/// A stretch of the work.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Part {
    /// The migrations, against their history and the rules.
    Migrations,
    /// The API document.
    Api,
    /// The code, and what follows from all.
    Code,
}

/// Looks at everything.
pub fn validate(input: &Input<'_>) -> Validation {
    validate_with(input, &mut |_| ())
}

/// The same, and says what it begins with.
pub fn validate_with(input: &Input<'_>, news: &mut dyn FnMut(Part)) -> Validation {
    let rules = input.rules;
    news(Part::Migrations);
    let mut options = rules.options.clone();
    options.unread = input.unread.iter().map(|file| file.path().to_owned()).collect();
    let Looked { mut report, before, after, touched } = look(input.head, input.base, &options);
    report.findings.extend(input.unread.iter().filter_map(|file| file.finding(rules)));
    report.findings.extend(unread_folder::unread(input, report.layout));
    let (old, new) = (Columns::of_catalog(&before), Columns::of_catalog(&after));
    let columns = old.clone().with(new.clone());

    news(Part::Api);
    let (old_api, new_api) = (document::read(input.base, rules), document::read(input.head, rules));
    let mut known = Vec::new();
    let mut api = Vec::new();
    match (&old_api, &new_api) {
        (Some(Ok(old)), Some(Ok(new))) => api = openapi::diff(old, new),
        (Some(Err(_)), Some(Err(finding))) if document::is_unchanged(input) => {
            report.findings.push(document::as_before(finding));
        }
        (_, Some(Err(finding))) => report.findings.push(finding.clone()),
        (Some(Err(finding)), Some(Ok(_))) => report.findings.push(document::of_base(finding)),
        _ => {}
    }
    if let Some(Ok(document)) = &new_api {
        report.findings.extend(document::elsewhere(document));
    }
    report.findings.extend(document::removed(input));
    if let Some(Ok(document)) = &new_api {
        known = openapi::keys(document);
    }
    report.findings.extend(api.iter().filter(|difference| difference.is_finding()).map(Difference::finding));

    news(Part::Code);
    let (head_code, base_code) = code::indexes(input.head, input.base, rules, &columns, (&new, &old), &known);
    // What runs today is what breaks; where nothing runs yet, the branch itself shows who reads.
    let reader = if input.base.is_empty() { &head_code } else { &base_code };
    attach_readers(&mut report.findings, reader);
    attach_touched_readers(&mut report.findings, reader, &touched);
    attach_new_readers(&mut report.findings, &head_code, &old, &new);

    let none = Declared::default();
    let declared = input.declared.unwrap_or(&none);
    // Where nothing is new, nobody is looked for.
    let news = !report.scripts.is_empty();
    let unread = news.then(|| unread_queries::unread_queries(input.head, rules)).flatten();
    if let Some(declared) = input.declared {
        let missing = completeness(&Change {
            declared: &declared.operations,
            migrations: &report.operations,
            code: &head_code,
            api: new_api.as_ref().and_then(|document| document.as_ref().ok()),
            components: &rules.components,
        });
        report.findings.extend(missing.into_iter().map(|found| unread_queries::doubted(found, unread.as_ref())));
    }
    report.findings.extend(unread);
    if news {
        report.findings.extend(unread_code::unread_code(&head_code));
    }
    // Where nothing runs yet, nothing tells what there is beside the migrations.
    if !input.base.is_empty() {
        report.findings.extend(unknown_use::unknown_use((&head_code, &base_code), (&old, &new), &after));
    }
    rules.settle(&mut report.findings);
    if let Some(declared) = input.declared {
        report.findings.extend(declared::unannounced(declared, &report));
    }
    order(&mut report.findings);

    let mut operations: Vec<Operation> = report.operations.iter().map(|found| found.operation.clone()).collect();
    for operation in &declared.operations {
        if !operations.contains(operation) {
            operations.push(operation.clone());
        }
    }
    let branch = Branch { code: &head_code, before: &old, after: &new };
    let subject = Subject { touched: &touched, findings: &report.findings, ..declared.subject(&operations) };
    let impact = impact_with(&subject, &Relations::of(&before), reader, Some(branch), &rules.components);
    Validation { report, api, impact, proof: None }
}

/// What a request reaches in these files, before anything of it is written (SPEC R3.1, R3.2).
pub fn reach(files: &Files, rules: &Rules, declared: &Declared, news: &mut dyn FnMut(Part)) -> Impact {
    news(Part::Migrations);
    let catalog = analysis::catalog(files, &rules.options);
    news(Part::Code);
    let known =
        document::read(files, rules).and_then(Result::ok).map(|document| openapi::keys(&document)).unwrap_or_default();
    let code = code::index(files, rules, &Columns::of_catalog(&catalog), &known);
    impact(&declared.subject(&declared.operations), &Relations::of(&catalog), &code, &rules.components)
}

fn order(findings: &mut [Finding]) {
    fn key(finding: &Finding) -> (bool, &Option<Place>, &str, &str) {
        (finding.place.is_none(), &finding.place, &finding.rule, &finding.subject)
    }
    findings.sort_by(|a, b| key(a).cmp(&key(b)));
}

#[cfg(test)]
mod tests;
