//! Letting a blocking finding pass: a reason, a second person, an end (SPEC R2.6).

use super::Context;
use super::text::{next_id, optional_text, required_text};
use crate::change::{ChangeState, Event, WAIVER_DAYS, Waiver, WaiverDecision};
use crate::error::{AppError, AppResult};
use chrono::{DateTime, Duration, Utc};

pub(super) fn request(
    state: &ChangeState,
    fingerprint: &str,
    reason: &str,
    expires_at: DateTime<Utc>,
    cx: &Context<'_>,
) -> AppResult<Vec<Event>> {
    let all = state.workflow.validation.iter().flat_map(|outcome| &outcome.blocking);
    let Some(found) = all.into_iter().find(|found| found.fingerprint == fingerprint) else {
        return Err(AppError::invalid(
            "/fingerprint",
            "waiver.finding",
            "Name the fingerprint of a finding that blocks this change; the validation lists them.",
        ));
    };
    if let Some(w) = state.workflow.waivers.iter().find(|w| w.fingerprint == fingerprint && (w.is_open() || w.counts()))
    {
        let how = if w.is_open() { "A waiver for it waits for a decision" } else { "It is waived" };
        return Err(AppError::Conflict(format!("{how} already.")));
    }
    if expires_at <= cx.now || expires_at > cx.now + Duration::days(WAIVER_DAYS) {
        return Err(AppError::invalid(
            "/expiresAt",
            "waiver.expiry",
            format!("Choose a day within the next {WAIVER_DAYS} days."),
        ));
    }
    Ok(vec![Event::WaiverRequested {
        waiver: Waiver {
            id: next_id(state.workflow.waivers.iter().map(|w| w.id)),
            fingerprint: found.fingerprint.clone(),
            rule: found.rule.clone(),
            message: found.message.clone(),
            reason: required_text("/reason", "reason", reason)?,
            requested_by: cx.actor.name.clone(),
            requested_at: cx.now,
            expires_at,
            decision: None,
            expired: false,
        },
    }])
}

pub(super) fn decide(
    state: &ChangeState,
    id: u32,
    granted: bool,
    note: Option<&str>,
    cx: &Context<'_>,
) -> AppResult<Vec<Event>> {
    let Some(waiver) = state.workflow.waivers.iter().find(|w| w.id == id) else {
        return Err(AppError::NotFound(format!("Waiver {id}")));
    };
    if waiver.expired || waiver.expires_at <= cx.now {
        return Err(AppError::Conflict("Its time is over; ask for another one.".to_owned()));
    }
    match (&waiver.decision, granted) {
        (Some(d), true) if d.granted => return Err(AppError::Conflict(format!("{} has granted it already.", d.by))),
        (Some(d), _) if !d.granted => {
            let how = if d.revoked { "revoked" } else { "refused" };
            return Err(AppError::Conflict(format!("{} has {how} it; ask for another one.", d.by)));
        }
        _ => {}
    }
    let (note, revoked) = (optional_text("/note", "note", note)?, waiver.decision.is_some());
    Ok(vec![Event::WaiverDecided {
        id,
        decision: WaiverDecision { by: cx.actor.name.clone(), at: cx.now, granted, revoked, note },
        rule: waiver.rule.clone(),
        requested_by: waiver.requested_by.clone(),
    }])
}
