//! Queries in the code that a new column breaks.

use super::{Options, lint};
use crate::Files;

const BASE: &str = "create table teams (id bigint primary key, title text, note text);
create table users (id bigint primary key, team_id bigint, mail text);
create table old_users (id bigint primary key, team_id bigint, mail text);
create view named as select id, title as label from teams;";
const RULES: [&str; 2] = ["ambiguous-column", "star-width"];

/// What is said of `change` with a query in the code, and the lines of its readers.
fn said(query: &str, change: &str) -> Vec<(String, Vec<u32>)> {
    let files = |more: &[(&str, &str)]| -> Files {
        let code = format!("\nrows = db.query(\"\"\"{query}\"\"\")\n");
        let all = [("db/001_a.sql", BASE), ("src/a.py", code.as_str())];
        all.iter().chain(more).map(|(path, text)| (*path, text.as_bytes().to_vec())).collect()
    };
    let options = Options { folder: "db".to_owned(), ..Options::default() };
    let report = lint(&files(&[("db/002_b.sql", change)]), &files(&[]), &options);
    let of = report.findings.into_iter().filter(|finding| RULES.contains(&finding.rule.as_str()));
    of.map(|finding| (finding.rule, finding.readers.iter().map(|place| place.line).collect())).collect()
}

fn rules(query: &str, change: &str) -> Vec<String> {
    said(query, change).into_iter().map(|(rule, _)| rule).collect()
}

const TITLE: &str = "alter table users add column title text;";

#[test]
fn a_name_that_two_joined_tables_have_is_ambiguous() {
    for query in [
        "SELECT u.id, title FROM users u JOIN teams t ON t.id = u.team_id",
        "SELECT u.id FROM users u, teams t WHERE t.id = u.team_id AND title = 'x'",
        "SELECT u.id FROM users u LEFT JOIN teams t ON title = u.mail",
        "SELECT count(*) FROM users u JOIN teams t USING (id) GROUP BY title",
        "SELECT u.id FROM users u JOIN teams t ON true ORDER BY title",
        "SELECT 1 FROM old_users WHERE id IN (SELECT u.id FROM users u JOIN teams t ON true WHERE title = $1)",
        "UPDATE users SET mail = 'x' FROM teams WHERE teams.id = team_id AND title = $1",
        "DELETE FROM users USING teams WHERE teams.id = team_id AND title = $1",
        "WITH x AS (SELECT title FROM public.users JOIN teams ON true) SELECT * FROM x",
        "INSERT INTO old_users (mail) SELECT title FROM users u JOIN teams t ON t.id = u.team_id",
        "SELECT users.id FROM users NATURAL JOIN teams",
    ] {
        assert_eq!(said(query, TITLE), [("ambiguous-column".to_owned(), vec![2])], "{query}");
    }
    for query in [
        "WITH q AS (SELECT title, id FROM teams) SELECT title FROM q JOIN users u ON u.team_id = q.id",
        "WITH q (a, title) AS (SELECT id, note FROM teams) SELECT mail FROM users JOIN q ON true WHERE title = $1",
        "SELECT title FROM (SELECT t.title FROM teams t) a, users b",
        "SELECT b.id FROM (SELECT note AS title FROM teams UNION SELECT mail FROM old_users) a, users b ORDER BY title",
    ] {
        assert_eq!(said(query, TITLE), [("ambiguous-column".to_owned(), vec![2])], "{query}");
    }
    let label = "alter table users add column label text;";
    assert_eq!(rules("SELECT label FROM users JOIN named ON true", label), ["ambiguous-column"]);
    let query = "SELECT title FROM users JOIN teams ON true";
    assert_eq!(rules(query, "alter table users rename column mail to title;"), ["ambiguous-column"]);
}

#[test]
fn a_name_that_tells_its_table_is_not_ambiguous() {
    for query in [
        "SELECT u.id, t.title FROM users u JOIN teams t ON t.id = u.team_id",
        "SELECT title FROM teams",
        "SELECT u.id FROM users u WHERE u.team_id IN (SELECT id FROM teams WHERE title = $1)",
        "SELECT u.id, t.title AS title FROM users u JOIN teams t ON t.id = u.team_id ORDER BY title",
        "SELECT u.id, t.title FROM users u JOIN teams t ON t.id = u.team_id ORDER BY title",
        "SELECT x.id FROM teams x JOIN old_users o ON title = o.mail JOIN users u ON u.id = o.id",
        "SELECT title FROM old_users o JOIN teams t ON true",
        "SELECT title FROM (SELECT id FROM users) u JOIN teams t ON true",
        "WITH users AS (SELECT 1 AS id) SELECT title FROM users u JOIN teams t ON true",
        "SELECT t.title FROM users u JOIN teams t ON true UNION SELECT title FROM teams ORDER BY title",
        "SELECT note FROM users u JOIN teams t ON true",
        "SELECT 'title' FROM users u JOIN teams t ON true",
        "SELECT users.id FROM users NATURAL JOIN old_users",
        "WITH q AS (SELECT title, id FROM teams) SELECT q.title FROM q JOIN users u ON u.team_id = q.id",
        "WITH q AS (SELECT title, id FROM teams) SELECT title FROM q WHERE id IN (SELECT team_id FROM users)",
        "WITH q (a) AS (SELECT title FROM teams) SELECT title FROM q JOIN old_users ON true JOIN teams ON true",
        "SELECT title FROM (SELECT title FROM teams) a, old_users b",
    ] {
        assert_eq!(said(query, TITLE), [], "{query}");
    }
    let query = "SELECT title, note FROM users u JOIN teams t USING (id)";
    for change in [
        "alter table users add column nick text;",
        "alter table old_users add column title text;",
        "create table users_2 (id int); alter table users_2 add column title text;",
        "begin; alter table users add column title text; alter table teams drop column title; commit;",
        "begin; alter table users add column title text; alter table teams rename column title to name; commit;",
        "alter table teams add column if not exists title text;",
    ] {
        assert_eq!(said(query, change), [], "{change}");
    }
}

