//! What a statement uses as far as its words tell, for what no parser reads.

use super::super::facts::Access;
use super::super::mapped::MARK;
use super::words::{Kind, Token, first, reserved, tokens};
use super::{Found, Inserted, Loose, Uses, table_key};
use std::collections::{BTreeMap, BTreeSet};

/// Reads one statement as one flat list of tables and names: subqueries share their tables with what is around them.
pub(crate) fn read(statement: &str) -> Uses {
    let words = tokens(statement);
    let mut reader = Reader { words: &words, ..Reader::default() };
    let verb = first(statement);
    reader.tables(&verb);
    reader.columns(&verb);
    reader.uses
}

#[derive(Default)]
struct Reader<'a> {
    words: &'a [Token],
    /// Tables by alias and by name; nothing for what is no table.
    names: BTreeMap<String, Option<String>>,
    tables: BTreeSet<String>,
    /// Words that are names of tables and aliases, by index.
    taken: BTreeSet<usize>,
    /// Words of a list of columns that are written, by index, with their table.
    written: BTreeMap<usize, String>,
    uses: Uses,
}

impl Reader<'_> {
    fn word(&self, i: usize) -> Option<&str> {
        self.words.get(i).and_then(Token::word)
    }

    fn sign(&self, i: usize, sign: char) -> bool {
        self.words.get(i).is_some_and(|token| token.sign(sign))
    }

    fn is(&self, i: usize, keyword: &str) -> bool {
        self.words.get(i).is_some_and(|token| token.is(keyword))
    }

    fn tables(&mut self, verb: &str) {
        // Names of common table expressions first: they hide tables.
        for i in 0..self.words.len() {
            let named = self.is(i, "as") && (self.sign(i + 1, '(') || self.is(i + 1, "materialized"));
            if named
                && i > 0
                && verb == "WITH"
                && let Some(name) = self.word(i - 1).map(str::to_owned)
            {
                self.taken.insert(i - 1);
                self.names.insert(name, None);
            }
        }
        let mut i = 0;
        while i < self.words.len() {
            let before = |keyword: &str| i > 0 && self.is(i - 1, keyword);
            let (starts, access) = if self.is(i, "from") {
                // `extract(year from x)`, `is distinct from x`, `delete from x`.
                let from_table = !before("distinct") && !self.in_call(i);
                (from_table, if before("delete") { Access::Write } else { Access::Read })
            } else if self.is(i, "join") || (self.is(i, "using") && !self.sign(i + 1, '(')) {
                (true, Access::Read)
            } else if self.is(i, "into") || (self.is(i, "truncate") && !self.is(i + 1, "table")) || self.is(i, "table")
            {
                (true, Access::Write)
            } else if self.is(i, "update") {
                (!before("do") && !before("for") && !before("no") && !self.is(i + 1, "set"), Access::Write)
            } else {
                (false, Access::Read)
            };
            i += 1;
            if starts {
                i = self.list(i, access);
            }
        }
    }

    /// The `from` belongs to a function such as `extract`.
    fn in_call(&self, at: usize) -> bool {
        let mut depth = 0usize;
        for i in (0..at).rev().take(40) {
            if self.sign(i, ')') {
                depth += 1;
            } else if self.sign(i, '(') {
                if depth == 0 {
                    let function = i.checked_sub(1).and_then(|before| self.word(before)).unwrap_or_default();
                    return matches!(function, "extract" | "substring" | "trim" | "overlay" | "position");
                }
                depth -= 1;
            } else if self.is(i, "select") && depth == 0 {
                return false;
            }
        }
        false
    }

    /// Tables and aliases, separated by commas; returns where reading goes on.
    fn list(&mut self, mut i: usize, access: Access) -> usize {
        loop {
            while self.is(i, "only") || self.is(i, "lateral") || self.is(i, "if") || self.is(i, "exists") {
                i += 1;
            }
            let start = i;
            let mut parts = Vec::new();
            while let Some(token) = self.words.get(i) {
                let Kind::Word { name, quoted } = &token.kind else { break };
                if !quoted && reserved(name) {
                    break;
                }
                parts.push(name.clone());
                i += 1;
                if !self.sign(i, '.') {
                    break;
                }
                i += 1;
            }
            if parts.is_empty() {
                return start;
            }
            // In `INSERT INTO t (a, b)` the bracket holds columns, elsewhere arguments of a function.
            let function = self.sign(i, '(') && access == Access::Read;
            self.taken.extend(start..i);
            let name = parts.last().cloned().unwrap_or_default();
            let hidden = parts.len() == 1 && self.names.get(&name).is_some_and(Option::is_none);
            let table = (!function && !hidden).then(|| table_key(&parts));
            if let (Some(table), Some(first), Some(last)) = (&table, self.words.get(start), self.words.get(i - 1)) {
                self.uses.found.push(Found {
                    table: table.clone(),
                    column: None,
                    access,
                    start: first.start,
                    end: last.end,
                });
                if !table.contains(MARK) {
                    self.tables.insert(table.clone());
                }
            }
            self.names.entry(name).or_insert_with(|| table.clone());
            i = self.alias(i, &table);
            if access == Access::Write && self.sign(i, '(') {
                i = self.write_list(i + 1, &table);
            }
            if !self.sign(i, ',') {
                return i;
            }
            i += 1;
        }
    }

    fn alias(&mut self, mut i: usize, table: &Option<String>) -> usize {
        i += usize::from(self.is(i, "as"));
        if let Some(Token { kind: Kind::Word { name, quoted }, .. }) = self.words.get(i)
            && (*quoted || !reserved(name))
        {
            self.names.insert(name.clone(), table.clone());
            self.taken.insert(i);
            i += 1;
        }
        i
    }

    /// `(a, b)` after the table of an insert.
    fn write_list(&mut self, mut i: usize, table: &Option<String>) -> usize {
        while let Some(token) = self.words.get(i) {
            if let (Some(_), Some(table)) = (token.word(), table) {
                self.written.insert(i, table.clone());
            }
            i += 1;
            if token.sign(')') {
                break;
            }
        }
        i
    }

    fn columns(&mut self, verb: &str) {
        let target =
            self.uses.found.iter().find(|found| found.access == Access::Write).map(|found| found.table.clone());
        if let Some(table) = &target
            && matches!(verb, "INSERT" | "REPLACE")
            && self.written.is_empty()
        {
            let at = self.uses.found.first().map_or((0, 0), |found| (found.start, found.end));
            self.found(table, "*", Access::Write, at);
        }
        if let Some(table) = &target
            && let Some(place) = self.uses.found.iter().find(|one| one.table == *table).map(|one| (one.start, one.end))
        {
            let written = self.written.iter().filter(|(_, of)| *of == table);
            let columns = written.filter_map(|(i, _)| self.word(*i).map(str::to_owned)).collect();
            self.uses.inserts.extend(Inserted::of(table, columns, place));
        }
        let (mut assigning, mut listing) = (false, false);
        for i in 0..self.words.len() {
            let Some(token) = self.words.get(i) else { break };
            if token.is("set") {
                assigning = true;
            } else if ["where", "from", "returning", "select", "values"].iter().any(|keyword| token.is(keyword)) {
                assigning = false;
                listing = token.is("select") || token.is("returning");
            }
            let place = (token.start, token.end);
            if token.sign('*') && i > 0 && !self.sign(i - 1, '(') {
                self.star(i, place);
                continue;
            }
            let Kind::Word { name, quoted } = &token.kind else { continue };
            if self.taken.contains(&i) || self.sign(i + 1, '(') {
                continue;
            }
            let filled_in = name.contains(MARK);
            if let Some(table) = self.written.get(&i).cloned() {
                self.found(&table, if filled_in { "*" } else { name }, Access::Write, place);
                continue;
            }
            // What is filled in may be any column, or several.
            if filled_in && (assigning || listing) {
                match (&target, assigning) {
                    (Some(table), true) if i > 0 && (self.is(i - 1, "set") || self.sign(i - 1, ',')) => {
                        self.found(&table.clone(), "*", Access::Write, place);
                    }
                    (_, false) => self.all_columns(place),
                    _ => {}
                }
                continue;
            }
            let assigned = assigning && self.sign(i + 1, '=') && !self.sign(i + 2, '=');
            let access = if assigned { Access::Write } else { Access::Read };
            if i > 0 && self.sign(i - 1, '.') {
                let qualifier = i.checked_sub(2).and_then(|before| self.word(before)).unwrap_or_default();
                if !self.sign(i + 1, '.')
                    && let Some(Some(table)) = self.names.get(qualifier).cloned()
                {
                    self.found(&table, name, access, place);
                }
                continue;
            }
            let cast = i > 0 && self.sign(i - 1, ':');
            let renamed = i > 0 && self.is(i - 1, "as");
            if cast || renamed || self.sign(i + 1, '.') || (!quoted && reserved(name)) {
                continue;
            }
            match (&target, assigned) {
                (Some(table), true) => self.found(&table.clone(), name, Access::Write, place),
                _ if self.tables.is_empty() => {}
                _ => self.uses.loose.push(Loose {
                    column: name.clone(),
                    tables: self.tables.iter().cloned().collect(),
                    sure: false,
                    access,
                    start: place.0,
                    end: place.1,
                }),
            }
        }
    }

    fn star(&mut self, i: usize, place: (usize, usize)) {
        if self.sign(i - 1, '.') {
            let qualifier = i.checked_sub(2).and_then(|before| self.word(before)).unwrap_or_default();
            if let Some(Some(table)) = self.names.get(qualifier).cloned() {
                self.found(&table, "*", Access::Read, place);
            }
        } else if self.is(i - 1, "select") || self.is(i - 1, "returning") || self.sign(i - 1, ',') {
            self.all_columns(place);
        }
    }

    fn all_columns(&mut self, place: (usize, usize)) {
        for table in self.tables.clone() {
            self.found(&table, "*", Access::Read, place);
        }
    }

    fn found(&mut self, table: &str, column: &str, access: Access, place: (usize, usize)) {
        let (start, end) = place;
        self.uses.found.push(Found { table: table.to_owned(), column: Some(column.to_owned()), access, start, end });
    }
}
