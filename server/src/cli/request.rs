//! The request as the options of `create` and `edit` give it.

use super::{
    exit::{Failure, Outcome},
    operation,
};
use clap::Args;
use domain::{change::Operation, intake::ChangeInput};
use std::path::{Path, PathBuf};
use tokio::io::AsyncReadExt;

/// What is asked for; all optional, the server says what is missing.
#[derive(Args, Debug)]
pub struct Request {
    /// Kind of change: add-table, rename-table, remove-table, add-field, modify-field, rename-field, remove-field,
    /// add-index, remove-index, add-constraint, remove-constraint, add-relation, data-migration, add-endpoint,
    /// modify-endpoint, remove-endpoint, add-repository-method or performance
    #[arg(long = "type", value_name = "TYPE")]
    kind: Option<String>,
    /// What the change is, in one line of 3 to 200 characters
    #[arg(long)]
    title: Option<String>,
    /// Why it is needed, and what it does (Markdown)
    #[arg(long, value_name = "TEXT")]
    description: Option<String>,
    /// How urgent it is: low, medium, high or critical
    #[arg(long)]
    priority: Option<String>,
    /// Key of the project
    #[arg(long)]
    project: Option<String>,
    /// Affected table, `table` or `schema.table` (repeat)
    #[arg(long = "table", value_name = "TABLE")]
    tables: Vec<String>,
    /// Affected endpoint, "METHOD /path" (repeat)
    #[arg(long = "endpoint", value_name = "ENDPOINT")]
    endpoints: Vec<String>,
    /// Affected component (repeat)
    #[arg(long = "component", value_name = "NAME")]
    components: Vec<String>,
    /// The change breaks readers or writers of the old state
    #[arg(long, num_args = 0..=1, require_equals = true, default_missing_value = "true", value_name = "BOOL")]
    breaking: Option<bool>,
    /// Estimated effort: xs, s, m, l or xl
    #[arg(long)]
    effort: Option<String>,
    /// Change that must be closed first, e.g. CHG-7 (repeat)
    #[arg(long = "depends-on", value_name = "CHANGE")]
    depends_on: Vec<String>,
    /// What the change does to schema or API (repeat); written as below
    #[arg(long = "operation", value_name = "OPERATION", value_parser = parse_operations)]
    operations: Vec<Operations>,
    /// Why the priority is critical; needed where it is
    #[arg(long, value_name = "TEXT")]
    justification: Option<String>,
    /// Read the request from a JSON or TOML file (- for standard input); an option beside it wins
    #[arg(long, value_name = "FILE")]
    file: Option<PathBuf>,
}

#[derive(Clone, Debug)]
struct Operations(Vec<Operation>);

fn parse_operations(text: &str) -> Result<Operations, String> {
    operation::parse(text).map(Operations)
}

impl Request {
    /// The project that was named.
    pub fn project(&self) -> Option<&str> {
        self.project.as_deref()
    }

    /// Puts these options, and the file they name, over `input`. A list that is given replaces the one that was there.
    /// Affected tables and endpoints follow the operations that are given, unless they are given themselves.
    ///
    /// # Errors
    /// The file cannot be read.
    pub async fn over(&self, input: ChangeInput) -> Outcome<ChangeInput> {
        let mut input = match &self.file {
            Some(file) => read(file).await?,
            None => input,
        };
        fill(&mut input, self);
        Ok(input)
    }
}

