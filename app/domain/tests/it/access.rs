//! The rule table, whole: every role against every command.

use crate::gen_input::project;
use crate::walk::{begin, person, start};
use domain::Actor;
use domain::access::{Action, Refusal, may};
use domain::change::{ChangeState, Command, Waiver};
use domain::intake::{DependencyFacts, validate};
use domain::words::{Decision, Origin, Role, Scope};
use serde_json::json;
use std::collections::BTreeSet;

fn change() -> ChangeState {
    let input = json!({
        "title": "Drop the note", "type": "remove-field",
        "metadata": {"affectedComponents": ["schema"], "breakingChange": true, "operations": [{"kind": "drop-column", "table": "orders", "name": "note"}]}
    });
    begin(&validate(&serde_json::from_value(input).unwrap(), &project(), &DependencyFacts::default()).unwrap()).0
}

fn with(name: &str, role: Role) -> Actor {
    let mut actor = person(name);
    actor.roles.insert("shop".to_owned(), BTreeSet::from([role]));
    actor
}

fn complete(step: &str) -> Command {
    Command::CompleteStep { step: step.to_owned(), evidence: Vec::new(), notes: None }
}

fn approve(step: &str) -> Command {
    Command::Approve { step: step.to_owned(), decision: Decision::Approve, note: None, digest: None }
}

#[test]
fn who_may_do_what() {
    use Role::{Admin, Architect, Developer, ReleaseManager, Requester, Reviewer, Stakeholder, Viewer};
    let reason = || "x".to_owned();
    let table: Vec<(&str, Command, Vec<Role>)> = vec![
        (
            "comment",
            Command::Comment { body: reason() },
            vec![Viewer, Requester, Developer, Reviewer, Architect, Stakeholder, ReleaseManager, Admin],
        ),
        ("developer's step", complete("create-migration-files"), vec![Developer, Admin]),
        ("reviewer's step", complete("review-impact-report"), vec![Reviewer, Admin]),
        ("architect's step", complete("migration-strategy"), vec![Architect, Admin]),
        ("release manager's step", complete("deploy-production"), vec![ReleaseManager, Admin]),
        ("requester's step", complete("verify-functionality"), vec![Requester, Admin]),
        ("code review", approve("code-review"), vec![Reviewer]),
        ("stakeholder approval", approve("stakeholder-approval"), vec![Stakeholder]),
        ("architecture approval", approve("architecture-approval"), vec![Architect]),
        ("hold", Command::Hold { reason: reason() }, vec![Developer, Architect, ReleaseManager, Admin]),
        ("cancel another's", Command::Cancel { reason: reason() }, vec![ReleaseManager, Admin]),
        ("reject", Command::Reject { reason: reason() }, vec![Architect, Stakeholder, ReleaseManager, Admin]),
        ("assign", Command::Assign { assignee: None }, vec![Developer, Architect, ReleaseManager, Admin]),
        (
            "name the branch",
            Command::SetBranch { branch: reason(), base: None, reason: None },
            vec![Developer, Architect, Admin],
        ),
        ("take the branch off", Command::RemoveBranch { reason: None }, vec![Developer, Architect, Admin]),
        ("ask for an analysis", Command::RequestAnalysis, vec![Developer, Reviewer, Architect, ReleaseManager, Admin]),
        (
            "ask for a validation",
            Command::RequestValidation,
            vec![Developer, Reviewer, Architect, ReleaseManager, Admin],
        ),
        (
            "ask for a waiver",
            Command::RequestWaiver { fingerprint: reason(), reason: reason(), expires_at: start() },
            vec![Developer, Architect, ReleaseManager, Admin],
        ),
        ("grant a waiver", Command::DecideWaiver { id: 1, grant: true, note: None }, vec![Reviewer, Architect, Admin]),
        ("what the system alone does", Command::Recheck, vec![]),
        (
            "what the system alone finds out",
            Command::RecordAnalysis(Box::new(crate::walk::impact(&change(), 1))),
            vec![],
        ),
        (
            "skip",
            Command::SkipStep { step: reason(), reason: reason() },
            vec![Developer, Architect, ReleaseManager, Admin],
        ),
    ];
    let state = change();
    for (what, command, allowed) in table {
        for role in Role::ALL {
            let result = may(&with("bob", *role), Action::Change(&state, &command), "shop");
            assert_eq!(result.is_ok(), allowed.contains(role), "{what} as {role}: {result:?}");
        }
    }
}

