//! Values for a column: which to try, and in which order. The same for the same table, column and row, always.

use sha2::{Digest, Sha256};
use store::scratch::catalog::{Catalog, Column};

/// Shapes that a check of a text column often asks for.
const SHAPES: &[&str] = &[
    "a",
    "abc",
    "A",
    "ABC",
    "Ab1",
    "1",
    "12345",
    "a-b",
    "a_b",
    "a.b",
    "a/b",
    "/a",
    "1.0.0",
    "a@example.org",
    "https://example.org/a",
    "2024-01-02",
    "2024-01-02T03:04:05Z",
    "12:30",
    "#a0b1c2",
    "en",
    "DE",
    "EUR",
    "en-US",
    "+491234567",
    "127.0.0.1",
    "{}",
    "[]",
    "true",
    "",
];

/// What is known of a column beside its type.
pub(super) struct Hints<'a> {
    /// Where its type is described.
    pub(super) catalog: &'a Catalog,
    /// Strings and numbers that stand in its checks and bounds.
    pub(super) literals: &'a [String],
}

/// Composite types in one another, at the most.
const DEPTH: usize = 4;

/// Values to try for a column in the row of that number, the likeliest first. Empty: no value is known for its type.
pub(super) fn candidates(column: &Column, hints: &Hints<'_>, row: usize) -> Vec<String> {
    nested(column, hints, row, 0)
}

fn nested(column: &Column, hints: &Hints<'_>, row: usize, depth: usize) -> Vec<String> {
    let mut all = Vec::new();
    match &column.element {
        Some(element) => {
            let kind = column.element_kind.as_deref().unwrap_or("b");
            let of_element = match kind {
                "c" => composites(column.element_name.as_deref().unwrap_or_default(), hints, row, depth),
                _ => of_type(column, element, kind, hints, row),
            };
            all.extend(of_element.iter().map(|value| format!("{{{}}}", quoted(value))));
            all.push("{}".to_owned());
        }
        None if column.base_kind == "c" => all.extend(composites(&column.base_name, hints, row, depth)),
        None => all.extend(of_type(column, &column.base, &column.base_kind, hints, row)),
    }
    let mut seen = std::collections::BTreeSet::new();
    all.retain(|value| seen.insert(value.clone()));
    all
}

/// Values of a composite type: the likeliest of each attribute, then the next ones.
fn composites(name: &str, hints: &Hints<'_>, row: usize, depth: usize) -> Vec<String> {
    if depth == DEPTH {
        return Vec::new();
    }
    // The row type of a table is one as well.
    let known = hints.catalog.attributes.iter().chain(&hints.catalog.columns);
    let attributes: Vec<Vec<String>> =
        known.filter(|one| one.relation == name).map(|one| nested(one, hints, row, depth + 1)).collect();
    let most = attributes.iter().map(Vec::len).max().unwrap_or(0);
    let nth = |at: usize| attributes.iter().map(move |values| values.get(at % values.len().max(1)).cloned());
    (0..most).map(|at| composite(nth(at))).collect()
}

/// A value of a composite type, of those of its attributes.
pub(super) fn composite(attributes: impl Iterator<Item = Option<String>>) -> String {
    let parts: Vec<String> = attributes.map(|value| value.as_deref().map(quoted).unwrap_or_default()).collect();
    format!("({})", parts.join(","))
}

/// A value within an array or a composite one.
pub(super) fn quoted(value: &str) -> String {
    format!("\"{}\"", value.replace('\\', "\\\\").replace('"', "\\\""))
}

