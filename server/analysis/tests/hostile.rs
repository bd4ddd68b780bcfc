//! Whatever the bytes are, the linter answers: no panic, no hang.

use analysis::rules::RULES;
use analysis::sql::Dialect;
use analysis::{Files, Options, lint};
use proptest::prelude::*;

fn corpus() -> Vec<String> {
    RULES.iter().flat_map(|rule| [rule.bad.to_owned(), rule.good.to_owned()]).collect()
}

fn run(bytes: Vec<u8>, dialect: Dialect) {
    let head: Files = [("1_a.up.sql", bytes.clone()), ("1_a.down.sql", bytes.clone()), ("2_b/migration.sql", bytes)]
        .into_iter()
        .collect();
    let options = Options { dialect: Some(dialect), ..Options::default() };
    let report = lint(&head, &Files::default(), &options);
    analysis::report::text(&report, &head, true);
    analysis::report::sarif(&report);
    analysis::report::junit(&report);
    // Once more as a history that is deployed.
    lint(&head, &head, &options);
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 512, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn mutated_scripts_are_answered(
        at in any::<prop::sample::Index>(),
        other in any::<prop::sample::Index>(),
        edits in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>(), 0u8..4), 1..12),
        dialect in prop::sample::select(vec![Dialect::Postgres, Dialect::Mysql, Dialect::Sqlite]),
    ) {
        let corpus = corpus();
        let mut bytes = at.get(&corpus).clone().into_bytes();
        let second = other.get(&corpus).as_bytes();
        for (place, byte, kind) in edits {
            let place = place.index(bytes.len() + 1);
            match kind {
                0 if place < bytes.len() => bytes[place] = byte,
                1 if place < bytes.len() => drop(bytes.remove(place)),
                2 => bytes.insert(place, b"();'\"$\\/*-,.:[]`\0\n"[usize::from(byte) % 18]),
                _ => drop(bytes.splice(place..place, second[..second.len().min(usize::from(byte))].iter().copied())),
            }
        }
        run(bytes, dialect);
    }

    #[test]
    fn random_tokens_are_answered(words in prop::collection::vec(prop::sample::select(vec![
        "create", "table", "alter", "drop", "a", "b", "(", ")", ",", ";", "'x'", "$$", "begin", "end", "if", "not", "exists",
        "add", "column", "constraint", "check", "default", "1", ".", "on", "as", "select", "from", "index", "case", "when",
        "do", "function", "trigger", "language", "execute", "::", "\"", "--\n", "/*", "*/", "\\x", "references", "cascade",
    ]), 0..60), dialect in prop::sample::select(vec![Dialect::Postgres, Dialect::Mysql, Dialect::Sqlite])) {
        run(words.join(" ").into_bytes(), dialect);
    }
}

#[test]
fn hostile_scripts_end_soon() {
    let deep =
        |open: &str, close: &str| format!("SELECT {}1{};", open.repeat(40_000), close.repeat(40_000)).into_bytes();
    let scripts: Vec<Vec<u8>> = vec![
        deep("(", ")"),
        deep("CASE WHEN true THEN ", " END"),
        deep("- ", ""),
        deep("NOT ", ""),
        deep("(SELECT ", ")"),
        deep("ARRAY[", "]"),
        deep("1 + ", ""),
        deep("a.", ""),
        format!("SELECT 1{};", " UNION SELECT 1".repeat(40_000)).into_bytes(),
        format!("CREATE FUNCTION f() RETURNS void LANGUAGE plpgsql AS $$ {} $$;", "BEGIN IF true THEN ".repeat(20_000))
            .into_bytes(),
        format!("DO $$ BEGIN {} END $$;", "IF true THEN ".repeat(20_000)).into_bytes(),
        format!("CREATE TABLE t (a int{});", "[]".repeat(50_000)).into_bytes(),
        "SELECT $a$".repeat(20_000).into_bytes(),
        "/*".repeat(100_000).into_bytes(),
        "'".repeat(100_001).into_bytes(),
        ";".repeat(200_000).into_bytes(),
        format!("INSERT INTO t VALUES {};", "(1, 'x'), ".repeat(30_000)).into_bytes(),
        "DROP TABLE a; ".repeat(10_000).into_bytes(),
        "\\! rm -rf /\n".repeat(10_000).into_bytes(),
        vec![0; 100_000],
        vec![0xFF; 100_000],
        format!("{}SELECT 1;", "SELECT ((".repeat(2_000)).into_bytes(),
        "CREATE OR REPLACE FUNCTION bomb() RETURNS void LANGUAGE sql AS 'SELECT bomb(), bomb()'; SELECT bomb();".into(),
        "CREATE VIEW a AS SELECT * FROM b; CREATE VIEW b AS SELECT * FROM a; DROP VIEW a CASCADE;".into(),
    ];
    for dialect in [Dialect::Postgres, Dialect::Mysql, Dialect::Sqlite] {
        for script in &scripts {
            let began = std::time::Instant::now();
            run(script.clone(), dialect);
            let head = String::from_utf8_lossy(&script[..script.len().min(30)]).into_owned();
            assert!(began.elapsed().as_secs() < 60, "{dialect:?} {head}: {:?}", began.elapsed());
            eprintln!("{:?} {head:?} {:?}", dialect, began.elapsed());
        }
    }
}

#[test]
fn strings_that_are_not_closed_may_end_in_any_character() {
    for script in [
        "DO 'é",
        "DO $é$ BEGIN é",
        "DO $$é",
        "DO 'BEGIN NULL; é",
        "CREATE FUNCTION f() RETURNS int AS $x$ select é…",
        "DO E'\\é",
        "\"é",
        "é$é",
    ] {
        for dialect in [Dialect::Postgres, Dialect::Mysql, Dialect::Sqlite] {
            run(script.as_bytes().to_vec(), dialect);
        }
    }
}
