//! A role gets rights over the whole server, or everybody gets some.
//!
//! Who has them reads and alters what the product's own access rules protect; they outlive the migration, and no code
//! shows who uses them.
//!
//! Instead: grant the roles that need it what they need, by name; make roles of the server outside of migrations.
use super::prelude::*;

/// Options of a role that reach beyond one database's tables.
const POWERS: &[&str] = &["superuser", "bypassrls", "createrole", "createdb", "replication"];

/// Roles whose members reach the files and programs of the server's machine.
const SERVER_ROLES: &[&str] = &["pg_execute_server_program", "pg_read_server_files", "pg_write_server_files"];

/// The rule.
pub const RULE: Rule = Rule {
    severity: Warning,
    effects: &[Convention],
    bad: "GRANT ALL ON users TO PUBLIC;",
    good: "GRANT SELECT ON users TO reporter;",
    check: Check::Op(check),
    ..rule!("wide-grant", "wide_grant.rs")
};
fn check(cx: &mut Cx<'_>, op: &Op) {
    match op {
        Op::Grant { revoke: false, what, .. } if what.contains(" to public") => {
            let what = what.split(" to public").next().unwrap_or_default().trim_start_matches("grant ").to_owned();
            cx.report("PUBLIC", format!("everybody is granted {what}"));
        }
        Op::Grant { revoke: false, what, .. } => {
            let words: Vec<&str> = what.split(|c: char| !(c.is_ascii_alphanumeric() || c == '_')).collect();
            if let Some(role) = SERVER_ROLES.iter().find(|role| words.contains(role)) {
                let message =
                    format!("{role} is granted: who has it reads or runs what it likes on the server's machine");
                cx.report(format!("role {role}"), message).severity(Error);
            }
        }
        Op::Create { object: ObjectKind::Role, name, .. } | Op::Alter { object: ObjectKind::Role, name, .. } => {
            let text = cx.text.get(cx.span.0..cx.span.1).unwrap_or_default().to_ascii_lowercase();
            let words: Vec<&str> = text.split(|c: char| !c.is_ascii_alphanumeric()).collect();
            let powers: Vec<&str> = POWERS.iter().copied().filter(|power| words.contains(power)).collect();
            if !powers.is_empty() {
                let name = name.as_ref().map(ToString::to_string).unwrap_or_default();
                let (all, hold) = (powers.join(", "), if powers.len() == 1 { "holds" } else { "hold" });
                let level = if powers.contains(&"superuser") { Error } else { Warning };
                cx.report(format!("role {name}"), format!("role {name} gets {all}, which {hold} in the whole server"))
                    .severity(level);
            }
        }
        _ => {}
    }
}
