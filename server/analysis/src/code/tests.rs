//! What is a reader, however the code is written, and what is none.

use super::*;
use crate::{Finding, Severity};

/// Lines that use `users.email`, of a schema with users and baskets.
fn lines(path: &str, text: &str) -> Vec<u32> {
    let mut columns = Columns::default();
    columns.put("users", ["id", "email", "name"]);
    columns.put("basket", ["id", "item"]);
    let facts = scan(path, text.as_bytes()).unwrap();
    let index = CodeIndex::build([&facts], &columns, []);
    let mut lines: Vec<u32> = index.of_column("public.users", "email").iter().map(|one| one.place.line).collect();
    lines.dedup();
    lines
}

fn tables(path: &str, text: &str) -> usize {
    let mut columns = Columns::default();
    columns.put("basket", ["id", "item"]);
    let facts = scan(path, text.as_bytes()).unwrap();
    CodeIndex::build([&facts], &columns, []).of_table("public.basket").len()
}

const LOWER: &[&str] = &[
    "select email from users",
    "select id, email from users order by id",
    "select u.email from users u",
    "select email from public.users",
    "delete from users where email is null",
    "Select email From users",
];

#[test]
fn small_letters_are_sql_where_a_call_takes_sql() {
    for sql in LOWER {
        for call in ["sqlx::query(Q)", "query_as::<_, U>(Q)", "sqlx::query_scalar(&Q.to_owned())", "db.fetch_all(Q)"] {
            let text = format!("fn f() {{ {}; }}", call.replace('Q', &format!("\"{sql}\"")));
            assert_eq!(lines("a.rs", &text), [1], "{text}");
        }
        for call in
            ["sql`Q`", "sql<User>`Q`", "prisma.$queryRaw`Q`", "pool.query(`\n  Q\n`)", "db.query({ text: 'Q' })"]
        {
            let text = format!("function f() {{ {}; }}", call.replace('Q', sql));
            assert_eq!(lines("a.ts", &text).len(), 1, "{text}");
        }
    }
    // Also where it does not parse, or the schema does not know all of it.
    assert_eq!(
        lines("a.rs", "fn f() { query(\"select email, from users\"); execute(\"select email from users, x\"); }"),
        [1]
    );
    assert_eq!(lines("a.rs", "fn f() { tokio::join!(sqlx::query(\"select email from users\").fetch(db)); }"), [1]);
}

#[test]
fn small_letters_elsewhere_are_sql_where_the_schema_knows_them() {
    for sql in LOWER {
        assert_eq!(lines("a.rs", &format!("const Q: &str = \"{sql}\";")), [1], "{sql}");
        assert_eq!(lines("a.ts", &format!("const q = '{sql}';")), [1], "{sql}");
        assert_eq!(lines("a.py", &format!("cur.execute('{sql}')")), [1], "{sql}");
        assert_eq!(lines("a.go", &format!("rows := db.Query(`{sql}`)")), [1], "{sql}");
    }
    assert_eq!(lines("a.rs", "fn f() { q(\"select id from users\"); q.push(\" and email = \"); }"), [1]);
}

#[test]
fn sentences_are_no_readers() {
    for text in [
        "select an item from the basket",
        "select an item from basket",
        "Select item from the list",
        "delete from basket",
        "Delete from basket",
        "update the basket and set it aside",
        "with basket as a gift",
        "insert into basket",
        "and item",
        "copy item to basket",
    ] {
        assert_eq!(tables("a.rs", &format!("fn f() {{ label(\"{text}\"); }}")), 0, "{text}");
        assert_eq!(tables("a.ts", &format!("const label = '{text}';")), 0, "{text}");
    }
    assert_eq!(tables("a.rs", "fn f() { sqlx::query(\"delete from basket\"); }"), 1);
}