fn of_type(column: &Column, base: &str, kind: &str, hints: &Hints<'_>, row: usize) -> Vec<String> {
    let owned = |values: &[&str]| values.iter().map(|value| (*value).to_owned()).collect::<Vec<_>>();
    let numbers = || hints.literals.iter().filter_map(|literal| literal.parse::<i64>().ok());
    let n = row + 1;
    match (kind, base) {
        ("e", _) => {
            let name = column.element_name.as_ref().unwrap_or(&column.base_name);
            let found = hints.catalog.enums.iter().find(|found| found.name == *name);
            found.map(|found| rotated(&found.values, row)).unwrap_or_default()
        }
        ("m", _) => owned(&["{}"]),
        (_, "int2" | "int4" | "int8" | "oid") => {
            let near = numbers().flat_map(around);
            let plain = [n as i64, 0, -(n as i64), 100 + n as i64, 7];
            plain.into_iter().chain(near).map(|number| number.to_string()).collect()
        }
        (_, "numeric" | "float4" | "float8" | "money") => {
            let near = numbers().flat_map(around);
            let mut values = vec![format!("{n}.5"), format!("0.{n}"), n.to_string(), "0".to_owned(), format!("-{n}")];
            values.extend(near.map(|number| number.to_string()));
            values.extend(hints.literals.iter().filter(|literal| literal.parse::<f64>().is_ok()).cloned());
            values
        }
        (_, "bool") => owned(if row.is_multiple_of(2) { &["true", "false"] } else { &["false", "true"] }),
        (_, "text" | "varchar" | "bpchar" | "name" | "citext") => texts(column, hints, row),
        (_, "char") => owned(&["a", "b"]),
        (_, "uuid") => vec![uuid(column, row)],
        (_, "date") => dated(hints, format!("2024-01-{:02}", n % 28 + 1)),
        (_, "timestamp") => dated(hints, format!("2024-01-{:02} 03:04:05", n % 28 + 1)),
        (_, "timestamptz") => dated(hints, format!("2024-01-{:02} 03:04:05+00", n % 28 + 1)),
        (_, "time") => vec![format!("03:04:{:02}", n % 60)],
        (_, "timetz") => vec![format!("03:04:{:02}+00", n % 60)],
        (_, "interval") => vec![format!("{n} hours")],
        (_, "json" | "jsonb") => {
            let mut values = vec![format!("{{\"row\": {n}}}")];
            values.extend(owned(&["{}", "[]", "[1]", "\"a\"", "1", "true"]));
            values
        }
        (_, "bytea") => {
            let mut values = vec![format!("\\x{n:08x}")];
            let lengths = numbers().filter(|length| (0..=4096).contains(length)).chain([16, 20, 32, 64, 0]);
            values.extend(lengths.map(|length| format!("\\x{}", "ab".repeat(usize::try_from(length).unwrap_or(0)))));
            values
        }
        (_, "inet") => vec![format!("10.0.0.{}", n % 250)],
        (_, "cidr") => vec![format!("10.0.{}.0/24", n % 250)],
        (_, "macaddr") => vec![format!("08:00:2b:01:02:{:02x}", n % 250)],
        (_, "macaddr8") => vec![format!("08:00:2b:01:02:03:04:{:02x}", n % 250)],
        (_, "point") => vec![format!("({n},1)")],
        (_, "line") => vec![format!("{{1,{n},1}}")],
        (_, "lseg" | "box" | "path") => vec![format!("((0,0),({n},1))")],
        (_, "polygon") => vec![format!("((0,0),({n},1),(1,0))")],
        (_, "circle") => vec![format!("<(0,0),{n}>")],
        (_, "bit" | "varbit") => {
            let length = usize::try_from(column.modifier).unwrap_or(1).clamp(1, 4096);
            let bits: String = (0..length).map(|at| if (n >> (at % 8)) & 1 == 1 { '1' } else { '0' }).collect();
            vec![bits]
        }
        (_, "tsvector" | "tsquery" | "ltree") => vec![format!("word{n}")],
        (_, "hstore") => vec![format!("row=>{n}")],
        (_, "xml") => vec![format!("<row>{n}</row>")],
        (_, "pg_lsn") => vec![format!("0/{n:X}")],
        (_, "jsonpath") => vec!["$.a".to_owned()],
        (_, "int4range" | "int8range" | "numrange") => vec![format!("[{n},{})", n + 1)],
        (_, "daterange") => vec![format!("[2024-{0:02}-01,2024-{0:02}-02)", n % 12 + 1)],
        (_, "tsrange" | "tstzrange") => vec![format!("[2024-{0:02}-01 00:00,2024-{0:02}-02 00:00)", n % 12 + 1)],
        ("r", _) => owned(&["empty"]),
        _ => Vec::new(),
    }
}

/// Numbers about a bound, and well beyond it.
fn around(bound: i64) -> [i64; 5] {
    let (above, below) = (bound.saturating_add(1), bound.saturating_sub(1));
    [bound, above, below, bound.saturating_add(100), bound.saturating_mul(2)]
}

fn rotated(values: &[String], row: usize) -> Vec<String> {
    let at = row % values.len().max(1);
    values.iter().skip(at).chain(values.iter().take(at)).cloned().collect()
}

