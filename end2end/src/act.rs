//! Does what a person does.

use crate::{Visitor, check};
use playwright_rs::protocol::Locator;

/// Signs in as a sample person, with one click.
pub async fn sign_in(visitor: &Visitor, name: &str) {
    visitor.open("/sign-in").await;
    let entry = visitor.page.locator(format!("form:has(input[name='name'][value='{name}']) button"));
    entry.click(None).await.expect("the sample person");
    check::url(visitor, "/").await;
    check::shows(visitor, "h1").await;
}

/// Opens a path and waits until the page answers to clicks.
pub async fn visit(visitor: &Visitor, path: &str) {
    visitor.open(path).await;
    check::alive(visitor).await;
}

/// Where a card is taken: its upper right corner, away from its link and buttons; scrolled into view.
pub async fn grip(locator: &Locator) -> (f64, f64) {
    locator.scroll_into_view_if_needed().await.expect("the element");
    let b = locator.bounding_box().await.expect("a box").expect("a visible element");
    (b.x + b.width - 12.0, b.y + 12.0)
}

/// Drags a card onto a column with the mouse.
pub async fn drag(visitor: &Visitor, card: &Locator, column: &Locator) {
    lift_over(visitor, card, column).await;
    visitor.page.mouse().up(None).await.expect("drop");
}

/// Lifts a card and holds it over a column.
pub async fn lift_over(visitor: &Visitor, card: &Locator, column: &Locator) {
    let mouse = visitor.page.mouse();
    let (x, y) = grip(card).await;
    let to = column.bounding_box().await.expect("a box").expect("a visible column");
    mouse.move_to(x, y, None).await.expect("move");
    mouse.down(None).await.expect("press");
    for step in 1..=12 {
        let part = f64::from(step) / 12.0;
        // A tall column may begin above the window.
        let (tx, ty) = (to.x + to.width / 2.0, to.y.max(120.0) + 40.0);
        mouse.move_to(x + (tx - x) * part, y + (ty - y) * part, None).await.expect("move");
    }
}

/// Fills the first evidence field of the open dialog and sends it.
pub async fn give_note(visitor: &Visitor, text: &str) {
    let note = visitor.page.locator("dialog[open] [name='evidence[0][value]']");
    note.fill(text, None).await.expect("the note");
    visitor.page.locator("dialog[open] button:has-text('Complete step')").click(None).await.expect("the button");
}