#[test]
fn constants_are_put_in_where_a_text_names_them() {
    let rust = [
        "const COLS: &str = \"id, email\"; fn f() { let q = format!(\"SELECT {COLS} FROM users WHERE id = $1\"); }",
        "const COLS: &str = \"id, email\"; fn f() { query(&format!(\"select {} from users\", COLS)); }",
        "const COLS: &str = \"id, email\"; fn f() { query(&format!(\"select {1} from {0}\", \"users\", Self::COLS)); }",
        "const COLS: &str = \"id, email\"; fn f() { query(&format!(\"select {c} from users\", c = COLS)); }",
        "const COLS: &str = \"id, email\"; const Q: &str = formatcp!(\"select {COLS} from users\"); fn f() { query(Q); }",
        "const COLS: &str = \"id, email\"; const Q: &str = concatcp!(\"SELECT \", COLS, \" FROM users\");",
        "impl U { const COLS: &str = \"id, email\"; } fn f() { query(\"select \".to_owned() + U::COLS + \" from users\"); }",
        "fn f() { let cols = \"id, email\"; query(AssertSqlSafe(format!(\"select {cols} from users\"))); }",
    ];
    for text in rust {
        assert_eq!(lines("a.rs", text), [1], "{text}");
        assert_eq!(lines("a.rs", &text.replace("email", "name")), [0; 0], "{text}");
    }
    let script = [
        "const COLS = 'id, email'; pool.query(`select ${COLS} from users where id = $1`);",
        "const COLS = 'id, email'; const q = 'SELECT ' + COLS + ' FROM users';",
        "class U { static COLS = 'id, email'; all() { return db.query(`select ${U.COLS} from users`); } }",
        "const Q = 'select id, email from users'; export const all = () => db.query(Q);",
    ];
    for text in script {
        assert_eq!(lines("a.ts", text), [1], "{text}");
        assert_eq!(lines("a.ts", &text.replace("email", "name")), [0; 0], "{text}");
    }
}

#[test]
fn a_list_that_is_not_known_may_be_of_all_columns() {
    for text in [
        "fn f(cols: &str) { query(&format!(\"SELECT {cols} FROM users WHERE id = $1\")); }",
        "fn f() { query(&format!(\"SELECT {} FROM users\", columns())); }",
        "fn f() { let mut cols = \"id\"; if x { cols = \"id, email\"; } query(&format!(\"select {cols} from users\")); }",
        "fn f() { query(&format!(\"INSERT INTO users ({}) VALUES ($1)\", super::COLS)); }",
    ] {
        assert_eq!(lines("a.rs", text), [1], "{text}");
    }
    assert_eq!(lines("a.ts", "const f = (c) => db.query(`SELECT ${c.join(', ')} FROM users`);"), [1]);
    assert_eq!(lines("a.py", "cur.execute(f'SELECT {cols} FROM users')"), [1]);
    // What is filled in elsewhere is a value or a condition.
    for text in ["SELECT id FROM users WHERE name = '{n}' LIMIT {m}", "SELECT id FROM users WHERE id = {id}"] {
        assert_eq!(lines("a.rs", &format!("fn f() {{ query(&format!(\"{text}\")); }}")), [0; 0], "{text}");
    }
}

fn finding(rule: &str, subject: &str) -> Finding {
    Finding {
        rule: rule.into(),
        severity: Severity::Error,
        effects: Vec::new(),
        place: None,
        subject: subject.into(),
        message: "it happens".into(),
        why: String::new(),
        fix: String::new(),
        readers: Vec::new(),
        fingerprint: String::new(),
    }
}

fn indexed(text: &str, columns: &Columns) -> CodeIndex {
    CodeIndex::build([&scan("a.rs", text.as_bytes()).unwrap()], columns, [])
}

/// Lines of the readers, and what is added to the message.
fn read_by(rule: &str, subject: &str, base: &str, head: &str, before: &Columns, after: &Columns) -> (Vec<u32>, String) {
    let mut findings = vec![finding(rule, subject)];
    attach_readers(&mut findings, &indexed(base, before));
    attach_new_readers(&mut findings, &indexed(head, before), before, after);
    let lines = findings[0].readers.iter().map(|place| place.line).collect();
    (lines, findings[0].message.trim_start_matches("it happens").to_owned())
}

