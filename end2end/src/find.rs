//! Names places on a page.

use playwright_rs::protocol::{Locator, Page};

/// Card of a step on a change's board.
pub fn card(page: &Page, step: &str) -> Locator {
    page.locator(format!("#card-{step}"))
}

/// Column of a board.
pub fn column(page: &Page, id: &str) -> Locator {
    page.locator(format!("[data-column='{id}']"))
}

/// Card of a step within a column.
pub fn card_in(page: &Page, column_id: &str, step: &str) -> Locator {
    page.locator(format!("[data-column='{column_id}'] #card-{step}"))
}

/// The dialog that is open.
pub fn dialog(page: &Page) -> Locator {
    page.locator("dialog[open]")
}

/// A button by its words.
pub fn button(page: &Page, words: &str) -> Locator {
    page.locator(format!("button:visible:has-text(\"{words}\")")).first()
}

/// A field by its form name.
pub fn field(page: &Page, name: &str) -> Locator {
    page.locator(format!("[name=\"{name}\"]:visible")).first()
}

/// The region that speaks to screen readers.
pub fn announcements(page: &Page) -> Locator {
    page.locator("#live-region")
}
