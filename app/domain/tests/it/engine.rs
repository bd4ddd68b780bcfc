//! The workflow engine by example.

use crate::gen_input::project;
use crate::walk::{begin, document, evidence_for, person, start};
use chrono::Duration;
use domain::AppError;
use domain::change::{ChangeState, Command, Context, Event, decide};
use domain::intake::{DependencyFacts, ValidChange, validate};
use domain::words::{Decision, Stage, StepStatus, WorkflowStatus};
use serde_json::json;

fn valid(breaking: bool) -> ValidChange {
    let operation = if breaking {
        json!({"kind": "drop-column", "table": "orders", "name": "note"})
    } else {
        json!({"kind": "add-column", "table": "orders", "name": "note", "type": "text"})
    };
    let input = json!({
        "title": "Note on an order", "type": if breaking { "remove-field" } else { "add-field" },
        "metadata": {"affectedComponents": ["schema"], "breakingChange": breaking, "operations": [operation]}
    });
    validate(&serde_json::from_value(input).unwrap(), &project(), &DependencyFacts::default()).unwrap()
}

struct Desk {
    state: ChangeState,
    minutes: i64,
}

impl Desk {
    fn new(breaking: bool) -> Self {
        Self { state: begin(&valid(breaking)).0, minutes: 0 }
    }
    fn run(&mut self, by: &str, command: Command) -> Result<Vec<Event>, AppError> {
        self.minutes += 1;
        let (actor, project, documents) = (person(by), project(), [document()]);
        let now = start() + Duration::minutes(self.minutes);
        let cx = Context { actor: &actor, now, project: &project, documents: &documents };
        let events = decide(&self.state, &command, &cx)?;
        self.state.record(&events, now);
        Ok(events)
    }
    fn complete(&mut self, id: &str) -> Result<Vec<Event>, AppError> {
        let evidence = evidence_for(&self.state.workflow.step(id).unwrap().evidence, document().id);
        self.run("bob", Command::CompleteStep { step: id.to_owned(), evidence, notes: None })
    }
    fn approve(&mut self, by: &str, id: &str) -> Result<Vec<Event>, AppError> {
        self.run(by, Command::Approve { step: id.to_owned(), decision: Decision::Approve, note: None, digest: None })
    }
    fn go_to(&mut self, stage: Stage) {
        while self.state.request.stage < stage {
            let next = self.state.current_step().unwrap().clone();
            if next.is_approval() {
                self.approve("eve", &next.id).unwrap()
            } else {
                self.complete(&next.id).unwrap()
            };
        }
    }
}

#[test]
fn a_new_change_is_numbered_and_routed_and_waits_for_people() {
    let desk = Desk::new(false);
    assert_eq!(desk.state.request.stage, Stage::ImpactAnalysis);
    let done: Vec<&str> =
        desk.state.workflow.steps.iter().filter(|s| s.completion.is_some()).map(|s| s.id.as_str()).collect();
    assert_eq!(done, ["validate-form", "assign-id", "route-to-team"]);
    assert_eq!(desk.state.current_step().unwrap().id, "analyze-components");
}

#[test]
fn both_workflows_run_to_the_end() {
    for breaking in [false, true] {
        let mut desk = Desk::new(breaking);
        desk.go_to(Stage::PostDeployment);
        for id in ["verify-functionality", "update-documentation", "close-change-request"] {
            desk.complete(id).unwrap();
        }
        assert_eq!(desk.state.request.status, WorkflowStatus::Closed);
        assert!(matches!(
            desk.run("ada", Command::Cancel { reason: "Too late.".to_owned() }),
            Err(AppError::Conflict(_))
        ));
    }
}

#[test]
fn a_step_asks_for_its_evidence_and_cannot_be_completed_twice() {
    let mut desk = Desk::new(false);
    let bare = Command::CompleteStep { step: "analyze-components".to_owned(), evidence: Vec::new(), notes: None };
    assert!(matches!(desk.run("bob", bare), Err(AppError::Invalid(p)) if p[0].code == "evidence.missing"));
    desk.complete("analyze-components").unwrap();
    assert!(matches!(desk.complete("analyze-components"), Err(AppError::Conflict(_))));
}

#[test]
fn a_later_step_says_what_it_waits_for() {
    let mut desk = Desk::new(false);
    let Err(AppError::Blocked(reasons)) = desk.complete("create-migration-files") else { panic!("not refused") };
    assert!(reasons.iter().any(|r| r.contains("Create checklist")), "{reasons:?}");
    assert!(reasons.iter().any(|r| r.contains("impact analysis")), "{reasons:?}");
}

