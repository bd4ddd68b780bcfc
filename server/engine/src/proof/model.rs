//! The result of a proof, and the news while it goes on.

use analysis::schema::{Difference, Schema};
use analysis::{Finding, Place};
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};
use store::scratch::{Failure, Lock};

/// What became of it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Verdict {
    /// After down, the schema is the base's and all rows are back.
    Reversible,
    /// It works, but cannot be undone; the reasons say why.
    Irreversible,
    /// It does not work.
    Fails,
    /// It could not be found out; the reasons say why.
    #[default]
    Unproven,
}

/// One reason for a verdict.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "kebab-case", rename_all_fields = "camelCase")]
pub enum Reason {
    /// The base history cannot be applied, so that nothing is known of the change.
    BaseFails {
        /// The statement.
        place: Place,
        /// What PostgreSQL says.
        failure: Failure,
    },
    /// The proof's own role, or its machine, cannot do what the statement asks for.
    Limit {
        /// The statement.
        place: Place,
        /// What PostgreSQL says.
        failure: Failure,
        /// It is one of the base history.
        base: bool,
    },
    /// The change cannot be applied.
    UpFails {
        /// The statement.
        place: Place,
        /// What PostgreSQL says.
        failure: Failure,
    },
    /// A view cannot be read after up, although it could before or is new.
    ViewFails {
        /// `schema.name`.
        view: String,
        /// What PostgreSQL says.
        failure: Failure,
    },
    /// A row of a table cannot be written after up, although it could before or the table is new.
    WriteFails {
        /// `schema.name`.
        table: String,
        /// `INSERT`, `UPDATE` or `DELETE`.
        write: String,
        /// What PostgreSQL says.
        failure: Failure,
    },
    /// A write that worked before up is refused on purpose after it, or does nothing.
    WriteRefused {
        /// `schema.name`.
        table: String,
        /// `INSERT`, `UPDATE` or `DELETE`.
        write: String,
        /// What becomes of it.
        how: String,
    },
    /// A new condition that was not held against the rows that are there, and that none of them meets.
    RowsRefused {
        /// `schema.name`.
        table: String,
        /// Its name.
        constraint: String,
        /// How many there are.
        rows: u64,
        /// It asks for nothing of a row, so that no row at all can meet it.
        always: bool,
    },
    /// It fails on rows that the base allows; it works without them.
    DataDependent {
        /// The statement.
        place: Place,
        /// What PostgreSQL says.
        failure: Failure,
    },
    /// A statement that alters or deletes rows has met none, although there were some.
    MetNoRow {
        /// The statement.
        place: Place,
        /// The table whose rows it is about.
        table: String,
    },
    /// An enum has values more than before: PostgreSQL takes none away again.
    EnumValueLeft {
        /// `enum schema.name`.
        object: String,
        /// Those.
        values: Vec<String>,
    },
    /// A migration has no way back.
    DownMissing {
        /// Its file.
        path: String,
        /// Others of the folder have one.
        #[serde(default)]
        usual: bool,
    },
    /// The way back cannot be gone.
    DownFails {
        /// The statement.
        place: Place,
        /// What PostgreSQL says.
        failure: Failure,
    },
    /// Rows are not there again after down.
    RowsLost {
        /// Of which table.
        table: String,
        /// How many of the rows that were there.
        rows: usize,
        /// Of how many.
        of: usize,
    },
    /// Rows are there after down, with other values.
    RowsAltered {
        /// Of which table.
        table: String,
        /// In which columns.
        columns: Vec<String>,
        /// How many of the rows that were there.
        rows: usize,
        /// Of how many.
        of: usize,
    },
    /// Rows that up has added are still there after down.
    RowsLeft {
        /// Of which table.
        table: String,
        /// How many.
        rows: usize,
        /// Triggers write them, as a record of what is done, and no statement does.
        #[serde(default)]
        recorded: bool,
    },
    /// Something that up has made is still there after down.
    LeftBehind {
        /// What: `index public.users.by_email`.
        object: String,
    },
    /// Something that up has removed is not there again after down.
    NotRestored {
        /// What.
        object: String,
    },
    /// Something is not as it was after down.
    Different {
        /// What.
        object: String,
        /// What of it, as it was and as it is.
        #[serde(default)]
        how: String,
    },
    /// The change cannot be applied once more after down.
    SecondUpFails {
        /// The statement.
        place: Place,
        /// What PostgreSQL says.
        failure: Failure,
    },
    /// Applied once more, the change gives another schema.
    SecondUpDiffers {
        /// What differs.
        object: String,
        /// What of it, as it was and as it is.
        #[serde(default)]
        how: String,
    },
    /// The time for the whole proof was over.
    OutOfTime {
        /// How much there was.
        seconds: u64,
    },
}

/// Which way the change is run.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[allow(missing_docs)]
pub enum Direction {
    Up,
    Down,
    UpAgain,
}

/// One statement that ran.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct StatementRun {
    /// Where it stands.
    pub place: Place,
    /// Its first byte in the file and the one after its last.
    pub span: (usize, usize),
    /// How long it took, in microseconds, on a database with next to no rows.
    pub micros: u64,
    /// The strongest lock on each relation that was there before.
    pub locks: Vec<Lock>,
    /// Locks on the tables that it names which the transaction had already: it needs some, and waits for none.
    #[serde(default)]
    pub held: Vec<Lock>,
    /// Tables that it wrote anew.
    pub rewritten: Vec<String>,
    /// How many rows it says it has met.
    #[serde(default)]
    pub rows: u64,
    /// PostgreSQL refuses to run it in a transaction; short locks may be missed.
    pub alone: bool,
    /// It was not run, because of this.
    pub skipped: Option<String>,
    /// Why it did not come to its end.
    pub failure: Option<Failure>,
}

