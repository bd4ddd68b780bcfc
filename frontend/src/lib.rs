//! The browser's half: takes over the page that the server has rendered. The whole UI is in the crate `app`.

use wasm_bindgen::prelude::wasm_bindgen;

/// Called once by the page's script when the WASM is ready.
#[wasm_bindgen]
pub fn hydrate() {
    console_error_panic_hook::set_once();
    leptos::mount::hydrate_body(app::App);
}
