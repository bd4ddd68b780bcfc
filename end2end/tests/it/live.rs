//! What one person does, another sees without a reload; and a lost connection comes back by itself.

use crate::{PLANNED, STEP};
use end2end::{Device, Site, Visitor, act, check, find};
use std::time::{Duration, Instant};

/// A site, and two people who look at the same board.
async fn two_people() -> (Site, Visitor, Visitor) {
    let site = Site::start().await;
    let doer = Visitor::new(&site, Device::Desktop).await;
    let watcher = Visitor::new(&site, Device::Desktop).await;
    act::sign_in(&doer, "daniela").await;
    act::sign_in(&watcher, "rosa").await;
    for v in [&doer, &watcher] {
        act::visit(v, &format!("{PLANNED}?view=board")).await;
    }
    (site, doer, watcher)
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_second_browser_follows_within_a_second() {
    let (_site, doer, watcher) = two_people().await;
    tokio::time::sleep(Duration::from_millis(500)).await;
    doer.page.locator(format!("#card-{STEP} button:has-text('Start')")).click(None).await.unwrap();
    let begun = Instant::now();
    check::shows(&watcher, &format!("[data-column='in-progress'] #card-{STEP}")).await;
    assert!(begun.elapsed() < Duration::from_secs(2), "it took {:?}", begun.elapsed());
    check::count(&watcher, &format!("#card-{STEP}"), 1).await;
    doer.leave().await;
    watcher.leave().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_is_shown_stays_alive_while_it_is_read_anew() {
    let (_site, doer, watcher) = two_people().await;
    // The history is read slowly; meanwhile the clock moves on, and with it every time in the old history.
    let held = |route: playwright_rs::protocol::Route| async move {
        tokio::time::sleep(Duration::from_secs(3)).await;
        route.continue_(None).await
    };
    watcher.page.route("**/fn/change_history*", held).await.unwrap();
    let card = find::card(&doer.page, STEP);
    card.locator("button:has-text('Start')").click(None).await.unwrap();
    check::shows(&watcher, &format!("[data-column='in-progress'] #card-{STEP}")).await;
    tokio::time::sleep(Duration::from_millis(500)).await;
    card.locator("button:has-text('Move to')").click(None).await.unwrap();
    doer.page.locator("dialog[open] button:has-text('Ready')").click(None).await.unwrap();
    check::shows(&watcher, &format!("[data-column='ready'] #card-{STEP}")).await;
    tokio::time::sleep(Duration::from_secs(4)).await;
    doer.leave().await;
    watcher.leave().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_lost_connection_is_told_and_resumes() {
    let mut site = Site::start().await;
    let visitor = Visitor::new(&site, Device::Desktop).await;
    act::sign_in(&visitor, "daniela").await;
    act::visit(&visitor, &format!("{PLANNED}?view=board")).await;
    tokio::time::sleep(Duration::from_millis(500)).await;
    site.pause();
    check::says(&visitor, "body", "Live updates stopped").await;
    site.kill_and_restart().await;
    check::hides(&visitor, "text=Live updates stopped").await;
    // And it is live again.
    let other = Visitor::new(&site, Device::Desktop).await;
    act::sign_in(&other, "daniela").await;
    act::visit(&other, &format!("{PLANNED}?view=board")).await;
    find::card(&other.page, STEP).locator("button:has-text('Start')").click(None).await.unwrap();
    check::shows(&visitor, &format!("[data-column='in-progress'] #card-{STEP}")).await;
    other.leave().await;
    // The browser itself reports the refused connections; nothing else may be there.
    visitor.forgive("ERR_");
    visitor.leave().await;
}
