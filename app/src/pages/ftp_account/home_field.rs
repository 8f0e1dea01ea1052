//! « Répertoire principal »: typed, or chosen in a tree; with what the account will see there.

use leptos::prelude::*;
use model::HomePreview;

use super::folder_picker::FolderPicker;
use crate::api::home_directory::preview_home;
use crate::components::{DebouncedQuery, FieldState, TextField, use_texts};

/// The field, with « Parcourir » beside it and the preview below.
///
/// Without scripts it is the field alone. A main account's home is always `/`.
#[component]
pub(super) fn HomeField(
    /// The subscription.
    domain: String,
    /// The field.
    state: FieldState,
    /// Whether it is a main account's.
    is_main: bool,
) -> impl IntoView {
    let texts = use_texts();
    let hint = if is_main {
        texts.account_form.home_of_main_account_hint
    } else {
        texts.account_form.home_directory_hint
    };
    let beside = if is_main {
        ().into_any()
    } else {
        view! { <FolderPicker domain=domain.clone() home=state /> }.into_any()
    };
    let preview = DebouncedQuery::new(|(domain, home)| preview_home(domain, home));
    Effect::new(move || preview.ask(Some((domain.clone(), state.text.get()))));
    let below = move || {
        preview
            .answer()
            .get()
            .flatten()
            .map(|preview| view! { <Preview preview /> })
    };
    let below = view! {
        <div class="preview" aria-live="polite">
            {below}
        </div>
    };
    view! {
        <TextField
            state
            label=texts.account_form.home_directory
            hint
            readonly=is_main
            beside
            below=below.into_any()
        />
    }
}

/// What an account with a home directory will see and may do there: a sentence or two.
#[component]
fn Preview(preview: HomePreview) -> impl IntoView {
    let texts = use_texts();
    let (first, second, fine) = match preview {
        HomePreview::There {
            first,
            count,
            more,
            barred,
        } => {
            let seen = (texts.home_directory.home_seen)(&first, count, more);
            match barred {
                None => (
                    Some(seen),
                    texts.home_directory.home_can_be_written.to_owned(),
                    true,
                ),
                Some(error) => (
                    Some(seen),
                    (texts.home_directory.home_cannot_be_written)(error),
                    false,
                ),
            }
        }
        HomePreview::WillBeMade => (
            None,
            texts.home_directory.home_will_be_made.to_owned(),
            true,
        ),
        HomePreview::Refused(error) => (None, (texts.field_error)(error), false),
    };
    view! {
        {first.map(|first| view! { <p>{first}</p> })}
        <p class=if fine { "fine" } else { "trouble" }>{second}</p>
    }
}