#[test]
fn all_columns_where_their_number_has_to_fit_are_told() {
    for query in [
        "INSERT INTO old_users SELECT * FROM users WHERE id = $1",
        "INSERT INTO old_users SELECT u.* FROM users u JOIN teams t ON t.id = u.team_id",
        "INSERT INTO old_users (id, team_id, mail) SELECT * FROM users",
        "SELECT * FROM users UNION ALL SELECT id, team_id, mail FROM old_users",
        "SELECT id, team_id, mail FROM old_users EXCEPT (SELECT * FROM users)",
        "SELECT * FROM users UNION SELECT * FROM old_users",
        "SELECT 1 FROM teams WHERE (id, id, title) IN (SELECT * FROM users)",
        "WITH d AS (DELETE FROM users WHERE id < $1 RETURNING *) INSERT INTO old_users SELECT * FROM d",
        "WITH d AS (UPDATE users SET mail = '' RETURNING *) INSERT INTO old_users (id, team_id, mail) SELECT d.* FROM d",
        "INSERT INTO old_users WITH d AS (SELECT * FROM users) SELECT * FROM d",
    ] {
        assert_eq!(said(query, TITLE), [("star-width".to_owned(), vec![2])], "{query}");
    }
}

#[test]
fn all_columns_where_any_number_fits_are_not_told() {
    for query in [
        "SELECT * FROM users",
        "INSERT INTO users SELECT * FROM old_users",
        "INSERT INTO users SELECT * FROM users WHERE id = $1",
        "INSERT INTO old_users SELECT id, team_id, mail FROM users",
        "INSERT INTO old_users (id) SELECT count(*) FROM users",
        "SELECT * FROM users WHERE id = 1 UNION ALL SELECT * FROM users WHERE id = 2",
        "SELECT 1 FROM teams WHERE EXISTS (SELECT * FROM users)",
        "WITH a AS (SELECT * FROM users) SELECT * FROM a UNION SELECT * FROM users",
        "WITH RECURSIVE a AS (SELECT * FROM users UNION ALL SELECT u.* FROM users u JOIN a ON true) SELECT * FROM a",
        "INSERT INTO old_users WITH users AS (SELECT 1, 2, 'x') SELECT * FROM users",
        "SELECT count(*) FROM users UNION SELECT 1",
        "WITH d AS (DELETE FROM users RETURNING id, team_id, mail) INSERT INTO old_users SELECT * FROM d",
        "WITH d AS (DELETE FROM users RETURNING *) INSERT INTO old_users SELECT id, team_id, mail FROM d",
        "WITH d (a, b, c) AS (SELECT * FROM users) SELECT a FROM d",
    ] {
        assert_eq!(said(query, TITLE), [], "{query}");
    }
    let both = "alter table old_users add column title text; alter table users add column title text;";
    for query in ["INSERT INTO old_users SELECT * FROM users", "SELECT * FROM users UNION SELECT * FROM old_users"] {
        assert_eq!(said(query, both), [], "{query}");
    }
}

#[test]
fn queries_in_routines_are_told_as_well() {
    let of = |body: &str, language: &str, change: &str| -> Vec<String> {
        let routine = format!("create function f() returns void language {language} as $$ {body} $$;");
        let files = |more: &[(&str, &str)]| -> Files {
            let all = [("db/001_a.sql", BASE), ("db/002_b.sql", routine.as_str())];
            all.iter().chain(more).map(|(path, text)| (*path, text.as_bytes().to_vec())).collect()
        };
        let options = Options { folder: "db".to_owned(), ..Options::default() };
        let report = lint(&files(&[("db/003_c.sql", change)]), &files(&[]), &options);
        let of = report.findings.into_iter().filter(|finding| RULES.contains(&finding.rule.as_str()));
        of.map(|finding| format!("{}: {}", finding.rule, finding.message)).collect()
    };
    let ambiguous = "ambiguous-column: queries of routine f name title without its table where users is joined with \
                     teams, which has such a column: they fail as soon as users has it, too";
    let join = "select title from users u join teams t on t.id = u.team_id";
    assert_eq!(of(join, "sql", TITLE), [ambiguous]);
    assert_eq!(
        of(&format!("declare r record; begin for r in {join} loop null; end loop; end"), "plpgsql", TITLE),
        [ambiguous]
    );
    let copy = "begin if true then insert into old_users select * from users; end if; end";
    assert_eq!(
        of(copy, "plpgsql", TITLE),
        [
            "star-width: queries of routine f take all columns of users by * where their number has to fit: it has one more, title, from now on"
        ]
    );
    assert_eq!(of(&join.replace("title", "t.title"), "sql", TITLE), [""; 0]);
    assert_eq!(of(join, "sql", &format!("drop function f(); {TITLE}")), [""; 0]);
}
