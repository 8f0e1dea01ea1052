//! What can be done with the accounts that are selected: a bar that is there while some are.

use leptos::prelude::*;
use model::BulkAction;

use super::bulk_dialog::{ALL, ASK, use_bulk_actions};
use super::context::use_list;
use crate::components::{Icon, IconName, use_texts};

/// How many accounts are selected, and a button for each thing that can be done with them.
///
/// It is shown by the style sheet wherever a box is ticked, which also works without scripts; and
/// by its own mark, where what is selected stands on other pages.
#[component]
pub(super) fn BulkBar() -> impl IntoView {
    let texts = use_texts();
    let selection = use_list().selection;
    let count = move || {
        if selection.all_found.get() {
            texts.ftp_access.all_are_selected.to_owned()
        } else {
            (texts.ftp_access.selected)(selection.count())
        }
    };
    view! {
        <div class="bulk-bar" class:is-open=move || !selection.is_empty()>
            <p class="needs-script" aria-live="polite">
                {count}
            </p>
            <div class="actions">
                {BulkAction::ALL.map(|action| view! { <BulkButton action /> })}
            </div>
            <button
                type="button"
                class="button button-quiet needs-script"
                on:click=move |_| selection.clear()
            >
                {texts.ftp_access.select_none}
            </button>
        </div>
    }
}

#[component]
fn BulkButton(action: BulkAction) -> impl IntoView {
    let texts = use_texts();
    let actions = use_bulk_actions();
    let (class, icon) = match action {
        BulkAction::Enable => ("button", IconName::Check),
        BulkAction::Disable => ("button", IconName::Lock),
        BulkAction::Expire => ("button", IconName::Clock),
        BulkAction::Remove => ("button button-danger", IconName::Trash),
    };
    view! {
        <button
            type="submit"
            class=class
            name=ASK
            value=action.key()
            on:click=move |event| {
                event.prevent_default();
                actions.ask(action);
            }
        >
            <Icon name=icon />
            {(texts.ftp_access.bulk_action)(action)}
        </button>
    }
}

/// The box that selects all that are found, where they are more than the page shows.
#[component]
pub(super) fn SelectAllFound() -> impl IntoView {
    let texts = use_texts();
    let list = use_list();
    let all_found = list.selection.all_found;
    let has_pages = Memo::new(move |_| {
        let data = list.data.read();
        data.list.more_before || data.list.more_after
    });
    move || {
        has_pages.get().then(|| {
            view! {
                <label class="select-all">
                    <input
                        type="checkbox"
                        name=ALL
                        value="1"
                        checked=all_found.get_untracked()
                        prop:checked=all_found
                        on:change=move |event| all_found.set(event_target_checked(&event))
                    />
                    " "
                    {texts.ftp_access.choose_all_found}
                </label>
            }
        })
    }
}
