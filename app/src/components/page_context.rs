//! What every page knows of the request that it was drawn for: who looks at it, in which language
//! and time zone.
//!
//! The first two are the same for as long as the document lives: signing in, signing out and
//! choosing another language load a whole new one. The zone is the clock's to change.

use leptos::prelude::*;
use model::{AccountName, Locale, PendingStep, TimeZone, Viewer};
use serde::{Deserialize, Serialize};

use super::time::PageClock;
use crate::i18n::{Texts, texts};

/// Who looks at the page, in which language and time zone.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub(crate) struct PageContext {
    /// The language.
    pub(crate) locale: Locale,
    /// The signed-in person, if there is one.
    pub(crate) viewer: Option<Viewer>,
    /// The FTP account that is signed in to the page of its own, if this is that page.
    pub(crate) account: Option<AccountName>,
    /// What the person has to do before anything else.
    pub(crate) pending: Option<PendingStep>,
    /// The time zone in which the person sees times, as far as the server knows it.
    pub(crate) time_zone: TimeZone,
}

impl PageContext {
    /// Provides it to all pages: the server takes it from the request, the browser from what the
    /// server sent along.
    pub(crate) fn provide() {
        let context = SharedValue::new(Self::of_request).into_inner();
        provide_context(texts(context.locale));
        PageClock::provide(context.time_zone.clone());
        provide_context(context);
    }

    #[cfg(feature = "ssr")]
    fn of_request() -> Self {
        let request = use_context::<crate::api::request_context::RequestContext>();
        request.map_or_else(Self::default, |request| Self {
            locale: request.locale,
            account: request.account.map(|account| account.name().clone()),
            pending: request.signed_in.as_ref().and_then(|who| who.pending),
            viewer: request.signed_in.map(|signed_in| signed_in.viewer),
            time_zone: request.time_zone,
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

/// The FTP account that is signed in to the page of its own, if this is that page.
pub(crate) fn use_own_account() -> Option<AccountName> {
    use_context::<PageContext>()?.account
}

/// What the signed-in person has to do before anything else, if there is anything.
pub(crate) fn use_pending_step() -> Option<PendingStep> {
    use_context::<PageContext>()?.pending
}

/// The texts in the language of this page.
pub(crate) fn use_texts() -> &'static Texts {
    use_context::<&'static Texts>().unwrap_or_else(|| texts(Locale::default()))
}
