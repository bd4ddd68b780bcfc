//! The analysis of the impact in the workflow, by example.

use crate::gen_input::project;
use crate::walk::{begin_in, document, evidence_for, impact, outcome, person, start};
use chrono::Duration;
use domain::AppError;
use domain::change::{
    ChangeState, Command, Context, Event, ImpactFailure, Standing, decide, permissions, reach_digest,
};
use domain::intake::{DependencyFacts, ValidChange, validate};
use domain::words::{Check, Stage};
use serde_json::json;

const STEPS: [&str; 2] = ["analyze-components", "detect-dependencies"];

fn valid() -> ValidChange {
    let input = json!({
        "title": "Note on an order", "type": "add-field",
        "metadata": {"affectedComponents": ["schema"], "operations": [{"kind": "add-column", "table": "orders", "name": "note", "type": "text"}]}
    });
    validate(&serde_json::from_value(input).unwrap(), &project(), &DependencyFacts::default()).unwrap()
}

pub struct Desk {
    pub state: ChangeState,
    repository: bool,
    minutes: i64,
}

impl Desk {
    pub fn new(repository: bool) -> Self {
        let mut project = project();
        project.repository = repository.then(|| "shop".to_owned());
        Self { state: begin_in(&project, &valid()).0, repository, minutes: 0 }
    }
    pub fn run(&mut self, command: Command) -> Result<Vec<Event>, AppError> {
        self.minutes += 1;
        let (actor, mut project, documents) = (person("bob"), project(), [document()]);
        project.repository = self.repository.then(|| "shop".to_owned());
        let now = start() + Duration::minutes(self.minutes);
        let cx = Context { actor: &actor, now, project: &project, documents: &documents };
        let events = decide(&self.state, &command, &cx)?;
        self.state.record(&events, now);
        Ok(events)
    }
    pub fn complete(&mut self, id: &str) -> Result<Vec<Event>, AppError> {
        let evidence = evidence_for(&self.state.workflow.step(id).unwrap().evidence, document().id);
        self.run(Command::CompleteStep { step: id.to_owned(), evidence, notes: None })
    }
    pub fn analysed(&mut self, seed: u8) {
        let found = impact(&self.state, seed);
        self.run(Command::RecordAnalysis(Box::new(found))).unwrap();
    }
    fn failed(&mut self) -> Vec<Event> {
        let declared = reach_digest(&self.state.request);
        let failure = ImpactFailure { declared, reason: "The forge is away.".to_owned() };
        self.run(Command::RecordAnalysisFailure(failure)).unwrap()
    }
    fn edit(&mut self, alter: impl FnOnce(&mut ValidChange)) {
        let r = &self.state.request;
        let mut edit = ValidChange {
            title: r.title.clone(),
            description: r.description.clone(),
            kind: r.kind,
            priority: r.priority,
            metadata: r.metadata.clone(),
        };
        alter(&mut edit);
        self.run(Command::Edit(Box::new(edit))).unwrap();
    }
    pub fn done_by(&self, id: &str) -> Option<&str> {
        self.state.workflow.step(id).unwrap().completion.as_ref().map(|done| done.completed_by.as_str())
    }
}

#[test]
fn the_system_completes_both_steps_with_what_it_found() {
    let mut desk = Desk::new(true);
    assert_eq!(desk.state.standing(Check::Components), Standing::Waiting);
    let refused = desk.complete(STEPS[0]);
    assert!(matches!(&refused, Err(AppError::Blocked(r)) if r[0].contains("analysis of the impact")), "{refused:?}");
    desk.analysed(2);
    for id in STEPS {
        assert_eq!(desk.done_by(id), Some("system"), "{id}");
        let note = desk.state.workflow.evidence.iter().find(|e| e.step_id == id).unwrap();
        assert!(!note.value.is_empty() && note.added_by == "system");
    }
    let note = &desk.state.workflow.evidence[0].value;
    assert!(note.starts_with("Reaches the components c0, c1. Not listed on the request: c1. Risk "), "{note}");
    assert_eq!(desk.state.current_step().unwrap().id, "review-impact-report");
    assert_eq!(desk.done_by("review-impact-report"), None, "a person reads it");
}

#[test]
fn an_edit_of_the_reach_opens_them_again_and_another_edit_does_not() {
    let mut desk = Desk::new(true);
    desk.analysed(2);
    desk.complete("review-impact-report").unwrap();
    desk.edit(|edit| edit.title = "Another note".to_owned());
    assert_eq!(desk.done_by(STEPS[0]), Some("system"));
    desk.edit(|edit| edit.metadata.affected_tables.push("customers".to_owned()));
    for id in [STEPS[0], STEPS[1], "review-impact-report"] {
        assert_eq!(desk.done_by(id), None, "{id}");
    }
    assert_eq!(desk.state.request.stage, Stage::ImpactAnalysis);
    desk.analysed(2);
    assert_eq!(desk.done_by(STEPS[1]), Some("system"));
}

