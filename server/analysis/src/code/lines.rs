//! Places in a text, many of them, without counting lines from the top each time.

use crate::Place;

/// Letters are counted up to each of these many bytes; a file may be one line of a megabyte.
const STRIDE: usize = 512;

/// Where each line of a text starts.
#[derive(Clone, Debug)]
pub(crate) struct Lines {
    starts: Vec<usize>,
    /// How many letters begin before byte 0, [`STRIDE`], twice that and so on.
    letters: Vec<usize>,
}

impl Lines {
    /// Reads where the lines of `text` start.
    pub(crate) fn of(text: &str) -> Self {
        let starts = text.bytes().enumerate().filter(|(_, byte)| *byte == b'\n').map(|(at, _)| at + 1);
        let mut letters = vec![0];
        let mut count = 0;
        for stride in text.as_bytes().chunks(STRIDE) {
            count += begun(stride);
            letters.push(count);
        }
        Self { starts: std::iter::once(0).chain(starts).collect(), letters }
    }

    /// How many letters begin before byte `at`.
    fn letters_before(&self, text: &str, at: usize) -> usize {
        let stride = at / STRIDE;
        let rest = text.as_bytes().get(stride * STRIDE..at).map_or(0, begun);
        self.letters.get(stride).copied().unwrap_or(0) + rest
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
        let line = self.starts.partition_point(|start| *start <= at).saturating_sub(1);
        let start = self.starts.get(line).copied().unwrap_or(0);
        let column = self.letters_before(text, at) - self.letters_before(text, start);
        let count = |n: usize| u32::try_from(n).unwrap_or(u32::MAX - 1) + 1;
        (count(line), count(column))
    }
}

/// How many letters begin in these bytes of a text.
fn begun(bytes: &[u8]) -> usize {
    bytes.iter().filter(|byte| (**byte as i8) >= -0x40).count()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn agrees_with_the_slow_way() {
        for text in ["é\r\nab\n\nüü", &format!("a\n{}\n{}", "é1".repeat(STRIDE), "x".repeat(STRIDE))] {
            let lines = Lines::of(text);
            for start in 0..=text.len() + 1 {
                assert_eq!(lines.place("a", text, start, start + 2), Place::new("a", text, start, start + 2));
            }
        }
    }
}
