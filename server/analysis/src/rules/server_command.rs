//! A statement reaches beyond the schema: it ends sessions, loads code, or runs at every change of the schema.
//!
//! It strikes whoever is connected, or every later migration, and no way back undoes it.
//!
//! Instead: leave it to whoever runs the server, outside of a migration.
use super::prelude::*;
use crate::state::calls;

/// The rule.
pub const RULE: Rule = Rule {
    severity: Warning,
    effects: &[Breaking, Irreversible],
    bad: "SELECT pg_terminate_backend(pid) FROM pg_stat_activity;",
    good: "SELECT pg_backend_pid();",
    check: Check::Op(check),
    ..rule!("server-command", "server_command.rs")
};

/// What is called, and what that does.
const CALLS: &[(&str, &str)] = &[
    ("pg_terminate_backend", "ends sessions of others"),
    ("pg_cancel_backend", "ends statements of others"),
    ("pg_drop_replication_slot", "ends a replication for good"),
    ("pg_promote", "makes a standby a server of its own"),
    ("pg_reload_conf", "makes the server read its settings again"),
    ("pg_replication_slot_advance", "passes over changes that were not replicated yet"),
    ("pg_wal_replay_pause", "stops a standby"),
];

fn check(cx: &mut Cx<'_>, op: &Op) {
    match op {
        Op::Alter { object: ObjectKind::Other, name: None, what } if what.starts_with("load") => {
            cx.report("LOAD", "a library is loaded into the server's process");
        }
        Op::Create { object: ObjectKind::Event, name, .. } => {
            let name = name.as_ref().map(ToString::to_string).unwrap_or_default();
            let message =
                format!("event trigger {name} runs at every change of the schema, and an error in it stops them");
            cx.report(format!("event trigger {name}"), message);
        }
        _ => {
            let known = |name: &Name| CALLS.iter().find(|(call, _)| *call == name.name);
            if let Some((call, does)) = calls(op).iter().find_map(known) {
                cx.report(format!("function {call}"), format!("{call} {does}"));
            }
        }
    }
}
