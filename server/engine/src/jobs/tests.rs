//! Properties 11 and 13, from the files of a branch to the change's workflow: generated schemas, code that reads
//! them, and migrations that break it or do not.

use super::look::{Sight, declared};
use super::outcome::outcome;
use super::parts::Parts;
use crate::ports::Revisions;
use crate::validation::Rules;
use analysis::{Effect, Files, Severity};
use chrono::{DateTime, Duration, Utc};
use domain::change::{ChangeState, Command, Context, DocumentRef, NewEvidence, ValidationOutcome, create, decide};
use domain::intake::{DependencyFacts, validate};
use domain::project::ProjectConfig;
use domain::words::{Decision, EvidenceKind, Origin, RunSubject, Stage};
use domain::{Actor, AppError};
use proptest::prelude::*;
use serde_json::json;
use uuid::Uuid;

const PROJECT: &str = "key = 'shop'\nname = 'Shop'\ndefaultTeam = 'data'\n[[teams]]\nname = 'data'\n\
    [[components]]\nname = 'schema'\nlayer = 'database'\npaths = ['db/**']\nteam = 'data'\n\
    [[components]]\nname = 'store'\nlayer = 'repository'\npaths = ['src/**']\nteam = 'data'\n[migrations]\nfolder = 'db'\n";

/// What the branch does besides what its request says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Deed {
    AddColumn,
    AddTable,
    RenameColumn,
    DropColumn,
    RetypeColumn,
    DropTable,
    RenameTable,
    ForgetDown,
}

impl Deed {
    const ALL: [Self; 8] = [
        Self::AddColumn,
        Self::AddTable,
        Self::RenameColumn,
        Self::DropColumn,
        Self::RetypeColumn,
        Self::DropTable,
        Self::RenameTable,
        Self::ForgetDown,
    ];

    fn breaks(self) -> bool {
        !matches!(self, Self::AddColumn | Self::AddTable | Self::ForgetDown)
    }

    /// It may not be deployed as it is.
    fn fails(self) -> bool {
        self.breaks() || self == Self::ForgetDown
    }

    /// Up and down for one table of the schema.
    fn sql(self, table: usize) -> (String, String) {
        let t = format!("t{table}");
        match self {
            Self::AddColumn => {
                (format!("ALTER TABLE {t} ADD COLUMN more text;"), format!("ALTER TABLE {t} DROP COLUMN more;"))
            }
            Self::AddTable | Self::ForgetDown => (
                format!("CREATE TABLE {t}_more (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY);"),
                format!("DROP TABLE {t}_more;"),
            ),
            Self::RenameColumn => {
                (format!("ALTER TABLE {t} RENAME COLUMN c0 TO d0;"), format!("ALTER TABLE {t} RENAME COLUMN d0 TO c0;"))
            }
            Self::DropColumn => {
                (format!("ALTER TABLE {t} DROP COLUMN c0;"), format!("ALTER TABLE {t} ADD COLUMN c0 text;"))
            }
            Self::RetypeColumn => (
                format!("ALTER TABLE {t} ALTER COLUMN c0 TYPE integer USING c0::integer;"),
                format!("ALTER TABLE {t} ALTER COLUMN c0 TYPE text;"),
            ),
            Self::DropTable => {
                (format!("DROP TABLE {t};"), format!("CREATE TABLE {t} (id bigint PRIMARY KEY, c0 text);"))
            }
            Self::RenameTable => {
                (format!("ALTER TABLE {t} RENAME TO {t}_old;"), format!("ALTER TABLE {t}_old RENAME TO {t};"))
            }
        }
    }
}

#[derive(Clone, Debug)]
struct Case {
    /// Columns of each table besides its key. The last table is the one that the request names.
    columns: Vec<usize>,
    /// What is done to the tables before it, one deed each.
    deeds: Vec<Deed>,
}

