//! Brings the server-rendered page to life.

use wasm_bindgen::prelude::wasm_bindgen;

/// Takes over the document. Called by the page's script once this module is there.
#[wasm_bindgen]
pub fn hydrate() {
    console_error_panic_hook::set_once();
    leptos::mount::hydrate_body(app::App);
    // For those who drive a browser: the page answers from here on. A failure to say so harms nobody.
    let _ = leptos::prelude::document().document_element().map(|html| html.set_attribute("data-alive", ""));
}
