//! The page around every screen, and which screen stands at which address.

use leptos::prelude::*;
use leptos_meta::{Title, provide_meta_context};
use leptos_router::components::{FlatRoutes, Route, Router};
use leptos_router::{SsrMode, path};

use crate::components::{Header, MadePassword, current_locale, use_texts};
use crate::i18n::texts;
use crate::pages::{
    AccountScreen, AddFtpAccount, AddSubscription, EditFtpAccount, FtpAccess, FtpSessions,
    LoginScreen, NotFound, Subscriptions,
};

/// Every screen of the panel that the browser draws too, at its address. The others are
/// `server_pages`.
///
/// Pages are drawn whole on the server (`SsrMode::Async`): with real status codes and redirects,
/// and to be read with JavaScript off.
#[component]
pub fn App() -> impl IntoView {
    mark_scripts_at_work();
    MadePassword::provide();
    view! {
        <Page>
            <FlatRoutes fallback=|| view! { <NotFound /> }>
                <Route path=path!("/login") view=LoginScreen ssr=SsrMode::Async />
                <Route path=path!("/") view=Subscriptions ssr=SsrMode::Async />
                <Route path=path!("/account") view=AccountScreen ssr=SsrMode::Async />
                <Route path=path!("/subscriptions/new") view=AddSubscription ssr=SsrMode::Async />
                <Route path=path!("/subscriptions/:domain/ftp") view=FtpAccess ssr=SsrMode::Async />
                <Route path=path!("/subscriptions/:domain/ftp/new") view=AddFtpAccount ssr=SsrMode::Async />
                <Route path=path!("/subscriptions/:domain/ftp/:name") view=EditFtpAccount ssr=SsrMode::Async />
                <Route path=path!("/subscriptions/:domain/sessions") view=FtpSessions ssr=SsrMode::Async />
                <Route path=path!("/sessions") view=FtpSessions ssr=SsrMode::Async />
            </FlatRoutes>
        </Page>
    }
}

/// The page around a screen.
#[component]
pub(crate) fn Page(
    /// The screens, of which the router shows one.
    children: TypedChildren<impl IntoView + 'static>,
) -> impl IntoView {
    provide_meta_context();
    provide_context(texts(current_locale()));
    let screens = children.into_inner();
    view! {
        <Title formatter=document_title />
        <Router>
            <SkipLink />
            <Header />
            <main id="content" tabindex="-1">
                {screens()}
            </main>
        </Router>
    }
}

/// The browser's title for a screen: its own, and the product's.
fn document_title(screen: String) -> String {
    if screen.is_empty() {
        "Berth".into()
    } else {
        format!("{screen} – Berth")
    }
}

#[component]
fn SkipLink() -> impl IntoView {
    let texts = use_texts();
    view! {
        <a class="skip-link" href="#content" rel="external">
            {texts.common.skip_to_content}
        </a>
    }
}

/// Shows what only works with scripts, once they do.
fn mark_scripts_at_work() {
    Effect::new(|| {
        if let Some(html) = document().document_element() {
            let _ = html.set_attribute("data-scripts", "on");
        }
    });
}
