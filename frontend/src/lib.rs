//! Berth's entry point in the browser: it brings the page that the server drew to life.

#![cfg(feature = "hydrate")]

use wasm_bindgen::prelude::wasm_bindgen;

/// Takes over the page, once the group of pages that it belongs to is loaded, if it is in one.
#[wasm_bindgen]
pub fn hydrate() {
    console_error_panic_hook::set_once();
    leptos::mount::hydrate_lazy(app::App);
}
