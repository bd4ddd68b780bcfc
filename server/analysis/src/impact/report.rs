//! From operations to everything that they reach.

use super::graph::Builder;
use super::model::{AffectedComponent, CodeUse, Exposure, Impact, Object, ObjectKind};
use super::rating::rate;
use super::relations::{Reads, Relations};
use crate::Finding;
use crate::code::{Access, CodeIndex, Columns, Use, fold, table_name};
use crate::completeness::{Component, Layer, Operation};
use crate::openapi::template;
use crate::touched::Touched;
use std::collections::{BTreeMap, BTreeSet};

/// What a change is said, or was found, to do.
#[derive(Clone, Copy, Debug, Default)]
pub struct Subject<'a> {
    /// Its operations.
    pub operations: &'a [Operation],
    /// Tables that it affects beside those, `table` or `schema.table`.
    pub tables: &'a [String],
    /// Endpoints that it affects beside those, `METHOD /path`.
    pub endpoints: &'a [String],
    /// Names of components that it affects in any case.
    pub components: &'a [String],
    /// What it was found to touch beside its operations.
    pub touched: &'a [Touched],
    /// What was found out about it: it is never less dangerous than that.
    pub findings: &'a [Finding],
}

/// The code of the branch itself, which counts where it names what the branch takes away.
#[derive(Clone, Copy, Debug)]
pub struct Branch<'a> {
    /// Its code.
    pub code: &'a CodeIndex,
    /// The columns before the change.
    pub before: &'a Columns,
    /// Those after it.
    pub after: &'a Columns,
}

/// What the subject reaches.
pub fn impact(subject: &Subject<'_>, relations: &Relations, code: &CodeIndex, components: &[Component]) -> Impact {
    impact_with(subject, relations, code, None, components)
}

/// The same, with what the branch's own code still reads of what is gone after it.
pub fn impact_with(
    subject: &Subject<'_>,
    relations: &Relations,
    code: &CodeIndex,
    branch: Option<Branch<'_>>,
    components: &[Component],
) -> Impact {
    let mut walk = Walk {
        relations,
        code,
        branch,
        components,
        graph: Builder::default(),
        objects: BTreeMap::new(),
        uses: BTreeSet::new(),
        endpoints: BTreeSet::new(),
        clients: BTreeSet::new(),
        reasons: BTreeMap::new(),
    };
    for operation in subject.operations {
        walk.operation(operation);
    }
    for touched in subject.touched {
        walk.touched(touched);
    }
    walk.listed(subject);
    walk.done(subject)
}

/// A part of a table that changes: one column, or all of it.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Target {
    pub(super) table: String,
    pub(super) column: Option<String>,
}

impl Target {
    fn touches(&self, reads: &Reads) -> bool {
        let has = |column: &String| reads.columns.iter().any(|one| fold(one) == fold(column));
        reads.table == self.table && self.column.as_ref().is_none_or(|column| reads.columns.is_empty() || has(column))
    }

    pub(super) fn name(&self) -> String {
        match &self.column {
            Some(column) => format!("{}.{column}", self.table),
            None => self.table.clone(),
        }
    }
}

pub(super) struct Walk<'a> {
    pub(super) relations: &'a Relations,
    pub(super) code: &'a CodeIndex,
    branch: Option<Branch<'a>>,
    pub(super) components: &'a [Component],
    pub(super) graph: Builder,
    objects: BTreeMap<(ObjectKind, String), String>,
    uses: BTreeSet<CodeUse>,
    endpoints: BTreeSet<Exposure>,
    clients: BTreeSet<Exposure>,
    reasons: BTreeMap<usize, BTreeSet<String>>,
}

