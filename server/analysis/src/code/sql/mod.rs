//! SQL as it stands in code: which tables and columns it uses.

mod body;
mod fragment;
mod looks;
mod names;
mod normal;
mod parsed;
mod split;
mod tolerant;
mod uses;
mod words;

use super::facts::{
    At, ConflictFacts, CountedFacts, InsertFacts, JoinedFacts, LooseUse, SqlFacts, TableUse, Worded, WrittenFacts,
};
use super::lines::Lines;
use super::mapped::{MARK, Mapped};
use looks::{Looks, looks};

pub(crate) use body::of_body;
pub(crate) use names::{fold, table_key};
pub(crate) use split::{statement_name, statements};
pub(crate) use uses::{Conflict, Counted, Found, Inserted, Joined, Loose, Uses, Word, Written};

/// The file that statements stand in.
pub(crate) struct Source<'a> {
    pub(crate) text: &'a str,
    pub(crate) lines: &'a Lines,
}

impl Source<'_> {
    pub(crate) fn at(&self, start: usize, end: usize) -> At {
        let place = self.lines.place("", self.text, start, end);
        At(place.line, place.column, place.end_line, place.end_column)
    }
}

/// Everything that a literal says about the database; nothing if it is no SQL. `surely`: who takes it takes SQL only.
pub(crate) fn read(literal: &Mapped, source: &Source<'_>, surely: bool) -> Vec<SqlFacts> {
    let looks = looks(&literal.text);
    let mut all = Vec::new();
    if surely || looks != Looks::Other {
        for (start, end) in statements(&literal.text) {
            let statement = normal::normal(&literal.slice(start, end));
            let perhaps = !surely && looks == Looks::Either;
            let uses = if perhaps { parsed::read(&statement.text) } else { Some(uses(&statement.text)) };
            if let Some(uses) = uses.filter(|uses| !uses.found.is_empty() || !perhaps && !uses.calls.is_empty()) {
                all.push(SqlFacts { perhaps, ..facts(uses, &statement, source) });
            }
        }
    }
    if all.is_empty() && looks != Looks::Statement {
        all.extend(fragment::read(literal).map(|uses| facts(uses, literal, source)));
    }
    all
}

/// The uses of one statement.
pub(crate) fn uses(statement: &str) -> Uses {
    match words::first(statement).as_str() {
        "SELECT" | "INSERT" | "UPDATE" | "DELETE" | "WITH" | "MERGE" | "TRUNCATE" | "COPY" | "REPLACE" | "VALUES"
        | "EXPLAIN" | "CALL" => parsed::read(statement).unwrap_or_else(|| tolerant::read(statement)),
        // What changes the schema is the business of the migrations.
        _ => Uses::default(),
    }
}

fn facts(uses: Uses, statement: &Mapped, source: &Source<'_>) -> SqlFacts {
    let at = |start: usize, end: usize| {
        let from = statement.source(start);
        let to = if end > start { statement.source(end - 1) + 1 } else { from };
        source.at(from, to.max(from))
    };
    let known = |name: &str| !name.contains(MARK);
    let worded = |words: Vec<Word>| {
        let words = words.into_iter().filter(|one| known(&one.word));
        words.map(|one| Worded { at: at(one.start, one.end), word: one.word }).collect()
    };
    SqlFacts {
        calls: worded(uses.calls),
        deletes: worded(uses.deletes),
        texts: worded(uses.texts),
        conflicts: uses
            .conflicts
            .into_iter()
            .map(|one| ConflictFacts {
                at: at(one.start, one.end),
                table: one.table,
                columns: one.columns,
                constraint: one.constraint,
            })
            .collect(),
        joined: uses
            .joined
            .into_iter()
            .filter(|one| one.column.as_deref().is_none_or(known))
            .map(|one| JoinedFacts {
                at: at(one.start, one.end),
                column: one.column,
                tables: one.tables,
                given: one.given,
            })
            .collect(),
        counted: uses
            .counted
            .into_iter()
            .filter(|one| known(&one.table))
            .map(|one| CountedFacts { at: at(one.start, one.end), table: one.table, beside: one.beside })
            .collect(),
        function: None,
        record: None,
        fragment: uses.fragment,
        perhaps: false,
        uses: uses
            .found
            .into_iter()
            .filter(|found| known(&found.table) && found.column.as_deref().is_none_or(known))
            .map(|found| TableUse {
                at: at(found.start, found.end),
                table: found.table,
                column: found.column,
                access: found.access,
            })
            .collect(),
        inserts: uses
            .inserts
            .into_iter()
            .map(|one| InsertFacts { at: at(one.start, one.end), table: one.table, columns: one.columns })
            .collect(),
        written: uses
            .written
            .into_iter()
            .filter(|one| known(&one.text) && known(&one.column))
            .map(|one| WrittenFacts {
                at: at(one.start, one.end),
                table: one.table,
                column: one.column,
                text: one.text,
            })
            .collect(),
        loose: uses
            .loose
            .into_iter()
            .filter(|loose| known(&loose.column))
            .map(|loose| LooseUse {
                at: at(loose.start, loose.end),
                tables: loose.tables.into_iter().filter(|table| known(table)).collect(),
                column: loose.column,
                sure: loose.sure,
                access: loose.access,
            })
            .collect(),
    }
}

