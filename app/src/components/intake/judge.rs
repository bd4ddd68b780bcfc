//! The shared rules' judgement of what is typed: the same in the browser and on the server.

use domain::Problem;
use domain::change::ChangeMetadata;
use domain::intake::{ChangeForm, DependencyFacts, RiskAssessment, ValidChange, assess, route, validate};
use domain::project::ProjectConfig;
use domain::words::{ChangeType, Priority, Stage};
use domain::workflow::checklist;

/// What the form stands for so far.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Judgement {
    /// What is wrong.
    pub problems: Vec<Problem>,
    /// Team, as people call it, and why it gets the change; once a type is chosen.
    pub team: Option<(String, String)>,
    /// Risk with reasons; once a type is chosen.
    pub risk: Option<RiskAssessment>,
    /// Steps that would apply, by stage; once a type is chosen.
    pub steps: Vec<(Stage, Vec<String>)>,
    /// The operations in words.
    pub operations: Vec<String>,
}

/// Judges the form by the project's rules. Whether dependencies exist is for the server to say.
pub fn judge(form: &ChangeForm, project: &ProjectConfig) -> Judgement {
    let (input, mut problems) = form.input();
    problems.extend(validate(&input, project, &DependencyFacts::default()).err().unwrap_or_default());
    let complete = |i: usize| !problems.iter().any(|p| p.pointer.starts_with(&format!("/metadata/operations/{i}/")));
    let operations =
        input.metadata.operations.iter().enumerate().filter(|(i, _)| complete(*i)).map(|(_, o)| o.summary()).collect();
    let Some(kind) = form.kind.parse::<ChangeType>().ok() else {
        return Judgement { problems, operations, ..Judgement::default() };
    };
    let m = input.metadata;
    let metadata = ChangeMetadata {
        affected_tables: m.affected_tables,
        affected_endpoints: m.affected_endpoints,
        affected_components: m.affected_components,
        breaking_change: m.breaking_change,
        estimated_effort: None,
        dependencies: Vec::new(),
        operations: m.operations,
        justification: None,
    };
    let priority = form.priority.parse().unwrap_or(Priority::Medium);
    let steps = checklist(kind, &metadata, project);
    let risk = assess(kind, priority, &metadata);
    let change = ValidChange { title: String::new(), description: String::new(), kind, priority, metadata };
    let routing = route(&change, project);
    let team = project
        .teams
        .iter()
        .find(|t| t.name == routing.team)
        .map(|t| t.title.clone())
        .filter(|t| !t.is_empty())
        .unwrap_or(routing.team);
    let by_stage = |stage: Stage| {
        (
            stage,
            steps.iter().filter(|s| s.stage == stage && s.not_applicable.is_none()).map(|s| s.title.clone()).collect(),
        )
    };
    Judgement {
        problems,
        team: Some((team, routing.reason)),
        risk: Some(risk),
        steps: Stage::ALL.iter().map(|s| by_stage(*s)).collect(),
        operations,
    }
}
