//! JSON with places. Strict, except that it takes trailing blanks and a repeated key (the last one wins).

use super::node::{Kind, Members, Node};
use super::read::{DEPTH, NODES, ReadError};

/// Reads one JSON value.
pub(crate) fn read(text: &str) -> Result<Node, ReadError> {
    let mut reader = Reader { text, bytes: text.as_bytes(), at: 0, nodes: 0 };
    let node = reader.value(0)?;
    reader.blanks();
    if reader.at < reader.bytes.len() { Err(reader.wrong("text after the end of the value")) } else { Ok(node) }
}

struct Reader<'a> {
    text: &'a str,
    bytes: &'a [u8],
    at: usize,
    nodes: usize,
}

impl Reader<'_> {
    fn wrong(&self, what: &str) -> ReadError {
        ReadError::Malformed { at: self.at, what: what.to_owned() }
    }

    fn blanks(&mut self) {
        while matches!(self.bytes.get(self.at), Some(b' ' | b'\t' | b'\r' | b'\n')) {
            self.at += 1;
        }
    }

    fn take(&mut self, byte: u8) -> bool {
        let there = self.bytes.get(self.at) == Some(&byte);
        self.at += usize::from(there);
        there
    }

    fn value(&mut self, depth: usize) -> Result<Node, ReadError> {
        self.nodes += 1;
        if depth > DEPTH || self.nodes > NODES {
            return Err(ReadError::TooComplex { at: self.at });
        }
        self.blanks();
        let start = self.at;
        let kind = match self.bytes.get(self.at) {
            Some(b'{') => self.map(depth)?,
            Some(b'[') => self.list(depth)?,
            Some(b'"') => Kind::Text(self.string()?),
            Some(b'-' | b'0'..=b'9') => self.number()?,
            _ => self.word()?,
        };
        let end = if matches!(kind, Kind::Map(_) | Kind::List(_)) { start + 1 } else { self.at };
        Ok(Node { start, end, kind })
    }

    fn word(&mut self) -> Result<Kind, ReadError> {
        for (word, kind) in [("true", Kind::Bool(true)), ("false", Kind::Bool(false)), ("null", Kind::Null)] {
            if self.bytes[self.at..].starts_with(word.as_bytes()) {
                self.at += word.len();
                return Ok(kind);
            }
        }
        Err(self.wrong("a value is expected here"))
    }

    fn number(&mut self) -> Result<Kind, ReadError> {
        let start = self.at;
        while matches!(self.bytes.get(self.at), Some(b'-' | b'+' | b'.' | b'e' | b'E' | b'0'..=b'9')) {
            self.at += 1;
        }
        let text = &self.text[start..self.at];
        let value = text.parse().map_err(|_| self.wrong("this is no number"))?;
        Ok(Kind::Number(value, text.to_owned()))
    }

    fn list(&mut self, depth: usize) -> Result<Kind, ReadError> {
        self.at += 1;
        let mut items = Vec::new();
        self.blanks();
        if self.take(b']') {
            return Ok(Kind::List(items));
        }
        loop {
            items.push(self.value(depth + 1)?);
            self.blanks();
            if self.take(b']') {
                return Ok(Kind::List(items));
            }
            if !self.take(b',') {
                return Err(self.wrong("`,` or `]` is expected here"));
            }
        }
    }

    fn map(&mut self, depth: usize) -> Result<Kind, ReadError> {
        self.at += 1;
        let mut members = Vec::new();
        self.blanks();
        if self.take(b'}') {
            return Ok(Kind::Map(Members::of(members)));
        }
        loop {
            self.blanks();
            let start = self.at;
            if self.bytes.get(self.at) != Some(&b'"') {
                return Err(self.wrong("a key in quotes is expected here"));
            }
            let key = self.string()?;
            let end = self.at;
            self.blanks();
            if !self.take(b':') {
                return Err(self.wrong("`:` is expected here"));
            }
            let value = self.value(depth + 1)?;
            members.push((key, Node { start, end, kind: value.kind }));
            self.blanks();
            if self.take(b'}') {
                return Ok(Kind::Map(Members::of(members)));
            }
            if !self.take(b',') {
                return Err(self.wrong("`,` or `}` is expected here"));
            }
        }
    }

    fn string(&mut self) -> Result<String, ReadError> {
        self.at += 1;
        let mut out = String::new();
        loop {
            let start = self.at;
            while !matches!(self.bytes.get(self.at), None | Some(b'"' | b'\\')) {
                self.at += 1;
            }
            out.push_str(&self.text[start..self.at]);
            if self.take(b'"') {
                return Ok(out);
            }
            if !self.take(b'\\') {
                return Err(self.wrong("a string does not end"));
            }
            out.push(self.escape()?);
        }
    }

    fn escape(&mut self) -> Result<char, ReadError> {
        let byte = self.bytes.get(self.at).copied();
        self.at += 1;
        Ok(match byte {
            Some(b'n') => '\n',
            Some(b't') => '\t',
            Some(b'r') => '\r',
            Some(b'b') => '\u{8}',
            Some(b'f') => '\u{c}',
            Some(b'u') => return self.unicode(),
            Some(c @ (b'"' | b'\\' | b'/')) => char::from(c),
            _ => {
                self.at -= 1;
                return Err(self.wrong("this escape is unknown"));
            }
        })
    }

    fn unicode(&mut self) -> Result<char, ReadError> {
        let first = self.hex()?;
        if (0xD800..0xDC00).contains(&first) && self.bytes.get(self.at..self.at + 2) == Some(b"\\u") {
            self.at += 2;
            let second = self.hex()?;
            let code = 0x10000 + ((first - 0xD800) << 10) + (second.wrapping_sub(0xDC00) & 0x3FF);
            return Ok(char::from_u32(code).unwrap_or(char::REPLACEMENT_CHARACTER));
        }
        Ok(char::from_u32(first).unwrap_or(char::REPLACEMENT_CHARACTER))
    }

    fn hex(&mut self) -> Result<u32, ReadError> {
        let digits = self.text.get(self.at..self.at + 4).and_then(|digits| u32::from_str_radix(digits, 16).ok());
        self.at = (self.at + 4).min(self.bytes.len());
        digits.ok_or_else(|| self.wrong("four hexadecimal digits are expected here"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_and_places() {
        let text = r#"{"a": [1, -2.5e1, true, null], "b\u00e9\ud83d\ude00": "x\n"}"#;
        let node = read(text).unwrap();
        assert_eq!(node.canonical(), "{a:[1,-25,true,null,],bé😀:\"x\n\",}");
        let a = node.get("a").unwrap();
        assert_eq!(&text[a.start..a.end], "\"a\"");
    }

    #[test]
    fn what_is_not_json() {
        for text in ["", "{", "[1,]", "{\"a\"}", "\"", "\"\\u12", "\"\\q\"", "tru", "1 2", "-", "{a:1}", "\"\\ud83d\\u"]
        {
            assert!(read(text).is_err(), "{text}");
        }
        assert!(matches!(read(&"[".repeat(100_000)), Err(ReadError::TooComplex { .. })));
    }
}
