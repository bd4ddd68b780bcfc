//! What the readers of all languages that have a grammar share.

use super::constants::Constants;
use super::facts::{At, Call, FileFacts, FunctionFacts, RequestFacts, SqlFacts};
use super::lines::Lines;
use super::mapped::{MARK, Mapped};
use super::sql::{self, Source};
use tree_sitter::{Node, Tree};

/// Calls `enter` for every node, parents first. A cursor walks, not recursion: a file may nest as deep as it likes.
pub(crate) fn walk<'t>(tree: &'t Tree, mut enter: impl FnMut(Node<'t>)) {
    let mut cursor = tree.walk();
    loop {
        enter(cursor.node());
        if cursor.goto_first_child() {
            continue;
        }
        while !cursor.goto_next_sibling() {
            if !cursor.goto_parent() {
                return;
            }
        }
    }
}

/// One file while it is read.
pub(crate) struct Reading<'a> {
    pub(crate) text: &'a str,
    pub(crate) lines: Lines,
    pub(crate) facts: FileFacts,
    /// The functions that the place being read stands in, innermost last, with the end of each.
    functions: Vec<(u32, usize)>,
    /// The types or classes, likewise.
    owners: Vec<(String, usize)>,
    /// The types that rows of the statement being read go into, likewise.
    records: Vec<(String, usize)>,
    /// Routers that are put under a path where they are made: the path, and from where to where they stand.
    pub(crate) put: Vec<(String, std::ops::Range<usize>)>,
    /// Literals before this byte were read as parts of a longer text.
    pub(crate) read_until: usize,
    /// The texts that the file gives names to.
    pub(crate) constants: Constants,
}

impl<'a> Reading<'a> {
    pub(crate) fn new(path: &str, text: &'a str) -> Self {
        Self {
            text,
            lines: Lines::of(text),
            facts: FileFacts { path: path.to_owned(), ..FileFacts::default() },
            functions: Vec::new(),
            owners: Vec::new(),
            records: Vec::new(),
            put: Vec::new(),
            read_until: 0,
            constants: Constants::of(text.len()),
        }
    }

