//! How long the heavy parts take: `cargo run --release -p analysis --example speed`.

use analysis::code::{CodeIndex, Columns, FileFacts, scan};
use analysis::openapi::{Document, diff};
use std::time::Instant;

fn main() {
    if std::env::args().nth(1).is_none() {
        code();
    }
    for (name, mark) in [("JSON", ""), ("YAML", "# yaml\n")] {
        let (base, head) = (document(0, mark), document(1, mark));
        let start = Instant::now();
        let read = (Document::read("api", base.as_bytes()), Document::read("api", head.as_bytes()));
        let after_reading = start.elapsed();
        let (Ok(base_read), Ok(head_read)) = read else { return println!("the documents cannot be read") };
        let found = diff(&base_read, &head_read);
        println!(
            "two {name} documents of {} kB: {:?}, of that reading {after_reading:?}; {} differences",
            base.len() / 1000,
            start.elapsed(),
            found.len()
        );
    }
}

/// Ten thousand files, half of them Rust, half TypeScript.
fn code() {
    let files: Vec<(String, String)> = (0..10_000).map(source).collect();
    let bytes: usize = files.iter().map(|(_, text)| text.len()).sum();
    let start = Instant::now();
    let facts: Vec<FileFacts> = files.iter().filter_map(|(path, text)| scan(path, text.as_bytes())).collect();
    let scanned = start.elapsed();
    let mut columns = Columns::default();
    (0..200).for_each(|i| columns.put(&format!("table_{i}"), ["id", "name", "created_at", "owner_id"]));
    let start = Instant::now();
    let index = CodeIndex::build(&facts, &columns, []);
    println!(
        "{} files of {} kB: scanned in {scanned:?}, joined in {:?}; {} functions, {} routes, {} requests",
        files.len(),
        bytes / 1000,
        start.elapsed(),
        index.functions.len(),
        index.routes.len(),
        index.requests.len()
    );
}

fn source(i: usize) -> (String, String) {
    let table = i % 200;
    let filler = format!("fn helper_{i}(a: u32) -> u32 {{ let b = a + 1; other(b).max(a) }}\n").repeat(20);
    match i % 4 {
        0 => (
            format!("src/store/s{i}.rs"),
            format!(
                "impl Store{i} {{ pub async fn load_{i}(&self) {{ sqlx::query_as!(Row, \"SELECT t.name, created_at FROM table_{table} t JOIN table_{} o ON o.id = t.owner_id WHERE t.id = $1\", id); }} }}\n{filler}",
                (table + 1) % 200
            ),
        ),
        1 => (
            format!("src/http/h{i}.rs"),
            format!("async fn show_{i}() {{ load_{}(x).await }}\nfn router() -> Router {{ Router::new().route(\"/r{i}/{{id}}\", get(show_{i})) }}\n{filler}", i - 1),
        ),
        2 => (
            format!("web/c{i}.ts"),
            format!("export const get{i} = async (id: string) => {{ const x = await fetch(`${{base}}/r{}/${{id}}`); return x.json(); }};\n", i - 1).repeat(8),
        ),
        _ => (
            format!("web/d{i}.ts"),
            format!("export async function d{i}(id: string) {{ return pool.query(`SELECT name FROM table_{table} WHERE id = ${{id}}`); }}\n").repeat(8),
        ),
    }
}

/// A document of about a megabyte; every `edit` gives another one.
fn document(edit: usize, mark: &str) -> String {
    let mut paths = Vec::new();
    let mut schemas = Vec::new();
    for i in 0..900 {
        let fields: Vec<String> = (0..12)
            .map(|f| match (i + f) % 4 {
                0 => format!(
                    "\"field{f}\": {{\"type\": \"string\", \"maxLength\": {}}}",
                    100 + edit * usize::from(i % 10 == 0)
                ),
                1 => format!("\"field{f}\": {{\"$ref\": \"#/components/schemas/S{}\"}}", (i * 7 + f) % 900),
                2 => format!(
                    "\"field{f}\": {{\"type\": \"array\", \"items\": {{\"$ref\": \"#/components/schemas/S{}\"}}}}",
                    (i + 1) % 900
                ),
                _ => format!("\"field{f}\": {{\"type\": [\"integer\", \"null\"], \"minimum\": {f}}}"),
            })
            .collect();
        schemas.push(format!(
            "\"S{i}\": {{\"type\": \"object\", \"properties\": {{{}}}, \"required\": [\"field0\"]}}",
            fields.join(", ")
        ));
        paths.push(format!(
            "\"/r{i}/{{id}}\": {{\"post\": {{\"operationId\": \"o{i}\", \"requestBody\": {{\"content\": {{\"application/json\": {{\"schema\": {{\"$ref\": \"#/components/schemas/S{i}\"}}}}}}}}, \
             \"responses\": {{\"200\": {{\"description\": \"ok\", \"content\": {{\"application/json\": {{\"schema\": {{\"$ref\": \"#/components/schemas/S{i}\"}}}}}}}}}}}}}}"
        ));
    }
    format!(
        "{mark}{{\"openapi\": \"3.1.0\", \"paths\": {{{}}}, \"components\": {{\"schemas\": {{{}}}}}}}",
        paths.join(",\n"),
        schemas.join(",\n")
    )
}
