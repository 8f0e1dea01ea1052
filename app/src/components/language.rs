//! Which language the page speaks.

use leptos::prelude::*;

use crate::i18n::{Texts, texts};
use model::Locale;

/// The language of this page.
///
/// The server takes it from the request; the browser from `<html lang>`, which the server wrote,
/// so that both draw the same page.
pub(crate) fn current_locale() -> Locale {
    #[cfg(feature = "ssr")]
    let locale =
        use_context::<crate::api::request_context::RequestContext>().map(|visit| visit.locale);
    #[cfg(not(feature = "ssr"))]
    let locale = document()
        .document_element()
        .and_then(|html| html.get_attribute("lang"))
        .and_then(|tag| Locale::from_tag(&tag));
    locale.unwrap_or_default()
}

/// What is said in the language of this page.
pub(crate) fn use_texts() -> &'static Texts {
    use_context::<&'static Texts>().unwrap_or_else(|| texts(Locale::default()))
}
