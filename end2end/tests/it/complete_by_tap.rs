//! The same on a phone, by taps.

use crate::{PLANNED, STEP};
use end2end::{Device, Site, Visitor, act, check};

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn move_to_offers_every_outcome_of_dragging() {
    let site = Site::start().await;
    let visitor = Visitor::new(&site, Device::Phone).await;
    act::sign_in(&visitor, "daniela").await;
    act::visit(&visitor, &format!("{PLANNED}?view=board")).await;
    check::fits(&visitor).await;
    let page = &visitor.page;

    page.locator(format!("#card-{STEP} button:has-text('Move to')")).tap(None).await.unwrap();
    check::says(&visitor, "dialog[open]", "Asks for its evidence").await;
    // A target that is not possible says why.
    check::says(&visitor, "dialog[open] li:has-text('Not applicable')", "required").await;
    page.locator("dialog[open] li:has-text('Done') button").tap(None).await.unwrap();
    act::give_note(&visitor, "A morning.").await;
    check::shows(&visitor, &format!("[data-column='done'] #card-{STEP}")).await;
    visitor.leave().await;
}
