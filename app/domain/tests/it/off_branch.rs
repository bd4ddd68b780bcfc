//! Taking the branch off is no way round what was found on it.

use crate::impact::Desk;
use crate::walk::{outcome, person};
use domain::access::{Action, may};
use domain::change::{ChangeState, Command, Event, Standing};
use domain::words::{Check, Role, Scope};
use domain::{Actor, AppError};
use std::collections::BTreeSet;

fn remove(reason: Option<&str>) -> Command {
    Command::RemoveBranch { reason: reason.map(str::to_owned) }
}

/// On a branch, validated; with something that blocks where `blocked`.
fn on_branch(blocked: bool) -> Desk {
    let mut desk = Desk::new(true);
    desk.analysed(2);
    assert!(matches!(desk.run(remove(None)), Err(AppError::Conflict(_))), "there is none");
    desk.run(Command::SetBranch { branch: "wide".to_owned(), base: None, reason: None }).unwrap();
    let found = outcome(&desk.state, if blocked { 1 } else { 0 });
    assert_eq!(found.blocking.is_empty(), !blocked);
    desk.run(Command::RecordValidation(Box::new(found))).unwrap();
    desk
}

/// Taking it off and putting another one, or another base, in its place are allowed to the same people.
fn allowed(who: &str, role: Role, state: &ChangeState) -> bool {
    let mut actor: Actor = person(who);
    actor.roles.insert("shop".to_owned(), BTreeSet::from([role]));
    let may = |command| may(&actor, Action::Change(state, &command), "shop").is_ok();
    let off = may(remove(Some("x")));
    for (branch, base) in [("clean", None), ("wide", Some("main"))] {
        assert_eq!(off, may(set(branch, base, Some("x"))), "{who} {role:?} {branch}");
    }
    off
}

fn set(branch: &str, base: Option<&str>, reason: Option<&str>) -> Command {
    let own = |text: Option<&str>| text.map(str::to_owned);
    Command::SetBranch { branch: branch.to_owned(), base: own(base), reason: own(reason) }
}

#[test]
fn people_decide_again_and_what_was_found_counts_no_longer() {
    let mut desk = on_branch(true);
    assert!(!desk.state.failures().is_empty());
    assert!(matches!(desk.run(remove(None)), Err(AppError::Invalid(p)) if p[0].pointer == "/reason"));
    let events = desk.run(remove(Some("The work begins anew."))).unwrap();
    assert!(
        matches!(&events[0], Event::BranchRemoved { reason: Some(why), dropped, .. } if why == "The work begins anew." && dropped.len() == 1)
    );
    assert_eq!(desk.state.failures(), Vec::<String>::new());
    for check in [Check::Completeness, Check::BreakingChanges, Check::Rollback] {
        assert_eq!(desk.state.standing(check), Standing::Manual);
    }
    assert!(!desk.state.workflow.step("validate-completeness").unwrap().automatic);
    assert_eq!(desk.done_by("analyze-components"), Some("system"), "the impact is known all the same");
}

#[test]
fn another_branch_or_base_leaves_findings_behind_with_a_reason_only() {
    for (branch, base) in [("clean", None), ("wide", Some("main"))] {
        let mut desk = on_branch(true);
        let refused = desk.run(set(branch, base, None));
        assert!(matches!(refused, Err(AppError::Invalid(p)) if p[0].pointer == "/reason"), "{branch}");
        let events = desk.run(set(branch, base, Some("Begun anew."))).unwrap();
        assert!(
            matches!(&events[0], Event::BranchSet { reason: Some(why), dropped, .. } if why == "Begun anew." && dropped.len() == 1),
            "{events:?}"
        );
    }
    // Where nothing blocks, nothing is asked.
    on_branch(false).run(set("clean", None, None)).unwrap();
    // The trail of older versions says neither.
    let old = serde_json::json!({ "event": "branch-set", "before": null, "after": { "branch": "wide" } });
    let event: Event = serde_json::from_value(old.clone()).unwrap();
    assert_eq!(serde_json::to_value(event).unwrap(), old);
}

#[test]
fn what_was_compared_with_another_base_counts_no_longer() {
    let mut desk = on_branch(false);
    assert!(desk.state.is_validated());
    desk.run(set("wide", Some("release"), None)).unwrap();
    assert!(!desk.state.is_validated());
    assert_eq!(desk.state.standing(Check::Completeness), Standing::Waiting);
    let found = outcome(&desk.state, 0);
    desk.run(Command::RecordValidation(Box::new(found))).unwrap();
    assert!(desk.state.is_validated());
}

#[test]
fn what_the_branch_completed_opens_again() {
    let mut desk = on_branch(false);
    while desk.state.request.stage < domain::words::Stage::Review {
        let next = desk.state.current_step().unwrap().id.clone();
        desk.complete(&next).unwrap();
    }
    assert_eq!(desk.done_by("validate-completeness"), Some("system"));
    desk.run(remove(None)).unwrap();
    assert_eq!(desk.done_by("validate-completeness"), None);
    assert_eq!(desk.state.request.stage, domain::words::Stage::Validation);
    desk.complete("validate-completeness").unwrap();
}

#[test]
fn while_something_blocks_only_who_could_waive_it_takes_the_branch_off() {
    let free = on_branch(false).state;
    assert!(allowed("ada", Role::Requester, &free) && allowed("bob", Role::Developer, &free));
    assert!(!allowed("bob", Role::Reviewer, &free));
    let mut held = on_branch(true).state;
    assert!(!allowed("ada", Role::Reviewer, &held), "it is their own change");
    assert!(!allowed("bob", Role::Developer, &held));
    assert!(allowed("eve", Role::Reviewer, &held) && allowed("eve", Role::Architect, &held));
    // An edit, another branch, or a pause makes what was found no less true.
    held.request.metadata.affected_tables.push("t".to_owned());
    held.workflow.source.as_mut().unwrap().branch = "clean".to_owned();
    assert!(!allowed("bob", Role::Developer, &held));
    held.request.assignee = Some("eve".to_owned());
    assert!(!allowed("eve", Role::Reviewer, &held), "who works on the change");

    let mut token = person("rev");
    token.roles.insert("shop".to_owned(), BTreeSet::from([Role::Reviewer]));
    token.scopes = Some(BTreeSet::from([Scope::Read, Scope::Write]));
    for command in [remove(None), set("clean", None, None)] {
        assert!(may(&token, Action::Change(&held, &command), "shop").is_err(), "a waiver needs the scope to approve");
    }
}
