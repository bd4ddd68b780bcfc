//! Which team owns which tables.

use super::ProjectConfig;
use crate::error::Problem;
use std::collections::BTreeMap;

/// Longest part of a pattern, characters: a longer name no product keeps.
const LONGEST: usize = 64;
/// Most patterns with a `*` or `?` in one file, and most plain names: each is held against each pattern.
const MOST: (usize, usize) = (100, 2_000);

/// A pattern as the file has it, and whose it is.
struct Owned<'a> {
    pointer: String,
    team: &'a str,
    text: &'a str,
    /// Schema and table; the default schema is `public`, whatever the product calls it.
    parts: (&'a str, &'a str),
}

impl ProjectConfig {
    /// What is wrong with the teams' tables: a pattern that means nothing, or a table of two teams.
    pub fn owner_problems(&self) -> Vec<Problem> {
        let mut out = Vec::new();
        let mut owned = Vec::new();
        for (i, team) in self.teams.iter().enumerate() {
            for (j, text) in team.tables.iter().enumerate() {
                let pointer = format!("/teams/{i}/tables/{j}");
                match parts(text) {
                    Some(parts) => owned.push(Owned { pointer, team: &team.name, text, parts }),
                    None => out.push(Problem::new(
                        pointer,
                        "project.tables",
                        format!(
                            "Write a table or a pattern, e.g. `orders`, `billing_*` or `audit.*`, each part in at most {LONGEST} characters."
                        ),
                    )),
                }
            }
        }
        let (patterns, names): (Vec<Owned<'_>>, Vec<Owned<'_>>) =
            owned.into_iter().partition(|one| one.text.contains(['*', '?']));
        if patterns.len() > MOST.0 || names.len() > MOST.1 {
            let most = format!(
                "At most {} patterns and {} plain names of tables can be listed. Use wider patterns.",
                MOST.0, MOST.1
            );
            out.push(Problem::new("/teams", "project.tables", most));
            return out;
        }
        let mut known: BTreeMap<(&str, &str), &Owned<'_>> = BTreeMap::new();
        for one in &names {
            let first = known.entry(one.parts).or_insert(one);
            out.extend(shared(first, one));
            out.extend(patterns.iter().find_map(|pattern| shared(pattern, one)));
        }
        for (i, one) in patterns.iter().enumerate() {
            out.extend(patterns[..i].iter().find_map(|other| shared(other, one)));
        }
        out
    }
}

/// The problem that two teams own a table of one name.
fn shared(one: &Owned<'_>, other: &Owned<'_>) -> Option<Problem> {
    let meet = meet(one.parts.0, other.parts.0) && meet(one.parts.1, other.parts.1);
    (one.team != other.team && meet).then(|| {
        Problem::new(
            other.pointer.clone(),
            "project.tables",
            format!(
                "A table can match both `{}` of team {} and `{}` of team {}. A table has one owner: narrow one of them.",
                one.text, one.team, other.text, other.team
            ),
        )
    })
}

fn parts(text: &str) -> Option<(&str, &str)> {
    let (schema, table) = match text.split_once('.') {
        Some(("main", table)) => ("public", table),
        Some(parts) => parts,
        None => ("public", text),
    };
    let good = [schema, table].iter().all(|part| part.chars().count() <= LONGEST)
        && !schema.is_empty()
        && !table.is_empty()
        && !table.contains('.')
        && text.trim() == text
        && !text.contains(char::is_control);
    good.then_some((schema, table))
}

/// Some name matches both patterns.
fn meet(a: &str, b: &str) -> bool {
    let wild = |text: &str| text.contains(['*', '?']);
    if !wild(a) && !wild(b) {
        return a == b;
    }
    let (a, b): (Vec<char>, Vec<char>) = (a.chars().collect(), b.chars().collect());
    // `row[j]`: the first `i` of `a` and the first `j` of `b` have a name in common.
    let mut row = vec![true];
    row.extend(b.iter().scan(true, |stars, c| {
        *stars = *stars && *c == '*';
        Some(*stars)
    }));
    for x in &a {
        let mut next = vec![row[0] && *x == '*'];
        for (j, y) in b.iter().enumerate() {
            next.push(if *x == '*' || *y == '*' {
                // A star takes nothing, or one more of the other side.
                row[j + 1] || next[j]
            } else {
                row[j] && (x == y || *x == '?' || *y == '?')
            });
        }
        row = next;
    }
    row.last().copied().unwrap_or(false)
}

#[cfg(test)]
mod tests {
    use super::meet;

    #[test]
    fn patterns_meet_where_a_name_matches_both() {
        for (a, b, expected) in [
            ("users", "users", true),
            ("users", "user", false),
            ("user*", "*_log", true),
            ("billing_*", "bill*", true),
            ("billing_*", "audit_*", false),
            ("a?", "a", false),
            ("a?", "ab", true),
            ("*", "x", true),
            ("a*b*c", "a??c", true),
            ("a*b", "*c", false),
            ("?*", "*", true),
        ] {
            assert_eq!(meet(a, b), expected, "{a} {b}");
            assert_eq!(meet(b, a), expected, "{b} {a}");
        }
    }

    /// Held against every short name over a small alphabet.
    #[test]
    fn they_meet_only_where_a_name_matches_both() {
        fn matches(pattern: &[u8], name: &[u8]) -> bool {
            match pattern.split_first() {
                None => name.is_empty(),
                Some((b'*', rest)) => (0..=name.len()).any(|n| matches(rest, &name[n..])),
                Some((c, rest)) => {
                    name.split_first().is_some_and(|(x, more)| (c == x || *c == b'?') && matches(rest, more))
                }
            }
        }
        let words = |alphabet: &[u8], most: usize| {
            let mut all = vec![Vec::new()];
            let mut last = all.clone();
            for _ in 0..most {
                last = last
                    .iter()
                    .flat_map(|word: &Vec<u8>| alphabet.iter().map(|c| [word.as_slice(), &[*c]].concat()))
                    .collect();
                all.extend(last.clone());
            }
            all
        };
        let names = words(b"ab", 6);
        let patterns = words(b"ab*?", 3);
        for a in &patterns {
            for b in &patterns {
                let text = |word: &[u8]| String::from_utf8(word.to_vec()).unwrap();
                let expected = names.iter().any(|name| matches(a, name) && matches(b, name));
                assert_eq!(meet(&text(a), &text(b)), expected, "{} {}", text(a), text(b));
            }
        }
    }
}
