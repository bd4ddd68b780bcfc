//! Tables that are made anew: a new one is filled from the old one and takes its name.

use super::Cx;
use crate::sql::{Copied, Name, Op};

/// A table as it goes by in the script.
struct Seen {
    /// Its name before the script.
    first: Name,
    /// Its name now.
    now: Name,
    made: bool,
    dropped: bool,
}

/// What is lost where the table that is dropped here is made anew; nothing where it is not.
pub fn losses(cx: &Cx<'_>, dropped: &Name) -> Option<Vec<String>> {
    let dropped = cx.catalog.resolve(dropped);
    let mut seen: Vec<Seen> = Vec::new();
    let mut copies: Vec<(usize, usize, &Copied)> = Vec::new();
    let mut old = None;
    for (at, statement) in cx.statements.iter().enumerate() {
        for op in statement.ops.iter().filter(|located| !located.conditional).map(|located| &located.op) {
            match op {
                Op::CreateTable(create) => {
                    let new = cx.catalog.resolve(&create.name);
                    seen.push(Seen { first: new.clone(), now: new, made: true, dropped: false });
                    if let Some(copied) = &create.copied {
                        let from = known(&mut seen, &cx.catalog.resolve(&copied.from));
                        copies.push((from, known(&mut seen, &cx.catalog.resolve(&create.name)), copied));
                    }
                }
                Op::Insert { table, copied: Some(copied), .. } => {
                    let from = known(&mut seen, &cx.catalog.resolve(&copied.from));
                    copies.push((from, known(&mut seen, &cx.catalog.resolve(table)), copied));
                }
                Op::RenameTable { table, to } => {
                    let table = cx.catalog.resolve(table);
                    let one = known(&mut seen, &table);
                    seen[one].now = if to.schema.is_some() { to.clone() } else { table.renamed(&to.name) };
                }
                Op::Drop { object: crate::sql::ObjectKind::Table, name, .. } => {
                    let one = known(&mut seen, &cx.catalog.resolve(name));
                    seen[one].dropped = true;
                    if at == cx.at && seen[one].now == dropped {
                        old = Some(one);
                    }
                }
                _ => {}
            }
        }
    }
    let old = old?;
    let new = seen.iter().position(|one| one.made && !one.dropped && one.now == seen[old].first)?;
    let filled: Vec<_> = copies.iter().filter(|(from, into, _)| (*from, *into) == (old, new)).collect();
    // One that is made under its name later is another table.
    if filled.is_empty() && seen[new].first == seen[new].now {
        return None;
    }
    let mut losses = Vec::new();
    match filled.iter().map(|(.., copied)| copied).max_by_key(|copied| copied.whole) {
        None => losses.push("no row is copied into the new one".to_owned()),
        Some(copied) => {
            let columns = cx.catalog.table(&dropped).into_iter().flat_map(|table| &table.columns);
            let is_read = |name: &str| copied.columns.as_ref().is_none_or(|read| read.iter().any(|one| one == name));
            let left: Vec<_> = columns.filter(|(column, _)| !is_read(&column.name)).collect();
            losses.extend(left.into_iter().map(|(column, _)| format!("column {} is not copied", column.name)));
            if !copied.whole {
                losses.push("not every row is copied".to_owned());
            }
        }
    }
    Some(losses)
}

/// The table that has this name now.
fn known(seen: &mut Vec<Seen>, name: &Name) -> usize {
    if let Some(at) = seen.iter().rposition(|one| !one.dropped && one.now == *name) {
        return at;
    }
    seen.push(Seen { first: name.clone(), now: name.clone(), made: false, dropped: false });
    seen.len() - 1
}