fn cases() -> impl Strategy<Value = Case> {
    prop::collection::vec(1usize..4, 2..6).prop_flat_map(|columns| {
        let most = columns.len() - 1;
        let deeds = prop::collection::vec(prop::sample::select(&Deed::ALL[..]), 0..=most);
        deeds.prop_map(move |deeds| Case { columns: columns.clone(), deeds })
    })
}

impl Case {
    fn last(&self) -> String {
        format!("t{}", self.columns.len() - 1)
    }

    fn base(&self) -> Files {
        let mut files = vec![(".change-mgmt/project.toml".to_owned(), PROJECT.as_bytes().to_vec())];
        for (table, columns) in self.columns.iter().enumerate() {
            let all: String = (0..*columns).map(|column| format!(", c{column} text")).collect();
            let made = format!("CREATE TABLE t{table} (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY{all});");
            files.push((format!("db/{:03}_t.up.sql", table + 1), made.into_bytes()));
            files.push((format!("db/{:03}_t.down.sql", table + 1), format!("DROP TABLE t{table};").into_bytes()));
            let reads = format!(
                "pub async fn read_{table}(db: &Db) {{\n    sqlx::query!(\"SELECT id, c0 FROM t{table}\");\n}}\n"
            );
            files.push((format!("src/t{table}.rs"), reads.into_bytes()));
        }
        files.into_iter().collect()
    }

    /// The branch, with these of the deeds.
    fn head(&self, wanted: impl Fn(Deed) -> bool) -> Files {
        let mut files: Vec<(String, Vec<u8>)> =
            self.base().iter().map(|(path, bytes)| (path.to_owned(), bytes.to_vec())).collect();
        let own = Deed::AddColumn.sql(self.columns.len() - 1);
        let mut all = vec![(own, true)];
        for (table, deed) in self.deeds.iter().enumerate().filter(|(_, deed)| wanted(**deed)) {
            all.push((deed.sql(table), *deed != Deed::ForgetDown));
        }
        for (n, ((up, down), kept)) in all.into_iter().enumerate() {
            files.push((
                format!("db/{:03}_n.up.sql", 100 + n),
                format!("SET lock_timeout = '2s';\n{up}\n").into_bytes(),
            ));
            if kept {
                files.push((
                    format!("db/{:03}_n.down.sql", 100 + n),
                    format!("SET lock_timeout = '2s';\n{down}\n").into_bytes(),
                ));
            }
        }
        let used =
            format!("pub async fn more(db: &Db) {{\n    sqlx::query!(\"SELECT more FROM {}\");\n}}\n", self.last());
        files.push(("src/more.rs".to_owned(), used.into_bytes()));
        files.into_iter().collect()
    }
}

/// A change on its way, and those who work on it.
struct Desk {
    state: ChangeState,
    project: ProjectConfig,
    minutes: i64,
}

fn person(name: &str) -> Actor {
    Actor { name: name.to_owned(), ..Actor::anonymous(Origin::Web) }
}

fn document() -> DocumentRef {
    DocumentRef {
        id: Uuid::from_u128(9),
        name: "plan.md".to_owned(),
        media_type: "text/markdown".to_owned(),
        size: 3,
        sha256: "a".repeat(64),
    }
}

impl Desk {
    fn submit(case: &Case) -> Self {
        let project = ProjectConfig::from_toml(PROJECT).unwrap();
        let input = json!({
            "title": "One column more", "type": "add-field",
            "metadata": {"affectedComponents": ["schema"], "operations": [
                {"kind": "add-column", "table": case.last(), "name": "more", "type": "text", "nullable": true}
            ]}
        });
        let valid = validate(&serde_json::from_value(input).unwrap(), &project, &DependencyFacts::default()).unwrap();
        let actor = person("ada");
        let cx = Context { actor: &actor, now: DateTime::UNIX_EPOCH, project: &project, documents: &[] };
        let (state, _) = create(&valid, Uuid::from_u128(7), 1, &cx).unwrap();
        Self { state, project, minutes: 0 }
    }

