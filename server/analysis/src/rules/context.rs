//! What a rule knows when it is asked, and how it answers.

use super::Rule;
use crate::code::{LISTED, Queries, table_name};
use crate::lint::Options;
use crate::sql::{Dialect, Name, Op, Statement};
use crate::state::{Catalog, Made, Origin, Session};
use crate::{Place, Severity};

/// Statements after the one that is looked at, in which what it drops is made again.
const NEAR: usize = 200;

/// What a rule knows.
pub struct Cx<'a> {
    /// The database before the effect.
    pub catalog: &'a Catalog,
    /// The transaction and the time-outs before the effect.
    pub session: &'a Session,
    /// What the project says.
    pub options: &'a Options,
    /// The product.
    pub dialect: Dialect,
    /// All statements of the script.
    pub statements: &'a [Statement],
    /// Which of them is looked at; the last one when a script is looked at as a whole.
    pub at: usize,
    /// In a script that undoes a migration: what the migration made, and what the script has made by now.
    pub made: Option<&'a Made>,
    /// The effect is left out where something else is not as it expects: in a block, or by `IF EXISTS`.
    pub conditional: bool,
    /// The code that runs today.
    pub queries: &'a Queries<'a>,
    /// The script's SQL, spans are offsets into it.
    pub text: &'a str,
    pub(crate) span: (usize, usize),
    pub(crate) rule: &'static Rule,
    pub(crate) drafts: &'a mut Vec<Draft>,
}

/// A finding before it has a place and a fingerprint.
#[derive(Clone, Debug)]
pub struct Draft {
    pub(crate) rule: &'static str,
    pub(crate) severity: Severity,
    pub(crate) span: (usize, usize),
    pub(crate) subject: String,
    pub(crate) message: String,
    pub(crate) fix: Option<String>,
    pub(crate) absent: bool,
    pub(crate) readers: Vec<Place>,
}

impl Draft {
    /// Another severity than the rule's.
    pub fn severity(&mut self, severity: Severity) -> &mut Self {
        self.severity = severity;
        self
    }

    /// Advice that fits better than the rule's.
    pub fn fix(&mut self, fix: impl Into<String>) -> &mut Self {
        self.fix = Some(fix.into());
        self
    }

    /// Nothing is found if what it is about is not there, as far as the migrations tell.
    pub fn unless(&mut self, absent: bool) -> &mut Self {
        self.absent = absent;
        self
    }

    /// Places in the code that it is about.
    pub fn read_at(&mut self, mut places: Vec<Place>) -> &mut Self {
        places.sort();
        places.dedup_by(|a, b| a.path == b.path && a.line == b.line);
        places.truncate(LISTED);
        self.readers = places;
        self
    }

    /// Another place than the effect that was looked at.
    pub fn at(&mut self, statement: &Statement) -> &mut Self {
        self.span = (statement.start, statement.end);
        self
    }
}

impl<'a> Cx<'a> {
    /// A finding about the effect that is looked at.
    pub fn report(&mut self, subject: impl Into<String>, message: impl Into<String>) -> &mut Draft {
        self.drafts.push(Draft {
            rule: self.rule.name,
            severity: self.rule.severity,
            span: self.span,
            subject: subject.into(),
            message: message.into(),
            fix: None,
            absent: false,
            readers: Vec::new(),
        });
        let last = self.drafts.len() - 1;
        &mut self.drafts[last]
    }

    /// A finding whose weight grows with the table: a lock or a scan of few rows is over at once.
    pub fn report_sized(&mut self, table: &Name, subject: impl Into<String>, message: impl Into<String>) -> &mut Draft {
        let size = self.options.stats.of(table);
        let severity = match size {
            Some(size) if size.is_small() => Severity::Notice,
            _ => self.rule.severity,
        };
        let message = message.into();
        let message = match size {
            Some(size) => format!("{message} ({} rows)", size.rows),
            None => format!("{message} (size unknown)"),
        };
        self.report(subject, message).severity(severity)
    }

    /// The table may hold rows and have readers: this change did not make it.
    pub fn existed(&self, table: &Name) -> bool {
        self.catalog.existed(table)
    }

    /// The column may hold values and have readers.
    pub fn column_existed(&self, table: &Name, column: &str) -> bool {
        self.catalog.column_existed(table, column)
    }

    /// `DROP … IF EXISTS` of what no migration has made.
    pub fn drops_nothing(&self, op: &Op) -> bool {
        match op {
            Op::Drop { object, name, on, if_exists: true, .. } => self.catalog.is_absent(*object, name, on.as_ref()),
            Op::DropIndex { name, if_exists: true, .. } => self.catalog.lacks_index(name),
            _ => false,
        }
    }

