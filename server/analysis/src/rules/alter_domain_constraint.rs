//! A domain in use refuses more values.
//!
//! Every table with a column of the domain is read under a lock that stops writers, and one value that does not fit
//! makes it fail.
//!
//! Instead: Put a `NOT VALID` check on the tables, and validate it later.
use super::prelude::*;
use crate::sql::DomainChange;

/// The rule.
pub const RULE: Rule = Rule {
    severity: Error,
    effects: &[Blocking, DataDependent],
    also_known_as: &[("squawk", "ban-alter-domain-with-add-constraint")],
    bad: "ALTER DOMAIN short_text ADD CONSTRAINT short CHECK (length(VALUE) < 10);",
    good: "CREATE DOMAIN short2 AS text;
ALTER DOMAIN short2 ADD CONSTRAINT short CHECK (length(VALUE) < 10);",
    check: Check::Op(check),
    ..rule!("alter-domain-constraint", "alter_domain_constraint.rs")
};
fn check(cx: &mut Cx<'_>, op: &Op) {
    let Op::AlterDomain { name, change } = op else { return };
    let what = match change {
        DomainChange::AddConstraint { not_valid: false } => "for its new constraint",
        DomainChange::NotNull(true) => "to require a value",
        DomainChange::Validate => "to validate its constraint",
        _ => return,
    };
    let users = cx.catalog.columns_of(name);
    let users: Vec<_> = users.into_iter().filter(|(table, _)| cx.existed(table)).collect();
    let subject = format!("domain {name}");
    match users.first() {
        Some((table, column)) => {
            let message = format!("all rows of {table} are read {what}: {table}.{column} is of domain {name}");
            let table = table.clone();
            cx.report_sized(&table, subject, message);
        }
        // Where the files do not show a column something else may have one.
        None if cx.catalog.object_existed(ObjectKind::Domain, name) => {
            let message = format!("every table with a column of domain {name} is read {what}; the files show none");
            cx.report(subject, message).severity(Warning);
        }
        None => {}
    }
}
