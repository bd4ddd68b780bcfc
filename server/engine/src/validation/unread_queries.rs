//! Queries that are in no text, for a library puts them together when they are run: who makes them is not among the readers.

use super::Rules;
use super::sources::is_code;
use analysis::{Effect, Files, Finding, Place, Severity, Text};
use std::collections::BTreeMap;

/// The rule.
const UNREAD_QUERIES: &str = "unread-queries";

/// What a language's files end with, and the libraries that are known by what they import: how it begins, and its name.
type Language = (&'static [&'static str], &'static [(&'static str, &'static str)]);

const LANGUAGES: &[Language] = &[
    (
        &["rs"],
        &[
            ("diesel", "Diesel"),
            ("sea_query", "SeaQuery"),
            ("sea_orm", "SeaORM"),
            ("rbatis", "RBatis"),
            ("toasty", "Toasty"),
        ],
    ),
    (
        &["ts", "tsx", "mts", "cts", "js", "jsx", "mjs", "cjs"],
        &[
            ("knex", "Knex"),
            ("kysely", "Kysely"),
            ("drizzle-orm", "Drizzle"),
            ("typeorm", "TypeORM"),
            ("sequelize", "Sequelize"),
            ("@prisma/client", "Prisma"),
            ("@mikro-orm", "MikroORM"),
            ("objection", "Objection"),
        ],
    ),
    (&["py"], &[("sqlalchemy", "SQLAlchemy"), ("django.db", "Django"), ("peewee", "Peewee"), ("tortoise", "Tortoise")]),
    (
        &["go"],
        &[
            ("gorm.io/gorm", "GORM"),
            ("github.com/Masterminds/squirrel", "Squirrel"),
            ("entgo.io/ent", "Ent"),
            ("github.com/uptrace/bun", "Bun"),
        ],
    ),
    (
        &["java", "kt", "kts", "scala"],
        &[
            ("org.jooq", "jOOQ"),
            ("org.hibernate", "Hibernate"),
            ("jakarta.persistence", "JPA"),
            ("javax.persistence", "JPA"),
            ("org.jetbrains.exposed", "Exposed"),
        ],
    ),
    (
        &["rb"],
        &[
            ("active_record", "Active Record"),
            ("ActiveRecord", "Active Record"),
            ("ApplicationRecord", "Active Record"),
            ("sequel", "Sequel"),
        ],
    ),
    (&["cs"], &[("Microsoft.EntityFrameworkCore", "Entity Framework"), ("LinqToDB", "LINQ to DB")]),
    (&["php"], &[("Illuminate\\Database", "Eloquent"), ("Doctrine\\ORM", "Doctrine"), ("Doctrine\\DBAL", "Doctrine")]),
];

/// One notice for all libraries that are used, with the first place of each.
pub(super) fn unread_queries(files: &Files, rules: &Rules) -> Option<Finding> {
    let own = format!("{}/", rules.options.folder.trim_matches('/'));
    let mut used: BTreeMap<&str, Place> = BTreeMap::new();
    for (path, bytes) in files.iter().filter(|(path, _)| is_code(path) && !path.starts_with(&own)) {
        let ending = path.rsplit_once('.').map_or("", |(_, ending)| ending);
        let Some((_, libraries)) = LANGUAGES.iter().find(|(endings, _)| endings.contains(&ending)) else { continue };
        if libraries.iter().all(|(_, name)| used.contains_key(name)) {
            continue;
        }
        let text = Text::read(bytes).text;
        let mut at = 0;
        for line in text.split_inclusive('\n') {
            if let Some(name) = imported(ending, line).and_then(|path| library(libraries, path)) {
                let start = at + line.len() - line.trim_start().len();
                let place = || Place::new(path, &text, start, at + line.trim_end().len());
                used.entry(name).or_insert_with(place);
            }
            at += line.len();
        }
    }
    let first = used.values().min()?.clone();
    let named: Vec<String> =
        used.iter().map(|(name, place)| format!("{name} ({}:{})", place.path, place.line)).collect();
    let names: Vec<&str> = used.keys().copied().collect();
    Some(Finding {
        rule: UNREAD_QUERIES.to_owned(),
        severity: Severity::Notice,
        effects: vec![Effect::Incomplete],
        place: Some(first),
        subject: names.join(", "),
        message: format!(
            "Queries built with {} are not read: the readers that are listed leave them out.",
            named.join(", ")
        ),
        why: "Such a query becomes SQL only when it is run, so no text says which table or column it reads. What the change \
              breaks may be read in more places than the findings name."
            .to_owned(),
        fix: "Search the code for the tables and columns of this change yourself; where you are content with that, set \
              `unread-queries = \"off\"` under `[rules]`."
            .to_owned(),
        readers: Vec::new(),
        fingerprint: Finding::fingerprint(&[UNREAD_QUERIES, &names.join(",")]),
    })
}

fn library<'a>(libraries: &[(&str, &'a str)], path: &str) -> Option<&'a str> {
    let known = libraries.iter().find(|(start, _)| {
        let ends = |rest: &str| !rest.starts_with(|c: char| c.is_alphanumeric() || c == '_' || c == '-');
        path.strip_prefix(start).is_some_and(ends)
    });
    known.map(|(_, name)| *name)
}

/// What a line imports, in the words of its language.
fn imported<'a>(ending: &str, line: &'a str) -> Option<&'a str> {
    let line = line.trim_start();
    let after = |words: &[&str]| words.iter().find_map(|word| line.strip_prefix(word)).map(str::trim_start);
    match ending {
        "rs" => {
            after(&["use ", "pub use ", "pub(crate) use ", "extern crate "]).map(|path| path.trim_start_matches("::"))
        }
        "py" => after(&["import ", "from "]),
        "go" => {
            let name = after(&["import "]).unwrap_or(line);
            let (alias, path) = name.split_once('"')?;
            alias.trim().chars().all(|c| c.is_alphanumeric() || "_.(".contains(c)).then_some(path)
        }
        "java" | "kt" | "kts" | "scala" => after(&["import static ", "import "]),
        "cs" => after(&["global using ", "using "]),
        "php" => after(&["use "]).map(|path| path.trim_start_matches('\\')),
        "rb" => match after(&["require "]) {
            Some(name) => Some(name.trim_start_matches(['"', '\''])),
            None => after(&["class "])?.split_once('<').map(|(_, parent)| parent.trim()),
        },
        _ => {
            let (before, rest) = ["from ", "require(", "import(", "import "].iter().find_map(|word| {
                let (before, rest) = line.split_once(word)?;
                rest.starts_with(['"', '\'']).then_some((before, rest))
            })?;
            // Within a text, the word is no import.
            (!before.contains(['"', '\'', '`'])).then(|| &rest[1..])
        }
    }
}

/// That no query uses a column says little where queries are not read: it is for people to look then.
pub(super) fn doubted(mut found: Finding, unread: Option<&Finding>) -> Finding {
    if found.rule == "incomplete-repository" && unread.is_some() {
        found.severity = found.severity.min(Severity::Warning);
        found.why = format!("{} Queries that a library puts together are not read: it may well be in one.", found.why);
    }
    found
}

#[cfg(test)]
mod tests;
