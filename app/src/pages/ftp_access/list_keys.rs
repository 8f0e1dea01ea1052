//! The list by keyboard: `/` searches, arrows and space select, Enter opens, `n` adds.

use leptos::ev::KeyboardEvent;
use leptos::prelude::*;
use leptos::wasm_bindgen::JsCast;
use web_sys::{Element, HtmlElement, Storage};

use crate::components::use_texts;

/// The accounts' links, to which the arrows go. Enter opens a link by itself.
const LINKS: &str = "tbody th a";

/// What the browser keeps under this name switches the keys off that are characters.
const OFF: &str = "no-character-keys";

/// The box that switches those keys off that are characters: who speaks to the computer, or slips
/// on its keys, would press them without knowing it (WCAG 2.1, 2.1.4).
#[component]
pub(super) fn KeysSwitch() -> impl IntoView {
    let texts = use_texts();
    let on = RwSignal::new(true);
    Effect::new(move || on.set(character_keys()));
    let switch = move |event| {
        let is_on = event_target_checked(&event);
        if let Some(storage) = storage() {
            let _ = if is_on {
                storage.remove_item(OFF)
            } else {
                storage.set_item(OFF, "1")
            };
        }
    };
    view! {
        <p class="field-hint needs-script">
            <label>
                <input type="checkbox" checked prop:checked=on on:change=switch />
                " "
                {texts.ftp_access.character_keys}
            </label>
        </p>
    }
}

/// Whether those keys are on that are characters.
fn character_keys() -> bool {
    storage().is_none_or(|storage| storage.get_item(OFF).ok().flatten().is_none())
}

fn storage() -> Option<Storage> {
    window().local_storage().ok().flatten()
}

/// Lets the list be used by keyboard while it is there.
pub(super) fn listen_to_keys() {
    Effect::new(|| {
        let listening = window_event_listener(leptos::ev::keydown, |event| {
            if press(&event).is_some() {
                event.prevent_default();
            }
        });
        on_cleanup(move || listening.remove());
    });
}

/// Does what a key is for; none if it is for something else, as where one types.
fn press(event: &KeyboardEvent) -> Option<()> {
    let focused = document().active_element()?;
    let elsewhere = "input:not([type=checkbox]), select, textarea, dialog, dialog *";
    if event.ctrl_key() || event.alt_key() || event.meta_key() || focused.matches(elsewhere).ok()? {
        return None;
    }
    match &*event.key() {
        "/" if character_keys() => element("#q")?.focus().ok(),
        "n" if character_keys() => {
            element(".page-head a")?.click();
            Some(())
        }
        "ArrowDown" => go(&focused, 1),
        "ArrowUp" => go(&focused, -1),
        " " if focused.matches(LINKS).ok()? => {
            let row = focused.closest("tr").ok()??;
            let tick = row.query_selector("input:not(:disabled)").ok()??;
            tick.dyn_into::<HtmlElement>().ok()?.click();
            Some(())
        }
        _ => None,
    }
}

/// Goes so many rows down from the row that has the focus; from outside to the first.
fn go(focused: &Element, step: i32) -> Option<()> {
    let links = document().query_selector_all(LINKS).ok()?;
    let here = focused.closest("tr").ok()?;
    let here = here.and_then(|row| row.query_selector(LINKS).ok()?);
    let mut next = 0;
    for index in 0..links.length() {
        if here.is_some() && links.get(index).as_ref() == here.as_deref() {
            next = index.checked_add_signed(step)?;
        }
    }
    links
        .get(next)?
        .dyn_into::<HtmlElement>()
        .ok()?
        .focus()
        .ok()
}

fn element(selector: &str) -> Option<HtmlElement> {
    let element = document().query_selector(selector).ok()??;
    element.dyn_into().ok()
}