#[test]
fn reopening_takes_back_what_stood_on_it_and_the_stage() {
    let mut desk = Desk::new(false);
    desk.go_to(Stage::Deployment);
    desk.run(
        "bob",
        Command::ReopenStep { step: "create-migration-files".to_owned(), reason: "Index forgotten.".to_owned() },
    )
    .unwrap();
    assert_eq!(desk.state.request.stage, Stage::Implementation);
    let open = |id: &str| desk.state.workflow.step(id).unwrap().completion.is_none();
    assert!(open("implement-repository-methods") && open("run-automated-tests") && open("code-review"));
    assert!(!open("estimate-effort"));
    assert!(
        desk.state.workflow.approvals.iter().all(|a| a.voided.is_some()),
        "approvals of the old implementation still count"
    );
}

#[test]
fn an_edit_voids_approvals() {
    let mut desk = Desk::new(false);
    desk.go_to(Stage::Review);
    desk.approve("eve", "code-review").unwrap();
    assert!(desk.state.workflow.step("code-review").unwrap().completion.is_some());
    let mut other = valid(false);
    other.title = "Another note on an order".to_owned();
    desk.run("ada", Command::Edit(Box::new(other))).unwrap();
    assert!(desk.state.workflow.step("code-review").unwrap().completion.is_none());
    assert_eq!(desk.state.status_of(desk.state.workflow.step("code-review").unwrap()), StepStatus::Ready);
    desk.approve("eve", "code-review").unwrap();
    assert!(desk.state.workflow.step("code-review").unwrap().completion.is_some());
}

#[test]
fn a_comment_voids_nothing() {
    let mut desk = Desk::new(false);
    desk.go_to(Stage::Review);
    desk.approve("eve", "code-review").unwrap();
    desk.run("bob", Command::Comment { body: "Well done.".to_owned() }).unwrap();
    assert!(desk.state.workflow.approvals.iter().all(|a| a.voided.is_none()));
}

#[test]
fn an_objection_holds_the_review_until_it_is_taken_back() {
    let mut desk = Desk::new(false);
    desk.go_to(Stage::Review);
    let object = Command::Approve {
        step: "code-review".to_owned(),
        decision: Decision::RequestChanges,
        note: Some("Name it.".to_owned()),
        digest: None,
    };
    desk.run("eve", object).unwrap();
    desk.approve("bob", "code-review").unwrap();
    assert!(desk.state.workflow.step("code-review").unwrap().completion.is_none());
    desk.approve("eve", "code-review").unwrap();
    assert!(desk.state.workflow.step("code-review").unwrap().completion.is_some());
}

#[test]
fn a_stale_digest_is_refused() {
    let mut desk = Desk::new(false);
    desk.go_to(Stage::Review);
    let stale = Command::Approve {
        step: "code-review".to_owned(),
        decision: Decision::Approve,
        note: None,
        digest: Some("0".repeat(64)),
    };
    assert!(matches!(desk.run("eve", stale), Err(AppError::Conflict(_))));
}

#[test]
fn becoming_breaking_adds_steps_and_reopens_the_stage() {
    let mut desk = Desk::new(false);
    desk.go_to(Stage::Validation);
    let mut breaking = valid(false);
    breaking.metadata.breaking_change = true;
    desk.run("ada", Command::Edit(Box::new(breaking))).unwrap();
    assert_eq!(desk.state.request.stage, Stage::ImpactAnalysis);
    assert!(desk.state.workflow.step("rollback-plan").unwrap().not_applicable.is_none());
    assert!(desk.state.workflow.step("create-migration-files").unwrap().completion.is_none());
    // And it cannot be talked away afterwards.
    desk.go_to(Stage::Planning);
    assert!(matches!(desk.run("ada", Command::Edit(Box::new(valid(false)))), Err(AppError::Blocked(_))));
}

#[test]
fn a_safety_step_cannot_be_skipped() {
    let mut desk = Desk::new(true);
    for id in ["run-automated-tests", "code-review", "rollback-plan", "monitor-metrics", "architecture-approval"] {
        let skip = Command::SkipStep { step: id.to_owned(), reason: "In a hurry.".to_owned() };
        assert!(matches!(desk.run("ada", skip), Err(AppError::Blocked(_))), "{id}");
    }
}

#[test]
fn on_hold_everything_waits() {
    let mut desk = Desk::new(false);
    desk.run("ada", Command::Hold { reason: "Budget.".to_owned() }).unwrap();
    assert_eq!(desk.state.request.stage, Stage::ImpactAnalysis);
    assert!(matches!(desk.complete("analyze-components"), Err(AppError::Blocked(r)) if r[0].contains("Budget")));
    desk.run("ada", Command::Resume).unwrap();
    desk.complete("analyze-components").unwrap();
}

#[test]
fn without_operations_the_analysis_cannot_end() {
    let mut bare = valid(false);
    bare.metadata.operations.clear();
    let mut desk = Desk { state: begin(&bare).0, minutes: 0 };
    assert!(
        matches!(desk.complete("analyze-components"), Err(AppError::Blocked(r)) if r[0].contains("Declare the operations"))
    );
    desk.run("ada", Command::Edit(Box::new(valid(false)))).unwrap();
    desk.complete("analyze-components").unwrap();
}
