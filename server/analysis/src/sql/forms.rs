//! MySQL and SQLite: what their parser knows, and what the products know beyond it.

use super::cursor::Cursor;
use super::lex::{Lexed, RawStatement};
use super::{Dialect, Located, Op, Problem, ProblemKind, Script, Setting, read_other};

/// Words that begin a statement.
const VERBS: &[&str] = &[
    "alter",
    "analyze",
    "attach",
    "begin",
    "cache",
    "call",
    "change",
    "check",
    "checksum",
    "commit",
    "create",
    "deallocate",
    "delete",
    "describe",
    "detach",
    "do",
    "drop",
    "execute",
    "explain",
    "flush",
    "grant",
    "handler",
    "import",
    "insert",
    "install",
    "kill",
    "load",
    "lock",
    "optimize",
    "pragma",
    "prepare",
    "purge",
    "reindex",
    "release",
    "rename",
    "repair",
    "replace",
    "reset",
    "revoke",
    "rollback",
    "savepoint",
    "select",
    "set",
    "show",
    "start",
    "table",
    "truncate",
    "uninstall",
    "unlock",
    "update",
    "use",
    "vacuum",
    "values",
    "with",
    "xa",
];

/// What may stand between `CREATE`, `ALTER` or `DROP` and the kind of an object.
const BETWEEN: &[&str] = &[
    "algorithm",
    "definer",
    "fulltext",
    "ignore",
    "instance",
    "logfile",
    "online",
    "or",
    "prepared",
    "resource",
    "spatial",
    "sql",
    "temp",
    "temporary",
    "undo",
    "unique",
    "virtual",
];

/// Each statement on its own, so that one that is not understood does not hide the others.
pub fn others(text: &str, offset: usize, lexed: &Lexed, dialect: Dialect, script: &mut Script) {
    let mysql = sqlparser::dialect::MySqlDialect {};
    let sqlite = sqlparser::dialect::SQLiteDialect {};
    let parser: &dyn sqlparser::dialect::Dialect = if dialect == Dialect::Mysql { &mysql } else { &sqlite };
    let parse = |sql: &str| {
        sqlparser::parser::Parser::new(parser)
            .with_recursion_limit(200)
            .try_with_sql(sql)
            .and_then(|mut parser| parser.parse_statements())
    };
    for (raw, statement) in lexed.statements.iter().zip(&script.statements) {
        let Some(sql) = text.get(raw.start - offset..raw.end - offset) else { continue };
        // That parser knows less than the products do: what our own reader understood is not reported.
        let unknown = statement.ops.iter().any(|located| matches!(located.op, Op::Unknown { .. }));
        let plain = statement.ops.iter().all(|located| matches!(located.op, Op::Set { .. } | Op::Harmless));
        if raw.too_deep || plain || !unknown && is_routine(sql) {
            continue;
        }
        let Err(error) = parse(sql) else { continue };
        let (start, end) = (raw.start, raw.end);
        let tokens: Vec<_> = lexed.tokens[raw.tokens.clone()]
            .iter()
            .map(|token| super::Token { start: token.start - offset, end: token.end - offset, ..*token })
            .collect();
        let c = Cursor::new(text, &tokens, dialect);
        if !begins_as_one(&c, unknown) {
            let message = error.to_string();
            script.problems.push(Problem { kind: ProblemKind::Syntax, start, end, message });
            continue;
        }
        // It is said of these already that they are not looked at.
        let said = unknown || statement.ops.iter().any(|located| matches!(located.op, Op::Dynamic { .. }));
        let read =
            statement.ops.iter().all(is_read) || before_partitions(&c, raw, offset).is_some_and(|s| parse(s).is_ok());
        if !said && !read {
            let verb = c.plain(0..2);
            let message = format!("the parser does not know this form of {}", verb.to_uppercase());
            script.problems.push(Problem { kind: ProblemKind::Form, start, end, message });
        }
    }
}

fn is_routine(sql: &str) -> bool {
    let head: String = sql.chars().take(80).collect::<String>().to_ascii_lowercase();
    head.starts_with("create") && ["trigger", "procedure", "function", "event"].iter().any(|word| head.contains(word))
}

/// The statement begins with words that the product knows.
fn begins_as_one(c: &Cursor<'_>, unknown: bool) -> bool {
    if !c.is_any(VERBS) {
        return false;
    }
    if !unknown || !c.is_any(&["alter", "create", "drop"]) {
        return true;
    }
    let mut c = c.clone();
    c.at += 1;
    c.is_any(BETWEEN) || read_other::object_kind(&mut c).is_some()
}

