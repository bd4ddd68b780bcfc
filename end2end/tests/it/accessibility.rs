//! Every page, in both themes, on a desk and on a phone: axe finds nothing, nothing is wider than its window.

use end2end::{Device, Site, Visitor, act, check};

const PAGES: &[&str] = &[
    "/",
    "/board",
    "/changes",
    "/changes?text=nothing-like-this",
    "/changes/CHG-109?view=board",
    "/changes/CHG-109?view=list",
    "/changes/CHG-101",
    "/changes/CHG-118/edit",
    "/changes/new",
    "/rules",
    "/rules?text=nothing-like-this",
    "/rules/drop-column",
    "/audit",
    "/account",
    "/changes/CHG-117",
    "/admin",
    "/admin/projects/change-mgmt",
    "/changes/CHG-999999",
    "/nowhere",
];

async fn walk(device: Device, scheme: &str, who: &str) {
    let site = Site::start().await;
    let visitor = Visitor::themed(&site, device, scheme).await;
    visitor.open("/sign-in").await;
    check::accessible(&visitor).await;
    act::sign_in(&visitor, who).await;
    for path in PAGES {
        act::visit(&visitor, path).await;
        check::shows(&visitor, "h1").await;
        check::fits(&visitor).await;
        check::accessible(&visitor).await;
    }
    // Pages that do not exist answer with 404, which the browser reports.
    visitor.forgive("404");
    visitor.forgive("403");
    visitor.leave().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn light_on_a_desk() {
    walk(Device::Desktop, "light", "ines").await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn dark_on_a_desk() {
    walk(Device::Desktop, "dark", "daniela").await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn light_on_a_phone() {
    walk(Device::Phone, "light", "daniela").await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn dark_on_a_phone() {
    walk(Device::Phone, "dark", "ines").await;
}
