//! Goes through the scripts in order, asks the rules about each effect, and keeps the state of the database.

use super::elsewhere::Elsewhere;
use super::psql::is_setting;
use super::{Options, Report};
use crate::code::Queries;
use crate::finding::Lines;
use crate::history::{History, Layout, Migration, Script, Transaction};
use crate::operations::{self, Found};
use crate::parallel::ahead;
use crate::rules::{Check, Cx, Level, RULES, Rule, context::Draft};
use crate::sql::{self, Depth, Dialect, Limits, Op, ProblemKind, Statement};
use crate::state::{Catalog, Made, Origin, Session};
use crate::touched::{Touched, touched};
use crate::{Files, Finding, Severity};
use std::collections::{BTreeSet, HashMap};

/// Characters of a statement, without its blanks, by which a finding in it is known again.
const SHAPE: usize = 2_000;

fn read(script: &Script, (dialect, psql): (Dialect, bool), limits: &Limits, depth: Depth<'_>) -> sql::Script {
    let mut read = sql::read(&script.text, script.span.start, script.span.end, dialect, limits, depth);
    read.problems.retain(|problem| !(psql && is_setting(problem, &script.text)));
    read
}

/// Where a finding stands before lines are counted.
pub(super) struct Spot<'a> {
    path: &'a str,
    text: Option<(&'a str, &'a Lines, (usize, usize))>,
}

impl<'a> Spot<'a> {
    pub(super) fn file(path: &'a str) -> Self {
        Self { path, text: None }
    }
}

/// What is known while the scripts are gone through.
pub(super) struct Run<'a> {
    options: &'a Options,
    elsewhere: Elsewhere<'a>,
    queries: Queries<'a>,
    dialect: Dialect,
    /// Psql runs the scripts.
    psql: bool,
    active: Vec<(&'static Rule, Option<Severity>)>,
    squawk: Vec<squawk_linter::Rule>,
    pub(super) catalog: Catalog,
    findings: Vec<Finding>,
    repeats: HashMap<String, usize>,
    operations: Vec<Found>,
    pub(super) touched: Vec<Touched>,
    unlisted: usize,
}

impl<'a> Run<'a> {
    /// `deployed` is what runs today.
    pub(super) fn new(files: &'a Files, deployed: &'a Files, options: &'a Options, history: &History) -> Self {
        let dialect = history.dialect;
        let active: Vec<_> = RULES
            .iter()
            .filter(|rule| rule.dialects.contains(&dialect))
            .filter_map(|rule| match options.rules.get(rule.name) {
                Some(Level::Off) => None,
                None if rule.opt_in => None,
                None => Some((rule, None)),
                Some(Level::Notice) => Some((rule, Some(Severity::Notice))),
                Some(Level::Warning) => Some((rule, Some(Severity::Warning))),
                Some(Level::Error) => Some((rule, Some(Severity::Error))),
            })
            .collect();
        let squawk = active
            .iter()
            .filter_map(|(rule, _)| match rule.check {
                Check::Squawk(rules) | Check::SquawkAnd(rules, _) => Some(rules),
                _ => None,
            })
            .flatten()
            .copied()
            .collect();
        Self {
            options,
            queries: Queries::new(if deployed.is_empty() { files } else { deployed }, &options.folder),
            elsewhere: Elsewhere::new(files, &options.folder, &history.beside),
            dialect,
            psql: history.layout == Layout::Sqitch,
            active,
            squawk,
            catalog: Catalog::default(),
            findings: Vec::new(),
            repeats: HashMap::new(),
            operations: Vec::new(),
            touched: Vec::new(),
            unlisted: 0,
        }
    }

    /// Takes over what the deployed scripts did.
    pub(super) fn replay_all(&mut self, history: &History) {
        let (product, limits) = ((self.dialect, self.psql), &self.options.limits);
        let read = |migration: &Migration| read(&migration.up, product, limits, Depth::Effects);
        ahead(&history.migrations, read, |_, script| {
            self.catalog.doubt_if(!script.problems.is_empty() || script.statements.iter().any(Statement::is_unread));
            for located in script.statements.iter().flat_map(|statement| &statement.ops) {
                let called = self.catalog.called(located);
                for located in std::iter::once(located).chain(&called) {
                    let located = &*self.catalog.in_place(located);
                    self.catalog.doubt_if(self.catalog.refers_elsewhere(located));
                    self.catalog.heed(located);
                    self.catalog.apply(&located.op, Origin::Before, self.dialect);
                }
            }
            self.end_of_script();
        });
    }

    fn end_of_script(&mut self) {
        self.catalog.apply(&Op::Commit, Origin::Before, self.dialect);
        let reset = Op::Set { name: "search_path".to_owned(), value: "default".to_owned(), local: false };
        self.catalog.apply(&reset, Origin::Before, self.dialect);
    }

