//! Property 9: generated changes with generated code.

use super::*;
use crate::Place;
use crate::code::{CodeIndex, Columns, FileFacts, scan};
use crate::openapi::Document;
use crate::operations::Found;
use proptest::prelude::*;
use std::fmt::Write;

/// One piece that a complete change has.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Piece {
    Migration,
    Repository,
    Route,
    Document,
    Field,
    Client,
}

/// A feature: a table with a column, an endpoint that shows it, a client that asks for it.
#[derive(Clone, Debug)]
struct Feature {
    new_table: bool,
    rust: bool,
    post: bool,
}

fn operations(i: usize, feature: &Feature) -> Vec<Operation> {
    let (table, name) = (format!("table_{i}"), format!("column_{i}"));
    let mut all = Vec::new();
    if feature.new_table {
        all.push(Operation::AddTable { table: table.clone() });
    }
    all.push(Operation::AddColumn { table, name, data_type: "text".into(), nullable: true, default: None });
    all.push(Operation::AddEndpoint { endpoint: endpoint(i, feature) });
    all.push(Operation::AddRepositoryMethod { component: "store".into(), name: format!("load_{i}") });
    all
}

fn endpoint(i: usize, feature: &Feature) -> String {
    format!("{} /things{i}/{{id}}", if feature.post { "POST" } else { "GET" })
}

/// The findings of a change from which `removed` is taken away.
fn check(features: &[Feature], removed: Option<(usize, Piece)>) -> Vec<(String, String)> {
    let has = |i: usize, piece: Piece| removed != Some((i, piece));
    let declared: Vec<Operation> =
        features.iter().enumerate().flat_map(|(i, feature)| operations(i, feature)).collect();
    let mut migrations = Vec::new();
    let mut files: Vec<(String, String)> = Vec::new();
    let mut paths = String::new();
    for (i, feature) in features.iter().enumerate() {
        let found = operations(i, feature).into_iter().filter(|operation| operation.table().is_some());
        // Of a new table its column goes with it.
        for operation in found.filter(|_| has(i, Piece::Migration)) {
            migrations.push(Found { operation, place: Place::file("migrations/1.sql") });
        }
        let column = if has(i, Piece::Repository) { format!("t.column_{i}") } else { "t.id".to_owned() };
        let sql = format!("SELECT {column} FROM table_{i} t WHERE t.id = $1");
        let method = if feature.post { "post" } else { "get" };
        let route = has(i, Piece::Route);
        if feature.rust {
            files.push((
                format!("src/store/s{i}.rs"),
                format!("pub async fn load_{i}(p: &Pool) {{ sqlx::query(\"{sql}\").fetch(p).await }}"),
            ));
            let route = if route {
                format!("Router::new().route(\"/things{i}/{{id}}\", {method}(show_{i}))")
            } else {
                "Router::new()".into()
            };
            files.push((
                format!("src/http/h{i}.rs"),
                format!("async fn show_{i}() {{ load_{i}(p).await }}\nfn router_{i}() -> Router {{ {route} }}"),
            ));
        } else {
            files.push((
                format!("src/store/s{i}.ts"),
                format!("export async function load_{i}(id: string) {{ return pool.query(`{sql}`, [id]); }}"),
            ));
            let route = if route { format!("router.{method}('/things{i}/:id', show_{i});") } else { String::new() };
            files.push((
                format!("src/http/h{i}.ts"),
                format!("async function show_{i}(req, res) {{ res.json(await load_{i}(req.params.id)); }}\n{route}"),
            ));
        }
        let sent = if has(i, Piece::Client) { format!("http.{method}(`/things{i}/${{id}}`)") } else { "null".into() };
        files.push((format!("web/c{i}.ts"), format!("export const thing{i} = (id: string) => {sent};")));
        let field = if has(i, Piece::Field) { format!("column{i}") } else { "other".to_owned() };
        if has(i, Piece::Document) {
            write!(paths, "\n  /things{i}/{{id}}: {{{method}: {{responses: {{'200': {{content: {{application/json: {{schema: {{properties: {{{field}: {{}}}}}}}}}}}}}}}}}}").unwrap();
        }
    }
    let facts: Vec<FileFacts> = files.iter().map(|(path, text)| scan(path, text.as_bytes()).unwrap()).collect();
    let known: Vec<String> = features.iter().enumerate().map(|(i, feature)| endpoint(i, feature)).collect();
    let code = CodeIndex::build(&facts, &Columns::default(), known.iter().map(String::as_str));
    let api = Document::read(
        "openapi.yaml",
        format!("openapi: 3.1.0\npaths: {}{paths}", if paths.is_empty() { "{}" } else { "" }).as_bytes(),
    )
    .unwrap();
    let part = |name: &str, layer, path: &str| Component { name: name.into(), layer, paths: vec![path.into()] };
    let components = [
        part("schema", Layer::Database, "migrations"),
        part("store", Layer::Repository, "src/store/**"),
        part("http", Layer::Api, "src/http/**"),
        part("web", Layer::Client, "web/*.ts"),
    ];
    let change =
        Change { declared: &declared, migrations: &migrations, code: &code, api: Some(&api), components: &components };
    let found = completeness(&change);
    for finding in &found {
        assert!(finding.effects.contains(&crate::Effect::Incomplete) && finding.fix.contains('`'), "{finding:?}");
    }
    found.into_iter().map(|finding| (finding.rule, finding.subject)).collect()
}

