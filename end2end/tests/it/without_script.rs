//! Without JavaScript: read, submit, complete.

use crate::{PLANNED, STEP};
use end2end::{Device, Site, Visitor, act, check, find};

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn reading_submitting_and_completing_work_as_plain_forms() {
    let site = Site::start().await;
    let visitor = Visitor::new(&site, Device::NoScript).await;
    act::sign_in(&visitor, "daniela").await;
    let page = &visitor.page;
    check::says(&visitor, "main", "Needs you").await;

    visitor.open(&format!("{PLANNED}?view=list&step={STEP}")).await;
    let form = format!("#step-{STEP} form:has([name='evidence[0][value]'])");
    page.locator(format!("{form} [name='evidence[0][value]']")).fill("A day.", None).await.unwrap();
    page.locator(format!("{form} button:has-text('Complete step')")).click(None).await.unwrap();
    check::url(&visitor, PLANNED).await;
    check::says(&visitor, &format!("#step-{STEP}"), "Done").await;

    visitor.open("/changes/new").await;
    find::field(page, "form[title]").fill("Keep a locale with each user", None).await.unwrap();
    find::field(page, "form[kind]").select_option("add-field", None).await.unwrap();
    find::button(page, "Submit change").click(None).await.unwrap();
    check::says(&visitor, "main", "reaches the database layer").await;
    assert_eq!(find::field(page, "form[title]").input_value(None).await.unwrap(), "Keep a locale with each user");
    page.locator("input[name='form[affectedComponents][]'][value='schema']").check(None).await.unwrap();
    find::button(page, "Submit change").click(None).await.unwrap();
    check::url(&visitor, "/changes/CHG-").await;
    check::says(&visitor, "h1", "Keep a locale with each user").await;
    visitor.leave().await;
}
