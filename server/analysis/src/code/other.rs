//! Languages without a grammar here: SQL in their string literals, and the function that was declared last before it.

use super::facts::{FileFacts, FunctionFacts, SqlFacts};
use super::lines::Lines;
use super::mapped::Mapped;
use super::sql::{self, Source};

/// How a language writes texts and comments.
pub(crate) struct Style {
    /// Quotes, the longer ones first; with `true` backslashes mean nothing inside.
    quotes: &'static [(&'static str, bool)],
    /// A text in simple quotes goes on in the next line.
    long: bool,
    comments: &'static [&'static str],
    functions: &'static [&'static str],
}

/// For files that the grammar does not take.
pub(crate) const RUST: Style =
    Style { quotes: &[("\"", false)], long: true, comments: &["//", "*"], functions: &["fn "] };
pub(crate) const TYPESCRIPT: Style = Style {
    quotes: &[("`", true), ("\"", false), ("'", false)],
    long: false,
    comments: &["//", "*", "/*"],
    functions: &["function "],
};

/// The style of a file by its extension.
pub(crate) fn style(extension: &str) -> Option<&'static Style> {
    const PYTHON: Style = Style {
        quotes: &[("\"\"\"", false), ("'''", false), ("\"", false), ("'", false)],
        long: false,
        comments: &["#"],
        functions: &["def "],
    };
    const GO: Style =
        Style { quotes: &[("`", true), ("\"", false)], long: false, comments: &["//"], functions: &["func "] };
    const JAVA: Style = Style {
        quotes: &[("\"\"\"", false), ("\"", false)],
        long: false,
        comments: &["//", "*", "/*"],
        functions: &["fun ", "public ", "private ", "protected "],
    };
    const RUBY: Style =
        Style { quotes: &[("\"", false), ("'", false)], long: true, comments: &["#"], functions: &["def "] };
    const SHARP: Style = Style {
        quotes: &[("\"\"\"", true), ("\"", false)],
        long: true,
        comments: &["//"],
        functions: &["public ", "private ", "internal ", "protected "],
    };
    const PHP: Style = Style {
        quotes: &[("\"", false), ("'", false)],
        long: true,
        comments: &["//", "#", "*"],
        functions: &["function "],
    };
    const SHELL: Style =
        Style { quotes: &[("\"", false), ("'", true)], long: true, comments: &["#"], functions: &["function "] };
    const QUOTED: Style = Style {
        quotes: &[("\"\"\"", false), ("\"", false)],
        long: true,
        comments: &["#", "//", ";"],
        functions: &["defp ", "def ", "func ", "defn "],
    };
    const PERL: Style =
        Style { quotes: &[("\"", false), ("'", false)], long: true, comments: &["#"], functions: &["sub "] };
    Some(match extension {
        "py" => &PYTHON,
        "go" => &GO,
        "java" | "kt" | "kts" | "scala" => &JAVA,
        "rb" => &RUBY,
        "cs" => &SHARP,
        "php" => &PHP,
        "vue" | "svelte" => &TYPESCRIPT,
        "sh" => &SHELL,
        "ex" | "exs" | "swift" | "clj" => &QUOTED,
        "dart" => &PYTHON,
        "pl" | "pm" => &PERL,
        _ => return None,
    })
}

/// Reads one file.
pub(crate) fn scan(path: &str, text: &str, style: &Style) -> FileFacts {
    let lines = Lines::of(text);
    let mut facts = FileFacts { path: path.to_owned(), ..FileFacts::default() };
    let source = Source { text, lines: &lines };
    let mut at = 0;
    let mut line_start = true;
    // Literals with nothing but a sign of joining between them are one text.
    let mut whole = Mapped::default();
    let mut end = 0;
    while let Some(rest) = text.get(at..).filter(|rest| !rest.is_empty()) {
        if line_start {
            line_start = false;
            let trimmed = rest.trim_start_matches([' ', '\t']);
            if let Some(function) = declared(trimmed, at + rest.len() - trimmed.len(), style, &source) {
                // What was read until here is of the function before.
                flush(&mut facts, &mut whole, &source);
                facts.functions.push(function);
            }
            if style.comments.iter().any(|mark| trimmed.starts_with(mark)) {
                at += rest.find('\n').unwrap_or(rest.len());
                continue;
            }
        }
        if let Some((quote, raw)) = style.quotes.iter().find(|(quote, _)| rest.starts_with(quote)) {
            let start = at + quote.len();
            let close = close(text, start, quote, *raw, style.long || quote.len() > 1 || *raw);
            let inside = text.get(start..close).unwrap_or_default();
            let literal = if *raw { Mapped::plain(inside, start) } else { Mapped::unescape(inside, start) };
            let between = text.get(end..at).unwrap_or_default();
            let joins =
                end > 0 && between.len() < 200 && between.chars().all(|c| c.is_whitespace() || "+.\\&_".contains(c));
            if !joins {
                flush(&mut facts, &mut whole, &source);
            }
            whole.append(&literal);
            at = (close + quote.len()).min(text.len());
            end = at;
            continue;
        }
        let Some(c) = rest.chars().next() else { break };
        line_start = c == '\n';
        at += c.len_utf8();
    }
    flush(&mut facts, &mut whole, &source);
    facts
}

