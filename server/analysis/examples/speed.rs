//! How long the heavy parts take: `cargo run --release -p analysis --example speed`.

use analysis::openapi::{Document, diff};
use std::time::Instant;

fn main() {
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
