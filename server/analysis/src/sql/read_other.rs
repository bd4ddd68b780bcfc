//! Everything but `ALTER` and `CREATE`.

use super::cursor::Cursor;
use super::op::Mode;
use super::query::query;
use super::read::located;
use super::read_alter::string;
use super::read_rows::{delete, insert, update};
use super::signature;
use super::{CreateTable, Dialect, Located, Name, ObjectKind, Op};

/// What a right may be granted on beside tables.
const OTHER_THAN_TABLES: &[&str] = &[
    "all",
    "database",
    "domain",
    "foreign",
    "function",
    "language",
    "large",
    "parameter",
    "procedure",
    "routine",
    "schema",
    "sequence",
    "tablespace",
    "type",
];

/// The word or words for a kind of object.
pub fn object_kind(c: &mut Cursor<'_>) -> Option<ObjectKind> {
    const KINDS: &[(&str, ObjectKind)] = &[
        ("materialized view", ObjectKind::MaterializedView),
        ("foreign table", ObjectKind::Table),
        ("table", ObjectKind::Table),
        ("view", ObjectKind::View),
        ("index", ObjectKind::Index),
        ("sequence", ObjectKind::Sequence),
        ("type", ObjectKind::Type),
        ("domain", ObjectKind::Domain),
        ("function", ObjectKind::Function),
        ("routine", ObjectKind::Function),
        ("procedure", ObjectKind::Procedure),
        ("aggregate", ObjectKind::Aggregate),
        ("event trigger", ObjectKind::Event),
        ("trigger", ObjectKind::Trigger),
        ("policy", ObjectKind::Policy),
        ("schema", ObjectKind::Schema),
        ("extension", ObjectKind::Extension),
        ("role", ObjectKind::Role),
        ("user mapping", ObjectKind::Other),
        ("user", ObjectKind::Role),
        ("group", ObjectKind::Role),
        ("database", ObjectKind::Database),
        ("rule", ObjectKind::Rule),
        ("publication", ObjectKind::Publication),
        ("subscription", ObjectKind::Subscription),
        ("foreign data wrapper", ObjectKind::Server),
        ("server", ObjectKind::Server),
        ("cast", ObjectKind::Cast),
        ("operator class", ObjectKind::Operator),
        ("operator family", ObjectKind::Operator),
        ("operator", ObjectKind::Operator),
        ("collation", ObjectKind::Collation),
        ("statistics", ObjectKind::Statistics),
        ("trusted language", ObjectKind::Language),
        ("language", ObjectKind::Language),
        ("tablespace", ObjectKind::Tablespace),
        ("event", ObjectKind::Event),
        ("text search configuration", ObjectKind::Other),
        ("text search dictionary", ObjectKind::Other),
        ("conversion", ObjectKind::Other),
        ("access method", ObjectKind::Other),
        ("transform", ObjectKind::Other),
    ];
    KINDS.iter().find(|(words, _)| c.eat(words)).map(|(_, kind)| *kind)
}

pub fn other(c: &mut Cursor<'_>, start: usize, end: usize, out: &mut Vec<Located>) -> Option<()> {
    let mut push = |op| out.push(located(start, end, op));
    if c.eat("drop") {
        for op in drop(c)? {
            push(op);
        }
    } else if c.eat("rename table") {
        loop {
            let table = c.name()?;
            c.eat("to");
            push(Op::RenameTable { table, to: c.name()? });
            if !c.sign(",") {
                break;
            }
        }
    } else if let Some(mut inner) = copied_query(c) {
        // It is run, whatever it writes.
        other(&mut inner, start, end, out)?;
        out.push(located(start, end, single(c)?));
    } else {
        let mut main = c.clone();
        main.until(|c| c.is_any(&["merge", "select", "insert", "update", "delete"]));
        // The query proper tells all calls of the statement.
        let named = named_queries(c).into_iter();
        if main.is("select") {
            named.map(without_calls).for_each(&mut push)
        } else {
            named.for_each(&mut push)
        }
        if main.is("merge") && (main.at == c.at || c.is("with")) {
            super::merge::merge(&mut main)?.into_iter().for_each(push);
        } else {
            push(single(c)?);
        }
    }
    Some(())
}

