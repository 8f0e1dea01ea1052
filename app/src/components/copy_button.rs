//! A button that copies something to the clipboard.

use std::time::Duration;

use leptos::prelude::*;
use leptos::task::spawn_local;
use leptos::wasm_bindgen::JsCast;
use wasm_bindgen_futures::JsFuture;
use web_sys::{HtmlDocument, HtmlElement, HtmlTextAreaElement};

use super::use_texts;

/// How long the button says that it has copied.
const CONFIRMATION: Duration = Duration::from_secs(2);

/// A button that copies `text`, and says so. Without scripts it is not offered.
#[component]
pub(crate) fn CopyButton(
    /// What is copied; nothing while it is empty.
    #[prop(into)]
    text: Signal<String>,
) -> impl IntoView {
    let texts = use_texts();
    let copied = RwSignal::new(false);
    let copy = move |_| {
        let text = text.get_untracked();
        if text.is_empty() {
            return;
        }
        spawn_local(async move {
            if copy_to_clipboard(&text).await {
                // The page may have been left.
                copied.try_set(true);
                set_timeout(
                    move || {
                        copied.try_set(false);
                    },
                    CONFIRMATION,
                );
            }
        });
    };
    view! {
        <button type="button" class="button needs-script" aria-live="polite" on:click=copy>
            {move || if copied.get() { texts.common.copied } else { texts.common.copy }}
        </button>
    }
}

/// Copies a text; answers whether it could.
async fn copy_to_clipboard(text: &str) -> bool {
    let navigator = window().navigator();
    // Without HTTPS there is no `navigator.clipboard`.
    let has_clipboard = web_sys::js_sys::Reflect::get(&navigator, &"clipboard".into())
        .is_ok_and(|it| it.is_object());
    if has_clipboard {
        let written = navigator.clipboard().write_text(text);
        if JsFuture::from(written).await.is_ok() {
            return true;
        }
    }
    copy_by_command(text).unwrap_or(false)
}

/// The old way (`document.execCommand`), which also works over plain HTTP.
fn copy_by_command(text: &str) -> Option<bool> {
    let document: HtmlDocument = document().dyn_into().ok()?;
    let field: HtmlTextAreaElement = document.create_element("textarea").ok()?.dyn_into().ok()?;
    field.set_value(text);
    field.set_class_name("visually-hidden");
    let _ = field.set_attribute("aria-hidden", "true");
    let focused = document.active_element();
    document.body()?.append_child(&field).ok()?;
    field.select();
    let copied = document.exec_command("copy").unwrap_or(false);
    field.remove();
    if let Some(focused) = focused.and_then(|element| element.dyn_into::<HtmlElement>().ok()) {
        let _ = focused.focus();
    }
    Some(copied)
}
