//! The HTML documents that the server sends.

use std::sync::Arc;

use leptos::nonce::use_nonce;
use leptos::prelude::*;
use leptos_meta::MetaTags;

use crate::App;
use crate::components::{current_locale, written_viewer};
use crate::server_pages::ServerApp;

/// The addresses of the files that a page's head names: found once, not for each page.
#[derive(Clone, Debug)]
pub struct SiteFiles {
    /// The stylesheet's.
    pub stylesheet: Arc<str>,
    /// The address of the script that the WebAssembly comes with.
    pub script: Arc<str>,
    /// The WebAssembly's.
    pub wasm: Arc<str>,
    /// Where pages are told to reload, while one works on Berth (`make dev`).
    pub watched: Option<LeptosOptions>,
}

/// The document around [`App`], which the browser brings to life.
pub fn shell(files: SiteFiles) -> impl IntoView {
    let SiteFiles { script, wasm, .. } = files.clone();
    view! {
        <!DOCTYPE html>
        <html lang=current_locale().tag() data-viewer=written_viewer()>
            <head>
                <Head files />
                <link rel="modulepreload" href=Arc::clone(&script) crossorigin="anonymous" />
                <link
                    rel="preload"
                    href=Arc::clone(&wasm)
                    r#as="fetch"
                    r#type="application/wasm"
                    crossorigin="anonymous"
                />
                <script type="module" nonce=use_nonce()>
                    {start(&script, &wasm)}
                </script>
                <MetaTags />
            </head>
            <body>
                <App />
            </body>
        </html>
    }
}

/// Loads the WebAssembly and lets it take over the page.
fn start(script: &str, wasm: &str) -> String {
    format!(
        "import init, {{ hydrate }} from {script:?}; \
         init({{ module_or_path: {wasm:?} }}).then(() => hydrate());"
    )
}

/// The document around [`ServerApp`], which needs no scripts.
pub fn server_shell(files: SiteFiles) -> impl IntoView {
    view! {
        <!DOCTYPE html>
        <html lang=current_locale().tag() data-scripts="none">
            <head>
                <Head files />
                <MetaTags />
            </head>
            <body>
                <ServerApp />
            </body>
        </html>
    }
}

#[component]
fn Head(files: SiteFiles) -> impl IntoView {
    let reload = files
        .watched
        .map(|options| view! { <AutoReload options /> });
    view! {
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        <link rel="icon" type="image/svg+xml" href="/favicon.svg" />
        <script src="/buttons.js" defer="" nonce=use_nonce()></script>
        <link rel="stylesheet" href=files.stylesheet />
        {reload}
    }
}
