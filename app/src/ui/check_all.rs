//! One box that ticks every box of a list.

use leptos::prelude::*;
use leptos::wasm_bindgen::JsCast;

/// A box that ticks, or unticks, every box called `name` in its form that can be ticked.
#[component]
pub(crate) fn CheckAll(
    /// What it is for.
    label: &'static str,
    /// The boxes' name.
    name: &'static str,
) -> impl IntoView {
    let on_change = move |event: leptos::ev::Event| {
        let all = event_target::<web_sys::HtmlInputElement>(&event);
        let boxes = all.form().and_then(|form| {
            form.query_selector_all(&format!("input[name={name}]:not(:disabled)"))
                .ok()
        });
        let Some(boxes) = boxes else { return };
        for index in 0..boxes.length() {
            if let Some(Ok(each)) = boxes
                .get(index)
                .map(|node| node.dyn_into::<web_sys::HtmlInputElement>())
            {
                each.set_checked(all.checked());
            }
        }
    };
    view! {
        <input type="checkbox" class="needs-script" aria-label=label on:change=on_change />
    }
}