fn flush(facts: &mut FileFacts, whole: &mut Mapped, source: &Source<'_>) {
    let literal = std::mem::take(whole);
    if literal.text.len() < 8 {
        return;
    }
    let function = u32::try_from(facts.functions.len()).ok().and_then(|count| count.checked_sub(1));
    let statements = sql::read(&literal, source, false);
    facts.sql.extend(statements.into_iter().map(|one| SqlFacts { function, ..one }));
}

/// Where the literal that begins at `start` ends; a short one ends with its line at the latest.
fn close(text: &str, start: usize, quote: &str, raw: bool, long: bool) -> usize {
    let bytes = text.as_bytes();
    let mut at = start;
    while let Some(byte) = bytes.get(at) {
        if text.get(at..).is_some_and(|rest| rest.starts_with(quote)) {
            return at;
        }
        match byte {
            b'\\' if !raw => at += 2,
            b'\n' if !long => return at,
            _ => at += 1,
        }
    }
    // A file may be cut inside a literal, or inside a letter after a backslash.
    bytes.len()
}

fn declared(line: &str, at: usize, style: &Style, source: &Source<'_>) -> Option<FunctionFacts> {
    let line = line.lines().next()?;
    let keyword = style.functions.iter().find_map(|keyword| {
        let found = line.find(keyword)?;
        let before = line[..found].chars().next_back();
        before.is_none_or(|c| !c.is_alphanumeric()).then_some(found + keyword.len())
    });
    let from = keyword?;
    // The word before the first bracket that follows a word; Go's receiver stands in a bracket before the name.
    let rest = &line[from..];
    let skipped = if rest.starts_with('(') { rest.find(')').map_or(0, |end| end + 1) } else { 0 };
    let open = rest.get(skipped..)?.find('(')?;
    let before = &rest[skipped..skipped + open];
    let name = before.rsplit(|c: char| !c.is_alphanumeric() && c != '_').next().filter(|name| !name.is_empty())?;
    let start = at + from + skipped + before.len() - name.len();
    Some(FunctionFacts {
        name: name.to_owned(),
        owner: None,
        at: source.at(start, start + name.len()),
        calls: Vec::new(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(extension: &str, text: &str) -> Vec<(String, String)> {
        let facts = scan("a", text, style(extension).unwrap());
        let all = facts.sql.iter().map(|sql| {
            let function = sql.function.map(|i| facts.functions[i as usize].name.clone()).unwrap_or_default();
            (function, sql.uses[0].table.clone())
        });
        all.collect()
    }

    #[test]
    fn statements_are_of_the_function_that_they_stand_in() {
        let of = |function: &str, table: &str| (function.to_owned(), format!("public.{table}"));
        let text = "def f(x):\n  q(\"SELECT a FROM t\")\n\ndef g(x):\n  q(\"SELECT a FROM u\")\n\ndef h(x):\n  pass\n";
        assert_eq!(read("py", text), [of("f", "t"), of("g", "u")]);
    }

    #[test]
    fn literals_of_all_languages() {
        let one = |function: &str, table: &str| vec![(function.to_owned(), format!("public.{table}"))];
        assert_eq!(read("py", "def f(x):\n  q('''SELECT a\n FROM t WHERE b = %s''')"), one("f", "t"));
        assert_eq!(read("py", "# it's\ndef f(x):\n  q(\"SELECT a \"\n    \"FROM t\")"), one("f", "t"));
        assert_eq!(read("go", "func (r *R) Get(x int) {\n r.q(`SELECT a FROM t`)"), one("Get", "t"));
        assert_eq!(
            read("java", "  public User find(int a) {\n return q(\"SELECT a \" +\n \"FROM t\");"),
            one("find", "t")
        );
        assert_eq!(read("rb", "def f(x)\n  q('SELECT a FROM t')"), one("f", "t"));
        assert_eq!(read("cs", "public async Task<User> Find(int a) {\n q(\"SELECT a FROM t\");"), one("Find", "t"));
        assert_eq!(read("php", "function f($x) { q(\"SELECT a FROM t WHERE b = {$x}\"); }"), one("f", "t"));
        assert!(read("py", "x = \"\\").is_empty());
        assert!(read("py", "x = \"\\é").is_empty());
    }
}
