//! What a query mentions.

use crate::sql::Name;

/// Tables and names that a query mentions.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Query {
    /// Tables and views it reads.
    pub tables: Vec<Name>,
    /// All names in it, folded and sorted: columns, functions, aliases.
    pub words: Vec<String>,
    /// It reads all columns by `*`.
    pub star: bool,
    /// Functions that it calls.
    pub calls: Vec<Name>,
    /// Those that it is there for: it selects what they give and nothing else.
    pub alone: Vec<Name>,
}

impl Query {
    /// The query may read this column.
    pub fn mentions(&self, column: &str) -> bool {
        self.star || self.words.binary_search_by(|word| word.as_str().cmp(column)).is_ok()
    }
}
