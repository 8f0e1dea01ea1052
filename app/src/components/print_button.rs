//! A button that prints the page.

use leptos::prelude::*;

use super::use_texts;

/// A button that prints the page. Without scripts it is not offered.
#[component]
pub(crate) fn PrintButton() -> impl IntoView {
    let texts = use_texts();
    // A browser that cannot print has said so itself.
    let print = move |_| drop(window().print());
    view! {
        <button type="button" class="button needs-script" on:click=print>
            {texts.connection.print}
        </button>
    }
}
