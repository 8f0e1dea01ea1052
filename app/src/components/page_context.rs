//! What every page knows of the request that it was drawn for: who looks at it, in which language.
//!
//! Both are the same for as long as the document lives: signing in, signing out and choosing
//! another language load a whole new one.

use leptos::prelude::*;
use model::{Locale, Viewer};
use serde::{Deserialize, Serialize};

use crate::i18n::{Texts, texts};

/// Who looks at the page, and in which language.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub(crate) struct PageContext {
    /// The language.
    pub(crate) locale: Locale,
    /// The signed-in person, if there is one.
    pub(crate) viewer: Option<Viewer>,
}

impl PageContext {
    /// Provides it to all pages: the server takes it from the request, the browser from what the
    /// server sent along.
    pub(crate) fn provide() {
        let context = SharedValue::new(Self::of_request).into_inner();
        provide_context(texts(context.locale));
        provide_context(context);
    }

    #[cfg(feature = "ssr")]
    fn of_request() -> Self {
        let request = use_context::<crate::api::request_context::RequestContext>();
        request.map_or_else(Self::default, |request| Self {
            locale: request.locale,
            viewer: request.signed_in.map(|signed_in| signed_in.viewer),
        })
    }

    #[cfg(not(feature = "ssr"))]
    fn of_request() -> Self {
        Self::default()
    }
}

/// The signed-in person, if there is one.
pub(crate) fn use_viewer() -> Option<Viewer> {
    use_context::<PageContext>()?.viewer
}

/// The texts in the language of this page.
pub(crate) fn use_texts() -> &'static Texts {
    use_context::<&'static Texts>().unwrap_or_else(|| texts(Locale::default()))
}
