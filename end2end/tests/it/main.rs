//! Journeys. Each starts a site of its own; any complaint of the browser's console fails it.
#![allow(clippy::unwrap_used, clippy::expect_used)]

mod accessibility;
mod complete_by_drag;
mod complete_by_keyboard;
mod complete_by_tap;
mod live;
mod manage;
mod permission;
mod submit;
mod validation;
mod without_script;

/// A change of the sample data in planning, whose next step asks the developer for a note.
const PLANNED: &str = "/changes/CHG-118";
/// That step.
const STEP: &str = "estimate-effort";
