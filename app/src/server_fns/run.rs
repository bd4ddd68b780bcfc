//! What the server functions on one change have in common. Server builds only.

use super::changes::ChangeView;
use crate::context::{backend, respond, visit};
use crate::error::UiResult;
use crate::markdown::to_html;
use chrono::{DateTime, Days, NaiveDate, NaiveTime, Utc};
use domain::AppError;
use domain::api::{ChangeDetail, ChangeRef};
use domain::change::Command;

/// Reads a change for its page.
pub async fn load(change: &str) -> UiResult<ChangeView> {
    let (backend, visit, respond) = (backend()?, visit()?, respond());
    let found = match change.parse::<ChangeRef>() {
        Ok(change) => backend.get(&visit.actor, change).await,
        Err(error) => Err(error),
    };
    if let (Err(AppError::NotFound(_)), Ok(respond)) = (&found, respond) {
        respond.status(404);
    }
    Ok(page(found?, visit.actor.name, &visit.agent))
}

/// Carries out a command and gives the change as it is then.
pub async fn execute(change: &str, expected: Option<i64>, command: Command) -> UiResult<ChangeView> {
    let (backend, visit) = (backend()?, visit()?);
    let detail = backend.execute(&visit.actor, change.parse()?, expected, command).await?;
    Ok(page(detail, visit.actor.name, &visit.agent))
}

fn page(detail: ChangeDetail, me: String, agent: &str) -> ChangeView {
    ChangeView {
        description_html: to_html(&detail.change.description),
        comment_html: detail.comments.iter().map(|c| to_html(&c.body)).collect(),
        me,
        small: agent.contains("Mobi"),
        detail,
    }
}

/// The text without surrounding space; `None` if nothing is left.
pub fn given(text: Option<String>) -> Option<String> {
    text.map(|t| t.trim().to_owned()).filter(|t| !t.is_empty())
}

/// The first moment after a day that a form gives as `YYYY-MM-DD`.
pub fn last_moment(day: &str) -> UiResult<DateTime<Utc>> {
    let day = day.trim().parse::<NaiveDate>().ok().and_then(|day| day.checked_add_days(Days::new(1)));
    let moment = day.map(|day| day.and_time(NaiveTime::MIN).and_utc());
    Ok(moment.ok_or_else(|| AppError::invalid("/until", "waiver.expiry", "Choose the last day on which it counts."))?)
}

/// A step id from its title: lower-case words joined by hyphens, at most 60 characters.
pub fn step_id(title: &str) -> String {
    let words: String = title.to_lowercase().chars().map(|c| if c.is_ascii_alphanumeric() { c } else { ' ' }).collect();
    words.split_whitespace().collect::<Vec<_>>().join("-").chars().take(60).collect()
}
