//! Random walks through the workflow, without a database: invariants of the engine.

use crate::gen_input::{project, valid_input};
use chrono::{DateTime, Duration, Utc};
use domain::Actor;
use domain::change::{
    Blocking, ChangeState, Command, Context, Event, ImpactFailure, ImpactOutcome, NewEvidence, ReachedComponent,
    Standing, ValidationOutcome, check_of, create, decide, declared, reach_digest,
};
use domain::intake::{DependencyFacts, ValidChange, validate};
use domain::project::ProjectConfig;
use domain::words::{Check, Decision, Effort, EvidenceKind, Origin, Risk, Stage, WorkflowStatus};
use proptest::prelude::*;
use uuid::Uuid;

pub fn start() -> DateTime<Utc> {
    DateTime::from_timestamp(1_780_000_000, 0).unwrap()
}

pub fn person(name: &str) -> Actor {
    Actor { name: name.to_owned(), ..Actor::anonymous(Origin::Web) }
}

pub fn begin(valid: &ValidChange) -> (ChangeState, Vec<Event>) {
    begin_in(&project(), valid)
}

/// In this project.
pub fn begin_in(project: &ProjectConfig, valid: &ValidChange) -> (ChangeState, Vec<Event>) {
    let actor = person("ada");
    let cx = Context { actor: &actor, now: start(), project, documents: &[] };
    create(valid, Uuid::from_u128(7), 1, &cx).unwrap()
}

/// Evidence of every kind a step asks for; documents are known to the context.
pub fn evidence_for(kinds: &[EvidenceKind], document: Uuid) -> Vec<NewEvidence> {
    kinds
        .iter()
        .map(|k| NewEvidence {
            kind: *k,
            value: match k {
                EvidenceKind::Link | EvidenceKind::PullRequest => "https://git.test/pull/1".to_owned(),
                EvidenceKind::Commit => "0a1b2c3d".to_owned(),
                _ => "Looked at it, fine.".to_owned(),
            },
            document: (*k == EvidenceKind::Document).then_some(document),
        })
        .collect()
}

pub fn document() -> domain::change::DocumentRef {
    domain::change::DocumentRef {
        id: Uuid::from_u128(9),
        name: "plan.md".to_owned(),
        media_type: "text/markdown".to_owned(),
        size: 3,
        sha256: "a".repeat(64),
    }
}

/// What a look at the branch may find; of nothing that blocks where `seed` is even.
pub fn outcome(state: &ChangeState, seed: u8) -> ValidationOutcome {
    let metadata = &state.request.metadata;
    let found = |i: u8| Blocking {
        fingerprint: format!("f{}", (seed / 2 + i) % 4),
        rule: "rename-column".to_owned(),
        check: [Check::Completeness, Check::BreakingChanges, Check::Rollback][usize::from(seed / 2 + i) % 3],
        message: "a column is renamed".to_owned(),
        place: Some("migrations/2.sql:1".to_owned()),
        readers: vec!["src/a.rs:1".to_owned()],
    };
    ValidationOutcome {
        run: Uuid::from_u128(u128::from(seed)),
        branch: if seed == 77 { "another".to_owned() } else { "wide".to_owned() },
        head: format!("c{}", seed % 8),
        base: "base".to_owned(),
        onto: None,
        // Sometimes of a request that is another one by now.
        declared: declared(&metadata.operations, metadata.breaking_change ^ (seed % 16 == 5)),
        at: start(),
        blocking: if seed.is_multiple_of(2) { Vec::new() } else { (0..seed % 3).map(found).collect() },
        unlisted: u32::from(seed == 99),
        warnings: 0,
        breaks: (seed % 8 == 7).then(|| "it breaks".to_owned()),
        rollback: (!seed.is_multiple_of(5)).then(|| "reversible".to_owned()),
        operations: Vec::new(),
        impact: (!seed.is_multiple_of(3)).then(|| impact(state, seed)),
    }
}

