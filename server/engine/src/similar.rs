//! What somebody may have meant who named something that is not there.

use strsim::levenshtein;

/// Names that are offered at the most.
const OFFERED: usize = 5;
/// Letters of a name that are compared: the time grows with the square of them.
const COMPARED: usize = 250;

/// The names most like this one, best first.
pub fn similar<'a>(wanted: &str, all: impl IntoIterator<Item = &'a str>) -> Vec<&'a str> {
    let wanted = short(wanted);
    let mut ranked: Vec<(usize, &str)> = all.into_iter().map(|name| (distance(&wanted, &short(name)), name)).collect();
    ranked.sort_unstable();
    ranked.dedup();
    ranked.into_iter().take(OFFERED).map(|(_, name)| name).collect()
}

/// Those of them that differ in a few letters alone, or of which one holds the other.
pub fn close<'a>(wanted: &str, all: impl IntoIterator<Item = &'a str>) -> Vec<&'a str> {
    let mut near = similar(wanted, all);
    let wanted = short(wanted);
    near.retain(|name| distance(&wanted, &short(name)) <= wanted.chars().count() / 4 + 1);
    near
}

fn short(name: &str) -> String {
    name.to_lowercase().chars().take(COMPARED).collect()
}

/// Letters to put in, take out or replace; less where one name holds the other.
fn distance(a: &str, b: &str) -> usize {
    if a.contains(b) || b.contains(a) { 1 } else { levenshtein(a, b) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_most_similar_names_come_first() {
        let all = ["main", "feature/locale", "feature/local", "fix/typo", "release/1", "wide", "wider", "locale"];
        let near = similar("feature/locales", all);
        assert_eq!(near.len(), 5);
        assert_eq!(near[..3], ["feature/local", "feature/locale", "locale"]);
        assert_eq!(close("feature/locales", all), ["feature/local", "feature/locale", "locale"]);
        assert_eq!(close("drop-colum", ["drop-column", "add-column", "rename-table"]), ["drop-column"]);
        assert_eq!(close("xyzzy", ["drop-column", "add-column"]), Vec::<&str>::new());
    }
}
