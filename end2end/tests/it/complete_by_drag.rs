//! A step is completed by dragging its card to Done.

use crate::{PLANNED, STEP};
use end2end::{Device, Site, Visitor, act, check, find};

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_evidence_is_asked_in_place_and_the_state_survives_a_reload() {
    let site = Site::start().await;
    let visitor = Visitor::new(&site, Device::Desktop).await;
    act::sign_in(&visitor, "daniela").await;
    act::visit(&visitor, &format!("{PLANNED}?view=board")).await;
    let page = &visitor.page;

    act::drag(&visitor, &find::card(page, STEP), &find::column(page, "done")).await;
    check::shows(&visitor, "dialog[open] [name='evidence[0][value]']").await;
    // Without evidence it says what is missing, and nothing moves.
    page.locator("dialog[open] button:has-text('Complete step')").click(None).await.unwrap();
    check::shows(&visitor, "dialog[open] [aria-invalid='true']").await;
    visitor.forgive("422");

    act::give_note(&visitor, "A day: one column, no index.").await;
    check::shows(&visitor, &format!("[data-column='done'] #card-{STEP}")).await;
    check::count(&visitor, &format!("#card-{STEP}"), 1).await;
    check::says(&visitor, "main", "Implementation").await;

    page.reload(None).await.unwrap();
    check::alive(&visitor).await;
    check::shows(&visitor, &format!("[data-column='done'] #card-{STEP}")).await;
    visitor.leave().await;
}