fn users(columns: &[&str]) -> Columns {
    let mut all = Columns::default();
    all.put("users", columns.iter().copied());
    all
}

#[test]
fn code_of_the_branch_that_reads_what_the_branch_takes_away_is_named() {
    let (before, after) = (users(&["id", "email"]), users(&["id"]));
    let old = "fn f() { query(\"SELECT email FROM users\"); }\n";
    let new = "\nfn g() { query(\"SELECT email FROM users WHERE id = $1\"); }\nfn h() { query(\"INSERT INTO users (id, email) VALUES ($1, $2)\"); }\n";
    let dropped = |base, head, after| read_by("drop-column", "column users.email", base, head, &before, after);
    assert_eq!(dropped("", new, &after), (vec![2, 3], "; the branch itself uses it at a.rs:2, a.rs:3".to_owned()));
    assert_eq!(dropped(old, new, &after), (vec![1, 2, 3], "; the branch itself uses it at a.rs:2, a.rs:3".to_owned()));
    // What it has mended, what reads whatever is there, and a column that stays.
    assert_eq!(dropped(old, "fn f() { query(\"SELECT id FROM users\"); }", &after), (vec![1], String::new()));
    assert_eq!(dropped("", "fn f() { query(\"SELECT * FROM users\"); }", &after), (vec![], String::new()));
    assert_eq!(dropped(old, new, &before), (vec![1], String::new()));
    let gone = read_by("drop-table", "table users", old, new, &before, &Columns::default());
    assert_eq!(gone, (vec![1, 2, 3], "; the branch itself uses it at a.rs:2, a.rs:3".to_owned()));
}

#[test]
fn inserts_that_leave_a_required_column_out_are_named() {
    let columns = users(&["id", "name", "age"]);
    let without = "fn f() { query(\"INSERT INTO users (id, name) VALUES ($1, $2)\"); }";
    let with = "fn f() { query(\"INSERT INTO users (id, name, age) VALUES ($1, $2, 3)\"); }";
    let update = "fn f() { query(\"UPDATE users SET name = $1\"); query(\"SELECT id FROM users\"); }";
    let broken = "fn f() { query(\"insert into users (id, name) values ($1, $2) on on\"); }";
    let required = |rule: &str, text: &str| read_by(rule, "column users.age", text, text, &columns, &columns).0;
    for rule in ["set-not-null", "add-required-column", "drop-default", "drop-identity"] {
        assert_eq!(required(rule, without), [1], "{rule}");
        assert_eq!(required(rule, broken), [1], "{rule}");
        assert_eq!(required(rule, update), [0; 0], "{rule}");
    }
    assert_eq!(required("add-required-column", with), [1], "it writes the column");
    assert_eq!(required("change-default", without), [0; 0]);
    let set = "fn f() { query(\"UPDATE users SET age = $1\"); query(\"INSERT INTO users (age) VALUES (1)\"); }";
    assert_eq!(required("drop-default", set), [0; 0], "who gives the column a value needs no default");
    let new = read_by("set-not-null", "column users.age", "", without, &columns, &columns);
    assert_eq!(new, (vec![1], "; the branch itself leaves it out at a.rs:1".to_owned()));
    assert_eq!(read_by("set-not-null", "column users.age", "", with, &columns, &columns), (vec![], String::new()));
}

#[test]
fn who_reads_a_view_is_named() {
    let mut before = users(&["id"]);
    before.put_unknown("vu");
    for text in ["fn f() { query(\"SELECT id FROM vu WHERE id = 1\"); }", "const Q: &str = \"select id from vu\";"] {
        for kind in ["view", "materialized view"] {
            assert_eq!(read_by("drop-view", &format!("{kind} vu"), text, "", &before, &before).0, [1], "{kind} {text}");
        }
        assert_eq!(read_by("drop-view", "view other", text, "", &before, &before).0, [0; 0]);
    }
}