fn features() -> impl Strategy<Value = Vec<Feature>> {
    let feature = any::<[bool; 3]>().prop_map(|[new_table, rust, post]| Feature { new_table, rust, post });
    proptest::collection::vec(feature, 1..4)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(256))]

    /// Property 9: a complete change has no finding; without any one piece it has the findings for that piece alone.
    #[test]
    fn property_09_every_missing_piece_is_found_and_nothing_else(features in features(), which: usize, piece in 0usize..6) {
        prop_assert_eq!(check(&features, None), []);
        let i = which % features.len();
        let piece = [Piece::Migration, Piece::Repository, Piece::Route, Piece::Document, Piece::Field, Piece::Client][piece];
        let (column, table, endpoint) =
            (format!("column public.table_{i}.column_{i}"), format!("table public.table_{i}"), endpoint(i, &features[i]));
        let expected: Vec<(&str, String)> = match piece {
            Piece::Migration if features[i].new_table => {
                vec![("incomplete-migration", table), ("incomplete-migration", column)]
            }
            Piece::Migration => vec![("incomplete-migration", column)],
            Piece::Repository => vec![("incomplete-repository", column)],
            Piece::Route => vec![("incomplete-endpoint", endpoint)],
            // Without the endpoint its field is not described either.
            Piece::Document => vec![("incomplete-field", column), ("incomplete-document", endpoint)],
            Piece::Field => vec![("incomplete-field", column)],
            Piece::Client => vec![("incomplete-client", column), ("incomplete-client", endpoint)],
        };
        let expected: Vec<(String, String)> = expected.into_iter().map(|(rule, subject)| (rule.to_owned(), subject)).collect();
        prop_assert_eq!(check(&features, Some((i, piece))), expected);
    }
}

#[test]
fn what_is_done_but_not_said_and_what_is_removed_but_used() {
    let file = scan("src/a.rs", b"fn f() { query!(\"SELECT u.email FROM users u\"); }").unwrap();
    let code = CodeIndex::build([&file], &Columns::default(), []);
    let drop = Operation::DropColumn { table: "users".into(), name: "email".into() };
    let place = Place::file("migrations/2.sql");
    let found = Found { operation: drop.clone(), place };
    let check = |declared: &[Operation]| {
        let migrations = std::slice::from_ref(&found);
        completeness(&Change { declared, migrations, code: &code, api: None, components: &[] })
    };
    let undeclared = check(&[]);
    assert_eq!(undeclared.len(), 1);
    assert_eq!((undeclared[0].rule.as_str(), undeclared[0].severity), ("undeclared-operation", crate::Severity::Error));
    let removal = check(&[drop]);
    assert_eq!(removal.len(), 1);
    assert_eq!((removal[0].rule.as_str(), removal[0].readers.len()), ("incomplete-removal", 1));
    assert!(RULES.is_sorted());
}

#[test]
fn a_part_without_paths_may_have_its_files_anywhere() {
    let file = scan("src/a.rs", b"fn f() { query!(\"SELECT u.email FROM users u\"); }").unwrap();
    let code = CodeIndex::build([&file], &Columns::default(), []);
    let declared = [Operation::AddColumn {
        table: "users".into(),
        name: "email".into(),
        data_type: "text".into(),
        nullable: true,
        default: None,
    }];
    let migrations = [Found { operation: declared[0].clone(), place: Place::file("migrations/2.sql") }];
    let found = |paths: &[&str]| {
        let paths = paths.iter().map(|&path| path.to_owned()).collect();
        let components = [Component { name: "store".into(), layer: Layer::Repository, paths }];
        completeness(&Change {
            declared: &declared,
            migrations: &migrations,
            code: &code,
            api: None,
            components: &components,
        })
        .len()
    };
    assert_eq!((found(&[]), found(&["src/**"]), found(&["db/**"])), (0, 0, 1));
}
