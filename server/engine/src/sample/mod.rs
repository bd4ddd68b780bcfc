//! Sample data: this repository as a project, with real changes of its own data layer.
//!
//! They are made through the use cases, by sample people, on a clock that is stepped through the last weeks. So the
//! audit trail is a real one.

mod clock;
mod evidence;
mod people;
mod play;
mod script;

pub use clock::SteppedClock;

use crate::Engine;
use crate::clock::Clock as _;
use chrono::TimeDelta;
use domain::project::ProjectConfig;
use domain::{AppError, AppResult};
use std::sync::Arc;
use store::sample::Marks;

/// The rules of this repository.
const PROJECT: &str = include_str!("../../../../.change-mgmt/project.toml");
/// Days before now at which the sample project was made.
const AGE_DAYS: i64 = 61;

impl Engine {
    /// Loads the sample data, or goes on where an earlier start was cut off; true where it did something. Safe to call
    /// at every start, and by several servers at once. A project of the sample's name that somebody made is left alone.
    ///
    /// # Errors
    /// `Conflict` where somebody real has the name of a sample person; those of the database.
    pub async fn load_sample(&self) -> AppResult<bool> {
        let config = ProjectConfig::from_toml(PROJECT).map_err(AppError::Invalid)?;
        let scripts = script::scripts().map_err(|e| AppError::invalid("", "sample.syntax", e.to_string()))?;
        // One server loads at a time. The lock goes with its connection, also where the process is killed.
        let mut lock = self.store.begin().await.map_err(crate::error::app)?;
        store::sample::lock(&mut lock).await.map_err(crate::error::app)?;
        let marks = store::sample::marks(&mut lock, &config.key).await.map_err(crate::error::app)?;
        let clock = Arc::new(SteppedClock::at(marks.began.unwrap_or(self.clock.now() - TimeDelta::days(AGE_DAYS))));
        let engine = Self { clock: Arc::<SteppedClock>::clone(&clock), ..self.clone() };
        match marks {
            Marks { finished: true, .. } | Marks { began: None, project: true, .. } => return Ok(false),
            Marks { began: Some(_), .. } => tracing::info!("the sample data were loaded in part; going on with them"),
            Marks { began: None, .. } => {
                for person in people::PEOPLE {
                    engine.add_sample_person(person.name, person.display_name).await?;
                }
                engine.begin_sample(&config).await?;
            }
        }
        // What happens, and when, follows from the begin, so that an interrupted load goes on as it would have.
        let now = clock.now() + TimeDelta::days(AGE_DAYS);
        for person in people::PEOPLE {
            engine.give_sample_roles(person.name, &person.roles_in(&config.key)).await?;
        }
        let mut play = play::Play::new(&engine, &clock, &config.key);
        play.recall(&scripts).await?;
        play.run(&scripts, now).await?;
        engine.end_sample(&config.key).await?;
        Ok(true)
    }
}

impl Engine {
    /// The project is the sample's own, and not one that somebody made.
    ///
    /// # Errors
    /// Those of the database.
    pub async fn made_sample(&self, project: &str) -> AppResult<bool> {
        let mut tx = self.store.begin().await.map_err(crate::error::app)?;
        Ok(store::sample::marks(&mut tx, project).await.map_err(crate::error::app)?.finished)
    }

    /// A sample person in the sample project.
    pub fn sample_actor(&self, name: &str, project: &str) -> Option<domain::Actor> {
        people::named(name).map(|person| person.actor(project))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn project_file_and_scripts_can_be_read() {
        let config = ProjectConfig::from_toml(PROJECT).unwrap();
        let scripts = script::scripts().unwrap();
        assert!(scripts.len() >= 18);
        for s in &scripts {
            assert!(people::named(&s.by).is_some(), "{}", s.id);
            let input = s.input(&config.key, &std::collections::BTreeMap::new());
            let problems = domain::intake::validate(&input, &config, &domain::intake::DependencyFacts::default()).err();
            assert_eq!(problems, None, "{}", s.id);
        }
    }
}
