use super::*;

fn changelog(sets: &str) -> String {
    format!("--liquibase formatted sql\n\n{sets}")
}

#[test]
fn a_changeset_is_appended_to_a_file() {
    let first = "--changeset me:1\nCREATE TABLE a (i int);\n--rollback DROP TABLE a;\n";
    let second = "\n--changeset me:2\n--comment: more\nCREATE TABLE b (i int);\n--rollback DROP TABLE b;\n";
    let (old, new) = (changelog(first), changelog(&format!("{first}{second}")));
    assert_eq!(faults(&[("a.sql", &new)], &[("a.sql", &old)]), Vec::<String>::new());
    let (head, base) = (read(&[("a.sql", &new)]), read(&[("a.sql", &old)]));
    assert_eq!(head.added(&base).map(|m| m.name.as_str()).collect::<Vec<_>>(), ["me:2"]);
    let edited = changelog(&first.replace("i int", "i bigint"));
    assert_eq!(faults(&[("a.sql", &edited)], &[("a.sql", &old)]), ["edited-migration db/a.sql"]);
    let told = check(&read(&[("a.sql", &edited)]), &read(&[("a.sql", &old)]), &[]);
    assert_eq!(told[0].message, "changeset me:1: already deployed, and changed here");
    let view = |sql: &str| changelog(&format!("--changeset me:v runOnChange:true\n{sql}\n--rollback empty\n"));
    assert_eq!(faults(&[("a.sql", &view("b"))], &[("a.sql", &view("a"))]), Vec::<String>::new());
    // A file that sorts before another is no earlier.
    let (z, more) = (changelog("--changeset me:9\nz\n--rollback z\n"), changelog(second));
    assert_eq!(faults(&[("a.sql", &more), ("z.sql", &z)], &[("z.sql", &z)]), Vec::<String>::new());
}

#[test]
fn a_way_back_is_read_out_of_its_comments() {
    let downs = |sets: &str| {
        let history = read(&[("a.sql", &changelog(sets))]);
        let down =
            |m: &Migration| m.down.as_ref().map_or("-", Script::sql).split_whitespace().collect::<Vec<_>>().join(" ");
        history.migrations.iter().map(down).collect::<Vec<_>>()
    };
    assert_eq!(downs("--changeset me:1\na;\n--rollback b;\n--rollback c;\n"), ["b; c;"]);
    assert_eq!(downs("--changeset me:1\na;\n--rollback b\nmore;\n--rollback c;\n"), ["b c;"]);
    assert_eq!(downs("--changeset me:1\na;\n/* liquibase rollback\nb;\nc;\n*/\nd;\n"), ["b; c;"]);
    assert_eq!(
        downs("--changeset me:1\na;\n--changeset me:2\nb;\n--rollback changesetId:1 changesetAuthor:me\n"),
        ["-", "a;"]
    );
    for nothing in ["empty", "not required", "EMPTY"] {
        let sets = format!("--changeset me:1\na;\n--rollback {nothing}\n");
        assert_eq!(downs(&sets), [crate::history::liquibase::NOTHING], "{nothing}");
        assert_eq!(faults(&[("a.sql", &changelog(&sets))], &[]), Vec::<String>::new());
    }
}

#[test]
fn statements_end_as_the_changeset_says() {
    let ups = |sets: &str| {
        let history = read(&[("a.sql", &changelog(sets))]);
        history.migrations[0].up.sql().split_whitespace().collect::<Vec<_>>().join(" ")
    };
    assert_eq!(ups("--changeset me:1 endDelimiter:GO\na\nGO\nb\ngo\n"), "a ; b ;");
    assert_eq!(ups("--changeset me:1 endDelimiter:/\na / b\n/\n"), "a / b ;");
    assert_eq!(ups("--changeset me:1 endDelimiter:/\na / b /\n/* c */\nd/\n"), "a / b ; /* c */ d;");
    assert_eq!(ups("--changeset me:1 splitStatements:true endDelimiter://\na; b//\nc//\n"), "a; b; c;");
    assert_eq!(ups("--changeset me:1 endDelimiter:\\nGO\na\nGO\n"), "a ;");
    assert_eq!(ups("--changeset me:1\na;\nGO\n"), "a; ;");
}

#[test]
fn changesets_of_other_products_are_none() {
    let mysql = "--changeset me:2 dbms:mysql,mariadb\nCREATE TABLE `b` (i int AUTO_INCREMENT) ENGINE=InnoDB;\n";
    let plain = "--changeset me:1\nCREATE TABLE a (i int);\n--changeset \"a b\":\"3 x\" dbms:!mysql\nSELECT 1;\n";
    let ids = |history: &History| history.migrations.iter().map(|m| m.name.clone()).collect::<Vec<_>>();
    let history = read(&[("a.sql", &changelog(&format!("{plain}{mysql}")))]);
    assert_eq!(history.dialect, Dialect::Postgres);
    assert_eq!(ids(&history), ["me:1", "a b:3 x"]);
    let alone = read(&[("a.sql", &changelog(mysql))]);
    assert_eq!((alone.dialect, ids(&alone)), (Dialect::Mysql, vec!["me:2".to_owned()]));
}
