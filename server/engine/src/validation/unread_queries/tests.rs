use super::*;
use std::path::Path;

fn found(files: &[(&str, &str)]) -> Option<Finding> {
    let files: Files = files.iter().map(|(path, text)| ((*path).to_owned(), text.as_bytes().to_vec())).collect();
    let mut rules = Rules::default();
    rules.options.folder = "migrations".to_owned();
    unread_queries(&files, &rules)
}

#[test]
fn each_library_is_known_by_its_import() {
    for (path, line, name) in [
        ("src/a.rs", "use diesel::prelude::*;", "Diesel"),
        ("src/a.rs", "    pub use sea_query::{Expr, Query};", "SeaQuery"),
        ("src/a.rs", "use sea_orm::entity::prelude::*;", "SeaORM"),
        ("a.ts", "import { Kysely } from 'kysely';", "Kysely"),
        ("a.ts", "import type { Knex } from \"knex\"", "Knex"),
        ("a.js", "const knex = require('knex')({ client: 'pg' });", "Knex"),
        ("a.tsx", "import { pgTable } from \"drizzle-orm/pg-core\";", "Drizzle"),
        ("a.ts", "} from 'typeorm';", "TypeORM"),
        ("a.py", "from sqlalchemy.orm import Session", "SQLAlchemy"),
        ("a.py", "from django.db import models", "Django"),
        ("a.go", "\t\"gorm.io/gorm\"", "GORM"),
        ("a.go", "import sq \"github.com/Masterminds/squirrel\"", "Squirrel"),
        ("A.java", "import static org.jooq.impl.DSL.*;", "jOOQ"),
        ("A.kt", "import org.jetbrains.exposed.sql.*", "Exposed"),
        ("a.rb", "class User < ApplicationRecord", "Active Record"),
        ("a.rb", "require \"sequel\"", "Sequel"),
        ("A.cs", "using Microsoft.EntityFrameworkCore;", "Entity Framework"),
        ("a.php", "use Illuminate\\Database\\Eloquent\\Model;", "Eloquent"),
    ] {
        let finding = found(&[(path, &format!("\n{line}\n"))]).unwrap_or_else(|| panic!("{line}"));
        assert_eq!((finding.subject.as_str(), finding.severity), (name, Severity::Notice), "{line}");
        assert!(finding.message.contains(&format!("{name} ({path}:2)")), "{}", finding.message);
    }
}

#[test]
fn what_merely_looks_like_one_is_none() {
    for (path, line) in [
        ("src/a.rs", "use dieselgate::Motor;"),
        ("src/a.rs", "// use diesel::prelude::*;"),
        ("src/a.rs", "let text = \"use diesel::prelude::*;\";"),
        ("a.ts", "import { knex } from './knex';"),
        ("a.ts", "import x from 'knex-like';"),
        ("a.ts", "const text = \"a line from 'knex'\";"),
        ("a.py", "import sqlalchemyish"),
        ("a.go", "\tx := \"gorm.io/gorm\""),
        ("a.md", "use diesel::prelude::*;"),
        ("migrations/1.ts", "import { Knex } from 'knex';"),
        ("node_modules/x/a.ts", "import { Knex } from 'knex';"),
    ] {
        assert_eq!(found(&[(path, line)]), None, "{path}: {line}");
    }
}

#[test]
fn one_notice_names_them_all() {
    let finding = found(&[
        ("src/z.ts", "import knex from 'knex';\n"),
        ("src/b.ts", "\n  import knex from 'knex';\n"),
        ("src/c.rs", "use diesel::prelude::*;\n"),
    ])
    .unwrap();
    assert_eq!(finding.subject, "Diesel, Knex");
    assert!(finding.message.contains("Diesel (src/c.rs:1), Knex (src/b.ts:2)"), "{}", finding.message);
    let place = finding.place.unwrap();
    assert_eq!((place.path.as_str(), place.line, place.column), ("src/b.ts", 2, 3));
}

/// This product's own queries are all in texts.
#[test]
fn nothing_is_said_of_this_repository() {
    let mut files = Files::default();
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let mut open: Vec<_> = ["app", "server", "end2end", "frontend"].map(|folder| root.join(folder)).to_vec();
    while let Some(folder) = open.pop() {
        for entry in std::fs::read_dir(&folder).unwrap() {
            let entry = entry.unwrap();
            let path = entry.path();
            let name = path.strip_prefix(&root).unwrap().to_string_lossy().into_owned();
            if entry.file_type().unwrap().is_dir() {
                open.push(path);
            } else if is_code(&name) {
                files.put(name, std::fs::read(&path).unwrap());
            }
        }
    }
    assert!(files.len() > 300);
    assert_eq!(unread_queries(&files, &Rules::default()), None);
}

#[test]
fn a_missing_use_is_doubted_where_queries_are_not_read() {
    let unread = found(&[("a.ts", "import { PrismaClient } from '@prisma/client';")]);
    let missing = |rule: &str| Finding {
        rule: rule.to_owned(),
        severity: Severity::Error,
        effects: vec![Effect::Incomplete],
        fingerprint: String::new(),
        place: None,
        subject: String::new(),
        message: String::new(),
        why: "Nobody uses it.".to_owned(),
        fix: String::new(),
        readers: Vec::new(),
    };
    let severity = |rule, unread| doubted(missing(rule), unread).severity;
    assert_eq!(severity("incomplete-repository", unread.as_ref()), Severity::Warning);
    assert_eq!(severity("incomplete-repository", None), Severity::Error);
    assert_eq!(severity("incomplete-migration", unread.as_ref()), Severity::Error);
}