/// Dates from the bounds as well: a partition takes no others.
fn dated(hints: &Hints<'_>, plain: String) -> Vec<String> {
    let dates = hints.literals.iter().filter(|literal| literal.starts_with(|c: char| c.is_ascii_digit())).cloned();
    std::iter::once(plain).chain(dates.filter(|literal| literal.contains('-'))).collect()
}

fn texts(column: &Column, hints: &Hints<'_>, row: usize) -> Vec<String> {
    // PostgreSQL keeps a length with its own header of four bytes.
    let longest = usize::try_from(column.modifier).ok().and_then(|packed| packed.checked_sub(4)).unwrap_or(200);
    let words: Vec<String> = hints.literals.iter().filter(|literal| literal.parse::<f64>().is_err()).cloned().collect();
    let mut all = rotated(&words, row);
    let plain =
        format!("{}-{}", column.name.to_lowercase().replace(|c: char| !c.is_ascii_alphanumeric(), "-"), row + 1);
    let plain = cut(&plain, longest);
    // A value from a check is likelier than a made-up one, but a pattern or a part of it is not.
    if words.iter().any(|word| word.starts_with('^') || word.contains(['%', '['])) || words.is_empty() {
        all.insert(0, plain);
    } else {
        all.push(plain);
    }
    all.push(format!("{}{}", letter(row), letter(row / 26)));
    let digest = hex::encode(Sha256::digest(format!("{}.{} {row}", column.relation, column.name)));
    let lengths = hints.literals.iter().filter_map(|literal| literal.parse::<usize>().ok()).filter(|n| *n <= 10_000);
    for length in lengths {
        let letters = format!("{}{}", letter(row), "a".repeat(length));
        all.extend([length, length + 1, length.saturating_sub(1)].map(|length| cut(&letters, length)));
        all.push(cut(&digest, length));
    }
    all.extend(SHAPES.iter().map(|shape| (*shape).to_owned()));
    all.push(uuid(column, row));
    all.extend([40, 32, 64].map(|length| cut(&digest, length)));
    all.push(format!("a{}@example.org", row + 1));
    all.retain(|value| value.chars().count() <= longest);
    all
}

fn letter(row: usize) -> char {
    char::from(b'a' + u8::try_from(row % 26).unwrap_or(0))
}

/// The end of a long text is kept: the row's number stands there.
fn cut(text: &str, longest: usize) -> String {
    let surplus = text.chars().count().saturating_sub(longest);
    text.chars().skip(surplus).collect()
}

fn uuid(column: &Column, row: usize) -> String {
    let digest = hex::encode(Sha256::digest(format!("{}.{} {row}", column.relation, column.name)));
    // Version 4, variant 1.
    format!("{}-{}-4{}-8{}-{}", &digest[..8], &digest[8..12], &digest[12..15], &digest[15..18], &digest[18..30])
}

/// Strings and numbers in an expression as the catalog prints it.
pub(super) fn literals(expression: &str) -> Vec<String> {
    let mut all = Vec::new();
    let mut rest = expression.char_indices().peekable();
    let mut previous = ' ';
    while let Some((at, c)) = rest.next() {
        if c == '\'' {
            let mut text = String::new();
            while let Some((_, c)) = rest.next() {
                if c == '\'' {
                    if rest.peek().is_some_and(|(_, next)| *next == '\'') {
                        rest.next();
                    } else {
                        break;
                    }
                }
                text.push(c);
            }
            all.push(text);
        } else if c.is_ascii_digit() && !previous.is_alphanumeric() && previous != '_' {
            let digits: String = expression[at..].chars().take_while(|c| c.is_ascii_digit() || *c == '.').collect();
            for _ in 1..digits.len() {
                rest.next();
            }
            let sign = if previous == '-' { "-" } else { "" };
            all.push(format!("{sign}{digits}"));
        }
        previous = c;
    }
    // `{1,30}` in a pattern says how long a text may be.
    let inner: Vec<String> = all
        .iter()
        .filter(|text| text.starts_with('^'))
        .flat_map(|text| text.split(|c: char| !c.is_ascii_digit()).map(str::to_owned).collect::<Vec<_>>())
        .filter(|digits| !digits.is_empty() && digits.len() < 4)
        .collect();
    all.extend(inner);
    all
}
