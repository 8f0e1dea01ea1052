//! A button that copies something.

use leptos::prelude::*;

use super::use_texts;

/// A button that copies `text`, or else what stands in the field `of`, and says so.
///
/// `style/assets/buttons.js` does it, for pages with WebAssembly and without; where it is not at
/// work the button is not offered.
#[component]
pub(crate) fn CopyButton(
    /// What is copied.
    #[prop(optional, into)]
    text: Option<String>,
    /// The `id` of the field whose value is copied.
    #[prop(optional)]
    of: Option<&'static str>,
) -> impl IntoView {
    let texts = use_texts();
    view! {
        <button
            type="button"
            class="button needs-buttons"
            aria-live="polite"
            data-copy=text
            data-copy-of=of
            data-done=texts.common.copied
        >
            {texts.common.copy}
        </button>
    }
}
