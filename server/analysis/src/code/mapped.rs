//! A text that was put together from a file, with the place in the file for each of its bytes.

/// Stands where a program fills something in.
pub(crate) const MARK: &str = "__unknown";

/// The text of a literal.
#[derive(Clone, Debug, Default)]
pub(crate) struct Mapped {
    pub(crate) text: String,
    at: Vec<u32>,
}

impl Mapped {
    pub(crate) fn push(&mut self, c: char, at: usize) {
        self.text.push(c);
        let at = u32::try_from(at).unwrap_or(u32::MAX);
        self.at.extend((0..c.len_utf8()).map(|i| at.saturating_add(u32::try_from(i).unwrap_or(0))));
    }

    pub(crate) fn push_str(&mut self, text: &str, at: usize) {
        let at = u32::try_from(at).unwrap_or(u32::MAX);
        self.text.push_str(text);
        self.at.extend(std::iter::repeat_n(at, text.len()));
    }

    /// A stretch of the file as it is.
    pub(crate) fn plain(text: &str, at: usize) -> Self {
        let mut mapped = Self::default();
        text.char_indices().for_each(|(i, c)| mapped.push(c, at + i));
        mapped
    }

    pub(crate) fn append(&mut self, other: &Self) {
        self.text.push_str(&other.text);
        self.at.extend(&other.at);
    }

    /// Where byte `i` of the text stands in the file.
    pub(crate) fn source(&self, i: usize) -> usize {
        self.at.get(i).or(self.at.last()).map_or(0, |at| *at as usize)
    }

    /// `text[start..end]` with its places.
    pub(crate) fn slice(&self, start: usize, end: usize) -> Self {
        Self {
            text: self.text.get(start..end).unwrap_or_default().to_owned(),
            at: self.at.get(start..end).unwrap_or_default().to_vec(),
        }
    }

    /// The inside of a quoted literal that stands at `at`: backslashes are undone.
    pub(crate) fn unescape(inside: &str, at: usize) -> Self {
        let mut mapped = Self::default();
        let mut letters = inside.char_indices().peekable();
        while let Some((i, c)) = letters.next() {
            if c != '\\' {
                mapped.push(c, at + i);
                continue;
            }
            match letters.next().map(|(_, c)| c) {
                // A line that goes on: the blanks at the start of the next one fall away.
                Some('\n') => while letters.next_if(|(_, c)| c.is_whitespace()).is_some() {},
                Some('\r') => while letters.next_if(|(_, c)| c.is_whitespace()).is_some() {},
                Some('n') => mapped.push('\n', at + i),
                Some('t') => mapped.push('\t', at + i),
                Some('r') => mapped.push('\r', at + i),
                Some('0') => mapped.push(' ', at + i),
                Some('u' | 'x') => mapped.push('?', at + i),
                Some(other) => mapped.push(other, at + i),
                None => {}
            }
        }
        mapped
    }
}
