//! The page for an address where there is nothing, or nothing for this person.

use leptos::prelude::*;
use leptos_meta::Title;

use crate::components::use_texts;

/// Says so, with the status that says the same.
#[component]
pub(crate) fn NotFound() -> impl IntoView {
    #[cfg(feature = "ssr")]
    if let Some(options) = use_context::<leptos_axum::ResponseOptions>() {
        options.set_status(http::StatusCode::NOT_FOUND);
    }
    let texts = use_texts();
    view! {
        <Title text=texts.not_found_title />
        <section class="standalone">
            <h1>{texts.not_found_title}</h1>
            <p>{texts.not_found_text}</p>
            <p>
                <a class="button" href="/">
                    {texts.to_start}
                </a>
            </p>
        </section>
    }
}