/// Our own reader takes it for what it is, whatever else the statement says.
fn is_read(located: &Located) -> bool {
    match &located.op {
        Op::CreateTable(create) => create.virtual_table,
        Op::DropIndex { .. } | Op::Copy { .. } => true,
        Op::Drop { on, .. } => on.is_some(),
        Op::Table { setting: Setting::Trigger { .. }, .. } => true,
        Op::Table { setting: Setting::Other(what), .. } => what == "add partition",
        _ => false,
    }
}

/// The statement without `PARTITION BY …` at its end.
fn before_partitions<'a>(c: &Cursor<'a>, raw: &RawStatement, offset: usize) -> Option<&'a str> {
    let mut c = c.clone();
    if !c.is_any(&["create", "alter"]) {
        return None;
    }
    c.until(|c| c.are("partition by"));
    let at = c.token()?.start;
    c.text.get(raw.start - offset..at)
}

#[cfg(test)]
mod tests {
    use crate::sql::{Depth, Dialect, Limits, Op, ProblemKind, read};

    fn problems(sql: &str, dialect: Dialect) -> Vec<ProblemKind> {
        let depth = Depth::Everything { squawk: &[], in_transaction: false };
        let read = read(sql, 0, sql.len(), dialect, &Limits::default(), depth);
        read.problems.iter().map(|problem| problem.kind).collect()
    }

    #[test]
    fn what_the_product_knows_is_no_error() {
        let read_whole = [
            "ALTER TABLE `users` DROP KEY `kk`",
            "CREATE TABLE t (id int) PARTITION BY HASH (id) PARTITIONS 4",
            "CREATE TABLE t (id int) ENGINE=InnoDB PARTITION BY RANGE (id) (PARTITION p0 VALUES LESS THAN (10))",
            "ALTER TABLE t ADD PARTITION (PARTITION p1 VALUES LESS THAN (20))",
            "ALTER TABLE t DROP PARTITION p1",
            "LOAD DATA INFILE '/tmp/x' INTO TABLE t",
            "SELECT * INTO OUTFILE '/tmp/x' FROM t",
            "DELETE FROM people LIMIT 100",
            "/*!40000 ALTER TABLE `t` DISABLE KEYS */",
            "/*!40101 SET NAMES utf8 */",
            "CREATE TABLE t (id int) /*!50100 PARTITION BY HASH (id) */",
        ];
        for sql in read_whole {
            assert_eq!(problems(sql, Dialect::Mysql), [], "{sql}");
        }
        let virtual_table = "CREATE VIRTUAL TABLE f USING fts5(name, content='users')";
        assert_eq!(problems(virtual_table, Dialect::Sqlite), []);
        let other = "ALTER TABLE t REORGANIZE PARTITION p0 INTO (PARTITION a VALUES LESS THAN (5))";
        assert_eq!(problems(other, Dialect::Mysql), [ProblemKind::Form]);
        for sql in ["SELEC a FROM b", "CREAT TABLE t (a int)", "CREATE TABEL t (a int)"] {
            assert_eq!(problems(sql, Dialect::Mysql), [ProblemKind::Syntax], "{sql}");
        }
    }

    #[test]
    fn comments_that_are_run_are_read() {
        let ops = |sql: &str, dialect| {
            let read = read(sql, 0, sql.len(), dialect, &Limits::default(), Depth::Effects);
            read.statements
                .into_iter()
                .flat_map(|statement| statement.ops)
                .map(|located| located.op)
                .collect::<Vec<_>>()
        };
        for sql in [
            "/*!40101 DROP TABLE users */",
            "/*! DROP TABLE users */;",
            "/*!40101 DROP*/ TABLE users",
            "/*M!100100 DROP TABLE users */",
        ] {
            let found = ops(sql, Dialect::Mysql);
            assert!(matches!(found.as_slice(), [Op::Drop { name, .. }] if name.name == "users"), "{sql}: {found:?}");
        }
        assert!(ops("/*!40101 DROP TABLE users */", Dialect::Postgres).is_empty());
        assert!(ops("/* DROP TABLE users */", Dialect::Mysql).is_empty());
        assert!(ops("/*M!999999\\- enable the sandbox mode */", Dialect::Mysql).is_empty());
        assert!(ops("/*!", Dialect::Mysql).is_empty());
    }
}
