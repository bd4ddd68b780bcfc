//! Any bytes as the files of a project: the first byte chooses the language, record separators cut the files.
#![no_main]

use analysis::code::{CodeIndex, Columns, scan};
use libfuzzer_sys::fuzz_target;

const SEPARATOR: u8 = 0x1e;
const EXTENSIONS: [&str; 8] = ["rs", "ts", "tsx", "js", "sql", "py", "go", "java"];

fuzz_target!(|data: &[u8]| {
    let Some((choice, rest)) = data.split_first() else { return };
    let files = rest.split(|byte| *byte == SEPARATOR).take(4).enumerate();
    let facts: Vec<_> = files
        .filter_map(|(i, bytes)| {
            let extension = EXTENSIONS[(usize::from(*choice) + i) % EXTENSIONS.len()];
            scan(&format!("src/file{i}.{extension}"), bytes)
        })
        .collect();
    let mut columns = Columns::default();
    columns.put("users", ["id", "email", "team_id"]);
    for columns in [columns, Columns::default()] {
        let index = CodeIndex::build(&facts, &columns, ["GET /users/{id}"]);
        for function in &index.functions {
            function.full_name();
        }
        index.routes_reaching(&index.functions_using("public.users", None));
    }
});
