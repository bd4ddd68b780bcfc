//! Migrations that are no SQL.

use super::{Options, lint};
use crate::Files;

fn found(base: &[(&str, &str)], head: &[(&str, &str)]) -> Vec<String> {
    let files = |all: &[(&str, &str)]| -> Files {
        all.iter().map(|(path, text)| ((*path).to_owned(), text.as_bytes().to_vec())).collect()
    };
    let base_files = files(base);
    let head = files(&[base, head].concat());
    let report = lint(&head, &base_files, &Options { folder: "db".to_owned(), ..Options::default() });
    let unknown = report.findings.iter().filter(|finding| finding.rule == "not-analysable");
    unknown.map(|f| format!("{} {}", f.place.as_ref().map_or("", |place| &place.path), f.message)).collect()
}

#[test]
fn a_migration_in_another_language_is_named() {
    let says = |path: &str, language: &str| {
        vec![format!("{path} this migration is written in {language}: what it does is not known")]
    };
    let goose = [("db/00001_a.sql", "-- +goose Up\nSELECT 1;\n-- +goose Down\nSELECT 1;"), ("db/00002_f.go", "old")];
    assert_eq!(found(&goose, &[("db/00003_g.go", "package db")]), says("db/00003_g.go", "Go"));
    assert_eq!(found(&goose, &[("db/00002_f.go", "new")]), says("db/00002_f.go", "Go"));
    for beside in [
        "db/00003_g_test.go",
        "db/embed.go",
        "db/mod.rs",
        "db/README.md",
        "db/__init__.py",
        "db/tools/1_x.py",
        "src/00003_g.go",
        "db/meta/0000_snapshot.json",
        "db/values.yaml",
    ] {
        assert_eq!(found(&goose, &[(beside, "changed")]), Vec::<String>::new(), "{beside}");
    }
    let flyway = [("db/V1__a.sql", "SELECT 1;")];
    for path in ["db/V2__Drop.java", "src/main/java/db/migration/V2__Drop.java", "db/R__Views.java"] {
        assert_eq!(found(&flyway, &[(path, "class")]), says(path, "Java"));
    }
    assert_eq!(found(&flyway, &[("src/test/java/V2__Drop.java", "class")]), Vec::<String>::new());
    let liquibase = [("db/1.sql", "--liquibase formatted sql\n--changeset me:1\nSELECT 1;\n--rollback empty\n")];
    let xml =
        "<databaseChangeLog><changeSet id='2' author='me'><dropTable tableName='a'/></changeSet></databaseChangeLog>";
    assert_eq!(found(&liquibase, &[("db/2.xml", xml)]), says("db/2.xml", "XML"));
    assert_eq!(
        found(&liquibase, &[("db/2.yaml", "databaseChangeLog:\n- changeSet:\n    id: 2\n")]),
        says("db/2.yaml", "YAML")
    );
    let master = "<databaseChangeLog><include file='1.sql'/></databaseChangeLog>";
    assert_eq!(found(&liquibase, &[("db/master.xml", master)]), Vec::<String>::new());
}