impl Walk<'_> {
    /// What the request lists beside its operations. An operation says more exactly what it does to its table.
    fn listed(&mut self, subject: &Subject<'_>) {
        const WHY: &str = "the request lists it";
        let operations = subject.operations;
        let source = || "the request".to_owned();
        let tables: BTreeSet<String> = subject.tables.iter().map(|table| table_name(table)).collect();
        for table in tables.into_iter().filter(|table| operations.iter().all(|o| o.table().as_ref() != Some(table))) {
            let from = self.graph.node(0, "request", &source());
            let target = Target { table, column: None };
            let node = self.graph.node(1, "table", &target.name());
            self.graph.edge(&from, &node, "lists");
            self.object(ObjectKind::Table, &target.name(), WHY);
            for (target, node) in self.schema(&target, node) {
                self.code(&target, &node, None);
            }
        }
        let endpoints: BTreeSet<String> = subject.endpoints.iter().map(|endpoint| template(endpoint)).collect();
        let own = |key: &String| operations.iter().any(|o| o.endpoint().is_some_and(|one| template(one) == *key));
        for key in endpoints.into_iter().filter(|key| !own(key)) {
            let from = self.graph.node(0, "request", &source());
            self.endpoint(self.code, &key, &from, WHY);
        }
        for at in 0..self.components.len() {
            if self.components.get(at).is_some_and(|one| subject.components.contains(&one.name)) {
                let from = self.graph.node(0, "request", &source());
                self.component(at, &from, WHY.to_owned());
            }
        }
    }

    fn operation(&mut self, operation: &Operation) {
        let summary = operation.summary();
        let source = self.graph.node(0, "operation", &summary);
        if let Some(endpoint) = operation.endpoint() {
            self.endpoint(self.code, &template(endpoint), &source, &summary);
        }
        if let Operation::AddRepositoryMethod { component, .. } = operation
            && let Some(at) = self.components.iter().position(|one| one.name == *component)
        {
            self.component(at, &source, format!("{summary} declares a method in it"));
        }
        let Some(table) = operation.table() else { return };
        // Whoever keeps the schema is part of every change to it.
        for at in 0..self.components.len() {
            if self.components.get(at).is_some_and(|one| one.layer == Layer::Database) {
                self.component(at, &source, format!("{summary} needs a migration there"));
            }
        }
        self.object(ObjectKind::Table, &table, &summary);
        if let Operation::AddForeignKey { references, .. } = operation {
            let other = table_name(references.split('(').next().unwrap_or_default());
            let node = self.graph.node(1, "table", &other);
            self.graph.edge(&source, &node, "refers to");
            self.object(ObjectKind::Table, &other, &format!("{summary} refers to it"));
        }
        let columns = operation.columns();
        let new = matches!(operation, Operation::AddTable { .. } | Operation::AddColumn { .. });
        let targets: Vec<Target> = if columns.is_empty() {
            vec![Target { table: table.clone(), column: None }]
        } else {
            columns.into_iter().map(|column| Target { table: table.clone(), column: Some(column) }).collect()
        };
        for target in targets {
            let kind = if target.column.is_some() { "column" } else { "table" };
            let node = self.graph.node(1, kind, &target.name());
            self.graph.edge(&source, &node, "changes");
            if target.column.is_some() {
                self.object(ObjectKind::Column, &target.name(), &summary);
            }
            // What is new has nothing hanging on it yet, except the code that is written for it.
            let reached = if new { BTreeMap::from([(target.clone(), node)]) } else { self.schema(&target, node) };
            for (target, node) in reached {
                self.code(&target, &node, Some(operation));
            }
        }
    }

    pub(super) fn object(&mut self, kind: ObjectKind, name: &str, why: &str) {
        self.objects.entry((kind, name.to_owned())).or_insert_with(|| why.to_owned());
    }

    /// What hangs on the target in the schema; the target and all views on it, which code can read.
    pub(super) fn schema(&mut self, target: &Target, node: String) -> BTreeMap<Target, String> {
        let relations = self.relations;
        for index in relations.indexes.iter().filter(|index| target.touches(&index.on)) {
            self.hanging(ObjectKind::Index, &index.name, target, &node);
        }
        for constraint in relations.constraints.iter().filter(|constraint| target.touches(&constraint.on)) {
            self.hanging(ObjectKind::Constraint, &constraint.name, target, &node);
        }
        for key in &relations.foreign_keys {
            if target.touches(&key.from) || target.touches(&key.to) {
                self.hanging(ObjectKind::ForeignKey, &key.name, target, &node);
                let other = if target.touches(&key.to) { &key.from.table } else { &key.to.table };
                let why = format!("foreign key {} ties it to {}", key.name, target.table);
                self.object(ObjectKind::Table, other, &why);
            }
        }
        for trigger in &relations.triggers {
            if trigger.table == target.table || trigger.touches.iter().any(|reads| target.touches(reads)) {
                self.hanging(ObjectKind::Trigger, &trigger.name, target, &node);
            }
        }
        for function in relations.functions.iter().filter(|one| one.reads.iter().any(|reads| target.touches(reads))) {
            self.hanging(ObjectKind::Function, &function.name, target, &node);
        }
        let mut reached = BTreeMap::from([(target.clone(), node)]);
        let mut todo = vec![target.clone()];
        // Views on views, in a circle or not.
        while let Some(below) = todo.pop() {
            let from = reached.get(&below).cloned().unwrap_or_default();
            for view in relations.views.iter().filter(|view| view.reads.iter().any(|reads| below.touches(reads))) {
                let node = self.hanging(ObjectKind::View, &view.name, &below, &from);
                let next = Target { table: view.name.clone(), column: None };
                if !reached.contains_key(&next) {
                    reached.insert(next.clone(), node);
                    todo.push(next);
                }
            }
        }
        reached
    }

    fn hanging(&mut self, kind: ObjectKind, name: &str, target: &Target, from: &str) -> String {
        self.object(kind, name, &format!("it depends on {}", target.name()));
        let node = self.graph.node(2, kind.name(), name);
        self.graph.edge(from, &node, "carries");
        node
    }

    pub(super) fn code(&mut self, target: &Target, from: &str, operation: Option<&Operation>) {
        let code = self.code;
        let mut uses: Vec<_> = match &target.column {
            Some(column) => code.of_column(&target.table, column),
            None => code.of_table(&target.table),
        };
        // What is required from now on has to be in every insert.
        let required = match operation {
            Some(
                Operation::AddColumn { name, nullable: false, default: None, .. }
                | Operation::ModifyColumn { name, nullable: Some(false), .. },
            ) => Some(name),
            _ => None,
        };
        if let Some(column) = required {
            uses.extend(code.inserts_without(&target.table, column));
        }
        self.uses(code, uses, target, from);
        if let Some(Branch { code, before, after }) = self.branch
            && before.loses(after, &target.table, target.column.as_deref())
        {
            let mut uses = match &target.column {
                Some(column) => code.naming_column(&target.table, column),
                None => code.of_table(&target.table),
            };
            let name = target.name();
            let known = |new: &Use| {
                let place = |old: &CodeUse| old.place.path == new.place.path && old.place.line == new.place.line;
                self.uses.iter().any(|old| old.subject == name && place(old))
            };
            uses.retain(|one| !known(one));
            self.uses(code, uses, target, from);
        }
    }

    pub(super) fn uses(&mut self, code: &CodeIndex, uses: Vec<&Use>, target: &Target, from: &str) {
        let mut functions = BTreeSet::new();
        for one in uses {
            let function = one.function.and_then(|at| code.functions.get(at));
            let name = function.map(crate::code::Function::full_name);
            let shown = name.clone().unwrap_or_else(|| one.place.path.clone());
            let node = self.graph.node(3, "code", &within(name.as_deref(), &one.place.path));
            self.graph.edge(from, &node, if one.access == Access::Read { "read by" } else { "written by" });
            self.uses.insert(CodeUse {
                place: one.place.clone(),
                access: one.access,
                subject: target.name(),
                function: name,
            });
            let verb = if one.access == Access::Read { "reads" } else { "writes" };
            self.holding(&one.place.path, &node, &format!("{shown} {verb} {}", target.name()));
            if let Some(at) = one.function
                && functions.insert(at)
            {
                for route in code.routes_reaching(&[at]) {
                    self.endpoint(
                        code,
                        &route.key,
                        &node,
                        &format!("it leads to {shown}, which uses {}", target.name()),
                    );
                }
            }
        }
    }

    fn endpoint(&mut self, code: &CodeIndex, key: &str, from: &str, why: &str) {
        // As it is written where it is served, with the names of its parameters.
        let written = code.routes.iter().find(|route| route.key == key && !route.path.is_empty());
        let shown = written.map(|route| format!("{} {}", route.method.to_ascii_uppercase(), route.path));
        let shown = shown.as_deref().unwrap_or(key);
        let node = self.graph.node(4, "endpoint", shown);
        self.graph.edge(from, &node, "exposed by");
        let name = |at: Option<usize>| at.and_then(|at| code.functions.get(at)).map(crate::code::Function::full_name);
        for route in code.routes.iter().filter(|route| route.key == key) {
            self.endpoints.insert(Exposure {
                endpoint: shown.to_owned(),
                place: route.place.clone(),
                function: name(route.handler),
                why: why.to_owned(),
            });
            self.holding(&route.place.path, &node, &format!("it serves {shown}"));
        }
        for request in code.requests_to(key) {
            let function = name(request.function);
            let caller = function.clone().unwrap_or_else(|| request.place.path.clone());
            let client = self.graph.node(5, "client", &within(function.as_deref(), &request.place.path));
            self.graph.edge(&node, &client, "called by");
            self.clients.insert(Exposure {
                endpoint: shown.to_owned(),
                place: request.place.clone(),
                function,
                why: why.to_owned(),
            });
            self.holding(&request.place.path, &client, &format!("{caller} calls {shown}"));
        }
    }

    fn holding(&mut self, path: &str, from: &str, why: &str) {
        for at in 0..self.components.len() {
            if self.components.get(at).is_some_and(|component| component.holds(path)) {
                self.component(at, from, why.to_owned());
            }
        }
    }

    pub(super) fn component(&mut self, at: usize, from: &str, why: String) {
        if let Some(component) = self.components.get(at) {
            let node = self.graph.node(6, "component", &component.name);
            self.graph.edge(from, &node, "part of");
            self.reasons.entry(at).or_default().insert(why);
        }
    }

    fn done(self, subject: &Subject<'_>) -> Impact {
        let components = self.components;
        let mut affected: Vec<AffectedComponent> = self
            .reasons
            .into_iter()
            .filter_map(|(at, reasons)| {
                let component = components.get(at)?;
                let reasons = reasons.into_iter().collect();
                Some(AffectedComponent { name: component.name.clone(), layer: component.layer, reasons })
            })
            .collect();
        affected.sort_by(|a, b| a.name.cmp(&b.name));
        // One endpoint can be reached in several ways; the first reason is enough.
        let once = |all: BTreeSet<Exposure>| {
            let mut seen = BTreeSet::new();
            all.into_iter().filter(|one| seen.insert((one.endpoint.clone(), one.place.clone()))).collect::<Vec<_>>()
        };
        // A line may name a column twice.
        let mut seen = BTreeSet::new();
        let mut code: Vec<CodeUse> = self.uses.into_iter().collect();
        code.retain(|one| seen.insert((one.place.path.clone(), one.place.line, one.access, one.subject.clone())));
        let mut impact = Impact {
            components: affected,
            objects: self.objects.into_iter().map(|((kind, name), why)| Object { kind, name, why }).collect(),
            code,
            endpoints: once(self.endpoints),
            clients: once(self.clients),
            graph: self.graph.done(),
            ..Impact::default()
        };
        rate(subject, &mut impact);
        impact
    }
}

/// A function and its file; the file alone where it is no function's.
fn within(function: Option<&str>, path: &str) -> String {
    function.map_or_else(|| path.to_owned(), |function| format!("{function} in {path}"))
}