    fn now(&self) -> DateTime<Utc> {
        DateTime::UNIX_EPOCH + Duration::minutes(self.minutes)
    }

    fn run(&mut self, by: &str, command: Command) -> Result<(), AppError> {
        self.minutes += 1;
        let (actor, now, documents) = (person(by), self.now(), [document()]);
        let cx = Context { actor: &actor, now, project: &self.project, documents: &documents };
        let events = decide(&self.state, &command, &cx)?;
        self.state.record(&events, now);
        Ok(())
    }

    /// Everybody does what they can, until somebody has to wait or production is next.
    fn work(&mut self) {
        while self.state.request.stage < Stage::Deployment {
            let Some(step) = self.state.current_step().cloned() else { return };
            let command = if step.is_approval() {
                Command::Approve { step: step.id, decision: Decision::Approve, note: None, digest: None }
            } else {
                let evidence = step.evidence.iter().map(|kind| NewEvidence {
                    kind: *kind,
                    value: match kind {
                        EvidenceKind::Link | EvidenceKind::PullRequest => "https://git.test/pull/1".to_owned(),
                        EvidenceKind::Commit => "0a1b2c3d".to_owned(),
                        _ => "Done.".to_owned(),
                    },
                    document: (*kind == EvidenceKind::Document).then_some(document().id),
                });
                Command::CompleteStep { step: step.id, evidence: evidence.collect(), notes: None }
            };
            if step.automatic || self.run("eve", command).is_err() {
                return;
            }
        }
    }

    /// The system looks at the branch, as its job does.
    fn look(&mut self, base: Files, head: Files, commit: &str) -> ValidationOutcome {
        let rules = Rules::of(Some(&self.project), &head).unwrap();
        let revisions = Revisions { head: commit.to_owned(), base: Some("base".to_owned()), unknown_base: false };
        let sight = Sight {
            revisions,
            onto: None,
            head: head.clone(),
            base: base.clone(),
            rules,
            declared: declared(&self.state, false),
            unread: Vec::new(),
            notes: Vec::new(),
        };
        let found = sight.look(&Parts::again(RunSubject::Branch, &[]));
        let errors = found.report.findings.iter().filter(|finding| finding.severity == Severity::Error).count();
        let breaks = found
            .report
            .findings
            .iter()
            .any(|f| f.effects.contains(&Effect::Breaking) && f.severity == Severity::Error);
        let outcome = outcome(Uuid::from_u128(1), "more", &sight, &found, &self.state, self.now());
        assert_eq!(outcome.blocking.len(), errors, "{:?}", found.report.findings);
        assert_eq!(outcome.breaks.is_some(), breaks, "{:?}", found.report.findings);
        self.run("system", Command::RecordValidation(Box::new(outcome.clone()))).unwrap();
        // A change that has become a breaking one by it is looked at as such.
        if self.state.is_validated() { outcome } else { self.look(base, head, commit) }
    }

    /// The validation has something against it.
    fn is_blocked(&self) -> bool {
        !self.state.failures().is_empty()
    }
}

/// The steps that a breaking change has in addition, as the specification lists them.
const ADDITIONAL: [&str; 6] = [
    "detailed-dependency-map",
    "migration-strategy",
    "rollback-plan",
    "prove-rollback",
    "architecture-approval",
    "extended-monitoring",
];

