//! What the proof itself cannot do: it runs as a role without special rights, on a machine with few extensions.

use super::model::Reason;
use analysis::Place;
use store::scratch::Failure;

/// Why a statement failed on the scratch database although it may work where it is deployed.
pub(super) fn of(failure: &Failure) -> Option<&'static str> {
    let Failure::Refused { code, message, .. } = failure else { return None };
    let missing = message.contains("extension \"") && message.contains("is not available")
        || message.contains("extension control file");
    if missing {
        return Some("the extension is not available on the machine of the proof");
    }
    // A policy refuses the row, whoever writes it.
    let refused = code == "42501" && !message.contains("row-level security policy");
    refused.then_some("the role that the proof runs it as has no right to do this")
}

/// The reason for it, where it is the proof that fails; else the one that is given.
pub(super) fn or(place: Place, failure: Failure, base: bool, other: fn(Place, Failure) -> Reason) -> Reason {
    if of(&failure).is_some() { Reason::Limit { place, failure, base } } else { other(place, failure) }
}

#[cfg(test)]
mod tests {
    use super::of;
    use store::scratch::Failure;

    #[test]
    fn a_right_that_the_proof_lacks_is_no_fault_of_the_change() {
        let says = |code: &str, message: &str| {
            let (code, message) = (code.to_owned(), message.to_owned());
            let (detail, position, constraint, table, column) = (None, None, None, None, None);
            of(&Failure::Refused { code, message, detail, position, constraint, table, column }).is_some()
        };
        assert!(says("42501", "permission denied to create extension \"pg_stat_statements\""));
        assert!(says("42501", "permission denied: \"RI_ConstraintTrigger_a_1\" is a system trigger"));
        assert!(says("0A000", "extension \"postgis\" is not available"));
        assert!(!says("42501", "new row violates row-level security policy for table \"a\""));
        assert!(!says("42P01", "relation \"a\" does not exist"));
    }
}