/// What an analysis of the impact may find; sometimes of a request that is another one by now.
pub fn impact(state: &ChangeState, seed: u8) -> ImpactOutcome {
    let names: Vec<String> = (0..seed % 4).map(|i| format!("c{i}")).collect();
    ImpactOutcome {
        run: Uuid::from_u128(u128::from(seed)),
        commit: format!("m{}", seed % 8),
        branch: None,
        declared: if seed % 16 == 6 { "other".to_owned() } else { reach_digest(&state.request) },
        at: start(),
        components: names
            .iter()
            .map(|name| ReachedComponent { name: name.clone(), reasons: vec!["it reads".to_owned()] })
            .collect(),
        unlisted: names.into_iter().skip(1).collect(),
        objects: Vec::new(),
        code: Vec::new(),
        endpoints: Vec::new(),
        clients: Vec::new(),
        further: u32::from(seed % 5),
        collisions: Vec::new(),
        risk: Risk::ALL[usize::from(seed) % Risk::ALL.len()],
        risk_reasons: Vec::new(),
        effort: Effort::ALL[usize::from(seed) % Effort::ALL.len()],
        effort_reasons: Vec::new(),
    }
}

/// The request as somebody edits it.
fn edited(state: &ChangeState, seed: u8) -> ValidChange {
    let r = &state.request;
    let mut metadata = r.metadata.clone();
    match seed % 4 {
        0 => metadata.affected_tables.push(format!("t{seed}")),
        1 => metadata.affected_components.push(format!("c{}", seed % 4)),
        2 => metadata.breaking_change = true,
        _ => {}
    }
    let title = format!("Edited {seed}");
    ValidChange { title, description: r.description.clone(), kind: r.kind, priority: r.priority, metadata }
}

fn validating(state: &ChangeState, seed: u8, now: DateTime<Utc>) -> Command {
    match seed % 12 {
        6 | 7 => Command::RecordAnalysis(Box::new(impact(state, seed))),
        8 => Command::RecordAnalysisFailure(ImpactFailure {
            declared: if seed > 200 { "other".to_owned() } else { reach_digest(&state.request) },
            reason: "The forge is away.".to_owned(),
        }),
        9 => Command::RequestAnalysis,
        10 => Command::RemoveBranch { reason: (seed > 99).then(|| "Another way.".to_owned()) },
        11 => Command::Edit(Box::new(edited(state, seed / 12))),
        0 => Command::SetBranch {
            branch: "wide".to_owned(),
            base: (seed > 99).then(|| "main".to_owned()),
            reason: (seed > 180).then(|| "Another way.".to_owned()),
        },
        1 => Command::RequestWaiver {
            fingerprint: format!("f{}", seed % 4),
            reason: "For now.".to_owned(),
            expires_at: now + Duration::minutes(i64::from(seed % 30) + 1),
        },
        2 => {
            let waivers = &state.workflow.waivers;
            let id = waivers.get(usize::from(seed) % waivers.len().max(1)).map_or(1, |w| w.id);
            Command::DecideWaiver { id, grant: !seed.is_multiple_of(4), note: None }
        }
        3 => Command::Recheck,
        _ => Command::RecordValidation(Box::new(outcome(state, seed))),
    }
}

fn command(state: &ChangeState, pick: (u8, u8), now: DateTime<Utc>) -> Command {
    let steps = &state.workflow.steps;
    let step = steps[usize::from(pick.1) % steps.len()].clone();
    match pick.0 % 18 {
        16 | 17 => validating(state, pick.1, now),
        0 => Command::Hold { reason: "Waiting for a decision.".to_owned() },
        1 => Command::Resume,
        2 => Command::ReopenStep { step: step.id, reason: "Found a mistake.".to_owned() },
        3 => Command::SkipStep { step: step.id, reason: "Not needed.".to_owned() },
        4 => Command::RestoreStep { step: step.id },
        5 => Command::StartStep { step: step.id },
        6 => Command::Comment { body: "Noted.".to_owned() },
        7 => Command::Approve {
            step: step.id,
            decision: Decision::RequestChanges,
            note: Some("Not yet.".to_owned()),
            digest: None,
        },
        8 if pick.1 < 8 => Command::Cancel { reason: "No longer wanted.".to_owned() },
        n => {
            // Mostly go forward, so that walks reach every stage.
            let next = state.current_step().cloned().unwrap_or(step);
            if next.automatic && next.stage == Stage::ImpactAnalysis {
                Command::RecordAnalysis(Box::new(impact(state, pick.1)))
            } else if next.automatic {
                Command::RecordValidation(Box::new(outcome(state, pick.1)))
            } else if next.is_approval() {
                Command::Approve { step: next.id, decision: Decision::Approve, note: None, digest: None }
            } else {
                let evidence = if n == 9 { Vec::new() } else { evidence_for(&next.evidence, document().id) };
                Command::CompleteStep { step: next.id, evidence, notes: None }
            }
        }
    }
}

