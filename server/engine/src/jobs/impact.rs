//! The analysis of a request's impact, before there is a branch (SPEC R3.1, R3.2, R12.3).

use super::Validator;
use super::begin::Task;
use super::look::{main_line, word};
use super::reached::{Seen, reached};
use super::validation::{Found, Outcome, Result, apart};
use crate::error::app;
use crate::validation::{Part, reach};
use analysis::impact::Impact;
use domain::words::RunState;
use serde_json::json;
use std::sync::Arc;

impl Validator {
    /// Looks at what the declared operations reach in the last commit of the project's main line.
    pub(super) async fn analyse(&self, task: &Task<'_>) -> Result<Found> {
        let sight = self.begin(task, main_line).await?;
        let (commit, parts) = (&sight.revisions.head, task.parts);

        let digest = format!("impact-{}", sight.digest());
        let known = store::validation::of_digest(self.engine.store(), &digest).await.map_err(app)?;
        let known = known.and_then(|report| serde_json::from_value::<Impact>(report.get("impact")?.clone()).ok());
        let impact = match known {
            Some(impact) => {
                for part in ["schema", "code"] {
                    parts.begin(part);
                    parts.end(part, RunState::Done, "Known from an earlier run on the same files.");
                }
                impact
            }
            None => {
                let (looked, told) = (Arc::clone(&sight), Arc::clone(parts));
                apart(move || {
                    let impact = reach(&looked.head, &looked.rules, &looked.declared, &mut |part| match part {
                        Part::Code => {
                            told.end("schema", RunState::Done, "");
                            told.begin("code");
                        }
                        _ => told.begin("schema"),
                    });
                    told.end("code", RunState::Done, format!("Risk: {}.", word(&impact.risk)));
                    impact
                })
                .await?
            }
        };
        let seen = Seen { run: task.run.id, commit, branch: None, at: self.engine.clock.now() };
        let outcome = reached(&seen, task.state, &impact);
        let report = json!({ "impact": impact, "notes": sight.notes });
        Ok(Found { digest, report, outcome: Outcome::Impact(Box::new(outcome)) })
    }
}
