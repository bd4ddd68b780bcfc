//! Rows that statements treat otherwise than plain ones: with capitals and blanks, empty, negative, far in the future or
//! the past, of many digits, large, twice the same, and with the words and numbers of the change itself. What a change
//! makes of those is lost on plain rows.

use super::plan::Plan;
use super::values::{self, Hints, composite, literals, quoted};
use analysis::history::Script;
use analysis::sql::{self, Depth, Dialect, Limits, Op};
use std::collections::BTreeSet;
use store::scratch::catalog::{Catalog, Column};

/// Words, and numbers, of the change that are tried, at the most.
const WORDS: usize = 12;
/// Longer ones are no values.
const LONGEST: usize = 60;
/// The length of a large text where its column sets none.
const LARGE: usize = 300;

/// What makes a row odd.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// Capitals, blanks at both ends, negative numbers with a fraction, the future.
    Wide,
    /// Empty texts, zero, the past.
    Bare,
    /// Many digits behind the point, parts of a second, texts with separators.
    Fine,
    /// Numbers and texts that no smaller type has room for.
    Large,
    /// Another row over again, but for what must be unique.
    Twice,
    /// A word and a number that stand in the change, or lie beside one.
    Word {
        /// For texts.
        text: String,
        /// For numbers.
        number: Option<String>,
    },
}

pub(super) const LARGE_ROW: &str = "large";
pub(super) const TWICE: &str = "twice";
pub(super) const WORD: &str = "word";

impl Kind {
    /// How such a row is called.
    pub(super) fn label(&self) -> &'static str {
        match self {
            Self::Wide => "wide",
            Self::Bare => "bare",
            Self::Fine => "fine",
            Self::Large => LARGE_ROW,
            Self::Twice => TWICE,
            Self::Word { .. } => WORD,
        }
    }
}

/// The odd rows that are tried for the tables that the change touches.
pub(super) fn kinds(plan: &Plan) -> Vec<Kind> {
    let (mut up, mut down) = (Words::default(), Words::default());
    for migration in &plan.change {
        up.read(&migration.up);
        migration.down.iter().for_each(|script| down.read(script));
    }
    // What up inserts it takes to be new, and down takes it away again.
    let new: BTreeSet<String> = up.inserted.into_iter().filter(|word| !up.chosen.contains(word)).collect();
    let mut seen = BTreeSet::new();
    let words = up.chosen.into_iter().chain(down.chosen).chain(up.others).chain(down.others);
    let words = words.filter(|word| !word.is_empty() && word.len() <= LONGEST && seen.insert(word.clone()));
    let words = words.filter(|word| !new.contains(word));
    let (numbers, texts): (Vec<String>, Vec<String>) = words.partition(|word| word.parse::<f64>().is_ok());
    let mut seen = BTreeSet::new();
    let numbers: Vec<String> = numbers.iter().flat_map(|number| beside(number)).collect();
    let numbers = numbers.into_iter().filter(|number| !new.contains(number) && seen.insert(number.clone()));
    let numbers: Vec<String> = numbers.take(2 * WORDS).collect();
    let count = numbers.len().max(texts.len().min(WORDS));
    let word = |at: usize| {
        let number = numbers.get(at % numbers.len().max(1)).cloned();
        let text = texts.get(at % texts.len().clamp(1, WORDS)).or(number.as_ref()).cloned().unwrap_or_default();
        Kind::Word { text, number }
    };
    [Kind::Wide, Kind::Bare, Kind::Fine, Kind::Large, Kind::Twice].into_iter().chain((0..count).map(word)).collect()
}

/// Words and numbers of the change.
#[derive(Debug, Default)]
struct Words {
    /// Of statements that choose rows.
    chosen: Vec<String>,
    /// Of statements that insert rows.
    inserted: Vec<String>,
    /// Of all others.
    others: Vec<String>,
}

impl Words {
    fn read(&mut self, script: &Script) {
        let (start, end) = (script.span.start, script.span.end);
        let read = sql::read(&script.text, start, end, Dialect::Postgres, &Limits::default(), Depth::Effects);
        for statement in &read.statements {
            let text = script.text.get(statement.start..statement.end).unwrap_or_default();
            let has = |test: fn(&Op) -> bool| statement.ops.iter().any(|located| test(&located.op));
            let into = if has(|op| matches!(op, Op::Insert { .. })) {
                &mut self.inserted
            } else if has(|op| matches!(op, Op::Update { .. } | Op::Delete { .. })) {
                &mut self.chosen
            } else {
                &mut self.others
            };
            into.extend(literals(text));
        }
    }
}

/// A number and those on both sides of it: a condition holds on one of them.
fn beside(number: &str) -> Vec<String> {
    let whole = number.split('.').next().and_then(|whole| whole.parse::<i64>().ok());
    let sides = whole.into_iter().flat_map(|whole| [whole.saturating_add(1), whole.saturating_sub(1)]);
    std::iter::once(number.to_owned()).chain(sides.map(|side| side.to_string())).collect()
}

/// The odd value for a column; nothing where a plain one does.
pub(super) fn value(catalog: &Catalog, column: &Column, kind: &Kind) -> Option<String> {
    match (&column.element, column.base_kind.as_str()) {
        (Some(_), _) if *kind == Kind::Bare => Some("{}".to_owned()),
        (Some(element), _) => {
            let name = column.element_name.as_deref().unwrap_or_default();
            let kind_of = column.element_kind.as_deref().unwrap_or("b");
            let odd = one(catalog, column, (element, name, kind_of), kind)?;
            let last = if is_text(element) { ",\"a,b\"" } else { "" };
            Some(format!("{{{},NULL{last}}}", quoted(&odd)))
        }
        (None, kind_of) => one(catalog, column, (&column.base, &column.base_name, kind_of), kind),
    }
}