#[test]
fn where_it_fails_people_do_it_and_are_told_why() {
    let mut desk = Desk::new(true);
    assert!(!desk.failed().is_empty());
    assert_eq!(desk.state.standing(Check::Dependencies), Standing::Manual);
    assert!(desk.state.warnings().iter().any(|w| w.contains("The forge is away.")), "{:?}", desk.state.warnings());
    for id in STEPS {
        desk.complete(id).unwrap();
        assert_eq!(desk.done_by(id), Some("bob"));
    }
    // A later result is known beside what people found.
    desk.run(Command::RequestAnalysis).unwrap();
    assert_eq!(desk.done_by(STEPS[0]), Some("bob"));
    desk.analysed(2);
    assert_eq!(desk.done_by(STEPS[0]), Some("bob"));
    assert!(desk.state.impact().is_some());
    // And a failure after it takes nothing away.
    assert_eq!(desk.failed(), []);
}

#[test]
fn without_a_repository_people_do_it() {
    let mut desk = Desk::new(false);
    assert_eq!(desk.state.workflow.analysis, None);
    assert!(matches!(desk.run(Command::RequestAnalysis), Err(AppError::Blocked(r)) if r[0].contains("no repository")));
    desk.complete(STEPS[0]).unwrap();
    // The project gets one: from the next edit of the reach on the system does it.
    desk.repository = true;
    desk.edit(|edit| edit.metadata.affected_tables.push("customers".to_owned()));
    assert_eq!(desk.state.standing(Check::Components), Standing::Waiting);
    assert_eq!(desk.done_by(STEPS[0]), None);
}

#[test]
fn what_is_not_declared_has_no_impact() {
    let mut desk = Desk::new(true);
    desk.state.request.metadata.operations.clear();
    assert!(matches!(desk.run(Command::RequestAnalysis), Err(AppError::Blocked(r)) if r[0].contains("Declare")));
    desk.analysed(2);
    assert_eq!(STEPS.map(|id| desk.done_by(id)), [None, None]);
}

#[test]
fn a_result_of_another_request_is_for_nobody() {
    let mut desk = Desk::new(true);
    let old = impact(&desk.state, 2);
    desk.edit(|edit| edit.metadata.affected_tables.push("customers".to_owned()));
    assert!(matches!(desk.run(Command::RecordAnalysis(Box::new(old))), Err(AppError::Conflict(_))));
    assert_eq!(desk.done_by(STEPS[0]), None);
}

#[test]
fn the_branch_takes_the_place_of_the_request_alone() {
    let mut desk = Desk::new(true);
    desk.analysed(2);
    desk.complete("review-impact-report").unwrap();
    desk.run(Command::SetBranch { branch: "wide".to_owned(), base: None, reason: None }).unwrap();
    assert_eq!(desk.done_by(STEPS[0]), Some("system"), "until it is validated, the earlier result holds");
    let mut found = outcome(&desk.state, 0);
    found.impact = Some(impact(&desk.state, 3));
    desk.run(Command::RecordValidation(Box::new(found))).unwrap();
    assert_eq!(desk.done_by(STEPS[0]), Some("system"));
    assert_eq!(desk.done_by("review-impact-report"), Some("bob"));
    assert_eq!(desk.state.impact().unwrap().commit, "m3");
    // The record says what the newer result is.
    let notes = desk.state.workflow.step(STEPS[0]).unwrap().completion.as_ref().unwrap().notes.clone();
    assert_eq!(notes, Some(desk.state.impact().unwrap().of_components()));
}

#[test]
fn what_is_reached_and_not_listed_is_a_warning_until_it_is_listed() {
    let mut desk = Desk::new(true);
    desk.analysed(2);
    assert_eq!(desk.state.warnings().len(), 1);
    assert!(desk.state.warnings()[0].contains("the component c1, which the request does not list: it reads."));
    desk.edit(|edit| edit.metadata.affected_components.push("c1".to_owned()));
    desk.analysed(2);
    assert_eq!(desk.state.warnings(), Vec::<String>::new());
    desk.run(Command::Cancel { reason: "No.".to_owned() }).unwrap();
    let (actor, project) = (person("bob"), project());
    let cx = Context { actor: &actor, now: start(), project: &project, documents: &[] };
    assert!(!permissions(&desk.state, &cx).analyse.allowed);
}

#[test]
fn trails_of_older_versions_fold_to_the_same_state() {
    let mut desk = Desk::new(false);
    let (_, first) = begin_in(&project(), &valid());
    let set = desk.run(Command::SetBranch { branch: "wide".to_owned(), base: None, reason: None }).unwrap();
    let found = outcome(&desk.state, 1);
    let mut old = serde_json::to_value(desk.run(Command::RecordValidation(Box::new(found))).unwrap()).unwrap();
    // An outcome without its impact, as they were.
    old[0]["outcome"].as_object_mut().unwrap().remove("impact");
    let old: Vec<Event> = serde_json::from_value(old).unwrap();
    let folded = ChangeState::fold([(start(), first.as_slice()), (start(), &set), (start(), &old)]).unwrap();
    assert_eq!(folded.workflow.analysis, None);
    assert!(STEPS.iter().all(|id| !folded.workflow.step(id).unwrap().automatic));
    assert!(folded.workflow.validation.is_some());
}
