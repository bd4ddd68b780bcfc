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
use chrono::TimeDelta;
use domain::api::Projects;
use domain::project::ProjectConfig;
use domain::{Actor, AppError, AppResult};
use std::sync::Arc;

/// The rules of this repository.
const PROJECT: &str = include_str!("../../../../.change-mgmt/project.toml");
/// Days before now at which the sample project was made.
const AGE_DAYS: i64 = 61;

impl Engine {
    /// Loads the sample data unless the sample project exists; true where it did. Safe to call at every start.
    ///
    /// # Errors
    /// `Conflict` where somebody real has the name of a sample person; those of the database.
    pub async fn load_sample(&self) -> AppResult<bool> {
        let config = ProjectConfig::from_toml(PROJECT).map_err(AppError::Invalid)?;
        let mut conn = self.store.connection().await.map_err(crate::error::app)?;
        if store::projects::exists(&mut conn, &config.key).await.map_err(crate::error::app)? {
            return Ok(false);
        }
        drop(conn);
        let scripts = script::scripts().map_err(|e| AppError::invalid("", "sample.syntax", e.to_string()))?;
        let now = self.clock.now();
        let clock = Arc::new(SteppedClock::at(now - TimeDelta::days(AGE_DAYS)));
        let engine = Self { clock: Arc::<SteppedClock>::clone(&clock), ..self.clone() };
        for person in people::PEOPLE {
            engine.add_sample_person(person.name, person.display_name).await?;
        }
        match engine.create_project(&Actor::system(), &config).await {
            Ok(_) => {}
            // Another instance was quicker and loads them.
            Err(AppError::Conflict(_)) => return Ok(false),
            Err(e) => return Err(e),
        }
        for person in people::PEOPLE {
            engine.give_sample_roles(person.name, &person.roles_in(&config.key)).await?;
        }
        play::Play::new(&engine, &clock, &config.key).run(&scripts, now).await?;
        Ok(true)
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