fn is_text(base: &str) -> bool {
    matches!(base, "text" | "varchar" | "bpchar" | "citext")
}

/// A value of a type, by its name, its whole name and its kind.
fn one(catalog: &Catalog, column: &Column, (base, name, kind_of): (&str, &str, &str), kind: &Kind) -> Option<String> {
    match (kind_of, kind) {
        ("e", Kind::Word { text, .. }) => {
            let found = catalog.enums.iter().find(|found| found.name == name)?;
            return found.values.contains(text).then(|| text.clone());
        }
        ("c", _) => {
            let attributes: Vec<&Column> = catalog.attributes.iter().filter(|one| one.relation == name).collect();
            let odd: Vec<Option<String>> = attributes.iter().map(|one| value(catalog, one, kind)).collect();
            odd.iter().find_map(Option::as_ref)?;
            let hints = Hints { catalog, literals: &[] };
            let plain = |column: &Column| values::candidates(column, &hints, 0).into_iter().next();
            return Some(composite(attributes.into_iter().zip(odd).map(|(one, odd)| odd.or_else(|| plain(one)))));
        }
        ("e" | "m" | "r", _) => return None,
        _ => {}
    }
    let text = match (base, kind) {
        ("text" | "varchar" | "bpchar" | "citext", Kind::Wide) => "  Ab Çd  ",
        ("text" | "varchar" | "bpchar" | "citext", Kind::Bare) => "",
        ("text" | "varchar" | "bpchar" | "citext", Kind::Fine) => "a,b;c",
        ("text" | "varchar" | "bpchar" | "citext", Kind::Large) => {
            // PostgreSQL keeps a length with its own header of four bytes.
            let longest = usize::try_from(column.modifier).ok().and_then(|packed| packed.checked_sub(4));
            return Some("x".repeat(longest.unwrap_or(LARGE).min(LARGE)));
        }
        ("text" | "varchar" | "bpchar" | "citext" | "name", Kind::Word { text, .. }) => text,
        ("int2" | "int4" | "int8", Kind::Wide) => "-3",
        ("int2" | "int4" | "int8" | "numeric" | "float4" | "float8" | "money", Kind::Bare) => "0",
        // Beyond the whole numbers that `real`, and `double precision`, tell apart.
        ("int4", Kind::Large) => "16777217",
        ("int8", Kind::Large) => "9007199254740993",
        ("float4", Kind::Large) => "1e30",
        ("float8", Kind::Large) => "1e300",
        ("float4" | "float8", Kind::Fine) => "0.1",
        ("numeric", Kind::Fine | Kind::Large) => return digits(column.modifier, *kind == Kind::Large),
        ("numeric" | "float4" | "float8" | "money", Kind::Wide) => "-2.75",
        ("int2" | "int4" | "int8", Kind::Word { number: Some(word), .. }) if word.parse::<i64>().is_ok() => word,
        ("numeric" | "float4" | "float8" | "money", Kind::Word { number: Some(word), .. }) => word,
        ("date" | "timestamp" | "timestamptz", Kind::Wide) => "2999-12-31",
        ("date" | "timestamp" | "timestamptz", Kind::Bare) => "1970-01-01",
        ("date" | "timestamp" | "timestamptz", Kind::Word { text, .. })
            if text.starts_with(|c: char| c.is_ascii_digit()) && text.contains('-') =>
        {
            text
        }
        ("timestamp" | "timestamptz", Kind::Fine) => "2024-05-06 07:08:09.123456+00",
        ("time" | "timetz", Kind::Fine) => "07:08:09.123456+00",
        ("interval", Kind::Fine) => "1 day 02:03:04.567891",
        ("json" | "jsonb", Kind::Bare) => "{}",
        ("json", Kind::Wide) => "{\"b\": 1.50,  \"a\": [null, \"x,y\"], \"a\": 2}",
        ("jsonb", Kind::Wide) => "{\"b\": 1.50, \"a\": [null, \"x,y\"]}",
        ("json" | "jsonb", Kind::Word { text, .. }) => {
            return Some(serde_json::json!({ text.as_str(): text }).to_string());
        }
        _ => return None,
    };
    Some(text.to_owned())
}

/// A number with all the digits that a `numeric` of this modifier takes, or of those behind the point only.
fn digits(modifier: i32, whole: bool) -> Option<String> {
    // PostgreSQL packs precision and scale into one number, with its own header of four bytes.
    let packed = usize::try_from(modifier).ok().and_then(|packed| packed.checked_sub(4));
    let (before, behind) = match packed {
        Some(packed) => {
            let (precision, scale) = (packed >> 16, packed & 0x7ff);
            // A scale of 1024 and more stands for one below zero.
            (precision.checked_sub(scale)?, if scale < 1024 { scale } else { return None })
        }
        None => (20, 18),
    };
    let many = |count: usize| "123456789".chars().cycle().take(count).collect::<String>();
    match (if whole { before } else { 0 }, behind) {
        (0, 0) => None,
        (0, behind) => Some(format!("0.{}", many(behind))),
        (before, 0) => Some(many(before)),
        (before, behind) => Some(format!("{}.{}", many(before), many(behind))),
    }
}