#[test]
fn nobody_grants_a_waiver_for_their_own_change_or_wish() {
    let mut state = change();
    let waiver = |by: &str| Waiver {
        id: 1,
        fingerprint: "f".to_owned(),
        rule: "r".to_owned(),
        message: "m".to_owned(),
        reason: "x".to_owned(),
        requested_by: by.to_owned(),
        requested_at: start(),
        expires_at: start(),
        decision: None,
        expired: false,
    };
    state.workflow.waivers = vec![waiver("dan")];
    let decide = |who: &str, role: Role, grant: bool, state: &ChangeState| {
        may(&with(who, role), Action::Change(state, &Command::DecideWaiver { id: 1, grant, note: None }), "shop")
            .is_ok()
    };
    assert!(!decide("ada", Role::Reviewer, true, &state), "who requested the change");
    assert!(!decide("dan", Role::Reviewer, true, &state), "who asked for the waiver");
    assert!(decide("bob", Role::Reviewer, true, &state));
    // To withdraw one's own wish needs nobody else.
    assert!(decide("dan", Role::Viewer, false, &state) && !decide("eve", Role::Viewer, false, &state));
    state.request.assignee = Some("bob".to_owned());
    assert!(!decide("bob", Role::Reviewer, true, &state), "who works on the change");
}

#[test]
fn nobody_approves_their_own_change() {
    let mut state = change();
    let owner = with("ada", Role::Reviewer);
    assert!(matches!(may(&owner, Action::Change(&state, &approve("code-review")), "shop"), Err(Refusal::Denied(_))));
    state.request.assignee = Some("bob".to_owned());
    assert!(matches!(
        may(&with("bob", Role::Reviewer), Action::Change(&state, &approve("code-review")), "shop"),
        Err(Refusal::Denied(_))
    ));
    assert!(may(&with("eve", Role::Reviewer), Action::Change(&state, &approve("code-review")), "shop").is_ok());
}

#[test]
fn strangers_learn_nothing() {
    let state = change();
    assert_eq!(may(&Actor::anonymous(Origin::Web), Action::View, "shop"), Err(Refusal::Anonymous));
    assert_eq!(may(&person("bob"), Action::View, "shop"), Err(Refusal::Hidden));
    let mut elsewhere = person("bob");
    elsewhere.roles.insert("other".to_owned(), BTreeSet::from([Role::Admin]));
    assert_eq!(may(&elsewhere, Action::Change(&state, &complete("code-review")), "shop"), Err(Refusal::Hidden));
}

#[test]
fn a_token_is_held_to_its_scopes() {
    let state = change();
    let mut actor = with("bob", Role::Reviewer);
    actor.scopes = Some(BTreeSet::from([Scope::Read]));
    assert!(may(&actor, Action::View, "shop").is_ok());
    assert!(matches!(
        may(&actor, Action::Change(&state, &Command::Comment { body: "x".to_owned() }), "shop"),
        Err(Refusal::Denied(_))
    ));
    actor.scopes = Some(BTreeSet::from([Scope::Read, Scope::Write]));
    assert!(may(&actor, Action::Change(&state, &Command::Comment { body: "x".to_owned() }), "shop").is_ok());
    assert!(matches!(may(&actor, Action::Change(&state, &approve("code-review")), "shop"), Err(Refusal::Denied(_))));
}
