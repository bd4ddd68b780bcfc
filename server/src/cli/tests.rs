use super::*;

#[test]
fn the_definition_is_sound() {
    definition().debug_assert();
}

#[test]
fn the_examples_of_the_specification_are_understood() {
    for line in [
        &["create", "--type=add-field", "--title=Add user preferences"][..],
        &["status", "--change-id=CHG-123"],
        &["status", "CHG-123"],
        &["complete", "CHG-1", "code-review", "--evidence", "commit=abc", "--evidence", "note=a b"],
        &["complete", "--change-id", "CHG-1", "code-review"],
        &["approve", "CHG-1", "--request-changes", "--note", "why"],
        &["audit", "verify", "--project", "shop"],
        &["audit", "CHG-1"],
        &["audit"],
        &["list", "--sort=-priority", "--status", "open,on-hold", "--breaking"],
        &["--json", "status", "7"],
    ] {
        let all = std::iter::once("change-mgmt").chain(line.iter().copied());
        assert!(Cli::try_parse_from(all).is_ok(), "{line:?}");
    }
    for line in [&["status"][..], &["status", "CHG-1", "--change-id=CHG-1"], &["hold", "CHG-1"], &["nothing"]] {
        let all = std::iter::once("change-mgmt").chain(line.iter().copied());
        assert!(Cli::try_parse_from(all).is_err(), "{line:?}");
    }
}