/// What `COPY (WITH … | DELETE …) TO` runs.
fn copied_query<'a>(c: &Cursor<'a>) -> Option<Cursor<'a>> {
    let inner = c.sub(c.at + 1..c.tokens.len());
    let inner = (c.is("copy") && inner.is_sign("(")).then(|| inner.within())?;
    inner.is_any(&["with", "insert", "update", "delete", "merge"]).then_some(inner)
}

/// The same, where another effect tells what is called.
pub(super) fn without_calls(mut op: Op) -> Op {
    if let Op::Update { calls, .. } | Op::Delete { calls, .. } = &mut op {
        calls.clear();
    }
    op
}

/// What the queries named in a `WITH` write: `WITH gone AS (DELETE FROM t RETURNING *) SELECT …` deletes all the same.
pub(super) fn named_queries(c: &Cursor<'_>) -> Vec<Op> {
    let mut found = Vec::new();
    let mut at = c.clone();
    if !at.eat("with") {
        return found;
    }
    while !at.done() {
        let writes = ["update", "delete"].iter().any(|word| at.word_at(at.at + 1, word));
        if !(at.is_sign("(") && writes) {
            at.at += 1;
            continue;
        }
        let Some(range) = at.parens() else { break };
        let mut inner = at.sub(range);
        found.extend(if inner.eat("update") {
            update(&mut inner)
        } else {
            inner.eat("delete");
            delete(&mut inner)
        });
    }
    found
}

fn drop(c: &mut Cursor<'_>) -> Option<Vec<Op>> {
    c.eat("temporary");
    if c.is_any(&["owned", "reassign"]) {
        c.eat("owned by");
        return Some(vec![Op::Drop {
            object: ObjectKind::Other,
            name: c.name()?,
            on: None,
            arguments: None,
            if_exists: false,
            cascade: true,
        }]);
    }
    let object = object_kind(c)?;
    if c.dialect == Dialect::Postgres && matches!(object, ObjectKind::Function | ObjectKind::Procedure) {
        return routines(c, object);
    }
    let concurrently = c.eat("concurrently");
    let if_exists = c.eat("if exists");
    let (mut names, mut on) = (Vec::new(), None);
    if matches!(object, ObjectKind::Cast | ObjectKind::Operator) {
        let range = c.at..c.tokens.len();
        // An operator is several signs without blanks between.
        let written = if object == ObjectKind::Operator { c.slice(range).to_owned() } else { c.plain(range) };
        names.push(Name::bare(written.split_whitespace().collect::<Vec<_>>().join(" ")));
    } else if matches!(object, ObjectKind::Trigger | ObjectKind::Policy | ObjectKind::Rule) {
        names.extend(c.name());
        on = if c.eat("on") { c.name() } else { None };
    } else {
        names = c.names();
        if object == ObjectKind::Index && c.eat("on") {
            on = c.name();
        }
    }
    let cascade = (c.at..c.tokens.len()).any(|at| c.word_at(at, "cascade"));
    if names.is_empty() {
        return None;
    }
    Some(
        names
            .into_iter()
            .map(|name| match object {
                ObjectKind::Index => Op::DropIndex { name, table: on.clone(), concurrently, if_exists, cascade },
                _ => Op::Drop { object, name, on: on.clone(), arguments: None, if_exists, cascade },
            })
            .collect(),
    )
}

/// Routines of one name are told apart by their arguments.
fn routines(c: &mut Cursor<'_>, object: ObjectKind) -> Option<Vec<Op>> {
    let if_exists = c.eat("if exists");
    let cascade = (c.at..c.tokens.len()).any(|at| c.word_at(at, "cascade"));
    let mut all = Vec::new();
    loop {
        let name = c.name()?;
        let arguments = c.parens().and_then(|range| signature::arguments(&c.sub(range))).map(|arguments| {
            let given = arguments.into_iter().filter(|argument| argument.mode != Mode::Out);
            given.map(|argument| argument.ty).collect()
        });
        all.push(Op::Drop { object, name, on: None, arguments, if_exists, cascade });
        if !c.sign(",") {
            return Some(all);
        }
    }
}