    /// What the same transaction does from the statement on that is looked at; nothing outside of one.
    pub fn at_once(&self) -> impl Iterator<Item = &'a Op> + use<'a> {
        let near = if self.session.in_transaction { NEAR } else { 0 };
        let ahead = self.statements.iter().skip(self.at).take(near).flat_map(|statement| &statement.ops);
        ahead.map(|located| &located.op).take_while(|op| !matches!(op, Op::Commit | Op::Rollback))
    }

    /// The same transaction does this after the effect that is looked at.
    pub fn made_again(&self, does: impl Fn(&Op) -> bool) -> bool {
        self.at_once().any(does)
    }

    /// There are such columns, and none of them can be empty.
    pub fn never_empty(&self, table: &Name, columns: &[String]) -> bool {
        let filled = |name: &String| self.catalog.column(table, name).is_some_and(|it| it.not_null || it.primary);
        !columns.is_empty() && columns.iter().all(filled)
    }

    /// The bodies of the routines that were there before and read the table, with the routines' names.
    pub fn bodies_reading(&self, table: &Name) -> impl Iterator<Item = (&'a Name, &'a std::sync::Arc<str>)> + use<'a> {
        let (catalog, table) = (self.catalog, self.catalog.resolve(table));
        let routines = catalog.routines.iter().filter(|(_, routine)| routine.origin != Origin::Change);
        let reading = routines.filter(move |(_, routine)| {
            let names = routine.query.tables.iter();
            names.into_iter().any(|name| *name == table || catalog.resolve(name) == table)
        });
        reading.flat_map(|(name, routine)| routine.texts.iter().map(move |text| (name, text)))
    }

    /// The effects of the script's statements before the one that is looked at.
    pub fn before(&self) -> impl Iterator<Item = &'a Op> + use<'a> {
        self.statements[..self.at].iter().flat_map(|statement| &statement.ops).map(|located| &located.op)
    }

    /// The effects that follow before anybody else sees what this one does: in the same statement, and in the same
    /// transaction.
    pub fn ahead(&self) -> impl Iterator<Item = &'a Op> + use<'a> {
        let (start, within) = (self.span.0, self.session.in_transaction);
        let here = self.statements.get(self.at).into_iter().flat_map(|statement| &statement.ops);
        let later = self.statements.get(self.at + 1..).unwrap_or_default();
        let later = later.iter().take_while(move |_| within).flat_map(|statement| &statement.ops);
        let sure =
            here.filter(move |located| located.start > start).chain(later).filter(|located| !located.conditional);
        sure.map(|located| &located.op).take_while(|op| !matches!(op, Op::Commit | Op::Rollback))
    }

    /// The column has a default again before anybody can miss it.
    pub fn gets_default(&self, table: &Name, column: &str) -> bool {
        let table = self.catalog.resolve(table);
        self.ahead().any(|op| match op {
            Op::SetDefault { table: on, column: of, default: Some(_) } => {
                of == column && on.name == table.name && self.catalog.resolve(on) == table
            }
            _ => false,
        })
    }

    /// Inserts in the code that leave the column out, where nothing else gives it a value.
    pub fn leaving_out(&self, table: &Name, column: &str) -> Vec<Place> {
        if self.catalog.is_named_by_trigger(table, column) {
            return Vec::new();
        }
        self.queries.leaving_out(&table_name(&self.catalog.resolve(table).to_string()), column)
    }

    /// Inserts in the code that give the column a value.
    pub fn giving(&self, table: &Name, column: &str) -> Vec<Place> {
        self.queries.giving(&table_name(&self.catalog.resolve(table).to_string()), column)
    }

    /// Inserts in the code whose `ON CONFLICT` names this constraint, or these columns of it.
    pub fn meeting(&self, table: &Name, constraint: &str, columns: &[String]) -> Vec<Place> {
        self.queries.meeting(&table_name(&self.catalog.resolve(table).to_string()), constraint, columns)
    }

    /// Statements in the code that delete rows of the table.
    pub fn deleting(&self, table: &Name) -> Vec<Place> {
        self.queries.deleting(&table_name(&self.catalog.resolve(table).to_string()))
    }

    /// What hangs on it, as the end of a sentence.
    pub fn used_by(&self, table: &Name, column: Option<&str>) -> String {
        self.catalog.reach_words(table, column).map_or_else(String::new, |words| format!("; it is used by {words}"))
    }
}
