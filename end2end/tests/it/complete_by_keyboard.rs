//! The same by keyboard: Space lifts, arrows move, Space drops, Escape restores.

use crate::{PLANNED, STEP};
use end2end::{Device, Site, Visitor, act, check, find};

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_card_is_lifted_moved_and_dropped_with_keys() {
    let site = Site::start().await;
    let visitor = Visitor::new(&site, Device::Desktop).await;
    act::sign_in(&visitor, "daniela").await;
    act::visit(&visitor, &format!("{PLANNED}?view=board")).await;
    let (page, keys) = (&visitor.page, visitor.page.keyboard());

    find::card(page, STEP).focus().await.unwrap();
    keys.press("Space", None).await.unwrap();
    keys.press("ArrowRight", None).await.unwrap();
    keys.press("Escape", None).await.unwrap();
    check::shows(&visitor, &format!("[data-column='ready'] #card-{STEP}")).await;
    check::focused(&visitor, &format!("#card-{STEP}")).await;

    keys.press("Space", None).await.unwrap();
    keys.press("ArrowRight", None).await.unwrap();
    keys.press("Space", None).await.unwrap();
    check::shows(&visitor, &format!("[data-column='in-progress'] #card-{STEP}")).await;
    check::says(&visitor, "#live-region", "moved from Ready to In progress").await;
    check::focused(&visitor, &format!("#card-{STEP}")).await;

    keys.press("Space", None).await.unwrap();
    keys.press("ArrowRight", None).await.unwrap();
    keys.press("Space", None).await.unwrap();
    check::shows(&visitor, "dialog[open] [name='evidence[0][value]']").await;
    act::give_note(&visitor, "Half a day.").await;
    check::shows(&visitor, &format!("[data-column='done'] #card-{STEP}")).await;
    visitor.leave().await;
}