fn fill(input: &mut ChangeInput, args: &Request) {
    let set = |to: &mut Option<String>, from: &Option<String>| {
        if from.is_some() {
            to.clone_from(from);
        }
    };
    set(&mut input.kind, &args.kind);
    set(&mut input.title, &args.title);
    set(&mut input.description, &args.description);
    set(&mut input.priority, &args.priority);
    set(&mut input.project, &args.project);
    let metadata = &mut input.metadata;
    set(&mut metadata.estimated_effort, &args.effort);
    set(&mut metadata.justification, &args.justification);
    let replace = |to: &mut Vec<String>, from: &[String]| {
        if !from.is_empty() {
            *to = from.to_vec();
        }
    };
    replace(&mut metadata.affected_tables, &args.tables);
    replace(&mut metadata.affected_endpoints, &args.endpoints);
    replace(&mut metadata.affected_components, &args.components);
    replace(&mut metadata.dependencies, &args.depends_on);
    if !args.operations.is_empty() {
        let given = args.operations.iter().flat_map(|o| o.0.clone()).collect();
        let before = std::mem::replace(&mut metadata.operations, given);
        if args.tables.is_empty() {
            follow(&mut metadata.affected_tables, &before, &metadata.operations, Operation::table);
        }
        if args.endpoints.is_empty() {
            follow(&mut metadata.affected_endpoints, &before, &metadata.operations, Operation::endpoint);
        }
    }
    metadata.breaking_change = args.breaking.unwrap_or(metadata.breaking_change);
}

/// Takes out what the operations before were about, and adds what the present ones are about.
fn follow(
    list: &mut Vec<String>,
    before: &[Operation],
    now: &[Operation],
    of: impl for<'a> Fn(&'a Operation) -> Option<&'a str>,
) {
    list.retain(|named| !before.iter().any(|o| of(o) == Some(named)));
    for thing in now.iter().filter_map(of) {
        if !list.iter().any(|named| named == thing) {
            list.push(thing.to_owned());
        }
    }
}

async fn read(file: &Path) -> Outcome<ChangeInput> {
    let name = file.display();
    let text = if file == Path::new("-") {
        let mut text = String::new();
        tokio::io::stdin().read_to_string(&mut text).await?;
        text
    } else {
        let read = tokio::fs::read_to_string(file).await;
        read.map_err(|e| Failure::Usage(format!("Cannot read {name}: {e}.")))?
    };
    parse(&text, file).map_err(|e| Failure::Usage(format!("{name} is no change request: {e}.")))
}

fn parse(text: &str, file: &Path) -> Result<ChangeInput, String> {
    let toml = file.extension().is_some_and(|e| e == "toml") || !text.trim_start().starts_with('{');
    if toml {
        return toml::from_str(text).map_err(|e| e.message().to_owned());
    }
    let mut reader = serde_json::Deserializer::from_str(text);
    serde_path_to_error::deserialize(&mut reader).map_err(|e| format!("at `{}`: {}", e.path(), e.inner()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tables_and_endpoints_follow_the_operations() {
        let of = |texts: &[&str]| texts.iter().flat_map(|t| operation::parse(t).unwrap()).collect::<Vec<_>>();
        let (one, other) = (of(&["add-column users.a text"]), of(&["drop-column orders.b", "drop-column users.c"]));
        let mut tables = vec!["carts".to_owned()];
        follow(&mut tables, &[], &one, Operation::table);
        assert_eq!(tables, ["carts", "users"]);
        follow(&mut tables, &one, &other, Operation::table);
        assert_eq!(tables, ["carts", "orders", "users"]);
        let mut endpoints = Vec::new();
        follow(&mut endpoints, &other, &of(&["add-endpoint GET /carts"]), Operation::endpoint);
        assert_eq!(endpoints, ["GET /carts"]);
    }

    #[test]
    fn json_and_toml_say_the_same() {
        let json = r#"{"type":"add-field","title":"T","metadata":{"affectedTables":["a"],
            "operations":[{"kind":"add-column","table":"a","name":"b","type":"text"}]}}"#;
        let toml = "type = \"add-field\"\ntitle = \"T\"\n[metadata]\naffectedTables = [\"a\"]\n\
            [[metadata.operations]]\nkind = \"add-column\"\ntable = \"a\"\nname = \"b\"\ntype = \"text\"\n";
        let json = parse(json, Path::new("r.json")).unwrap();
        assert_eq!(json, parse(toml, Path::new("r.toml")).unwrap());
        assert_eq!(json, parse(toml, Path::new("-")).unwrap());
        assert!(parse(r#"{"metadata":{"tables":[]}}"#, Path::new("-")).unwrap_err().contains("metadata"));
    }
}
