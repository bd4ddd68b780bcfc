//! Says what must be true. Every check waits for it for a while.

use crate::Visitor;
use playwright_rs::expect;
use std::time::{Duration, Instant};

const PATIENCE: Duration = Duration::from_secs(10);
/// For what other work on the machine can hold up: jobs of the server, a page's first start.
const LONG: Duration = Duration::from_secs(60);

/// The page answers to clicks.
pub async fn alive(visitor: &Visitor) {
    let html = visitor.page.locator("html[data-alive]");
    expect(html).with_timeout(LONG).to_be_visible().await.expect("the page comes to life");
}

/// The page comes to show it: the server works on it in the background.
pub async fn comes(visitor: &Visitor, selector: &str) {
    let place = visitor.page.locator(selector);
    expect(place).with_timeout(LONG).to_be_visible().await.unwrap_or_else(|e| panic!("{selector}: {e}"));
}

/// A place comes to hold these words: the server works on it in the background.
pub async fn comes_to_say(visitor: &Visitor, selector: &str, words: &str) {
    let place = visitor.page.locator(selector).first();
    let told = expect(place).with_timeout(LONG).to_contain_text(words).await;
    told.unwrap_or_else(|e| panic!("{selector}: {e}"));
}

/// Something is visible.
pub async fn shows(visitor: &Visitor, selector: &str) {
    let place = visitor.page.locator(selector).first();
    expect(place).with_timeout(PATIENCE).to_be_visible().await.unwrap_or_else(|e| panic!("{selector}: {e}"));
}

/// Something is not visible, or gone.
pub async fn hides(visitor: &Visitor, selector: &str) {
    let place = visitor.page.locator(selector).first();
    expect(place).with_timeout(PATIENCE).to_be_hidden().await.unwrap_or_else(|e| panic!("{selector}: {e}"));
}

/// A place holds these words.
pub async fn says(visitor: &Visitor, selector: &str, words: &str) {
    let place = visitor.page.locator(selector).first();
    expect(place).with_timeout(PATIENCE).to_contain_text(words).await.unwrap_or_else(|e| panic!("{selector}: {e}"));
}

/// Exactly so many elements.
pub async fn count(visitor: &Visitor, selector: &str, n: usize) {
    let place = visitor.page.locator(selector);
    expect(place).with_timeout(PATIENCE).to_have_count(n).await.unwrap_or_else(|e| panic!("{selector}: {e}"));
}

/// The focus is there.
pub async fn focused(visitor: &Visitor, selector: &str) {
    // Not `first()`: this check asks the document itself, by a plain selector.
    let place = visitor.page.locator(selector);
    expect(place).with_timeout(PATIENCE).to_be_focused().await.unwrap_or_else(|e| panic!("{selector}: {e}"));
}

/// The address bar shows a path that begins so (the start page: exactly).
pub async fn url(visitor: &Visitor, path: &str) {
    let end = Instant::now() + PATIENCE;
    let there = || if path == "/" { visitor.path() == "/" } else { visitor.path().starts_with(path) };
    while !there() {
        assert!(Instant::now() < end, "still at {}, not at {path}", visitor.path());
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
}

/// The page is not wider than its window.
pub async fn fits(visitor: &Visitor) {
    let over: i64 = visitor
        .page
        .evaluate("() => document.documentElement.scrollWidth - document.documentElement.clientWidth", None::<&()>)
        .await
        .expect("the width");
    assert!(over <= 0, "{} is {over} px wider than its window", visitor.path());
}

/// axe-core finds nothing.
pub async fn accessible(visitor: &Visitor) {
    let axe = concat!(env!("CARGO_MANIFEST_DIR"), "/../node_modules/axe-core/axe.min.js");
    let source = std::fs::read_to_string(axe).expect("axe-core; run the set-up");
    visitor.page.evaluate_expression(&source).await.expect("axe in the page");
    let run = "() => axe.run(document, {resultTypes: ['violations']}).then(r => r.violations.map(v => \
               v.id + ': ' + v.help + ' — ' + v.nodes.slice(0, 3).map(n => n.target.join(' ') + ' ' + \
               (n.any[0]?.message ?? '')).join(' | ')))";
    let violations: Vec<String> = visitor.page.evaluate(run, None::<&()>).await.expect("axe's answer");
    assert!(violations.is_empty(), "{}:\n{}", visitor.path(), violations.join("\n"));
}
