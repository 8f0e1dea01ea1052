//! The list by keyboard: `/` searches, arrows and space select, Enter opens, `n` adds.

use leptos::ev::KeyboardEvent;
use leptos::prelude::*;
use leptos::wasm_bindgen::JsCast;
use web_sys::{Element, HtmlElement, Storage};

use super::context::ListContext;
use super::search::SEARCH_FIELD;
use crate::components::use_texts;
use crate::routes;

/// The accounts' links, to which the arrows go. Enter opens a link by itself.
const LINKS: &str = ".accounts tbody th a";

/// What the browser keeps under this name switches the keys off that are characters.
const OFF: &str = "no-character-keys";

/// What the keys do, and the box that switches those off that are characters: who speaks to the
/// computer, or slips on its keys, would press them without knowing it (WCAG 2.1, 2.1.4).
#[component]
pub(super) fn KeysSwitch() -> impl IntoView {
    let texts = use_texts();
    let is_on = RwSignal::new(true);
    Effect::new(move || is_on.set(has_character_keys()));
    let switch = move |event| {
        let on = event_target_checked(&event);
        is_on.set(on);
        if let Some(storage) = storage() {
            let _ = if on {
                storage.remove_item(OFF)
            } else {
                storage.set_item(OFF, "1")
            };
        }
    };
    view! {
        <div class="keys field-hint needs-script">
            <p>{texts.ftp_access.keyboard}</p>
            <label>
                <input type="checkbox" checked prop:checked=is_on on:change=switch />
                " "
                {texts.ftp_access.character_keys}
            </label>
        </div>
    }
}

/// Whether those keys are on that are characters.
fn has_character_keys() -> bool {
    storage().is_none_or(|storage| storage.get_item(OFF).ok().flatten().is_none())
}

fn storage() -> Option<Storage> {
    window().local_storage().ok().flatten()
}

/// Lets the list be used by keyboard while it is there.
pub(super) fn listen_to_keys(list: ListContext) {
    Effect::new(move || {
        let listening = window_event_listener(leptos::ev::keydown, move |event| {
            if press(list, &event).is_some() {
                event.prevent_default();
            }
        });
        on_cleanup(move || listening.remove());
    });
}

/// Does what a key is for; none if it is for something else, as where one types.
fn press(list: ListContext, event: &KeyboardEvent) -> Option<()> {
    let focused = document().active_element()?;
    let elsewhere = "input:not([type=checkbox]), select, textarea, dialog, dialog *";
    if event.ctrl_key() || event.alt_key() || event.meta_key() || focused.matches(elsewhere).ok()? {
        return None;
    }
    match &*event.key() {
        "/" if has_character_keys() => search_field()?.focus().ok(),
        "n" if has_character_keys() => {
            list.leave_for(routes::add_ftp_account(&list.domain()));
            Some(())
        }
        "ArrowDown" => move_focus(&focused, 1),
        "ArrowUp" => move_focus(&focused, -1),
        " " if focused.matches(LINKS).ok()? => {
            toggle(list, place_of(&focused)?);
            Some(())
        }
        // It would press the first button of the form, which does something with what is ticked.
        "Enter" if focused.matches("[type=checkbox]").ok()? => Some(()),
        _ => None,
    }
}

/// Selects the account of a row, or does not any more. The main one stays as it is.
fn toggle(list: ListContext, place: usize) {
    let data = list.data.read_untracked();
    if let Some(row) = data.list.rows.get(place).filter(|row| !row.is_main) {
        let name = row.name.as_str();
        let is_selected = untrack(|| list.selection.contains(name));
        list.selection.set(name, !is_selected);
    }
}

/// Goes so many rows down from the row that has the focus; from outside to the first.
fn move_focus(focused: &Element, step: isize) -> Option<()> {
    let next = match place_of(focused) {
        Some(place) => place.checked_add_signed(step)?,
        None => 0,
    };
    link(next)?.focus().ok()
}

/// The place in the list of the row that something stands in.
fn place_of(element: &Element) -> Option<usize> {
    let row = element.closest("tr").ok()??;
    let link = row.query_selector(LINKS).ok()??;
    let links = document().query_selector_all(LINKS).ok()?;
    let place = (0..links.length()).find(|place| links.get(*place).as_ref() == Some(&*link))?;
    usize::try_from(place).ok()
}

/// The link of the account at a place.
fn link(place: usize) -> Option<HtmlElement> {
    let links = document().query_selector_all(LINKS).ok()?;
    links.get(u32::try_from(place).ok()?)?.dyn_into().ok()
}

fn search_field() -> Option<HtmlElement> {
    document().get_element_by_id(SEARCH_FIELD)?.dyn_into().ok()
}
