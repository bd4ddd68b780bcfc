//! A person with a browser.

use crate::Site;
use playwright_rs::LaunchOptions;
use playwright_rs::protocol::{Browser, BrowserContext, BrowserContextOptions, Page, Playwright, Viewport};
use std::sync::{Arc, Mutex};

/// What the person holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Device {
    /// 1440 × 900, mouse.
    Desktop,
    /// 390 × 844, touch.
    Phone,
    /// 1440 × 900, scripts switched off.
    NoScript,
}

/// One browser with one page, and everything its console complained about.
pub struct Visitor {
    _playwright: Playwright,
    browser: Browser,
    context: BrowserContext,
    /// The page.
    pub page: Page,
    origin: String,
    complaints: Arc<Mutex<Vec<String>>>,
}

const FLAGS: &[&str] = &[
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
];

fn chromium() -> String {
    std::env::var("CHROMIUM").unwrap_or_else(|_| "/usr/bin/chromium".to_owned())
}

impl Visitor {
    /// Opens a browser on the site's start page.
    pub async fn new(site: &Site, device: Device) -> Self {
        Self::themed(site, device, "light").await
    }

    /// As [`Visitor::new`], with the system preferring `light` or `dark`.
    pub async fn themed(site: &Site, device: Device, scheme: &str) -> Self {
        let playwright = Playwright::launch().await.expect("the browser driver; run the set-up");
        let options =
            LaunchOptions::new().executable_path(chromium()).args(FLAGS.iter().map(|f| (*f).to_owned()).collect());
        let browser = playwright.chromium().launch_with_options(options).await.expect("Chromium");
        let (width, height) = if device == Device::Phone { (390, 844) } else { (1440, 900) };
        let context = BrowserContextOptions::builder()
            .viewport(Viewport { width, height })
            .has_touch(device == Device::Phone)
            .is_mobile(device == Device::Phone)
            .javascript_enabled(device != Device::NoScript)
            .color_scheme(scheme.to_owned())
            // Only what tests put into a page (axe) needs this; the policy itself is tested over HTTP.
            .bypass_csp(false)
            .build();
        let context = browser.new_context_with_options(context).await.expect("a browser context");
        let page = context.new_page().await.expect("a page");
        let complaints = Arc::new(Mutex::new(Vec::new()));
        let visitor = Self { _playwright: playwright, browser, context, page, origin: site.url(""), complaints };
        visitor.listen().await;
        visitor
    }

    async fn listen(&self) {
        let sink = Arc::clone(&self.complaints);
        let console = self.page.on_console(move |message| {
            if matches!(message.type_(), "error" | "warning") {
                sink.lock().expect("complaints").push(format!("{}: {}", message.type_(), message.text()));
            }
            async { Ok(()) }
        });
        console.await.expect("console messages");
        let sink = Arc::clone(&self.complaints);
        let errors = self.page.on_pageerror(move |text| {
            sink.lock().expect("complaints").push(format!("uncaught: {text}"));
            async { Ok(()) }
        });
        errors.await.expect("page errors");
    }

    /// Goes to a path and waits until the page is alive.
    pub async fn open(&self, path: &str) {
        self.page.goto(&format!("{}{path}", self.origin), None).await.expect("navigation");
    }

    /// The path and query in the address bar.
    pub fn path(&self) -> String {
        self.page.url().trim_start_matches(&self.origin).to_owned()
    }

    /// What the console complained about so far; empties the list.
    pub fn complaints(&self) -> Vec<String> {
        std::mem::take(&mut *self.complaints.lock().expect("complaints"))
    }

    /// Allows complaints that a journey causes on purpose, by a part of their text.
    pub fn forgive(&self, part: &str) {
        self.complaints.lock().expect("complaints").retain(|c| !c.contains(part));
    }

    /// Closes the browser; fails if the console complained about anything.
    pub async fn leave(self) {
        let complaints = self.complaints();
        let _ = self.context.close().await;
        let _ = self.browser.close().await;
        assert!(complaints.is_empty(), "the browser's console complained:\n{}", complaints.join("\n"));
    }
}
