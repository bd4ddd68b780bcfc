//! Free text and running numbers.

use crate::error::{AppError, AppResult};

/// Longest note, reason or comment, in characters.
pub(super) const TEXT_MAX: usize = 10_000;

pub(super) fn next_id(ids: impl Iterator<Item = u32>) -> u32 {
    ids.max().unwrap_or(0) + 1
}

pub(super) fn required_text(pointer: &str, what: &str, value: &str) -> AppResult<String> {
    optional_text(pointer, what, Some(value))?
        .ok_or_else(|| AppError::invalid(pointer, &format!("{what}.required"), format!("Enter a {what}.")))
}

pub(super) fn optional_text(pointer: &str, what: &str, value: Option<&str>) -> AppResult<Option<String>> {
    let v = value.unwrap_or_default().trim();
    if v.chars().count() > TEXT_MAX {
        return Err(AppError::invalid(
            pointer,
            &format!("{what}.too-long"),
            format!("Shorten the {what} to {TEXT_MAX} characters."),
        ));
    }
    if v.contains('\0') {
        return Err(AppError::invalid(
            pointer,
            &format!("{what}.control-characters"),
            format!("Remove the control characters from the {what}."),
        ));
    }
    Ok((!v.is_empty()).then(|| v.to_owned()))
}
