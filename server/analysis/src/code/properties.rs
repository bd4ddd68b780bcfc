//! Random damage to files of all kinds.

use super::*;
use proptest::prelude::*;
use proptest::sample::Index;

const CORPUS: &[(&str, &str)] = &[
    (
        "a.rs",
        "#[derive(FromRow)] struct U { #[sqlx(rename = \"a\")] b: i32 }\nimpl R { fn f(&self) { sqlx::query_as!(U, r#\"SELECT u.a, b FROM us u WHERE c = $1\"#, x); self.g(); } }\nfn r() { Router::new().route(\"/a/{b}\", get(f).post(g)).nest(\"/x\", y::r()) }\n#[utoipa::path(get, path = \"/z\")] fn z() { c.get(format!(\"{}/z\", b)); concat!(\"SELECT a \", \"FROM b\") }",
    ),
    (
        "a.ts",
        "import { a } from './b'; interface U { a: string }\nclass R { f() { return this.db.query<U>(`SELECT a FROM b WHERE c = ${d}`); } }\napp.get('/a/:b', async (q, r) => { x('UPDATE t ' + 'SET a = ' + b); }); app.use('/p', a); fetch(`/a/${b}`, { method: 'POST' });\n@Controller('c') class C { @Get(':id') one() {} }",
    ),
    ("a.jsx", "const A = () => <a href={`/x/${y}`}>{f('SELECT a FROM b')}</a>;"),
    (
        "a.sql",
        "-- name: A :one\nWITH x AS (SELECT id FROM a WHERE b = ?1) SELECT x.*, (SELECT c FROM d WHERE e = f) FROM x JOIN g USING (h) ORDER BY 1;\nINSERT INTO a (b, \"c\") VALUES ($$x$$, 'it''s', :n::text) ON CONFLICT (b) DO UPDATE SET c = excluded.c RETURNING *;\nMERGE INTO a USING b ON a.i = b.i WHEN MATCHED THEN UPDATE SET c = 1;",
    ),
    ("a.py", "def f(x):\n    q(\"\"\"SELECT a FROM t WHERE b = %(x)s\"\"\", \"DELETE \" \\\n      \"FROM t\")"),
    ("a.php", "function f($x) { q(\"SELECT a FROM t WHERE b = {$x}\"); }"),
];

proptest! {
    #![proptest_config(ProptestConfig::with_cases(512))]

    /// Any damage to a file gives facts or nothing, never a panic, and never more than the file could hold.
    #[test]
    fn damaged_files_are_read(
        which in 0..CORPUS.len(),
        damage in proptest::collection::vec((any::<Index>(), any::<Index>(), any::<u8>(), 0u8..3), 0..12),
    ) {
        let (path, text) = CORPUS[which];
        let mut bytes = text.as_bytes().to_vec();
        for (at, other, byte, how) in damage {
            let (at, other) = (at.index(bytes.len()), other.index(bytes.len()));
            match how {
                0 => bytes[at] = byte,
                1 => { bytes.remove(at); }
                _ => {
                    let copied = bytes[at.min(other)..at.max(other)].to_vec();
                    bytes.splice(at..at, copied);
                }
            }
            if bytes.is_empty() {
                bytes.push(byte);
            }
        }
        let facts = scan(path, &bytes).unwrap();
        prop_assert!(facts.sql.len() + facts.functions.len() + facts.requests.len() <= bytes.len());
        let again: FileFacts = serde_json::from_str(&serde_json::to_string(&facts).unwrap()).unwrap();
        prop_assert_eq!(&again, &facts);
        let lines = bytes.iter().filter(|byte| **byte == b'\n').count() + 1;
        let index = CodeIndex::build([&facts], &Columns::default(), ["GET /a/{b}"]);
        for (_, _, uses) in index.all() {
            prop_assert!(uses.iter().all(|one| one.place.line as usize <= lines));
        }
    }

    /// Random text is no program, but may be handed in as one.
    #[test]
    fn any_text_is_read(text in ".{0,300}", which in 0..CORPUS.len()) {
        scan(CORPUS[which].0, text.as_bytes());
        sql::uses(&format!("SELECT {text}"));
    }
}

#[test]
fn what_nests_deep_is_no_trap() {
    for (path, text) in [
        ("a.rs", format!("fn f() {{ {} }}", "(".repeat(100_000))),
        ("a.rs", format!("fn f() {{ m!{} }}", "[".repeat(100_000))),
        ("a.ts", format!("f({}", "[".repeat(100_000))),
        ("a.ts", format!("q('SELECT a FROM b WHERE ' + {}'x')", "'c' + ".repeat(20_000))),
        ("a.sql", format!("SELECT {}1{} FROM t", "(".repeat(50_000), ")".repeat(50_000))),
        ("a.sql", format!("SELECT a FROM t WHERE {}", "b = 1 OR ".repeat(100_000))),
        ("a.sql", format!("SELECT a FROM t {}", "UNION SELECT b FROM u ".repeat(20_000))),
        ("a.sql", format!("SELECT a {}", "FROM (SELECT ".repeat(20_000))),
        ("a.sql", format!("SELECT a{} FROM t", "::int".repeat(50_000))),
        ("a.sql", format!("SELECT a{} FROM t", "[1]".repeat(50_000))),
        ("a.sql", format!("SELECT {} 1 FROM t", "CASE WHEN a THEN ".repeat(20_000))),
        ("a.py", "'".repeat(200_000)),
    ] {
        let facts = scan(path, text.as_bytes()).unwrap();
        CodeIndex::build([&facts], &Columns::default(), []);
    }
    let huge = scan("a.rs", &vec![b' '; LONGEST + 1]).unwrap();
    assert!(huge.notice.is_some());
    assert!(scan("a.png", b"").is_none());
}
