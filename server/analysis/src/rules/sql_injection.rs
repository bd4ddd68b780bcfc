//! A routine puts SQL together from text and runs it.
//!
//! Whoever controls a part of the text controls the statement, with the rights of the routine's owner.
//!
//! Instead: pass values by `USING`, and names through `format('%I')` or `quote_ident`.
use super::prelude::*;

/// The rule.
pub const RULE: Rule = Rule {
    severity: Warning,
    effects: &[Incomplete],
    also_known_as: &[("atlas", "SA101")],
    bad: "CREATE FUNCTION wipe(t text) RETURNS void LANGUAGE plpgsql AS $$ BEGIN EXECUTE 'DELETE FROM ' || t; END $$;",
    good: "CREATE FUNCTION wipe(t text) RETURNS void LANGUAGE plpgsql AS $$ BEGIN EXECUTE format('DELETE FROM %I', t); END $$;",
    check: Check::Op(check),
    ..rule!("sql-injection", "sql_injection.rs")
};
fn check(cx: &mut Cx<'_>, op: &Op) {
    if let Op::CreateRoutine { name, kind, .. } = op {
        let text = cx.text.get(cx.span.0..cx.span.1).unwrap_or_default().to_ascii_lowercase();
        let glued = text.match_indices("execute ").any(|(at, _)| {
            let statement = text[at..].split(';').next().unwrap_or_default();
            let glued =
                statement.contains("||") && !statement.contains("quote_ident") && !statement.contains("quote_literal");
            !statement.starts_with("execute function")
                && !statement.starts_with("execute procedure")
                && (glued || statement.contains("%s"))
        });
        if glued {
            cx.report(format!("{} {name}", kind.word()), format!("{name} runs SQL that it puts together from text"));
        }
    }
}