/// What a pass did to the rows of a table.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct TableRows {
    /// `schema.name`, as it was before.
    pub table: String,
    /// How many there were before.
    pub before: usize,
    /// How many there are.
    pub after: usize,
    /// Rows that are gone.
    pub lost: usize,
    /// Rows with another value in a column that is still there.
    pub altered: usize,
    /// Those columns.
    pub columns: Vec<String>,
    /// Rows that are new.
    pub added: usize,
}

/// One run of the whole change in one direction.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Pass {
    /// Which way.
    pub direction: Direction,
    /// How long it took, in milliseconds.
    pub millis: u64,
    /// What ran, in order; after a failure nothing more ran.
    pub statements: Vec<StatementRun>,
    /// The schema afterwards; nothing after a failure.
    pub schema: Option<Schema>,
    /// Against the rows before the first pass; tables in which nothing happened are left out.
    pub rows: Vec<TableRows>,
}

/// A table, and whether rows were put into it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Seeded {
    /// `schema.name`.
    pub table: String,
    /// How many rows it has: those put in, and those that the history has put in.
    pub rows: usize,
    /// Why it could not be given (more) rows.
    pub reason: Option<String>,
}

/// How the base was come by.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Base {
    /// Migrations in it.
    pub migrations: usize,
    /// How many of them were taken from a snapshot.
    pub reused: usize,
    /// How long it took, in milliseconds.
    pub millis: u64,
}

/// What is known of a change after it was run.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Proof {
    /// Of the history and the change: the same one gives the same proof.
    pub digest: String,
    /// What became of it.
    pub verdict: Verdict,
    /// Why it is not better.
    pub reasons: Vec<Reason>,
    /// How the base was come by.
    pub base: Base,
    /// The base's schema.
    pub schema: Option<Schema>,
    /// Tables that the change may touch; those that it does touch are [`Self::touched`].
    pub seeded: Vec<Seeded>,
    /// Up, down and up again, as far as it came.
    pub passes: Vec<Pass>,
    /// What up changes in the schema.
    pub differences: Vec<Difference>,
    /// Of objects that the schema's model has no place for (sequences, extensions, settings …): what up changes.
    pub others: BTreeMap<String, (Option<String>, Option<String>)>,
    /// The same, as findings.
    pub findings: Vec<Finding>,
    /// How long all of it took, in milliseconds.
    pub millis: u64,
}

impl Proof {
    /// A statement that alters or deletes rows has met none, or a table that the change touches could be given none, so
    /// that nothing is known of what it does to them.
    pub fn met_no_row(&self) -> bool {
        let locks = |table: &str| {
            let statements = self.passes.iter().flat_map(|pass| &pass.statements);
            statements.flat_map(|run| &run.locks).any(|lock| lock.relation == table)
        };
        let mut empty = self.seeded.iter().filter(|table| table.rows == 0);
        self.reasons.iter().any(|reason| matches!(reason, Reason::MetNoRow { .. }))
            || empty.any(|table| locks(&table.table))
    }

    /// The tables with rows that a statement of the change has locked in any manner, and those with a column of a type
    /// that it has altered. Rows are put into more: into those that a trigger, a function or a key might reach.
    pub fn touched(&self) -> BTreeSet<&str> {
        let locked: BTreeSet<&str> = self
            .passes
            .iter()
            .flat_map(|pass| &pass.statements)
            .flat_map(|run| run.locks.iter().map(|lock| lock.relation.as_str()))
            .collect();
        let types = self.altered_types();
        let typed = |table: &str| {
            let found = self.schema.as_ref().and_then(|schema| schema.tables.get(table));
            found.is_some_and(|table| table.columns.iter().any(|column| types.contains(bare(&column.ty))))
        };
        let filled = self.seeded.iter().filter(|table| table.rows > 0);
        filled.map(|table| table.table.as_str()).filter(|table| locked.contains(table) || typed(table)).collect()
    }

    /// The names of the types that are others after up, without their schemas.
    fn altered_types(&self) -> BTreeSet<&str> {
        let others = self.others.keys().filter_map(|object| object.strip_prefix("type "));
        let named = self.differences.iter().filter_map(|difference| {
            let object = difference.object.as_str();
            object.strip_prefix("enum ").or_else(|| object.strip_prefix("domain "))
        });
        others.chain(named).map(bare).collect()
    }
}

/// A type's name without its schema, and without what makes it an array.
fn bare(ty: &str) -> &str {
    ty.rsplit('.').next().unwrap_or(ty).trim_end_matches("[]").trim_matches('"')
}

/// News of a proof that goes on.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "kebab-case", rename_all_fields = "camelCase")]
#[allow(missing_docs)]
pub enum Progress {
    /// So many of the base's migrations are applied.
    Base { done: usize, total: usize },
    /// So many of the tables that the change may touch have rows.
    Seeding { done: usize, total: usize },
    /// A pass begins.
    Begins { direction: Direction },
    /// A statement is about to run.
    Statement { direction: Direction, place: Place },
    /// A pass is over.
    Ended { direction: Direction, millis: u64, failed: bool },
    /// The proof begins again with other rows, because the change fails on those it had.
    Again,
}
