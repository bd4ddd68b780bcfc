//! What somebody may not do is said, not hidden.

use crate::{PLANNED, STEP};
use end2end::{Device, Site, Visitor, act, check, find};

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_viewer_is_told_why_a_card_does_not_move() {
    let site = Site::start().await;
    let visitor = Visitor::new(&site, Device::Desktop).await;
    act::sign_in(&visitor, "vera").await;
    act::visit(&visitor, &format!("{PLANNED}?view=board")).await;
    let page = &visitor.page;
    act::lift_over(&visitor, &find::card(page, STEP), &find::column(page, "done")).await;
    check::says(&visitor, "[data-column='done']", "you need the role developer").await;
    page.mouse().up(None).await.unwrap();
    check::shows(&visitor, &format!("[data-column='ready'] #card-{STEP}")).await;
    check::count(&visitor, "dialog[open]", 0).await;
    visitor.leave().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_one_may_not_do_is_folded_under_a_question() {
    let site = Site::start().await;
    let visitor = Visitor::new(&site, Device::Desktop).await;
    act::sign_in(&visitor, "vera").await;
    act::visit(&visitor, PLANNED).await;
    check::hides(&visitor, "#actions dl").await;
    visitor.page.locator("#actions summary").click(None).await.unwrap();
    check::says(&visitor, "#actions dl", "Put on hold").await;
    // An address that leads nowhere keeps the frame, and with it the way on.
    visitor.open("/nowhere").await;
    check::says(&visitor, "main", "This page does not exist").await;
    check::shows(&visitor, "nav[aria-label='Main'] a[href='/board']").await;
    visitor.forgive("404");
    visitor.leave().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn nobody_signed_in_is_led_to_the_sign_in_page_and_back() {
    let site = Site::start().await;
    let visitor = Visitor::new(&site, Device::Desktop).await;
    visitor.open(PLANNED).await;
    check::url(&visitor, "/sign-in").await;
    let entry = visitor.page.locator("form:has(input[name='name'][value='vera']) button");
    entry.click(None).await.unwrap();
    check::url(&visitor, PLANNED).await;
    visitor.leave().await;
}
