//! The files that are looked at, as bytes in memory.

use std::collections::BTreeMap;
use std::sync::Arc;

/// Files by their path inside the repository (`/` between parts, no leading `/`).
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Files(BTreeMap<String, Arc<[u8]>>);

impl Files {
    /// Adds or replaces one file.
    pub fn put(&mut self, path: impl Into<String>, bytes: impl Into<Arc<[u8]>>) {
        self.0.insert(path.into(), bytes.into());
    }

    /// One file's bytes.
    pub fn get(&self, path: &str) -> Option<&Arc<[u8]>> {
        self.0.get(path)
    }

    /// All files in the order of their paths.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &Arc<[u8]>)> {
        self.0.iter().map(|(path, bytes)| (path.as_str(), bytes))
    }

    /// Those under a folder (`migrations` or `migrations/`), in the order of their paths.
    pub fn under<'a>(&'a self, folder: &str) -> impl Iterator<Item = (&'a str, &'a Arc<[u8]>)> + 'a {
        let prefix = match folder.trim_matches('/') {
            "" | "." => String::new(),
            folder => format!("{folder}/"),
        };
        self.iter().filter(move |(path, _)| path.starts_with(&prefix))
    }

    /// How many files.
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// No file at all.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

impl<P: Into<String>, B: Into<Arc<[u8]>>> FromIterator<(P, B)> for Files {
    fn from_iter<I: IntoIterator<Item = (P, B)>>(files: I) -> Self {
        let mut all = Self::default();
        for (path, bytes) in files {
            all.put(path, bytes);
        }
        all
    }
}

/// Bytes read as text: UTF-8 with or without a byte-order mark, or UTF-16 with one; without one it is read, too, but
/// nobody else need guess it, so it counts as damaged. Line ends stay as they are.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Text {
    /// The text, without the mark.
    pub text: String,
    /// Some bytes were not valid in the file's encoding and were replaced.
    pub damaged: bool,
}

impl Text {
    /// Reads `bytes`; never fails, `damaged` says that something was lost.
    pub fn read(bytes: &[u8]) -> Self {
        match bytes {
            [0xEF, 0xBB, 0xBF, rest @ ..] => Self::utf8(rest),
            [0xFF, 0xFE, rest @ ..] => Self::utf16(rest, u16::from_le_bytes),
            [0xFE, 0xFF, rest @ ..] => Self::utf16(rest, u16::from_be_bytes),
            [_, 0, ..] => Self { damaged: true, ..Self::utf16(bytes, u16::from_le_bytes) },
            [0, _, ..] => Self { damaged: true, ..Self::utf16(bytes, u16::from_be_bytes) },
            _ => Self::utf8(bytes),
        }
    }

    fn utf8(bytes: &[u8]) -> Self {
        match std::str::from_utf8(bytes) {
            Ok(text) => Self { text: text.to_owned(), damaged: false },
            Err(_) => Self { text: String::from_utf8_lossy(bytes).into_owned(), damaged: true },
        }
    }

    fn utf16(bytes: &[u8], unit: fn([u8; 2]) -> u16) -> Self {
        let units = bytes.chunks_exact(2).map(|pair| unit([pair[0], pair[1]]));
        let mut damaged = !bytes.len().is_multiple_of(2);
        let text = char::decode_utf16(units)
            .map(|unit| {
                unit.unwrap_or_else(|_| {
                    damaged = true;
                    char::REPLACEMENT_CHARACTER
                })
            })
            .collect();
        Self { text, damaged }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_encoding_gives_the_same_text() {
        let plain = Text { text: "é\r\n".to_owned(), damaged: false };
        assert_eq!(Text::read("é\r\n".as_bytes()), plain);
        assert_eq!(Text::read(b"\xEF\xBB\xBF\xC3\xA9\r\n"), plain);
        assert_eq!(Text::read(b"\xFF\xFE\xE9\x00\r\x00\n\x00"), plain);
        assert_eq!(Text::read(b"\xFE\xFF\x00\xE9\x00\r\x00\n"), plain);
        assert!(Text::read(b"\xFF\xFE\xE9").damaged);
        assert_eq!(Text::read(b"a\x00b\x00"), Text { text: "ab".to_owned(), damaged: true });
        assert_eq!(Text::read(b"\x00a\x00b"), Text { text: "ab".to_owned(), damaged: true });
        assert!(Text::read(b"caf\xE9").damaged);
    }

    #[test]
    fn a_folder_is_not_its_name_sake() {
        let files: Files =
            [("migrations/1.sql", b"a".to_vec()), ("migrations-old/1.sql", b"b".to_vec())].into_iter().collect();
        assert_eq!(files.under("migrations").map(|(path, _)| path).collect::<Vec<_>>(), ["migrations/1.sql"]);
        assert_eq!(files.under(".").count(), 2);
    }
}
