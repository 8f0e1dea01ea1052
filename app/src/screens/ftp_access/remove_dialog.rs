//! The dialog that names the accounts to be removed and asks once more.

use leptos::ev::MouseEvent;
use leptos::html::Dialog;
use leptos::prelude::*;

use crate::ui::{FormAction, ServerForm, use_texts};

/// Asks whether these accounts are to be removed.
#[component]
pub(super) fn RemoveDialog(
    /// The subscription they belong to.
    domain: String,
    /// Their names.
    #[prop(into)]
    names: Signal<Vec<String>>,
    /// Grows each time the dialog is to be opened.
    #[prop(into)]
    opened: Signal<u32>,
    /// Whether the page comes with the dialog open, as it does without scripts.
    open_at_first: bool,
    /// Removes them.
    action: FormAction,
    /// The list's address, to which one goes back without scripts.
    back: String,
) -> impl IntoView {
    let texts = use_texts();
    let dialog = NodeRef::<Dialog>::new();
    Effect::new(move || {
        if opened.get() > 0
            && let Some(dialog) = dialog.get_untracked()
        {
            // An open dialog that is not modal, as the server drew it, has to be closed first.
            dialog.close();
            let _ = dialog.show_modal();
        }
    });
    // Whatever the answer, the page behind the dialog shows it.
    Effect::new(move || {
        if action.value().get().is_some()
            && let Some(dialog) = dialog.get_untracked()
        {
            dialog.close();
        }
    });
    let cancel = move |event: MouseEvent| {
        if let Some(dialog) = dialog.get_untracked() {
            event.prevent_default();
            dialog.close();
        }
    };
    let title = move || (texts.remove_title)(names.read().len());
    view! {
        <dialog node_ref=dialog open=open_at_first aria-labelledby="remove-title">
            <ServerForm action>
                <h2 id="remove-title">{title}</h2>
                <ul class="names">
                    {move || {
                        names.get().into_iter().map(|name| view! { <li>{name}</li> }).collect_view()
                    }}
                </ul>
                <p>{move || (texts.remove_consequence)(names.read().len())}</p>
                <input type="hidden" name="domain" value=domain />
                <input type="hidden" name="names" prop:value=move || names.read().join("\n") value=names.read_untracked().join("\n") />
                <div class="form-buttons">
                    <button type="submit" class="button button-danger" disabled=action.pending()>
                        {texts.remove}
                    </button>
                    <a class="button" href=back on:click=cancel>
                        {texts.cancel}
                    </a>
                </div>
            </ServerForm>
        </dialog>
    }
}
