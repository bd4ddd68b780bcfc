//! `setval`: which number a sequence gives next.

use super::cursor::Cursor;
use super::read_alter::string;
use super::{Dialect, Limits, Name, lex, named_type};

/// The sequence that a statement sets to a number that it writes out, by the name that the server gives to that of a
/// column. Nothing where the number follows from the rows: that brings the sequence up to date.
pub(crate) fn set_by_hand(statement: &str) -> Option<Name> {
    let lexed = lex::lex(statement, 0, statement.len(), Dialect::Postgres, &Limits::default());
    let mut c = Cursor::new(statement, &lexed.tokens, Dialect::Postgres);
    if !c.eat("select")
        || c.name().filter(|name| matches!(name.schema.as_deref(), None | Some("pg_catalog")))?.name != "setval"
    {
        return None;
    }
    let range = c.parens()?;
    let mut given = c.sub(range);
    let sequence = sequence(&mut given)?;
    given.until(|c| c.is_sign(","));
    given.sign(",");
    let value = given.until(|c| c.is_sign(","));
    let value = given.plain(value);
    let number = value.split(':').next()?.replace(['\'', ' '], "");
    number.parse::<i64>().ok()?;
    Some(sequence)
}

fn sequence(c: &mut Cursor<'_>) -> Option<Name> {
    if let Some(text) = string(c) {
        return Some(named(&text));
    }
    if c.name()?.name != "pg_get_serial_sequence" {
        return None;
    }
    let range = c.parens()?;
    let mut given = c.sub(range);
    let table = named(&string(&mut given)?);
    given.sign(",");
    let column = string(&mut given)?;
    Some(table.renamed(&format!("{}_{column}_seq", table.name)))
}

/// A name in a text is folded as it is elsewhere.
fn named(text: &str) -> Name {
    if text.contains('"') { named_type(text) } else { named_type(&text.to_ascii_lowercase()) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_number_that_is_written_out_is_set_by_hand() {
        for (sql, sequence) in [
            ("SELECT setval('s', 1, false)", "s"),
            ("select pg_catalog.setval('app.S'::regclass, 1::bigint)", "app.s"),
            ("SELECT setval('\"S\"', -5, true) AS x", "S"),
            ("SELECT setval(pg_get_serial_sequence('public.users', 'id'), 1)", "users_id_seq"),
        ] {
            assert_eq!(set_by_hand(sql).map(|name| name.to_string()).as_deref(), Some(sequence), "{sql}");
        }
        for sql in [
            "SELECT setval('s', (SELECT max(id) FROM t))",
            "SELECT setval('s', max(id)) FROM t",
            "SELECT setval('s', coalesce(max(id), 1) + 1, false) FROM t",
            "SELECT setval('s', 1 + (SELECT max(id) FROM t))",
            "SELECT setval('s', nextval('s'))",
            "SELECT setval($1, 1)",
            "SELECT nextval('s')",
            "SELECT setval('s'",
        ] {
            assert_eq!(set_by_hand(sql), None, "{sql}");
        }
    }
}
