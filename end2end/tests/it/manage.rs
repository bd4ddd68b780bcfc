//! What is done to a change as a whole: taken, paused, resumed, extended, withdrawn.

use crate::{PLANNED, STEP};
use end2end::{Device, Site, Visitor, act, check, find};

/// Opens a folded form by the words on its line.
async fn unfold(visitor: &Visitor, words: &str) {
    visitor.page.locator(format!("summary:has-text('{words}')")).first().click(None).await.unwrap();
}

async fn press(visitor: &Visitor, words: &str) {
    find::button(&visitor.page, words).click(None).await.unwrap();
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_change_is_taken_paused_resumed_and_withdrawn() {
    let site = Site::start().await;
    let visitor = Visitor::new(&site, Device::Desktop).await;
    act::sign_in(&visitor, "ines").await;
    act::visit(&visitor, PLANNED).await;
    let page = &visitor.page;

    press(&visitor, "Take it").await;
    check::says(&visitor, "#actions", "Give it back").await;

    unfold(&visitor, "Put on hold").await;
    press(&visitor, "Hold change").await;
    check::says(&visitor, "#actions", "reason").await;
    page.locator("#hold-reason").fill("Waits for the capacity plan.", None).await.unwrap();
    press(&visitor, "Hold change").await;
    check::says(&visitor, "main", "Waits for the capacity plan.").await;
    // Nothing is offered on a step while the change is paused.
    check::says(&visitor, "#actions", "Resume").await;
    press(&visitor, "Resume").await;
    check::says(&visitor, "#actions", "Put on hold").await;

    unfold(&visitor, "Cancel").await;
    page.locator("#cancel-reason").fill("Another change covers it.", None).await.unwrap();
    press(&visitor, "Cancel change").await;
    check::says(&visitor, "#actions", "nothing more can be done").await;

    act::visit(&visitor, &format!("{PLANNED}/audit")).await;
    // The browser reports the refusal of the empty reason by itself.
    visitor.forgive("422");
    for words in ["took it", "put it on hold", "resumed it", "cancelled it: Another change"] {
        check::says(&visitor, "main", words).await;
    }
    visitor.leave().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_checklist_grows_and_a_step_gets_another_owner() {
    let site = Site::start().await;
    let visitor = Visitor::new(&site, Device::Desktop).await;
    act::sign_in(&visitor, "ines").await;
    act::visit(&visitor, &format!("{PLANNED}?view=board")).await;
    let page = &visitor.page;

    unfold(&visitor, "Add a step").await;
    page.locator("#add-title").fill("Ask the capacity team", None).await.unwrap();
    press(&visitor, "Add step").await;
    check::says(&visitor, "[data-column='ready']", "Ask the capacity team").await;

    unfold(&visitor, "Reorder or reassign").await;
    page.locator("#reassign-which").select_option(STEP, None).await.unwrap();
    page.locator("#reassign-owner").select_option("architect", None).await.unwrap();
    press(&visitor, "Reassign").await;
    check::says(&visitor, &format!("#card-{STEP}"), "Architect").await;
    visitor.leave().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_step_that_was_done_opens_again_with_a_reason() {
    let site = Site::start().await;
    let visitor = Visitor::new(&site, Device::Desktop).await;
    act::sign_in(&visitor, "daniela").await;
    act::visit(&visitor, &format!("{PLANNED}?view=board")).await;
    let page = &visitor.page;
    act::drag(&visitor, &find::card(page, STEP), &find::column(page, "done")).await;
    act::give_note(&visitor, "Half a day.").await;
    check::shows(&visitor, &format!("[data-column='done'] #card-{STEP}")).await;

    act::drag(&visitor, &find::card(page, STEP), &find::column(page, "ready")).await;
    page.locator("dialog[open] textarea").fill("The plan left out the backfill.", None).await.unwrap();
    page.locator("dialog[open] button:has-text('Reopen step')").click(None).await.unwrap();
    check::shows(&visitor, &format!("[data-column='ready'] #card-{STEP}")).await;
    check::hides(&visitor, "dialog[open]").await;
    visitor.leave().await;
}