    /// Looks at what the new migrations do; gives what each of them makes.
    pub(super) fn ups(&mut self, new: &[&Migration]) -> Vec<Made> {
        let mut made = Vec::with_capacity(new.len());
        let squawk = self.squawk.clone();
        let (product, limits) = ((self.dialect, self.psql), &self.options.limits);
        let read = |migration: &&Migration| {
            let in_transaction = migration.up.transaction == Transaction::Always;
            read(&migration.up, product, limits, Depth::Everything { squawk: &squawk, in_transaction })
        };
        ahead(new, read, |migration, read| {
            let mut one = Made::default();
            self.script(&migration.up, &read, false, &mut one);
            made.push(one);
        });
        made
    }

    /// Looks at what undoes the new migrations: the last one first, each on what stands there then.
    pub(super) fn downs(&mut self, new: &[&Migration], made: Vec<Made>) {
        let pairs = new.iter().zip(made).rev();
        let (downs, made): (Vec<&Script>, Vec<Made>) =
            pairs.filter_map(|(migration, made)| Some((migration.down.as_ref()?, made))).unzip();
        // Where one is missing, or is not read, nobody knows what the earlier ones find.
        self.catalog.doubt_if(downs.len() < new.len());
        let (product, limits) = ((self.dialect, self.psql), &self.options.limits);
        let read = |down: &&Script| {
            let in_transaction = down.transaction == Transaction::Always;
            read(down, product, limits, Depth::Everything { squawk: &[], in_transaction })
        };
        let mut made = made.into_iter();
        ahead(&downs, read, |down, read| self.script(down, &read, true, &mut made.next().unwrap_or_default()));
    }

    fn script(&mut self, script: &Script, read: &sql::Script, down: bool, made: &mut Made) {
        let text: &str = &script.text;
        let lines = Lines::new(text);
        let place = |span| Spot { path: &script.path, text: Some((text, &lines, span)) };
        for problem in read.problems.iter().take(20) {
            let (rule, subject) = match problem.kind {
                ProblemKind::Syntax => ("unparseable-sql", "syntax"),
                ProblemKind::Form => ("not-analysable", "statement"),
                ProblemKind::TooDeep => ("nested-too-deep", "nesting"),
                ProblemKind::Meta => ("psql-command", "psql command"),
            };
            self.report(rule, place((problem.start, problem.end)), subject, &problem.message, None);
        }
        self.catalog.doubt_if(!read.problems.is_empty());
        made.unsure |= !read.problems.is_empty() || read.statements.iter().any(Statement::is_unread);
        let mut drafts = Vec::new();
        let mut session = Session::start(script.transaction, read.statements.len());
        let mut reached: Vec<(usize, usize, bool)> = Vec::new();
        for (at, statement) in read.statements.iter().enumerate() {
            self.catalog.doubt_if(statement.is_unread());
            for own in &statement.ops {
                let own = &*self.catalog.in_place(own);
                if !down {
                    let existed = own.op.table().is_none_or(|table| self.catalog.existed(table));
                    reached.push((statement.start, statement.end, existed));
                }
                // What a routine does that is called is done here.
                let called = self.catalog.called(own);
                for located in std::iter::once(own).chain(&called) {
                    let located = &*self.catalog.in_place(located);
                    if !down {
                        for operation in operations::operations(located, &self.catalog) {
                            let place = lines.place(&script.path, text, located.start, located.end);
                            self.operations.push(Found { operation, place });
                        }
                        self.touched.extend(touched(&located.op, &self.catalog));
                    }
                    for (rule, _) in &self.active {
                        if let Check::Op(check) | Check::SquawkAnd(_, check) = rule.check
                            && (!down || rule.down)
                        {
                            let mut cx = Cx {
                                catalog: &self.catalog,
                                session: &session,
                                options: self.options,
                                dialect: self.dialect,
                                statements: &read.statements,
                                at,
                                made: down.then_some(&*made),
                                queries: &self.queries,
                                conditional: located.conditional || located.if_exists,
                                text,
                                span: (located.start, located.end),
                                rule,
                                drafts: &mut drafts,
                            };
                            check(&mut cx, &located.op);
                        }
                    }
                    session.apply(&located.op, &self.catalog);
                    made.note(&self.catalog, located);
                    self.catalog.heed(located);
                    self.catalog.apply(&located.op, Origin::Change, self.dialect);
                }
            }
        }
        if !down {
            let at = read.statements.len().saturating_sub(1);
            let span =
                read.statements.last().map_or((script.span.start, script.span.start), |last| (last.start, last.end));
            for (rule, _) in &self.active {
                if let Check::Script(check) = rule.check {
                    let (catalog, options, dialect) = (&self.catalog, self.options, self.dialect);
                    let (statements, session) = (read.statements.as_slice(), &session);
                    check(&mut Cx {
                        catalog,
                        session,
                        options,
                        dialect,
                        statements,
                        at,
                        made: None,
                        queries: &self.queries,
                        conditional: false,
                        text,
                        span,
                        rule,
                        drafts: &mut drafts,
                    });
                }
            }
            self.squawk(read, &reached, &mut drafts);
        }
        self.end_of_script();
        let name = |draft: &Draft| draft.subject.rsplit([' ', '.']).next().unwrap_or_default().to_owned();
        // What is not there costs nothing to drop, and may yet be somebody else's.
        drafts.retain(|draft| match (draft.rule, draft.absent) {
            ("unknown-object", _) => !self.elsewhere.mentions(&name(draft)),
            (_, absent) => !absent || self.elsewhere.mentions(&name(draft)),
        });
        for draft in drafts {
            self.report(draft.rule, place(draft.span), &draft.subject, &draft.message, Some(&draft));
        }
    }

