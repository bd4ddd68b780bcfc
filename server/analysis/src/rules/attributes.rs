//! What becomes of the attributes of a composite type, and which columns have the type.

use super::Cx;
use crate::sql::{Name, ObjectKind, Op};
use crate::state::Origin;

/// What `ALTER TYPE` does to an attribute.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Act {
    /// `DROP ATTRIBUTE`.
    Drop,
    /// `RENAME ATTRIBUTE`.
    Rename,
    /// `ALTER ATTRIBUTE … TYPE`.
    Retype,
}

/// An action on an attribute: what, of which one, and the rest of its words.
pub type Action<'a> = (Act, String, &'a str);

/// A composite type that was there before, and what is done to which of its attributes.
pub fn altered<'a>(cx: &Cx<'_>, op: &'a Op) -> Option<(&'a Name, Vec<Action<'a>>)> {
    let Op::Alter { object: ObjectKind::Type, name: Some(name), what } = op else { return None };
    if !cx.catalog.object_existed(ObjectKind::Type, name) {
        return None;
    }
    let act = |text: &'a str| {
        let verbs = [
            ("drop attribute if exists ", Act::Drop),
            ("drop attribute ", Act::Drop),
            ("rename attribute ", Act::Rename),
            ("alter attribute ", Act::Retype),
        ];
        let (rest, act) = verbs.into_iter().find_map(|(verb, act)| Some((text.trim().strip_prefix(verb)?, act)))?;
        let end = match rest.strip_prefix('"') {
            Some(quoted) => quoted.find('"')? + 2,
            None => rest.find(' ').unwrap_or(rest.len()),
        };
        Some((act, rest.get(..end)?.trim_matches('"').to_owned(), rest.get(end..)?.trim()))
    };
    let acts: Vec<_> = actions(what).into_iter().filter_map(act).collect();
    (!acts.is_empty()).then_some((name, acts))
}

/// The actions of a statement, by the commas that stand neither in brackets nor in quotes.
fn actions(what: &str) -> Vec<&str> {
    let (mut depth, mut quoted, mut from, mut all) = (0_usize, false, 0, Vec::new());
    for (at, c) in what.char_indices() {
        match c {
            '"' => quoted = !quoted,
            '(' if !quoted => depth += 1,
            ')' if !quoted => depth = depth.saturating_sub(1),
            ',' if !quoted && depth == 0 => {
                all.push(&what[from..at]);
                from = at + 1;
            }
            _ => {}
        }
    }
    all.push(&what[from..]);
    all
}

/// The columns of tables that were there before that have the type, or arrays of it: `t.a`.
pub fn columns(cx: &Cx<'_>, of: &Name) -> Vec<String> {
    let is_it = |ty: &str| {
        let ty = ty.split('[').next().unwrap_or_default().trim();
        let parts: Vec<String> = ty.split('.').map(|part| part.trim_matches('"').to_owned()).collect();
        let typed = Name::parts(&parts).unwrap_or_default();
        // Without its schema it is one that a search path finds, unless there is such a type.
        let found_by_path =
            || typed.schema.is_some() != of.schema.is_some() && !cx.catalog.knows(ObjectKind::Type, &typed, None);
        typed.name == of.name && (typed.schema == of.schema || found_by_path())
    };
    let tables = cx.catalog.tables.iter().filter(|(_, table)| table.origin != Origin::Change);
    let named =
        tables.flat_map(|(name, table)| table.columns.iter().map(move |(column, origin)| (name, column, origin)));
    let found = named.filter(|(_, column, origin)| **origin != Origin::Change && is_it(&column.ty));
    found.map(|(table, column, _)| format!("{table}.{}", column.name)).collect()
}

#[cfg(test)]
mod tests {
    use super::actions;

    #[test]
    fn commas_within_an_action_do_not_end_it() {
        let what = "drop attribute \"a,b\" cascade, alter attribute n type numeric(10, 2)";
        assert_eq!(actions(what), ["drop attribute \"a,b\" cascade", " alter attribute n type numeric(10, 2)"]);
    }
}
