//! Who looks at the page.

use model::Viewer;

/// The signed-in person, if there is one: the same for as long as the page lives, since signing
/// in and out bring a whole new one.
///
/// The server takes them from the request; the browser from `<html data-viewer>`, which the
/// server wrote, so that both draw the same page.
pub(crate) fn current_viewer() -> Option<Viewer> {
    #[cfg(feature = "ssr")]
    let viewer = leptos::prelude::use_context::<crate::api::request_context::RequestContext>()
        .and_then(|visit| Some(visit.signed_in?.viewer));
    #[cfg(not(feature = "ssr"))]
    let viewer = leptos::prelude::document()
        .document_element()
        .and_then(|html| html.get_attribute("data-viewer"))
        .and_then(|viewer| serde_json::from_str(&viewer).ok());
    viewer
}

/// What the server writes into `<html data-viewer>`.
#[cfg(feature = "ssr")]
pub(crate) fn written_viewer() -> Option<String> {
    serde_json::to_string(&current_viewer()?).ok()
}