proptest! {
    #![proptest_config(ProptestConfig { cases: 256, failure_persistence: None, ..ProptestConfig::default() })]

    /// Property 11: whatever fails holds up the deployment until it is mended, or waived by somebody else for a time.
    #[test]
    fn property_11_validation_failure_blocking(case in cases(), mended: bool) {
        let mut desk = Desk::submit(&case);
        desk.run("bob", Command::SetBranch { branch: "more".to_owned(), base: None, reason: None }).unwrap();
        let outcome = desk.look(case.base(), case.head(|_| true), "c1");
        desk.work();
        let fails = case.deeds.iter().any(|deed| deed.fails());
        prop_assert_eq!(desk.is_blocked(), fails, "{:?}", outcome.blocking);
        prop_assert_eq!(desk.state.request.stage < Stage::Deployment, fails, "{:?}", desk.state.current_step());
        if !fails {
            return Ok(());
        }
        let deploy = Command::CompleteStep { step: "deploy-production".to_owned(), evidence: Vec::new(), notes: None };
        prop_assert!(matches!(desk.run("eve", deploy), Err(AppError::Blocked(_))));
        if mended {
            let outcome = desk.look(case.base(), case.head(|deed| !deed.fails()), "c2");
            prop_assert!(!desk.is_blocked(), "{:?}", outcome.blocking);
        } else {
            let until = desk.now() + Duration::days(1);
            for (n, found) in (1..).zip(&outcome.blocking) {
                prop_assert!(desk.is_blocked());
                let (fingerprint, reason) = (found.fingerprint.clone(), "Agreed on.".to_owned());
                desk.run("bob", Command::RequestWaiver { fingerprint, reason, expires_at: until }).unwrap();
                prop_assert!(desk.is_blocked(), "a waiver that nobody granted counts");
                desk.run("eve", Command::DecideWaiver { id: n, grant: true, note: None }).unwrap();
            }
            prop_assert!(!desk.is_blocked(), "{:?}", desk.state.failures());
        }
        desk.look(case.base(), case.head(|deed| !mended || !deed.fails()), "c2");
        desk.work();
        prop_assert_eq!(desk.state.request.stage, Stage::Deployment, "{:?}", desk.state.current_step());
        if !mended {
            // When their time is over, what was waived blocks again, however far the change is.
            desk.minutes += 2 * 24 * 60;
            desk.run("system", Command::Recheck).unwrap();
            prop_assert!(desk.is_blocked() && desk.state.request.stage < Stage::Deployment);
        }
    }

    /// Property 13: a branch that breaks something makes its change a breaking one, with all that this adds, whatever
    /// the request said and however far the change had come; and it stays one.
    #[test]
    fn property_13_breaking_change_safety_enforcement(case in cases(), late: bool) {
        let mut desk = Desk::submit(&case);
        desk.run("bob", Command::SetBranch { branch: "more".to_owned(), base: None, reason: None }).unwrap();
        if late {
            desk.look(case.base(), case.head(|deed| !deed.fails()), "c0");
            desk.work();
            prop_assert_eq!(desk.state.request.stage, Stage::Deployment);
        }
        desk.look(case.base(), case.head(|_| true), "c1");
        let breaks = case.deeds.iter().any(|deed| deed.breaks());
        prop_assert_eq!(desk.state.request.metadata.breaking_change, breaks);
        for id in ADDITIONAL {
            let step = desk.state.workflow.step(id).unwrap();
            prop_assert_eq!(step.not_applicable.is_none(), breaks, "{}", id);
            if breaks {
                let skip = Command::SkipStep { step: id.to_owned(), reason: "In a hurry.".to_owned() };
                prop_assert!(matches!(desk.run("ada", skip), Err(AppError::Blocked(_))), "{} can be skipped", id);
            }
        }
        if breaks {
            prop_assert_eq!(desk.state.request.stage, Stage::ImpactAnalysis, "what was passed is not open again");
            // Mended, it is a breaking change all the same: everything added has to be done.
            desk.look(case.base(), case.head(|deed| !deed.fails()), "c2");
            desk.work();
            prop_assert_eq!(desk.state.request.stage, Stage::Deployment, "{:?}", desk.state.current_step());
            for id in ADDITIONAL.into_iter().filter(|id| *id != "extended-monitoring") {
                prop_assert!(desk.state.workflow.step(id).unwrap().completion.is_some(), "{} was passed over", id);
            }
        }
    }
}
