//! A text of several statements.

use super::words::skip;

/// Start and end of each statement, without the `;`.
pub(crate) fn statements(text: &str) -> Vec<(usize, usize)> {
    let mut all = Vec::new();
    let (mut start, mut at) = (0, 0);
    let bytes = text.as_bytes();
    while let Some(byte) = bytes.get(at) {
        if matches!(byte, b'\'' | b'"' | b'-' | b'/' | b'$')
            && let Some(end) = skip(text, at)
        {
            at = end;
            continue;
        }
        if *byte == b';' {
            all.push((start, at));
            start = at + 1;
        }
        at += 1;
    }
    all.push((start, bytes.len()));
    all.retain(|(start, end)| text.get(*start..*end).is_some_and(|part| !part.trim().is_empty()));
    all
}

/// The name that a comment gives to a statement in a file of queries: `-- name: GetUser :one`, `--! get_user`.
pub(crate) fn statement_name(statement: &str) -> Option<&str> {
    let lines = statement.lines().take_while(|line| line.trim().is_empty() || line.trim_start().starts_with("--"));
    lines
        .filter_map(|line| {
            let line = line.trim();
            let name =
                line.strip_prefix("--!").or_else(|| line.trim_start_matches('-').trim().strip_prefix("name:"))?;
            name.split_whitespace().next()
        })
        .last()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn semicolons_inside_quotes_do_not_split() {
        let text = "-- name: GetA :one\nSELECT ';' FROM a; SELECT $$;$$ FROM b -- ;\n;;";
        let parts: Vec<&str> = statements(text).into_iter().map(|(start, end)| &text[start..end]).collect();
        assert_eq!(parts.len(), 2);
        assert_eq!(statement_name(parts[0]), Some("GetA"));
        assert_eq!(statement_name("--! get_a\nSELECT"), Some("get_a"));
        assert_eq!(statement_name("SELECT -- name: x"), None);
    }
}
