//! What this does cannot be read from the files.
//!
//! SQL that is put together at run time, a routine that is called, a statement that is not understood, or a migration in
//! another language may do anything; no other rule has looked at it.
//!
//! Instead: write the statements out; where that cannot be, have a second person read what they do.
use super::prelude::*;

/// The rule.
pub const RULE: Rule = Rule {
    severity: Warning,
    effects: &[Incomplete],
    dialects: ALL,
    also_known_as: &[("strong_migrations", "execute")],
    down: true,
    bad: "DO $$ BEGIN EXECUTE 'DROP TABLE ' || quote_ident('orders'); END $$;",
    good: "DO $$ BEGIN UPDATE users SET age = 0 WHERE id = 1; END $$;",
    check: Check::Op(check),
    ..rule!("not-analysable", "not_analysable.rs")
};
fn check(cx: &mut Cx<'_>, op: &Op) {
    match op {
        Op::Dynamic { calls: Some(name), .. } if is_read(cx, name) => {}
        Op::Dynamic { what, .. } => {
            cx.report("statement", format!("what this does is not known before it runs: {what}"));
        }
        Op::Unknown { what } => {
            cx.report("statement", format!("this statement is not understood: {what}"));
        }
        Op::Do if cx.statements[cx.at].is_unread() => {
            cx.report("statement", "no statement could be read from this block");
        }
        Op::Select { query } => {
            let routines = &cx.catalog.routines;
            let own = query.calls.iter().find(|call| routines.contains_key(call) && !is_read(cx, call));
            if let Some(name) = own {
                cx.report(format!("function {name}"), format!("what calling {name} does is not looked at"))
                    .severity(Notice);
            }
            // In a query over rows it gives values; where it is all there is, it is called for what it does.
            let alone = query.alone.iter().filter(|_| query.tables.is_empty() && cx.dialect == Dialect::Postgres);
            for name in alone.filter(|name| !cx.catalog.knows_routine(name)).collect::<Vec<_>>() {
                let message = format!("no migration makes {name}: what calling it does is not known");
                cx.report(format!("function {name}"), message).severity(Notice);
            }
        }
        _ => {}
    }
}

/// What the routine does is looked at where it is called.
fn is_read(cx: &Cx<'_>, name: &Name) -> bool {
    cx.catalog.routines.get(name).is_some_and(|routine| routine.effects.is_some())
}
