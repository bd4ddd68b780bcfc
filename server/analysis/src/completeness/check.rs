//! What is required against what is there.

use super::component::{Component, Layer};
use super::operation::Operation;
use crate::code::{CodeIndex, Route, table_name};
use crate::openapi::{Document, Endpoint, endpoints, template};
use crate::operations::Found;
use crate::{Effect, Finding, Place, Severity};
use std::collections::BTreeSet;

/// Names and summaries of the rules, and the severities that a finding of each may have, the gravest first.
pub const RULES: &[(&str, &str, &[Severity])] = &[
    ("incomplete-client", "no client calls an endpoint of the change", &[Severity::Error, Severity::Warning]),
    ("incomplete-document", "an endpoint of the change is not in the API document", &[Severity::Error]),
    ("incomplete-endpoint", "an endpoint of the change is not served by the code", &[Severity::Error]),
    ("incomplete-field", "a new column is in no endpoint of the API document", &[Severity::Warning]),
    ("incomplete-migration", "a declared operation is in no migration", &[Severity::Error]),
    ("incomplete-removal", "something that the change removes is still used", &[Severity::Error]),
    (
        "incomplete-repository",
        "no repository method uses a new table or column, or a declared method does not exist",
        &[Severity::Error],
    ),
    (
        "undeclared-operation",
        "a migration does something that the request does not say",
        &[Severity::Error, Severity::Warning],
    ),
];

/// A change: what was declared and what its branch has.
#[derive(Clone, Copy, Debug)]
pub struct Change<'a> {
    /// Operations of the request.
    pub declared: &'a [Operation],
    /// Operations of the branch's new migrations, those that undo them left out.
    pub migrations: &'a [Found],
    /// The branch's code.
    pub code: &'a CodeIndex,
    /// The branch's API document.
    pub api: Option<&'a Document>,
    /// The project's parts. A layer without a part asks for nothing.
    pub components: &'a [Component],
}

/// What is missing or not declared. Empty for a change that is complete.
pub fn completeness(change: &Change<'_>) -> Vec<Finding> {
    let mut check = Check { change, api: change.api.map(endpoints).unwrap_or_default(), findings: Vec::new() };
    for operation in change.declared {
        check.migration(operation);
        check.repository(operation);
        check.field(operation);
        check.endpoint(operation);
        check.removal(operation);
    }
    check.undeclared();
    check.findings
}

struct Check<'a> {
    change: &'a Change<'a>,
    api: Vec<Endpoint>,
    findings: Vec<Finding>,
}

