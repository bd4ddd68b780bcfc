//! What identifies a row in replication changes.
//!
//! Subscribers may no longer be able to apply updates and deletes.
//!
//! Instead: Change the subscribers first.
use super::prelude::*;

/// The rule.
pub const RULE: Rule = Rule {
    severity: Warning,
    effects: &[Breaking],
    also_known_as: &[("squawk", "ban-replica-identity")],
    bad: "ALTER TABLE users REPLICA IDENTITY NOTHING;",
    good: "ALTER TABLE users ADD COLUMN nick text;",
    check: Check::Squawk(&[Squawk::BanReplicaIdentity]),
    ..rule!("replica-identity", "replica_identity.rs")
};