fn check(before: &ChangeState, after: &ChangeState) {
    let (b, a) = (&before.request, &after.request);
    // The stage moved only over stages whose required steps are all settled.
    for stage in Stage::ALL.iter().filter(|s| **s < a.stage) {
        for step in after.workflow.steps.iter().filter(|s| s.stage == *stage && s.is_required()) {
            assert!(step.completion.is_some(), "{} was passed with {} open", stage, step.id);
        }
    }
    if a.status == WorkflowStatus::Closed {
        assert!(after.workflow.steps.iter().all(|s| !s.is_required() || s.completion.is_some()));
    }
    for step in &after.workflow.steps {
        let was = before.workflow.step(&step.id);
        assert!(
            !(step.safety && step.not_applicable.is_some() && was.is_some_and(|w| w.not_applicable.is_none())),
            "{} was skipped",
            step.id
        );
        // What the branch decides is never done against it.
        if let Some(decided) = check_of(&step.id)
            && a.status.is_live()
            && step.completion.is_some()
        {
            let standing = after.standing(decided);
            // Who decides is who the step says that decides.
            assert_eq!(step.automatic, standing != Standing::Manual, "{}: {standing:?}", step.id);
            assert!(matches!(standing, Standing::Passed(_) | Standing::Manual), "{}: {standing:?}", step.id);
        }
        if let Some(c) = &step.completion {
            assert!(
                step.automatic || after.workflow.unmet(step).is_empty(),
                "{} is done before what it needs",
                step.id
            );
            let given: Vec<EvidenceKind> = c
                .evidence
                .iter()
                .filter_map(|id| after.workflow.evidence.iter().find(|e| e.id == *id))
                .map(|e| e.kind)
                .collect();
            assert!(step.evidence.iter().all(|k| given.contains(k)), "{} lacks evidence", step.id);
            assert!(!step.is_approval() || given.contains(&EvidenceKind::Approval));
        }
    }
    assert_eq!((b.number, b.id), (a.number, a.id));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(256))]

    #[test]
    fn walks_keep_every_invariant_and_fold_to_the_state(input in valid_input(), repository in any::<bool>(), picks in prop::collection::vec(any::<(u8, u8)>(), 1..80)) {
        let mut project = project();
        project.repository = repository.then(|| "shop".to_owned());
        let valid = validate(&input, &project, &DependencyFacts::default()).unwrap();
        let (mut state, first) = begin_in(&project, &valid);
        let documents = [document()];
        let mut log = vec![(start(), first)];
        for (i, pick) in picks.into_iter().enumerate() {
            let actor = person(["ada", "bob", "eve"][i % 3]);
            let now = start() + Duration::minutes(i64::try_from(i).unwrap() + 1);
            let cx = Context { actor: &actor, now, project: &project, documents: &documents };
            let command = command(&state, pick, now);
            let Ok(events) = decide(&state, &command, &cx) else { continue };
            let idle = matches!(command, Command::Recheck | Command::RecordAnalysisFailure(_));
            if idle && events.is_empty() {
                continue;
            }
            prop_assert!(!events.is_empty());
            let before = state.clone();
            state.record(&events, now);
            check(&before, &state);
            log.push((now, events));
        }
        // Through JSON, as the audit trail keeps them.
        let log: Vec<_> = log.into_iter().map(|(at, e)| (at, serde_json::from_str::<Vec<Event>>(&serde_json::to_string(&e).unwrap()).unwrap())).collect();
        let folded = ChangeState::fold(log.iter().map(|(at, e)| (*at, e.as_slice()))).unwrap();
        prop_assert_eq!(folded, state);
    }
}
