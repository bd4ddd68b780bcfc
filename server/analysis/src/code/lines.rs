//! Places in a text, many of them, without counting lines from the top each time.

use crate::Place;

/// Where each line of a text starts.
#[derive(Clone, Debug)]
pub(crate) struct Lines(Vec<usize>);

impl Lines {
    /// Reads where the lines of `text` start.
    pub(crate) fn of(text: &str) -> Self {
        let starts = text.bytes().enumerate().filter(|(_, byte)| *byte == b'\n').map(|(at, _)| at + 1);
        Self(std::iter::once(0).chain(starts).collect())
    }

    /// The same as [`Place::new`] for the text that these lines were read from.
    pub(crate) fn place(&self, path: &str, text: &str, start: usize, end: usize) -> Place {
        let (line, column) = self.position(text, start);
        let (end_line, end_column) = self.position(text, end.max(start));
        Place { path: path.to_owned(), line, column, end_line, end_column }
    }

    fn position(&self, text: &str, at: usize) -> (u32, u32) {
        let mut at = at.min(text.len());
        while !text.is_char_boundary(at) {
            at -= 1;
        }
        let line = self.0.partition_point(|start| *start <= at).saturating_sub(1);
        let start = self.0.get(line).copied().unwrap_or(0);
        let column = text.get(start..at).map_or(0, |before| before.chars().count());
        let count = |n: usize| u32::try_from(n).unwrap_or(u32::MAX - 1) + 1;
        (count(line), count(column))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn agrees_with_the_slow_way() {
        let text = "é\r\nab\n\nüü";
        let lines = Lines::of(text);
        for start in 0..=text.len() + 1 {
            assert_eq!(lines.place("a", text, start, start + 2), Place::new("a", text, start, start + 2));
        }
    }
}