fn single(c: &mut Cursor<'_>) -> Option<Op> {
    let whole = c.clone();
    if c.eat("with") {
        // The statement proper follows the named queries.
        c.until(|c| c.at > 0 && c.is_any(&["insert", "update", "delete", "merge"]) || c.is("select"));
        if c.is("select") || c.done() {
            return Some(Op::Select { query: query(&whole) });
        }
    }
    let out = || ["outfile", "dumpfile"].iter().any(|word| (1..c.tokens.len()).any(|at| c.word_at(at, word)));
    if c.dialect == Dialect::Mysql && c.is("select") && out() {
        return Some(Op::Copy { table: None, program: false, server_file: true, into_table: false });
    }
    if c.is("select")
        && let Some(table) = select_into(c, &whole)
    {
        return Some(table);
    }
    if let Some(set) = set_config(c) {
        return Some(set);
    }
    if c.eat("select") || c.eat("values") || c.is_sign("(") {
        return Some(Op::Select { query: query(&whole) });
    }
    Some(if c.eat("insert") || c.eat("replace") {
        insert(c)?
    } else if c.eat("update") {
        update(c)?
    } else if c.eat("delete") {
        delete(c)?
    } else if c.eat("truncate") {
        c.eat("table");
        let tables = c.names();
        Op::Truncate { tables, cascade: (c.at..c.tokens.len()).any(|at| c.word_at(at, "cascade")) }
    } else if c.eat("copy") {
        let table = c.name();
        c.parens();
        let into_table = c.eat("from");
        c.eat("to");
        let program = c.is("program");
        Op::Copy { table, program, server_file: !program && !c.is_any(&["stdin", "stdout"]), into_table }
    } else if c.eat("lock") {
        let _ = c.eat("tables") || c.eat("table");
        let tables = c.names();
        let mode = if c.eat("in") { c.until(|c| c.is("mode")) } else { c.at..c.at };
        Op::LockTable { tables, mode: c.plain(mode) }
    } else if c.eat("reindex") {
        let options = c.parens().map(|range| c.plain(range)).unwrap_or_default();
        let what = c.ident()?;
        let concurrently = c.eat("concurrently") || options.contains("concurrently");
        Op::Reindex { what, name: c.name(), concurrently }
    } else if c.eat("refresh materialized view") {
        let concurrently = c.eat("concurrently");
        Op::Refresh { view: c.name()?, concurrently, with_data: !c.are("with no data") }
    } else if c.eat("vacuum") {
        let options = c.parens().map(|range| c.plain(range)).unwrap_or_default();
        let full = c.eat("full") || options.contains("full");
        while c.is_any(&["freeze", "verbose", "analyze"]) {
            c.at += 1;
        }
        Op::Vacuum { tables: c.names(), full }
    } else if c.eat("cluster") {
        c.eat("verbose");
        Op::Cluster { table: c.name() }
    } else if c.eat("optimize") {
        c.until(|c| c.is("table"));
        c.eat("table");
        Op::Cluster { table: c.name() }
    } else if c.is("begin") || c.eat("start") {
        Op::Begin
    } else if c.is_any(&["commit", "end"]) {
        Op::Commit
    } else if c.is_any(&["rollback", "abort"]) {
        if c.plain(c.at..c.tokens.len()).contains(" to ") { Op::Harmless } else { Op::Rollback }
    } else if c.dialect == Dialect::Postgres && c.eat("reset") {
        Op::Set { name: c.name()?.to_string(), value: "default".to_owned(), local: false }
    } else if c.dialect == Dialect::Postgres && c.are("discard all") {
        Op::Set { name: "all".to_owned(), value: "default".to_owned(), local: false }
    } else if c.eat("set") {
        set(c)?
    } else if c.eat("pragma") {
        let name = c.name()?.to_string();
        c.sign("=");
        let range = c.parens().unwrap_or(c.at..c.tokens.len());
        Op::Set { name: format!("pragma {name}"), value: c.plain(range), local: false }
    } else if c.is_any(&["call", "execute"]) {
        let verb = c.ident()?;
        let name = c.name();
        let what = format!("{verb} {}", name.as_ref().map(ToString::to_string).unwrap_or_default());
        Op::Dynamic { what, calls: name.filter(|_| verb == "call") }
    } else if c.is_any(&["grant", "revoke"]) {
        let revoke = c.is("revoke");
        let what = c.plain(c.at..c.tokens.len());
        c.until(|c| c.is("on"));
        c.eat("on");
        c.eat("table");
        let of_table = !c.is_any(OTHER_THAN_TABLES) || c.raw(c.at + 1) == ".";
        Op::Grant { revoke, on: if of_table { c.name() } else { None }, what }
    } else if c.is("comment") {
        Op::Comment
    } else if c.eat("reassign owned") {
        Op::Alter { object: ObjectKind::Other, name: None, what: "reassign owned".to_owned() }
    } else if c.dialect == Dialect::Postgres && c.is("load") {
        Op::Alter { object: ObjectKind::Other, name: None, what: whole.plain(0..2) }
    } else if c.eat("do") && c.dialect != Dialect::Postgres {
        Op::Select { query: query(c) }
    } else if c.eat("load data") || c.eat("import foreign schema") || c.eat("handler") || c.eat("attach") {
        Op::Dynamic { what: whole.plain(0..3), calls: None }
    } else if c.is_any(&[
        "analyze",
        "explain",
        "notify",
        "listen",
        "unlisten",
        "savepoint",
        "release",
        "reset",
        "discard",
        "show",
        "use",
        "checkpoint",
        "prepare",
        "deallocate",
        "declare",
        "fetch",
        "close",
        "move",
        "load",
        "security",
        "unlock",
        "flush",
        "check",
        "table",
        "detach",
    ]) {
        Op::Harmless
    } else {
        return None;
    })
}

