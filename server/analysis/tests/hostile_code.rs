//! Whatever a source file holds, reading it ends, and soon: work is counted, see `code/parse.rs`.

use analysis::code::scan;

/// What a file repeats: marks that open something, mend nothing, join, nest, or look like what is searched for.
const UNITS: &[&str] = &[
    "\"",
    "'",
    "`",
    "r#\"",
    "b'",
    "'a ",
    "x+",
    "x.",
    "\"\"+",
    "'a'+",
    "a,",
    ";",
    "a b ",
    "!",
    "-",
    "=",
    "|",
    "#",
    "\\",
    "\0",
    "é",
    "\n",
    "(",
    "[",
    "{",
    "<",
    "}",
    ")",
    "a(",
    "f(1).",
    "a<",
    "/*",
    "*/",
    "//",
    "${",
    "`${",
    "x=>",
    "fn a(){\n",
    "if ",
    "impl X{",
    "class A{",
    "type a=",
    "let a=",
    "match a{",
    "a?b:",
    "<a>",
    "<a ",
    "@a(",
    "#[a(",
    "#[get(\"/a\")]\n",
    "macro!(",
    "get(Method::A,",
    "fetch('a'+",
    "app.get('/a',async()=>{",
    "query!(\"SELECT a FROM t\",",
    "SELECT a FROM (",
    "\"SELECT a FROM t\";",
    "'UPDATE t SET a = ' + ",
    "WITH a AS (",
    "$$",
    "struct A{a:",
    "interface A{b:",
    "a=",
    "@",
    "..",
    "a?",
    "&",
    "<T,",
    "get(x, ",
    "x={a:()=>",
    "\"SELECT a FROM t JOIN ",
    "select ",
];

/// Reads each unit, repeated up to `size` bytes; the time is asserted only to name the one that is slow.
fn all(extensions: &[&str], size: usize) {
    for extension in extensions {
        for unit in UNITS {
            let text = unit.repeat(size / unit.len());
            let began = std::time::Instant::now();
            let facts = scan(&format!("a.{extension}"), text.as_bytes());
            assert!(facts.is_some(), "{extension} {unit:?}");
            assert!(began.elapsed().as_secs() < 60, "{extension} {unit:?}: {:?}", began.elapsed());
        }
    }
}

#[test]
fn hostile_rust_ends() {
    all(&["rs"], 100_000);
}

#[test]
fn hostile_typescript_ends() {
    all(&["ts", "jsx"], 100_000);
}

#[test]
fn hostile_files_of_other_languages_end() {
    all(&["sql", "py", "go", "java", "rb", "cs", "php"], 100_000);
}

#[test]
fn the_worst_of_them_end_at_a_larger_size_too() {
    for (extension, unit) in [("rs", "\""), ("rs", "r#\""), ("ts", "'"), ("ts", "x+"), ("js", "b'")] {
        assert!(scan(&format!("a.{extension}"), unit.repeat(300_000 / unit.len()).as_bytes()).is_some());
    }
}

#[test]
fn sql_is_found_in_a_file_that_is_given_up() {
    let rust = format!("fn load() {{ query(\"SELECT a FROM t WHERE b = $1\") }}\n{}", "\"".repeat(100_001));
    let typescript = format!("function load() {{ query(`SELECT a FROM t`) }}\n{}", "b'\n".repeat(50_000));
    for (path, text) in [("a.rs", rust), ("a.ts", typescript)] {
        let facts = scan(path, text.as_bytes()).unwrap();
        assert!(facts.notice.is_some_and(|notice| notice.contains("could not be parsed")), "{path}");
        assert_eq!(facts.sql[0].uses[0].table, "public.t", "{path}");
        assert_eq!(facts.functions[0].name, "load", "{path}");
    }
}
