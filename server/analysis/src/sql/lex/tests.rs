//! Scripts that hide their semicolons, and scripts that nest without end.

use super::*;
use crate::sql::ProblemKind;

fn cut(dialect: Dialect, text: &str) -> Vec<String> {
    let lexed = lex(text, 0, text.len(), dialect, &Limits::default());
    lexed.statements.iter().map(|statement| text[statement.start..statement.end].to_owned()).collect()
}

#[test]
fn quotes_comments_and_bodies_hide_semicolons() {
    let text = "select ';', \";\", $a$;$a$; -- ;\n/* ; /* ; */ ; */ select E'\\';'; create rule r as on insert to t do also (select 1; select 2); select 3";
    assert_eq!(cut(Dialect::Postgres, text).len(), 4);
}

#[test]
fn routines_stay_whole() {
    let atomic =
        "create function f() returns int begin atomic select case when true then 1 end; select 2; end; select 3;";
    assert_eq!(cut(Dialect::Postgres, atomic).len(), 2);
    let trigger = "CREATE TRIGGER t AFTER INSERT ON a BEGIN UPDATE b SET c = CASE WHEN 1 THEN 2 END; DELETE FROM d; END; SELECT 1;";
    assert_eq!(cut(Dialect::Sqlite, trigger).len(), 2);
    let mysql = "DELIMITER //\nCREATE PROCEDURE p() BEGIN IF 1 THEN SELECT 1; END IF; END//\nDELIMITER ;\nSELECT 2;";
    assert_eq!(cut(Dialect::Mysql, mysql).len(), 2);
    let transaction = "begin; drop table if exists a; create table if not exists b (c int); end; select 1";
    assert_eq!(cut(Dialect::Postgres, transaction).len(), 5);
}

#[test]
fn terminal_commands_are_problems_and_copied_rows_are_not_sql() {
    let text = "\\! rm -rf /\nselect 1;\ncopy t from stdin;\n1\tdrop table t;\n\\.\nselect 2;";
    let lexed = lex(text, 0, text.len(), Dialect::Postgres, &Limits::default());
    assert_eq!(lexed.statements.len(), 3);
    assert_eq!(lexed.problems.len(), 1);
    assert_eq!(lexed.problems[0].kind, ProblemKind::Meta);
}

#[test]
fn placeholders_of_migration_tools_are_names() {
    for dialect in [Dialect::Postgres, Dialect::Mysql] {
        let text = "alter table ${my.schema}.${p}_users_${q} add a int; select $1, '${x}', ${ no";
        let lexed = lex(text, 0, text.len(), dialect, &Limits::default());
        let words: Vec<_> = lexed.tokens.iter().map(|token| &text[token.start..token.end]).collect();
        assert_eq!(words[2..6], ["${my.schema}", ".", "${p}_users_${q}", "add"], "{dialect:?}");
        assert_eq!(lexed.statements.len(), 2);
    }
}

#[test]
fn deep_nesting_is_refused() {
    for text in [
        "(".repeat(5_000),
        format!("select {}1", "- ".repeat(5_000)),
        format!("select {}1", "not ".repeat(5_000)),
        format!("select 1{}", " + 1".repeat(5_000)),
        format!("select {}", "case when 1 then ".repeat(5_000)),
        format!("do $$ {} $$", "begin ".repeat(5_000)),
        format!("do $$ begin x := {}1; end $$", "(".repeat(5_000)),
    ] {
        let lexed = lex(&text, 0, text.len(), Dialect::Postgres, &Limits::default());
        assert!(lexed.statements.iter().all(|statement| statement.too_deep), "{}", &text[..20]);
    }
    let wide = format!("insert into t values {}", "(1, 2 + 3),".repeat(50_000));
    let lexed = lex(&wide, 0, wide.len(), Dialect::Postgres, &Limits::default());
    assert!(!lexed.statements[0].too_deep);
}
