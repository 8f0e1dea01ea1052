//! The page for an address where there is nothing, or nothing for this person.

use leptos::prelude::*;
use leptos_meta::Title;

use super::use_texts;
use crate::routes;

/// Says so, with the status that says the same.
#[component]
pub(crate) fn NotFound() -> impl IntoView {
    #[cfg(feature = "ssr")]
    if let Some(options) = use_context::<leptos_axum::ResponseOptions>() {
        options.set_status(http::StatusCode::NOT_FOUND);
    }
    let texts = use_texts();
    view! {
        <Title text=texts.error_page.not_found_title />
        <section class="standalone">
            <h1>{texts.error_page.not_found_title}</h1>
            <p>{texts.error_page.not_found_text}</p>
            <p>
                <a class="button" href=routes::START>
                    {texts.error_page.to_start}
                </a>
            </p>
        </section>
    }
}
