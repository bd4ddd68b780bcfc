//! SQL scripts, read into what they do.
//!
//! Three layers: [`lex`] cuts a script into tokens and statements in one pass without recursion, [`read`] turns a
//! statement's tokens into [`Op`]s that every dialect shares, and [`syntax`] asks a real parser of the dialect
//! whether the text is well-formed. Nothing here recurses as deep as its input: hostile nesting is refused by
//! [`Limits`] before a recursive parser sees it.

mod calls;
mod column;
mod concerned;
mod cursor;
mod data_type;
mod filter;
mod forms;
mod given;
mod lex;
mod merge;
mod name;
mod op;
mod query;
mod read;
mod read_alter;
mod read_create;
mod read_other;
mod read_rows;
mod required;
mod select_list;
mod setval;
mod signature;
mod syntax;

pub(crate) use calls::calls_in;
pub(crate) use data_type::{base as base_type, named as named_type};
pub(crate) use given::runs as runs_text;
pub use lex::{Lexed, RawStatement, Token, TokenKind};
pub use name::Name;
pub(crate) use op::is_stable_function;
pub use op::{
    Column, Constraint, ConstraintKind, Copied, CreateTable, DomainChange, Generated, Index, Located, ObjectKind, Op,
    Query, Reference, Setting, Signature, Statement,
};
pub(crate) use required::{listed, renamed_in, required};
pub(crate) use setval::set_by_hand;

use serde::{Deserialize, Serialize};

/// The database product a script is written for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Dialect {
    /// PostgreSQL: every rule.
    #[default]
    Postgres,
    /// MySQL and MariaDB: parsing, destructive, breaking and data-dependent rules.
    #[serde(alias = "mariadb")]
    Mysql,
    /// SQLite: as for MySQL.
    Sqlite,
}

/// What is refused before it costs memory, time or stack.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct Limits {
    /// Longest file that is read, in bytes.
    pub file_bytes: usize,
    /// Most files that are read in a folder.
    pub files: usize,
    /// Deepest nesting of brackets and blocks.
    pub depth: usize,
    /// Longest chain of operators in one expression: each may cost a recursive parser a stack frame.
    pub chain: usize,
    /// Most findings in a report; what is beyond is counted, not listed.
    pub findings: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Self { file_bytes: 8 << 20, files: 20_000, depth: 100, chain: 1_000, findings: 5_000 }
    }
}

/// Why a stretch of a script could not be read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ProblemKind {
    /// The dialect's parser refuses it.
    Syntax,
    /// The dialect's parser does not know this form of a statement that the product may well know.
    Form,
    /// Nested deeper or chained longer than [`Limits`] allow.
    TooDeep,
    /// A command of the `psql` terminal, not SQL.
    Meta,
}

/// A stretch of a script that could not be read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    /// What kind.
    pub kind: ProblemKind,
    /// First byte.
    pub start: usize,
    /// Byte after the last.
    pub end: usize,
    /// What is wrong, in a few words.
    pub message: String,
}

/// A script that was read.
#[derive(Debug, Default)]
pub struct Script {
    /// Its statements in order.
    pub statements: Vec<Statement>,
    /// What could not be read.
    pub problems: Vec<Problem>,
    /// What Squawk's linter says of it (PostgreSQL only), as its rule and a span.
    pub squawk: Vec<(squawk_linter::Rule, usize, usize)>,
}

/// How much to read of a script.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Depth<'a> {
    /// What it does; enough for a script that is already deployed.
    Effects,
    /// That, its syntax, and these of Squawk's rules.
    Everything {
        /// Squawk's rules to run.
        squawk: &'a [squawk_linter::Rule],
        /// The migration tool wraps the script in a transaction.
        in_transaction: bool,
    },
}

/// Reads `text[start..end]`; all spans are offsets into `text`. Never fails: what cannot be read is a problem.
pub fn read(text: &str, start: usize, end: usize, dialect: Dialect, limits: &Limits, depth: Depth<'_>) -> Script {
    let lexed = lex::lex(text, start, end, dialect, limits);
    let mut script = Script { problems: lexed.problems.clone(), ..Script::default() };
    script.statements = lexed.statements.iter().map(|raw| read::statement(text, &lexed.tokens, raw, dialect)).collect();
    if let Depth::Everything { squawk, in_transaction } = depth {
        syntax::check(text, start, end, &lexed, dialect, squawk, in_transaction, &mut script);
    }
    script
}
