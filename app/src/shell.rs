//! The HTML documents that the server sends.

use leptos::prelude::*;
use leptos_meta::{HashedStylesheet, MetaTags};

use crate::App;
use crate::server_screens::ServerApp;
use crate::ui::current_locale;

/// The document around [`App`], which the browser brings to life.
pub fn shell(options: LeptosOptions) -> impl IntoView {
    view! {
        <!DOCTYPE html>
        <html lang=current_locale().tag()>
            <head>
                <Head options=options.clone() />
                <AutoReload options=options.clone() />
                <HydrationScripts options />
                <MetaTags />
            </head>
            <body>
                <App />
            </body>
        </html>
    }
}

/// The document around [`ServerApp`], which needs no scripts.
pub fn server_shell(options: LeptosOptions) -> impl IntoView {
    view! {
        <!DOCTYPE html>
        <html lang=current_locale().tag() data-scripts="none">
            <head>
                <Head options=options.clone() />
                <AutoReload options />
                <MetaTags />
            </head>
            <body>
                <ServerApp />
            </body>
        </html>
    }
}

#[component]
fn Head(options: LeptosOptions) -> impl IntoView {
    view! {
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        <link rel="icon" type="image/svg+xml" href="/favicon.svg" />
        <HashedStylesheet options id="style" />
    }
}
