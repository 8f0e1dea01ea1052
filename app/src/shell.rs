//! The HTML document that the server sends.

use std::sync::Arc;

use leptos::nonce::use_nonce;
use leptos::prelude::*;
use leptos_meta::MetaTags;
use model::Locale;

use crate::App;
use crate::api::request_context::RequestContext;
use crate::i18n::texts;

/// What a page's head names: found once, not for each page.
#[derive(Clone, Debug)]
pub struct SiteFiles {
    /// The stylesheet's address.
    pub stylesheet: Arc<str>,
    /// The address of the script that loads the WebAssembly.
    pub script: Arc<str>,
    /// The WebAssembly's address.
    pub wasm: Arc<str>,
    /// The stream by which pages are told to reload, while one works on Berth (`make dev`).
    pub reload: Option<&'static str>,
}

/// The document around [`App`], which the browser brings to life.
pub fn shell(files: SiteFiles) -> impl IntoView {
    let request = use_context::<RequestContext>();
    let locale = request.map(|request| request.locale).unwrap_or_default();
    view! {
        <!DOCTYPE html>
        <html lang=locale.tag()>
            <head>
                <Head files locale />
                <MetaTags />
            </head>
            <body>
                <App />
            </body>
        </html>
    }
}

#[component]
fn Head(files: SiteFiles, locale: Locale) -> impl IntoView {
    let reload = files
        .reload
        .map(|stream| view! { <script nonce=use_nonce()>{reload_script(stream)}</script> });
    view! {
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="description" content=texts(locale).common.tagline />
        <meta name="color-scheme" content="light dark" />
        <link rel="icon" type="image/svg+xml" href="/favicon.svg" />
        <link rel="stylesheet" href=files.stylesheet />
        <script type="module" nonce=use_nonce()>
            {hydration_script(&files.script, &files.wasm)}
        </script>
        {reload}
    }
}

/// Brings the page to life once it is painted; at once where nobody looks at it.
///
/// Leptos's `HydrationScripts` begins to load the WebAssembly with the page's head, also where it
/// runs it later: on a slow line the first paint waits for it.
fn hydration_script(script: &str, wasm: &str) -> String {
    format!(
        "const hydrate = async () => {{ \
         const module_or_path = fetch({wasm:?}); \
         const app = await import({script:?}); \
         await app.default({{ module_or_path }}); \
         app.hydrate(); \
         }}; \
         if (document.hidden) hydrate(); \
         else requestAnimationFrame(() => setTimeout(hydrate));"
    )
}

/// Reloads the page when the stream can be opened once more: then the server is a new one.
fn reload_script(stream: &str) -> String {
    format!(
        "let known = false; \
         new EventSource({stream:?}).onopen = () => {{ if (known) location.reload(); known = true; }};"
    )
}