#[cfg(test)]
mod tests {
    use super::super::facts::Access;
    use super::*;

    /// `users.email r` for a sure use, `?email r(users|posts)` for a loose one.
    pub(crate) fn say(uses: &Uses) -> Vec<String> {
        let access = |access: Access| if access == Access::Read { "r" } else { "w" };
        let name = |table: &str| table.trim_start_matches("public.").to_owned();
        let mut all: Vec<String> = uses
            .found
            .iter()
            .filter(|found| found.column.is_some())
            .map(|f| format!("{}.{} {}", name(&f.table), f.column.clone().unwrap_or_default(), access(f.access)))
            .chain(uses.loose.iter().map(|loose| {
                let mut tables: Vec<String> = loose.tables.iter().map(|table| name(table)).collect();
                tables.sort_by_key(|table| std::cmp::Reverse(table.clone()));
                format!("?{} {}({})", loose.column, access(loose.access), tables.join("|"))
            }))
            .collect();
        all.sort();
        all.dedup();
        all
    }

    const CASES: &[(&str, &[&str])] = &[
        ("SELECT id, u.email FROM users u WHERE u.id = $1", &["?id r(users)", "users.email r", "users.id r"]),
        ("SELECT * FROM users", &["users.* r"]),
        ("SELECT u.* FROM users u JOIN posts p ON p.author = u.id", &["posts.author r", "users.* r", "users.id r"]),
        (
            "INSERT INTO users (id, email) VALUES ($1, $2) RETURNING id",
            &["?id r(users)", "users.email w", "users.id w"],
        ),
        ("INSERT INTO users VALUES ($1)", &["users.* w"]),
        ("UPDATE users SET email = lower(name) WHERE id = $1", &["?id r(users)", "?name r(users)", "users.email w"]),
        ("DELETE FROM users USING teams t WHERE users.team = t.id", &["teams.id r", "users.team r"]),
        ("SELECT title FROM users u, posts p", &["?title r(users|posts)"]),
        (
            "WITH recent AS (SELECT p.id FROM posts p) SELECT r.id FROM recent r JOIN users u ON u.post = r.id",
            &["posts.id r", "users.post r"],
        ),
        (
            "SELECT u.id FROM users u WHERE EXISTS (SELECT 1 FROM posts p WHERE p.author = u.id)",
            &["posts.author r", "users.id r"],
        ),
        ("SELECT audit.entries.at FROM audit.entries", &["audit.entries.at r"]),
        ("SELECT count(*) AS n FROM users GROUP BY team ORDER BY n", &["?team r(users)"]),
        (
            "INSERT INTO users (id, n) VALUES ($1, $2) ON CONFLICT (id) DO UPDATE SET n = excluded.n + users.n",
            &["users.id w", "users.n r", "users.n w"],
        ),
        ("SELECT x.id FROM (SELECT u.id FROM users u) x", &["users.id r"]),
    ];

    #[test]
    fn parsed_statements() {
        for (sql, expected) in CASES {
            let mut found = say(&parsed::read(sql).unwrap());
            found.retain(|one| !one.starts_with("users.id r") || expected.contains(&"users.id r"));
            assert_eq!(found, *expected, "{sql}");
        }
    }

    #[test]
    fn the_tolerant_way_finds_the_same() {
        for (sql, expected) in CASES {
            let found = say(&tolerant::read(sql));
            for one in *expected {
                assert!(found.iter().any(|found| found == one), "{sql}: {one} is not in {found:?}");
            }
        }
        let broken = "SELECT u.name, FROM users u WHERE WHERE u.age >";
        assert!(parsed::read(broken).is_none());
        assert_eq!(say(&uses(broken)), ["users.age r", "users.name r"]);
    }

    #[test]
    fn a_list_that_is_filled_in_may_be_of_all_columns() {
        let cases: &[(&str, &[&str])] = &[
            ("SELECT __unknown FROM users WHERE id = $1", &["?id r(users)", "users.* r"]),
            ("SELECT u.__unknown, p.title FROM users u JOIN posts p ON true", &["posts.title r", "users.* r"]),
            ("SELECT p.id, lower(__unknown) AS x FROM posts p", &["posts.* r", "posts.id r"]),
            ("SELECT p.id FROM posts p WHERE p.id = __unknown", &["posts.id r"]),
            ("SELECT (SELECT u.id FROM users u WHERE u.id = __unknown) FROM posts p", &["users.id r"]),
            ("INSERT INTO users (__unknown) VALUES ($1)", &["users.* w"]),
            ("INSERT INTO users (id, __unknown) VALUES ($1, $2)", &["users.* w", "users.id w"]),
            ("UPDATE users SET __unknown WHERE id = $1", &["?id r(users)", "users.* w"]),
            ("SELECT id, __unknown FROM users WHERE id >", &["?id r(users)", "users.* r"]),
        ];
        for (sql, expected) in cases {
            let mut found = say(&uses(sql));
            found.retain(|one| !one.contains(MARK));
            assert_eq!(found, *expected, "{sql}");
        }
    }
}