/// `SELECT … INTO name FROM …` makes a table.
fn select_into(c: &Cursor<'_>, whole: &Cursor<'_>) -> Option<Op> {
    let mut c = c.clone();
    c.until(|c| c.is_any(&["into", "from", "where", "union"]));
    if c.dialect != Dialect::Postgres || !c.eat("into") {
        return None;
    }
    let temporary = c.is_any(&["temporary", "temp", "local", "global"]);
    while c.is_any(&["temporary", "temp", "local", "global", "unlogged", "table"]) {
        c.at += 1;
    }
    let name = c.name()?;
    let mut query = query(whole);
    query.tables.retain(|table| *table != name);
    let (opaque_columns, from_query) = (true, Some(query));
    Some(Op::CreateTable(Box::new(CreateTable {
        name,
        temporary,
        opaque_columns,
        from_query,
        ..CreateTable::default()
    })))
}

/// `SELECT set_config('name', 'value', local)`.
fn set_config(c: &Cursor<'_>) -> Option<Op> {
    let mut c = c.clone();
    let asks = c.eat("select") || c.eat("perform");
    if !asks || c.name()?.name != "set_config" {
        return None;
    }
    let range = c.parens().filter(|_| c.done())?;
    let mut c = c.sub(range);
    let name = string(&mut c)?.to_ascii_lowercase();
    c.sign(",");
    let value = string(&mut c)?;
    c.sign(",");
    Some(Op::Set { name, value, local: c.is_any(&["true"]) || c.peek().trim_matches('\'').starts_with('t') })
}

fn set(c: &mut Cursor<'_>) -> Option<Op> {
    let local = c.eat("local");
    let _ = c.eat("session") || c.eat("global");
    while c.is_sign("@") {
        c.at += 1;
    }
    if c.is_any(&["transaction", "role", "constraints", "names", "characteristics"]) || c.are("session authorization") {
        return Some(Op::Harmless);
    }
    let name = c.name()?.to_string();
    let _ = c.sign("=") || c.eat("to") || c.sign(":");
    c.sign("=");
    let range = c.at..c.tokens.len();
    Some(Op::Set { name, value: c.plain(range).trim_matches('\'').to_owned(), local })
}
