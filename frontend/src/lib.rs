//! Berth's entry point in the browser: it brings the page that the server drew to life.

#![cfg(feature = "hydrate")]

use leptos::mount::hydrate_from_async;
use leptos::tachys::dom::{body, document};
use wasm_bindgen::prelude::wasm_bindgen;

/// Takes over the page, once the group of pages that it belongs to is loaded, if it is in one.
#[wasm_bindgen]
pub async fn hydrate() {
    console_error_panic_hook::set_once();
    hydrate_from_async(body(), app::App).await.forget();
    mark_scripts_at_work();
}

/// Shows what only works with scripts. Before the whole page is taken over, a button that is
/// pressed would do nothing.
fn mark_scripts_at_work() {
    if let Some(html) = document().document_element() {
        let _ = html.set_attribute("data-scripts", "on");
    }
}
