//! `MERGE`: what each of its branches does.

use super::Op;
use super::calls::calls;
use super::cursor::Cursor;
use super::filter::always;

/// One effect for deleting, one for changing and one for adding rows.
pub fn merge(c: &mut Cursor<'_>) -> Option<Vec<Op>> {
    c.eat("merge");
    c.eat("into");
    c.eat("only");
    let table = c.name()?;
    // Which branch calls them is not told.
    let mut calls = calls(c);
    c.until(|c| c.is("using"));
    c.eat("using");
    // Rows that are written out, or chosen by a condition, bound what is matched.
    let source = c.until(|c| c.is("on"));
    let source = c.plain(source);
    let bounded = source.starts_with('(') && (source.contains(" where ") || source.starts_with("(values"));
    c.eat("on");
    let condition = c.until(|c| c.is("when"));
    let everything = always(&c.sub(condition), &table.name, 8).is_some_and(|but| but.is_empty());
    let (mut found, mut deletes, mut updates) = (Vec::new(), None, None);
    let mut inserts = None;
    while c.eat("when") {
        let unmatched = c.is("not");
        let branch = c.until(|c| c.is("then"));
        let condition = split_condition(&c.sub(branch));
        let chosen =
            condition.is_some_and(|condition| always(&condition, &table.name, 8).is_none_or(|but| !but.is_empty()));
        c.eat("then");
        if c.eat("delete") {
            *deletes.get_or_insert(true) &= chosen || (bounded && !everything && !unmatched);
        } else if c.eat("update") {
            *updates.get_or_insert(true) &= chosen || !everything;
        } else if c.eat("insert") {
            inserts = Some(c.parens().map(|range| c.items(range)).unwrap_or_default());
        }
        c.until(|c| c.is("when"));
    }
    if let Some(filtered) = deletes {
        let (table, calls) = (table.clone(), std::mem::take(&mut calls));
        found.push(Op::Delete { table, filtered, unless_empty: Vec::new(), batched: false, calls });
    }
    if let Some(filtered) = updates {
        found.push(Op::Update {
            table: table.clone(),
            filtered,
            unless_empty: Vec::new(),
            batched: false,
            columns: Vec::new(),
            calls: std::mem::take(&mut calls),
        });
    }
    if let Some(columns) = inserts {
        found.push(Op::Insert { table: table.clone(), query: None, columns, rows: 1, copied: None, calls });
    }
    if found.is_empty() {
        // `DO NOTHING` in every branch.
        found.push(Op::Harmless);
    }
    Some(found)
}

/// What stands after `MATCHED … AND`.
fn split_condition<'a>(c: &Cursor<'a>) -> Option<Cursor<'a>> {
    let mut c = c.clone();
    c.until(|c| c.is("and"));
    c.eat("and").then(|| c.sub(c.at..c.tokens.len()))
}

#[cfg(test)]
mod tests {
    use crate::sql::{Depth, Dialect, Limits, Op, read};

    fn effects(rest: &str) -> Vec<String> {
        let sql = format!("merge into orders o using {rest}");
        let read = read(&sql, 0, sql.len(), Dialect::Postgres, &Limits::default(), Depth::Effects);
        let shown = |op: &Op| match op {
            Op::Delete { table, filtered, .. } => format!("delete {table} {filtered}"),
            Op::Update { table, filtered, .. } => format!("update {table} {filtered}"),
            Op::Insert { table, .. } => format!("insert {table}"),
            other => format!("{other:?}"),
        };
        read.statements[0].ops.iter().map(|located| shown(&located.op)).collect()
    }

    #[test]
    fn each_branch_is_an_effect() {
        assert_eq!(effects("users u on u.id = o.user_id when matched then delete"), ["delete orders false"]);
        assert_eq!(
            effects("users u on u.id = o.user_id when matched and o.total = 0 then delete"),
            ["delete orders true"]
        );
        assert_eq!(
            effects("(select id from users where age > 5) u on u.id = o.user_id when matched then delete"),
            ["delete orders true"]
        );
        assert_eq!(
            effects("(values (1)) v (id) on true when matched then update set total = 0"),
            ["update orders false"]
        );
        assert_eq!(
            effects(
                "s on s.id = o.id when matched then update set total = s.total \
                 when not matched then insert (id, total) values (s.id, s.total) when not matched by source then delete"
            ),
            ["delete orders false", "update orders true", "insert orders"]
        );
        assert_eq!(effects("s on s.id = o.id when matched then do nothing"), ["Harmless"]);
    }
}
