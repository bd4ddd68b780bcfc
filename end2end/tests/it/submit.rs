//! A person submits a change: first with errors, then rightly.

use end2end::{Device, Site, Visitor, act, check, find};
use std::time::Duration;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn errors_are_told_at_the_field_and_then_it_is_accepted() {
    let site = Site::start().await;
    let visitor = Visitor::new(&site, Device::Desktop).await;
    act::sign_in(&visitor, "daniela").await;
    act::visit(&visitor, "/changes/new").await;
    let page = &visitor.page;

    find::button(page, "Submit change").click(None).await.unwrap();
    check::says(&visitor, "[role='alert']", "Enter a title").await;
    check::shows(&visitor, "[name='form[title]'][aria-invalid='true']").await;

    find::field(page, "form[title]").fill("Keep a locale with each user", None).await.unwrap();
    // What is mended leaves the list; the rest stays, and the focus with the field.
    check::count(&visitor, "[role='alert'] a:has-text('Enter a title')", 0).await;
    check::says(&visitor, "[role='alert']", "Choose a change type").await;
    check::focused(&visitor, "[name='form[title]']").await;
    // What was typed survives a reload.
    tokio::time::sleep(Duration::from_millis(700)).await;
    page.reload(None).await.unwrap();
    check::alive(&visitor).await;
    assert_eq!(find::field(page, "form[title]").input_value(None).await.unwrap(), "Keep a locale with each user");

    find::field(page, "form[kind]").select_option("add-field", None).await.unwrap();
    page.locator("input[name='form[affectedComponents][]'][value='schema']").check(None).await.unwrap();
    // The type brings its operation; what it still lacks is told at its fields.
    find::button(page, "Submit change").click(None).await.unwrap();
    check::shows(&visitor, "[name$='[table]'][aria-invalid='true']").await;
    for (member, value) in [("table", "users"), ("name", "locale"), ("dataType", "text")] {
        page.locator(format!("[name$='[{member}]']:visible")).fill(value, None).await.unwrap();
    }
    check::says(&visitor, "main", "Data: schema and queries").await;
    page.keyboard().press("Control+Enter", None).await.unwrap();
    check::url(&visitor, "/changes/CHG-").await;
    check::says(&visitor, "h1", "Keep a locale with each user").await;
    check::says(&visitor, "main", "Impact analysis").await;
    // What it reaches is found by itself, before there is a branch, and completes the steps that ask for it.
    check::comes(&visitor, "[data-column='done'] #card-detect-dependencies").await;
    check::comes_to_say(&visitor, "#impact", "users.locale").await;
    check::accessible(&visitor).await;
    visitor.leave().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_is_found_while_the_page_still_loads_is_shown() {
    let site = Site::start().await;
    let visitor = Visitor::new(&site, Device::Desktop).await;
    act::sign_in(&visitor, "daniela").await;
    act::visit(&visitor, "/changes/new").await;
    let page = &visitor.page;
    // The change itself comes late: what was read of it meanwhile is out of date by then.
    let held = |route: playwright_rs::protocol::Route| async move {
        tokio::time::sleep(Duration::from_secs(4)).await;
        route.continue_(None).await
    };
    page.route("**/fn/get_change*", held).await.unwrap();
    find::field(page, "form[title]").fill("Keep a locale with each user", None).await.unwrap();
    find::field(page, "form[kind]").select_option("add-field", None).await.unwrap();
    page.locator("input[name='form[affectedComponents][]'][value='schema']").check(None).await.unwrap();
    for (member, value) in [("table", "users"), ("name", "locale"), ("dataType", "text")] {
        page.locator(format!("[name$='[{member}]']:visible")).fill(value, None).await.unwrap();
    }
    page.keyboard().press("Control+Enter", None).await.unwrap();
    check::comes_to_say(&visitor, "h1", "Keep a locale with each user").await;
    check::says(&visitor, "#impact", "users.locale").await;
    visitor.leave().await;
}
