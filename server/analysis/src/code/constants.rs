//! The constant texts of a file, for the places that name them.

use super::mapped::Mapped;
use std::cell::Cell;
use std::collections::HashMap;

/// A name that a file gives to more texts than these is not resolved.
const MOST: usize = 64;
/// The longest text that is put together.
const LONGEST: usize = 100_000;

/// A name and what it stands for in a stretch of the file.
struct Constant {
    /// The block it is declared in.
    scope: (usize, usize),
    /// Where it is declared; it holds from there on only, unless it is an item.
    from: usize,
    item: bool,
    /// Nothing where it is no text, or not known.
    text: Option<Mapped>,
}

/// All of them, by name.
pub(crate) struct Constants {
    all: HashMap<String, Vec<Constant>>,
    /// So many bytes may yet be put in; without an end a small file would become a large text.
    left: Cell<usize>,
}

impl Constants {
    /// For a file of so many bytes.
    pub(crate) fn of(size: usize) -> Self {
        Self { all: HashMap::new(), left: Cell::new(1_000_000 + size * 4) }
    }

    /// Takes one over that is declared at `from` in the block `scope`; an item holds in all of its block.
    pub(crate) fn put(&mut self, name: &str, scope: (usize, usize), from: usize, item: bool, text: Option<Mapped>) {
        let text = text.filter(|text| text.text.len() <= LONGEST);
        let all = self.all.entry(name.to_owned()).or_default();
        if all.len() <= MOST {
            all.push(Constant { scope, from, item, text });
        }
    }

    /// The text that `name` stands for at byte `at`.
    pub(crate) fn get(&self, name: &str, at: usize) -> Option<Mapped> {
        let all = self.all.get(name).filter(|all| all.len() <= MOST)?;
        let holds = |one: &&Constant| {
            let (start, end) = one.scope;
            (start..end).contains(&at) && (one.item || one.from < at)
        };
        let inner = all.iter().filter(holds).max_by_key(|one| (one.scope.0, one.from));
        // `Users::COLUMNS` is named outside the block it stands in.
        let one = inner.or(match all.as_slice() {
            [one] if one.item => Some(one),
            _ => None,
        })?;
        let text = one.text.as_ref()?;
        let left = self.left.get().checked_sub(text.text.len())?;
        self.left.set(left);
        Some(text.clone())
    }
}

/// The blocks that a walk through a file is in.
#[derive(Default)]
pub(crate) struct Blocks(Vec<(usize, usize)>);

impl Blocks {
    /// The walk comes to a node; `block` says whether names that are declared inside it end with it.
    pub(crate) fn meet(&mut self, (start, end): (usize, usize), block: bool) {
        while self.0.pop_if(|(_, end)| *end <= start).is_some() {}
        if block {
            self.0.push((start, end));
        }
    }

    /// The innermost.
    pub(crate) fn current(&self) -> (usize, usize) {
        self.0.last().copied().unwrap_or((0, usize::MAX))
    }
}

/// The function's name, or that of its module or object, says that its text is SQL: `query_as`, `$executeRaw`,
/// `prepare`, `sql.unsafe`, `QueryBuilder::new`.
pub(crate) fn takes_sql(name: &str, of: Option<&str>) -> bool {
    let trimmed = name.trim_start_matches(['$', '_']);
    let end = trimmed.find(|c: char| c == '_' || c.is_ascii_uppercase()).filter(|end| *end > 0);
    let word = trimmed.get(..end.unwrap_or(trimmed.len())).unwrap_or_default();
    matches!(word, "query" | "execute" | "exec" | "prepare" | "raw" | "sql" | "fetch" | "SQL")
        || matches!((of, name), (Some("sql"), "unsafe") | (Some("QueryBuilder"), "new"))
        || matches!(name, "simple_query" | "batch_execute")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_innermost_declaration_holds_from_where_it_stands() {
        let mut all = Constants::of(0);
        let text = |text: &str| Some(Mapped::plain(text, 0));
        all.put("A", (0, 100), 50, true, text("item"));
        all.put("A", (10, 30), 15, false, text("local"));
        all.put("A", (40, 45), 41, false, None);
        all.put("B", (10, 30), 15, true, text("of a type"));
        all.put("C", (10, 30), 15, false, text("local"));
        let get = |name: &str, at: usize| all.get(name, at).map(|text| text.text);
        assert_eq!(get("A", 5).as_deref(), Some("item"));
        assert_eq!(get("A", 12).as_deref(), Some("item"));
        assert_eq!(get("A", 20).as_deref(), Some("local"));
        assert_eq!(get("A", 43), None);
        assert_eq!(get("B", 90).as_deref(), Some("of a type"));
        assert_eq!(get("C", 90), None);
    }

    #[test]
    fn a_small_file_does_not_become_a_large_text() {
        let mut all = Constants::of(10);
        all.put("A", (0, 10), 0, true, Some(Mapped::plain(&"x".repeat(LONGEST), 0)));
        all.put("B", (0, 10), 0, true, Some(Mapped::plain(&"x".repeat(LONGEST + 1), 0)));
        assert_eq!((0..100).filter(|_| all.get("A", 5).is_some()).count(), 10);
        assert!(all.get("B", 5).is_none());
    }

    #[test]
    fn functions_that_take_sql() {
        for name in ["query", "query_as", "$queryRaw", "queryRow", "executeRawUnsafe", "prepare_cached", "raw", "sql"] {
            assert!(takes_sql(name, None), "{name}");
        }
        for name in ["push", "queryable", "format", "rawest", "get"] {
            assert!(!takes_sql(name, None), "{name}");
        }
        assert!(takes_sql("unsafe", Some("sql")) && !takes_sql("new", Some("Regex")));
    }
}
