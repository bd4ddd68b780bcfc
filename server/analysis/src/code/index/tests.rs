//! From a column to the client that asks for it.

use super::calls::COMMON;
use super::*;
use crate::code::{attach_readers, scan};
use crate::{Finding, Severity};

fn index(files: &[(&str, &str)], columns: &Columns) -> CodeIndex {
    let facts: Vec<FileFacts> = files.iter().map(|(path, text)| scan(path, text.as_bytes()).unwrap()).collect();
    CodeIndex::build(&facts, columns, [])
}

#[test]
fn from_a_column_to_the_client() {
    assert!(COMMON.is_sorted());
    let mut columns = Columns::default();
    columns.put("users", ["id", "email", "team_id"]);
    columns.put("teams", ["id", "title"]);
    let files = [
        (
            "src/users.rs",
            "impl UserRepository { async fn by_team(&self) { query_as!(User, \"SELECT email, title, id FROM users JOIN teams ON teams.id = team_id\"); } }\nstruct User { email: String, other: i32 }",
        ),
        ("src/service.rs", "pub async fn members(repository: UserRepository) { repository.by_team().await }"),
        (
            "src/http.rs",
            "async fn list() { service::members(r).await }\nfn router() -> Router { Router::new().route(\"/{id}/members\", get(list)) }",
        ),
        ("src/main.rs", "fn app() -> Router { Router::new().nest(\"/teams\", http::router()) }"),
        ("web/client.ts", "export const members = (id) => fetch(`${base}/teams/${id}/members`);"),
        ("web/all.ts", "const x = db.query('SELECT * FROM users'); const y = db.query('DELETE FROM teams');"),
    ];
    let index = index(&files, &columns);
    let lines =
        |uses: Vec<&Use>| uses.iter().map(|one| format!("{}:{}", one.place.path, one.place.line)).collect::<Vec<_>>();
    assert_eq!(lines(index.of_column("public.users", "email")), ["src/users.rs:1", "src/users.rs:2", "web/all.ts:1"]);
    assert_eq!(lines(index.of_column("public.teams", "title")), ["src/users.rs:1"]);
    assert_eq!(lines(index.of_column("public.users", "id")), ["web/all.ts:1"], "`id` is of both tables, so of none");
    let using = index.functions_using("public.users", Some("email"));
    let routes = index.routes_reaching(&using);
    assert_eq!(routes.len(), 1);
    assert_eq!((routes[0].key.as_str(), routes[0].path.as_str()), ("GET /teams/{}/members", "/teams/{id}/members"));
    assert_eq!(index.requests_to("GET /teams/{}/members").len(), 1);

    let mut findings = vec![Finding {
        rule: "x".into(),
        severity: Severity::Error,
        effects: Vec::new(),
        place: None,
        subject: "column users.email".into(),
        message: String::new(),
        why: String::new(),
        fix: String::new(),
        readers: Vec::new(),
        fingerprint: String::new(),
    }];
    attach_readers(&mut findings, &index);
    assert_eq!(findings[0].readers.len(), 3);
    findings[0].subject = "table teams".into();
    attach_readers(&mut findings, &index);
    assert_eq!(findings[0].readers.len(), 2);
}

#[test]
fn express_routers_and_files_of_queries() {
    let files = [
        ("src/app.ts", "import users from './users.js';\napp.use('/api/users', users);"),
        (
            "src/users.ts",
            "const router = Router();\nrouter.get('/:id', show);\nasync function show() { load(1); }\nfunction load() { pool.query('SELECT name FROM people'); }",
        ),
        ("src/r.rs", "fn run() { sqlx::query_file!(\"queries/one.sql\"); }"),
        ("db/queries/one.sql", "-- name: One :one\nSELECT p.age FROM people p;"),
    ];
    let index = index(&files, &Columns::default());
    assert_eq!(index.routes[0].key, "GET /api/users/{}");
    let using = index.functions_using("public.people", Some("name"));
    assert_eq!(index.routes_reaching(&using).len(), 1);
    let names: Vec<_> =
        index.functions_using("public.people", Some("age")).iter().map(|i| index.functions[*i].name.as_str()).collect();
    assert_eq!(names, ["One", "run"]);
    assert_eq!(index.of_column("public.people", "age").len(), 1);
}

#[test]
fn a_column_that_moves_is_read_where_the_code_runs() {
    let columns = |users: &[&str], profiles: &[&str]| {
        let mut columns = Columns::default();
        columns.put("users", users.iter().copied());
        columns.put("profiles", profiles.iter().copied());
        columns
    };
    let (old, new) = (columns(&["id", "bio"], &["user_id"]), columns(&["id"], &["user_id", "bio"]));
    let query = "fn f() { query(\"SELECT bio FROM users JOIN profiles ON user_id = id\"); }";
    let facts = scan("src/a.rs", query.as_bytes()).unwrap();
    let all = old.clone().with(new.clone());
    let read = |own: &Columns| {
        let index = CodeIndex::build_on([&facts], &all, own, []);
        (index.of_column("public.users", "bio").len(), index.of_column("public.profiles", "bio").len())
    };
    assert_eq!((read(&old), read(&new), read(&all)), ((1, 0), (0, 1), (0, 0)));
}

#[test]
fn a_router_that_is_made_where_it_is_put_is_under_that_path() {
    let text = "fn app() -> Router { Router::new().route(\"/\", get(home)).nest(\"/admin\", Router::new()\
        .route(\"/orders\", get(orders)).nest(\"/users\", Router::new().route(\"/{id}\", get(user)))).nest(\"/v1\", api::router()) }";
    let api = "pub fn router() -> Router { Router::new().route(\"/things\", get(things)) }";
    let index = index(&[("src/app.rs", text), ("src/api.rs", api)], &Columns::default());
    let paths: Vec<&str> = index.routes.iter().map(|route| route.path.as_str()).collect();
    let mut sorted = paths.clone();
    sorted.sort_unstable();
    assert_eq!(sorted, ["/", "/admin/orders", "/admin/users/{id}", "/v1/things"]);
}
