//! Tables that are made anew: a new one is filled from the old one and takes its name.

use super::Cx;
use super::lost_parts::{self, Parts};
use crate::sql::{Copied, CreateTable, Dialect, Name, Op};
use std::collections::BTreeMap;

/// A table as it goes by in the script.
struct Seen {
    /// Its name before the script.
    first: Name,
    /// Its name now.
    now: Name,
    made: bool,
    dropped: bool,
}

/// The tables of a script, and which of them has a name now. Looked up, not searched for: scripts may drop thousands.
#[derive(Default)]
struct All {
    seen: Vec<Seen>,
    by_name: BTreeMap<Name, usize>,
}

impl All {
    /// The table that has this name now.
    fn known(&mut self, name: &Name) -> usize {
        if let Some(at) = self.by_name.get(name) {
            return *at;
        }
        self.put(name, false)
    }

    fn put(&mut self, name: &Name, made: bool) -> usize {
        self.seen.push(Seen { first: name.clone(), now: name.clone(), made, dropped: false });
        self.by_name.insert(name.clone(), self.seen.len() - 1);
        self.seen.len() - 1
    }

    fn rename(&mut self, from: &Name, to: Name) {
        let one = self.known(from);
        self.by_name.remove(from);
        self.by_name.insert(to.clone(), one);
        if let Some(one) = self.seen.get_mut(one) {
            one.now = to;
        }
    }

    fn drop(&mut self, name: &Name) -> usize {
        let one = self.known(name);
        self.by_name.remove(name);
        if let Some(one) = self.seen.get_mut(one) {
            one.dropped = true;
        }
        one
    }
}

/// A rename is what makes one table another: the new one takes the name, or the old one gave it away.
fn is_renamed(cx: &Cx<'_>, name: &Name) -> bool {
    let mut ops = cx.statements.iter().flat_map(|statement| &statement.ops);
    ops.any(|located| matches!(&located.op, Op::RenameTable { to, .. } if to.name == name.name))
}

/// What is lost with a table that is made anew.
#[derive(Default)]
pub struct Losses {
    /// Rows and columns.
    pub rows: Vec<String>,
    /// What the table has beside them.
    pub parts: Vec<String>,
}

/// What is lost where the table that is dropped here is made anew; nothing where it is not.
pub fn losses(cx: &Cx<'_>, dropped: &Name) -> Option<Losses> {
    let dropped = cx.catalog.resolve(dropped);
    if !is_renamed(cx, &dropped) {
        return None;
    }
    let mut all = All::default();
    let mut copies: Vec<(usize, usize, &Copied)> = Vec::new();
    let mut old = None;
    let mut had = if cx.dialect == Dialect::Postgres { lost_parts::of_table(cx, &dropped) } else { Vec::new() };
    let text = cx.text.to_ascii_lowercase();
    if text.contains("setval") || text.contains("restart") {
        had.retain(|(key, _)| !key.starts_with("counter "));
    }
    let mut made: BTreeMap<usize, (&CreateTable, Option<usize>)> = BTreeMap::new();
    let mut given: BTreeMap<usize, Parts> = BTreeMap::new();
    let mut unread = false;
    for (at, statement) in cx.statements.iter().enumerate() {
        for located in &statement.ops {
            let op = &located.op;
            unread |= matches!(op, Op::Dynamic { .. } | Op::Unknown { .. });
            // What a block gives it under a condition is not lost for certain.
            let changed =
                op.table().filter(|_| !made.is_empty()).and_then(|table| all.by_name.get(&cx.catalog.resolve(table)));
            if let Some(changed) = changed {
                given.entry(*changed).or_default().note(op);
            }
            if located.conditional {
                continue;
            }
            match op {
                Op::CreateTable(create) => {
                    let new = all.put(&cx.catalog.resolve(&create.name), true);
                    let like = create.like.as_ref().map(|like| all.known(&cx.catalog.resolve(like)));
                    made.insert(new, (create, like));
                    if let Some(copied) = &create.copied {
                        copies.push((all.known(&cx.catalog.resolve(&copied.from)), new, copied));
                    }
                }
                Op::Insert { table, copied: Some(copied), .. } => {
                    let from = all.known(&cx.catalog.resolve(&copied.from));
                    copies.push((from, all.known(&cx.catalog.resolve(table)), copied));
                }
                Op::RenameTable { table, to } => {
                    let table = cx.catalog.resolve(table);
                    let to = if to.schema.is_some() { to.clone() } else { table.renamed(&to.name) };
                    all.rename(&table, to);
                }
                Op::Drop { object: crate::sql::ObjectKind::Table, name, .. } => {
                    let name = cx.catalog.resolve(name);
                    let one = all.drop(&name);
                    if at == cx.at && name == dropped {
                        old = Some(one);
                    }
                }
                _ => {}
            }
        }
    }
    let seen = all.seen;
    let old = old?;
    let new = seen.iter().position(|one| one.made && !one.dropped && one.now == seen[old].first)?;
    let filled: Vec<_> = copies.iter().filter(|(from, into, _)| (*from, *into) == (old, new)).collect();
    // One that is made under its name later is another table.
    if filled.is_empty() && seen[new].first == seen[new].now {
        return None;
    }
    let mut losses = Losses::default();
    match filled.iter().map(|(.., copied)| copied).max_by_key(|copied| copied.whole) {
        None => losses.rows.push("no row is copied into the new one".to_owned()),
        Some(copied) => {
            let columns = cx.catalog.table(&dropped).into_iter().flat_map(|table| &table.columns);
            let is_read = |name: &str| copied.columns.as_ref().is_none_or(|read| read.iter().any(|one| one == name));
            let left = columns.filter(|(column, _)| !is_read(&column.name));
            losses.rows.extend(left.map(|(column, _)| format!("column {} is not copied", column.name)));
            if !copied.whole {
                losses.rows.push("not every row is copied".to_owned());
            }
            let is_like = |like: &Option<usize>| like.is_none_or(|like| like == old);
            let copy = made.get(&new).filter(|(_, like)| !unread && is_like(like));
            if let Some(copy) = copy.and_then(|(create, _)| Parts::of_copy(create, &had)) {
                losses.parts = copy.and(given.remove(&new)).lacks(&had);
            }
        }
    }
    Some(losses)
}