    pub(crate) fn of(&self, node: Node<'_>) -> &'a str {
        self.text.get(node.byte_range()).unwrap_or_default()
    }

    pub(crate) fn at(&self, node: Node<'_>) -> At {
        self.span(node.start_byte(), node.end_byte())
    }

    pub(crate) fn span(&self, start: usize, end: usize) -> At {
        Source { text: self.text, lines: &self.lines }.at(start, end)
    }

    /// Leaves everything that ends before `node` begins.
    pub(crate) fn leave(&mut self, node: Node<'_>) {
        // The innermost ends first. To look through all of them each time would be slow where thousands are nested.
        let start = node.start_byte();
        while self.functions.pop_if(|(_, end)| *end <= start).is_some() {}
        while self.owners.pop_if(|(_, end)| *end <= start).is_some() {}
        while self.records.pop_if(|(_, end)| *end <= start).is_some() {}
    }

    /// Enters a function named by `name` whose text ends with `whole`.
    pub(crate) fn function(&mut self, name: String, named: Node<'_>, whole: Node<'_>) {
        let index = u32::try_from(self.facts.functions.len()).unwrap_or(u32::MAX);
        let owner = self.owners.last().map(|(owner, _)| owner.clone());
        let at = self.at(named);
        self.facts.functions.push(FunctionFacts { name, owner, at, calls: Vec::new() });
        self.functions.push((index, whole.end_byte()));
    }

    pub(crate) fn owner(&mut self, name: String, whole: Node<'_>) {
        self.owners.push((name, whole.end_byte()));
    }

    pub(crate) fn record(&mut self, name: String, whole: Node<'_>) {
        self.records.push((name, whole.end_byte()));
    }

    /// The innermost function that is being read.
    pub(crate) fn current(&self) -> Option<u32> {
        self.functions.last().map(|(index, _)| *index)
    }

    /// Name of the innermost function.
    pub(crate) fn current_name(&self) -> Option<String> {
        let function = self.facts.functions.get(self.current()? as usize)?;
        Some(function.name.clone())
    }

    pub(crate) fn call(&mut self, call: Call) {
        let Some(index) = self.current() else { return };
        if let Some(function) = self.facts.functions.get_mut(index as usize)
            && function.calls.len() < 2_000
        {
            function.calls.push(call);
        }
    }

    /// Reads a literal as SQL, if it is.
    pub(crate) fn literal(&mut self, literal: &Mapped, surely: bool) {
        // The shortest statement has more letters than this.
        if literal.text.len() < 8 {
            return;
        }
        let statements = sql::read(literal, &Source { text: self.text, lines: &self.lines }, surely);
        let (function, record) = (self.current(), self.records.last().map(|(record, _)| record.clone()));
        self.facts.sql.extend(statements.into_iter().map(|one| SqlFacts { function, record: record.clone(), ..one }));
    }

    /// Notes a request to the path that a literal holds, if it holds one.
    pub(crate) fn request(&mut self, literal: &Mapped, method: Option<String>, node: Node<'_>) {
        if let Some(path) = path(&literal.text) {
            let (function, at) = (self.current(), self.at(node));
            self.facts.requests.push(RequestFacts { method, path, function, at });
        }
    }

    pub(crate) fn done(mut self) -> FileFacts {
        for function in &mut self.facts.functions {
            function.calls.sort();
            function.calls.dedup();
        }
        self.facts
    }
}

/// The path in a text such as `/api/users/{id}`, `https://host/api/users` or `${base}/users?x=1`; what is filled in
/// becomes `{}`.
pub(crate) fn path(text: &str) -> Option<String> {
    if text.len() > 300 || text.contains(char::is_whitespace) {
        return None;
    }
    let mut filled = String::new();
    let mut rest = text;
    while let Some(open) = rest.find('{') {
        let Some(close) = rest[open..].find('}') else { break };
        filled.push_str(&rest[..open]);
        filled.push_str(MARK);
        rest = &rest[open + close + 1..];
    }
    filled.push_str(rest);
    let filled = filled.split(['?', '#']).next().unwrap_or_default();
    let path = match filled.split_once("://") {
        Some((_, host)) => &host[host.find('/')?..],
        None if filled.starts_with(MARK) => &filled[filled.find('/')?..],
        None => filled,
    };
    let path = path.strip_prefix('/')?;
    let parts = path.split('/').map(|part| if part.contains(MARK) || part.starts_with(':') { "{}" } else { part });
    let path = format!("/{}", parts.collect::<Vec<_>>().join("/"));
    path.chars().all(|c| c.is_alphanumeric() || "/{}-_.~:@%+".contains(c)).then_some(path)
}

/// The method that a function is named after: `get`, `post_json`.
pub(crate) fn method(name: &str) -> Option<String> {
    let shouted = name.chars().all(|c| c.is_ascii_uppercase());
    let word = name.split(|c: char| c == '_' || (!shouted && c.is_ascii_uppercase())).next().unwrap_or_default();
    let method = match word.to_ascii_lowercase().as_str() {
        "get" => "GET",
        "post" => "POST",
        "put" => "PUT",
        "patch" => "PATCH",
        "delete" | "del" => "DELETE",
        "head" => "HEAD",
        "options" => "OPTIONS",
        _ => return None,
    };
    Some(method.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_in_texts() {
        let cases = [
            ("/api/users", Some("/api/users")),
            ("/api/users/{id}?x=1", Some("/api/users/{}")),
            ("https://host:1/api", Some("/api")),
            ("{base}/users/{}", Some("/users/{}")),
            ("__unknown/users/__unknown", Some("/users/{}")),
            ("/users/:id", Some("/users/{}")),
            ("users", None),
            ("/a b", None),
            ("https://host", None),
            ("{base}", None),
        ];
        for (text, expected) in cases {
            assert_eq!(path(text).as_deref(), expected, "{text}");
        }
    }
}