    /// Takes over what Squawk's linter says of statements that touch something that is there already. Conventions
    /// hold for what is new as well.
    fn squawk(&self, read: &sql::Script, touched: &[(usize, usize, bool)], drafts: &mut Vec<Draft>) {
        for (code, start, end) in &read.squawk {
            let found =
                self.active.iter().find(|(rule, _)| matches!(rule.check, Check::Squawk(codes) | Check::SquawkAnd(codes, _) if codes.contains(code)));
            let Some((rule, _)) = found else { continue };
            let last = touched.partition_point(|(from, ..)| *from <= *start);
            let statement = touched[..last].last().filter(|(_, to, _)| *start < *to);
            let statements =
                touched[..last].iter().rev().take_while(|one| statement.is_some_and(|last| last.0 == one.0));
            let existed = statement.is_none() || statements.into_iter().any(|(.., existed)| *existed);
            if existed || rule.effects.contains(&crate::Effect::Convention) {
                drafts.push(Draft {
                    rule: rule.name,
                    severity: rule.severity,
                    span: (*start, *end),
                    subject: "statement".to_owned(),
                    message: rule.summary(),
                    fix: None,
                    absent: false,
                    readers: Vec::new(),
                });
            }
        }
    }

    pub(super) fn report(&mut self, rule: &str, place: Spot<'_>, subject: &str, message: &str, draft: Option<&Draft>) {
        let Some((rule, level)) = self.active.iter().find(|(active, _)| active.name == rule) else { return };
        if self.findings.len() >= self.options.limits.findings {
            self.unlisted += 1;
            return;
        }
        let shape = place.text.map_or_else(String::new, |(text, _, (start, end))| {
            let sql = text.get(start..end).unwrap_or_default();
            let words: String = sql.split_whitespace().flat_map(|word| [word, " "]).collect();
            if words.len() > SHAPE { words.chars().take(SHAPE).collect() } else { words }
        });
        let key = [rule.name, place.path, subject, &shape].join("\0");
        let count = self.repeats.entry(key).and_modify(|count| *count += 1).or_insert(0);
        let fingerprint = Finding::fingerprint(&[rule.name, place.path, subject, &shape, &count.to_string()]);
        let drafted = draft.map_or(rule.severity, |draft| draft.severity);
        self.findings.push(Finding {
            rule: rule.name.to_owned(),
            // A project may make a rule graver or milder; what size makes harmless stays so.
            severity: level.map_or(drafted, |level| if drafted < rule.severity { drafted.min(level) } else { level }),
            effects: rule.effects.to_vec(),
            place: Some(match place.text {
                Some((text, lines, (start, end))) => lines.place(place.path, text, start, end),
                None => crate::Place::file(place.path),
            }),
            subject: subject.to_owned(),
            message: message.to_owned(),
            why: rule.why(),
            fix: draft.and_then(|draft| draft.fix.clone()).unwrap_or_else(|| rule.fix()),
            readers: draft.map(|draft| draft.readers.clone()).unwrap_or_default(),
            fingerprint,
        });
    }

    pub(super) fn finish(mut self, layout: Layout, scripts: Vec<String>) -> Report {
        self.findings.sort_by(|a, b| (&a.place, &a.rule, &a.subject).cmp(&(&b.place, &b.rule, &b.subject)));
        let mut seen = BTreeSet::new();
        self.findings.retain(|finding| seen.insert(finding.fingerprint.clone()));
        Report {
            layout,
            dialect: self.dialect,
            scripts,
            findings: self.findings,
            unlisted: self.unlisted,
            operations: self.operations,
        }
    }
}