impl<'a> Check<'a> {
    fn component(&self, layer: Layer) -> Option<&'a Component> {
        self.change.components.iter().find(|component| component.layer == layer)
    }

    /// A part that says nothing of its files may have them anywhere.
    fn in_layer(&self, layer: Layer, path: &str) -> bool {
        let holds = |component: &Component| component.paths.is_empty() || component.holds(path);
        self.change.components.iter().any(|component| component.layer == layer && holds(component))
    }

    fn folder(&self, layer: Layer) -> String {
        self.component(layer).map_or_else(|| ".".to_owned(), Component::folder)
    }

    fn missing(&mut self, rule: &str, severity: Severity, operation: &Operation, texts: (String, &str, String)) {
        let subject = operation.subject();
        let fingerprint = Finding::fingerprint(&[rule, &subject, &operation.summary()]);
        self.findings.push(Finding {
            rule: rule.to_owned(),
            severity,
            effects: vec![Effect::Incomplete],
            place: None,
            subject,
            message: texts.0,
            why: texts.1.to_owned(),
            fix: texts.2,
            readers: Vec::new(),
            fingerprint,
        });
    }

    fn migration(&mut self, operation: &Operation) {
        let Some(table) = operation.table() else { return };
        let found = self.change.migrations.iter().any(|one| {
            let new =
                matches!(one.operation, Operation::AddTable { .. }) && one.operation.table() == Some(table.clone());
            operation.is_same_as(&one.operation) || (new && operation.is_part_of_new_table())
        });
        if !found {
            let fix = format!("Add a migration to `{}` that does it, with its way back.", self.folder(Layer::Database));
            let message = format!("no migration of the change does: {}", operation.summary());
            let why = "The code is written for a schema that the deployment does not bring about.";
            self.missing("incomplete-migration", Severity::Error, operation, (message, why, fix));
        }
    }

    fn repository(&mut self, operation: &Operation) {
        if let Operation::AddRepositoryMethod { component, name } = operation {
            let of = self.change.components.iter().find(|one| one.name == *component);
            let there = self.change.code.functions.iter().any(|function| {
                function.name == *name
                    && match of {
                        Some(of) => of.holds(&function.place.path),
                        None => {
                            self.component(Layer::Repository).is_none()
                                || self.in_layer(Layer::Repository, &function.place.path)
                        }
                    }
            });
            if !there {
                let folder = of.map_or_else(|| self.folder(Layer::Repository), Component::folder);
                let message = format!("there is no method `{name}` in {component}");
                let why = "The request declares it, so others rely on it.";
                let fix = format!("Write `{name}` in `{folder}`.");
                self.missing("incomplete-repository", Severity::Error, operation, (message, why, fix));
            }
            return;
        }
        let (table, column) = match operation {
            Operation::AddTable { table } => (table_name(table), None),
            Operation::RenameTable { new_name, .. } => (table_name(new_name), None),
            Operation::AddColumn { table, name, .. } => (table_name(table), Some(name.to_lowercase())),
            Operation::RenameColumn { table, new_name, .. } => (table_name(table), Some(new_name.to_lowercase())),
            _ => return,
        };
        if self.component(Layer::Repository).is_none() {
            return;
        }
        let code = self.change.code;
        let uses = match &column {
            Some(column) => code.of_column(&table, column),
            None => code.of_table(&table),
        };
        if !uses.iter().any(|one| self.in_layer(Layer::Repository, &one.place.path)) {
            let what =
                column.map_or_else(|| format!("the table {table}"), |column| format!("the column {table}.{column}"));
            let message = format!("no repository method uses {what}");
            let why = "Nothing can read or write what the change adds.";
            let fix = format!("Use it in a method in `{}`.", self.folder(Layer::Repository));
            self.missing("incomplete-repository", Severity::Error, operation, (message, why, fix));
        }
    }

    /// A new column is in the API, and some client calls an endpoint that has it.
    fn field(&mut self, operation: &Operation) {
        let (table, name) = match operation {
            Operation::AddColumn { table, name, .. } => (table, name),
            Operation::RenameColumn { table, new_name, .. } => (table, new_name),
            _ => return,
        };
        if self.component(Layer::Api).is_none() || self.change.api.is_none() {
            return;
        }
        let code = self.change.code;
        // Endpoints that lead to the table, if the code says which; a field of the same name elsewhere is another one.
        let reaching = code.functions_using(&table_name(table), None);
        let keys: BTreeSet<&str> =
            code.routes_reaching(&reaching).into_iter().map(|route| route.key.as_str()).collect();
        let wanted = letters(name);
        let has = |endpoint: &&Endpoint| {
            let mut names = endpoint.request.iter().chain(&endpoint.response);
            let key = template(&format!("{} {}", endpoint.method, endpoint.path));
            (keys.is_empty() || keys.contains(key.as_str())) && names.any(|field| letters(field) == wanted)
        };
        let with: Vec<String> =
            self.api.iter().filter(has).map(|one| template(&format!("{} {}", one.method, one.path))).collect();
        if with.is_empty() {
            let path = self.change.api.map(Document::path).unwrap_or_default();
            let message = format!("no endpoint has a field for the column `{name}`");
            let why = "Clients can neither read nor write what the change adds.";
            let fix = format!(
                "Add the field `{name}` to the endpoints in `{}` and to `{path}`, or leave it out where the column is internal.",
                self.folder(Layer::Api)
            );
            self.missing("incomplete-field", Severity::Warning, operation, (message, why, fix));
        } else if self.component(Layer::Client).is_some() && !with.iter().any(|key| self.called(key)) {
            let message = format!("no client calls an endpoint that has the field `{name}`: {}", with.join(", "));
            let why = "What the change adds reaches nobody.";
            let fix = format!("Add a method in `{}` that calls one of them.", self.folder(Layer::Client));
            self.missing("incomplete-client", Severity::Warning, operation, (message, why, fix));
        }
    }

    fn called(&self, key: &str) -> bool {
        self.change.code.requests_to(key).iter().any(|request| self.in_layer(Layer::Client, &request.place.path))
    }

    fn served(&self, key: &str) -> Vec<&'a Route> {
        self.change
            .code
            .routes
            .iter()
            .filter(|route| route.key == key && self.in_layer(Layer::Api, &route.place.path))
            .collect()
    }

    fn endpoint(&mut self, operation: &Operation) {
        let (Operation::AddEndpoint { endpoint } | Operation::ModifyEndpoint { endpoint, .. }) = operation else {
            return;
        };
        let key = template(endpoint);
        if self.component(Layer::Api).is_some() {
            if self.served(&key).is_empty() {
                let message = format!("the code does not serve {endpoint}");
                let fix = format!("Add a route with its handler in `{}`.", self.folder(Layer::Api));
                let texts = (message, "Clients that call it get an error.", fix);
                self.missing("incomplete-endpoint", Severity::Error, operation, texts);
            }
            if let Some(document) = self.change.api
                && !self.api.iter().any(|one| template(&format!("{} {}", one.method, one.path)) == key)
            {
                let message = format!("{endpoint} is not in {}", document.path());
                let fix = format!("Describe it in `{}`.", document.path());
                let texts = (message, "Nobody who reads the document knows it, and its changes are not checked.", fix);
                self.missing("incomplete-document", Severity::Error, operation, texts);
            }
        }
        if self.component(Layer::Client).is_some() && !self.called(&key) {
            let message = format!("no client calls {endpoint}");
            let fix = format!("Add a method in `{}` that calls it.", self.folder(Layer::Client));
            self.missing(
                "incomplete-client",
                Severity::Error,
                operation,
                (message, "What the change adds reaches nobody.", fix),
            );
        }
    }

    fn removal(&mut self, operation: &Operation) {
        let code = self.change.code;
        let mut places: Vec<Place> = match operation {
            Operation::DropTable { table } | Operation::RenameTable { table, .. } => {
                code.of_table(&table_name(table)).into_iter().map(|one| one.place.clone()).collect()
            }
            Operation::DropColumn { table, name } | Operation::RenameColumn { table, name, .. } => {
                // `SELECT *` goes on working without the column.
                let uses = code
                    .all()
                    .filter(|(of, column, _)| *of == table_name(table) && *column == Some(&name.to_lowercase()));
                uses.flat_map(|(_, _, uses)| uses).map(|one| one.place.clone()).collect()
            }
            Operation::RemoveEndpoint { endpoint } => {
                let key = template(endpoint);
                let served = code.routes.iter().filter(|route| route.key == key).map(|route| route.place.clone());
                let described = self.api.iter().filter(|one| template(&format!("{} {}", one.method, one.path)) == key);
                let called = code.requests_to(&key).into_iter().map(|request| request.place.clone());
                served.chain(described.map(|one| one.place.clone())).chain(called).collect()
            }
            _ => return,
        };
        // One place for each line, as at the statement that drops it.
        let line = |a: &mut Place, b: &mut Place| a.path == b.path && a.line == b.line;
        places.sort();
        places.dedup_by(line);
        let Some(first) = places.first().cloned() else { return };
        let rule = "incomplete-removal";
        let subject = operation.subject();
        let count = places.len();
        self.findings.push(Finding {
            rule: rule.to_owned(),
            severity: Severity::Error,
            effects: vec![Effect::Incomplete, Effect::Breaking],
            fingerprint: Finding::fingerprint(&[rule, &subject, &operation.summary()]),
            message: format!(
                "{subject} goes, but is still used in {count} {}{}",
                if count == 1 { "place" } else { "places" },
                self.reading_all(operation, &places),
            ),
            why: "What uses it fails as soon as the change is deployed.".to_owned(),
            fix: "Remove the uses first, in a change of their own, and deploy that before this one.".to_owned(),
            place: Some(first),
            subject,
            readers: places,
        });
    }

    /// Where all columns are read, whatever they are: that goes on working, and is listed where the column is dropped.
    fn reading_all(&self, operation: &Operation, named: &[Place]) -> String {
        let (Operation::DropColumn { table, name } | Operation::RenameColumn { table, name, .. }) = operation else {
            return String::new();
        };
        let uses = self.change.code.of_column(&table_name(table), &name.to_lowercase());
        let lines = |place: &Place| (place.path.clone(), place.line);
        let mut all: BTreeSet<_> = uses.into_iter().map(|one| lines(&one.place)).collect();
        for place in named {
            all.remove(&lines(place));
        }
        match all.len() {
            0 => String::new(),
            1 => "; 1 more reads all columns".to_owned(),
            more => format!("; {more} more read all columns"),
        }
    }

    fn undeclared(&mut self) {
        let declared = self.change.declared;
        for found in self.change.migrations {
            let table = found.operation.table();
            let said = declared.iter().any(|operation| {
                let new = matches!(operation, Operation::AddTable { .. }) && operation.table() == table;
                operation.is_same_as(&found.operation) || (new && found.operation.is_part_of_new_table())
            });
            if said {
                continue;
            }
            let rule = "undeclared-operation";
            let subject = found.operation.subject();
            let breaks = found.operation.breaks();
            let breaking = breaks.map(|_| Effect::Breaking);
            let loss = found.operation.loses_data().then_some(Effect::DataLoss);
            self.findings.push(Finding {
                rule: rule.to_owned(),
                severity: if breaks.is_some() { Severity::Error } else { Severity::Warning },
                effects: [Some(Effect::Incomplete), breaking, loss].into_iter().flatten().collect(),
                place: Some(found.place.clone()),
                fingerprint: Finding::fingerprint(&[rule, &found.place.path, &subject, &found.operation.summary()]),
                message: format!("a migration does what the request does not say: {}", found.operation.summary()),
                why: match breaks {
                    Some(breaks) => format!("Nobody was asked whether {breaks}."),
                    None => "Those who approved the request did not know of it.".to_owned(),
                },
                fix: "Declare it on the request, or take it out of the migration.".to_owned(),
                subject,
                readers: Vec::new(),
            });
        }
    }
}

/// `created_at` and `createdAt` are one name.
fn letters(name: &str) -> String {
    name.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}
