//! A branch as it will be once the main line has taken it in: what others have brought since it left is there already.

use analysis::Files;
use std::collections::BTreeSet;

/// Both sides of a comparison.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Merged {
    /// The main line without what the branch brings.
    pub base: Files,
    /// The main line with it.
    pub head: Files,
    /// Files that the branch and the main line have both altered; the branch's text is in `head`.
    pub both: Vec<String>,
}

/// Puts what was altered between `fork` and `head` on top of `onto`, file by file. What `onto` holds of it already, as
/// after a squash, counts as the branch's all the same.
pub fn merged(fork: &Files, head: &Files, onto: &Files) -> Merged {
    let mut all = Merged::default();
    let paths: BTreeSet<&str> = [fork, head, onto].into_iter().flat_map(Files::iter).map(|(path, _)| path).collect();
    for path in paths {
        let [was, is, there] = [fork, head, onto].map(|files| files.get(path));
        let (before, after) = match () {
            () if is == was => (there, there),
            () if there == is => (was, is),
            () => {
                if there != was {
                    all.both.push(path.to_owned());
                }
                (there, is)
            }
        };
        for (side, bytes) in [(&mut all.base, before), (&mut all.head, after)] {
            if let Some(bytes) = bytes {
                side.put(path, std::sync::Arc::clone(bytes));
            }
        }
    }
    all
}

#[cfg(test)]
mod tests {
    use super::merged;
    use analysis::Files;

    fn files(all: &[(&str, &str)]) -> Files {
        all.iter().map(|(path, text)| (*path, text.as_bytes())).collect()
    }

    #[test]
    fn what_others_brought_is_there_already() {
        let fork = files(&[("1", "a"), ("2", "b"), ("3", "c"), ("4", "d")]);
        // The branch alters 1, removes 2 and adds 5 and 6; the main line alters 3, removes 4 and adds 6 and 7.
        let head = files(&[("1", "A"), ("3", "c"), ("4", "d"), ("5", "e"), ("6", "f")]);
        let onto = files(&[("1", "a"), ("2", "b"), ("3", "C"), ("6", "F"), ("7", "g")]);
        let found = merged(&fork, &head, &onto);
        assert_eq!(found.base, onto);
        assert_eq!(found.head, files(&[("1", "A"), ("3", "C"), ("5", "e"), ("6", "f"), ("7", "g")]));
        assert_eq!(found.both, ["6"]);
    }

    #[test]
    fn what_has_landed_is_still_the_branchs() {
        let (fork, head) = (files(&[("1", "a"), ("2", "b")]), files(&[("1", "A"), ("3", "c")]));
        let onto = files(&[("1", "A"), ("3", "c"), ("4", "d")]);
        let found = merged(&fork, &head, &onto);
        assert_eq!(found.base, files(&[("1", "a"), ("2", "b"), ("4", "d")]));
        assert_eq!((found.head, found.both.len()), (onto, 0));
    }
}
